//! The one error type of the crate.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::runtime::transport::BoxError;

/// The longest part of a foreign text (a server's message, a cause) that an error shows, in characters.
const SHOWN: usize = 500;

/// Why a call, or the building of a client, did not succeed.
///
/// Its [`Display`](fmt::Display) is a sentence of bounded length for a person; programs decide by
/// [`kind`](Self::kind) and [`status`](Self::status). Neither it nor [`Debug`](fmt::Debug) ever shows a credential.
///
/// ```
/// use c1_api::{Client, ErrorKind};
///
/// let error = Client::builder().tenant("acme").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidInput);
/// assert!(error.to_string().contains("bearer_token"));
/// ```
pub struct Error {
    // Boxed, so that a `Result` stays as small as its value in the good case.
    inner: Box<Inner>,
}

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting or an argument cannot be used. Nothing was sent.
    InvalidInput,
    /// No connection could be made, so the server saw nothing of the request.
    Connect,
    /// The time allowed had passed before the whole answer was there. The server may have acted on the request.
    Timeout,
    /// The connection failed while the request was sent or the answer was read. The server may have acted on the request.
    Transport,
    /// The server refused the credential (status 401).
    Auth,
    /// The server answered with another status that is not a success.
    Api,
    /// The server answered with a redirect. It was not followed: the credential is for one host alone.
    Redirect,
    /// The server reported success, but the body is not what the operation promises.
    Decode,
    /// A path in a response leads to no related object of it.
    Path,
    /// The server gave a page token a second time, so that following it would never end.
    Paging,
}

struct Inner {
    kind: ErrorKind,
    summary: String,
    operation: Option<&'static str>,
    status: Option<StatusCode>,
    message: Option<String>,
    body: Option<Bytes>,
    source: Option<BoxError>,
}

impl Error {
    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The status of the server's answer; `None` where there was none.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// The server's own message, in full, where its answer was an error of the API's form.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.message.as_deref()
    }

    /// The id of the operation that was called, such as `c1.api.user.v1.UserSearch.Search`; `None` while building a client.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.inner.operation
    }

    /// The body of the server's answer as it came; `None` where none was read to its end.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.inner.body.as_ref()
    }

    pub(crate) fn new(kind: ErrorKind, summary: impl Into<String>) -> Self {
        let inner = Inner {
            kind,
            summary: summary.into(),
            operation: None,
            status: None,
            message: None,
            body: None,
            source: None,
        };
        Self { inner: Box::new(inner) }
    }

    pub(crate) fn invalid_input(summary: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, summary)
    }

    pub(crate) fn in_operation(mut self, id: &'static str) -> Self {
        self.inner.operation = Some(id);
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.inner.status = Some(status);
        self
    }

    pub(crate) fn with_message(mut self, message: Option<String>) -> Self {
        self.inner.message = message;
        self
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.inner.body = Some(body);
        self
    }

    pub(crate) fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.summary)?;
        match self.inner.operation {
            Some(operation) => write!(f, " ({operation})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, summary, operation, status, message: _, body, source } = &*self.inner;
        // The summary holds the message already, and a body may be megabytes of somebody's data.
        f.debug_struct("Error")
            .field("kind", kind)
            .field("summary", summary)
            .field("operation", operation)
            .field("status", status)
            .field("body_bytes", &body.as_ref().map(Bytes::len))
            .field("source", source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}

/// A foreign text as an error may show it: on one line and of bounded length.
pub(crate) fn excerpt(text: &str) -> String {
    let mut characters = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_bounded_line() {
        assert_eq!(excerpt(" two\nlines\t"), "two lines");
        assert_eq!(excerpt(&"ä".repeat(SHOWN)), "ä".repeat(SHOWN));
        assert_eq!(excerpt(&"ä".repeat(SHOWN + 1)), format!("{}…", "ä".repeat(SHOWN)));
    }

    #[test]
    fn an_error_is_as_small_as_a_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
