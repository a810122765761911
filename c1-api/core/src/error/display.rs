//! The text of errors.

use std::fmt;

use bytes::Bytes;
use http::HeaderName;

use super::{Error, Inner};
use crate::operation_name::OperationName;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { summary, operation, attempts, request_id, .. } = &*self.inner;
        let mut notes = Vec::new();
        match operation {
            Some(OperationName { id, title: Some(title) }) => {
                write!(f, "{title}: ")?;
                notes.push(id.to_string());
            }
            Some(OperationName { id, title: None }) => write!(f, "{id}: ")?,
            None => {}
        }
        f.write_str(summary)?;
        match attempts {
            0 => {}
            1 => notes.push("1 attempt".to_owned()),
            count => notes.push(format!("{count} attempts")),
        }
        notes.extend(request_id.as_ref().map(|id| format!("request id {id}")));
        if notes.is_empty() { Ok(()) } else { write!(f, " ({})", notes.join(", ")) }
    }
}

/// Begins with the text for people, as a `main` that returns an error prints its `Debug`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, status, headers, rpc, body, retry_after, retryable, source, .. } = &*self.inner;
        write!(f, "{self} ")?;
        // Details and a body may be megabytes of personal data, and headers may be secret.
        let names = headers.as_ref().map(|headers| headers.keys().collect::<Vec<&HeaderName>>());
        f.debug_struct("Error")
            .field("kind", kind)
            .field("status", status)
            .field("headers", &names)
            .field("code", &rpc.code)
            .field("details", &rpc.details.len())
            .field("body_bytes", &body.as_ref().map(Bytes::len))
            .field("retry_after", retry_after)
            .field("retryable", retryable)
            .field("source", source)
            .finish()
    }
}
