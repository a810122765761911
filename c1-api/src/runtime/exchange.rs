//! One request and its answer. Nothing here depends on the operation's types, so it is compiled once for all of them.

use std::pin::Pin;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use http::response::Parts;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use crate::runtime::client::Client;
use crate::runtime::encoder::Encoder;
use crate::runtime::error::{Error, ErrorKind, excerpt};
use crate::runtime::transport::{self, Body};

/// A request under way.
pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// An answer that reports success.
pub(crate) struct Reply {
    operation: &'static str,
    status: StatusCode,
    body: Bytes,
}

impl Client {
    /// Sends what `encoder` has collected. Nothing happens before the first poll.
    pub(crate) fn exchange(&self, encoder: Encoder) -> Exchange {
        let client = self.clone();
        Box::pin(async move {
            let operation = encoder.operation();
            let attempt = client.attempt(encoder).await;
            attempt.map_err(|error| error.in_operation(operation))
        })
    }

    async fn attempt(&self, encoder: Encoder) -> Result<Reply, Error> {
        let client = self.parts();
        let operation = encoder.operation();
        let mut request = encoder.into_request(&client.server)?;
        request.headers_mut().insert(AUTHORIZATION, client.authorization.clone());

        let answer = client.transport.clone().oneshot(request).await;
        let (head, body) = answer.map_err(|cause| transport::failure(&client.server, cause))?.into_parts();
        let body = self.read(body).await.map_err(|error| error.with_status(head.status))?;
        if !head.status.is_success() {
            return Err(refusal(&head, body));
        }
        // The one success that may not have a body means what an empty object does.
        let body = if head.status == StatusCode::NO_CONTENT { Bytes::from_static(b"{}") } else { body };
        if !may_be_json(&head.headers) {
            return Err(undecodable(head.status, body, "is not of a JSON content type"));
        }
        Ok(Reply { operation, status: head.status, body })
    }

    async fn read(&self, mut body: Body) -> Result<Bytes, Error> {
        let limit = self.parts().body_limit;
        let expected = usize::try_from(body.size_hint().lower()).unwrap_or(limit);
        let mut read = Vec::with_capacity(expected.min(limit));
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|cause| transport::failure(&self.parts().server, cause))?;
            let data = frame.into_data().unwrap_or_default();
            if data.len() > limit - read.len() {
                let summary =
                    format!("the answer is larger than the {limit} bytes that are read; ask for smaller pages");
                return Err(Error::new(ErrorKind::Decode, summary));
            }
            read.extend_from_slice(&data);
        }
        Ok(read.into())
    }
}

impl Reply {
    /// The operation's response.
    pub(crate) fn decode<R: DeserializeOwned>(self) -> Result<R, Error> {
        serde_json::from_slice(&self.body).map_err(|cause| self.undecodable(cause))
    }

    fn undecodable(self, cause: serde_json::Error) -> Error {
        let why = if self.body.is_empty() {
            "is empty".to_owned()
        } else if cause.is_eof() {
            format!("ends too early, after {} bytes", self.body.len())
        } else {
            format!("is not what the operation promises: {}", excerpt(&cause.to_string()))
        };
        undecodable(self.status, self.body, &why).caused_by(cause).in_operation(self.operation)
    }
}

/// The error for a status that is not a success.
fn refusal(head: &Parts, body: Bytes) -> Error {
    let status = head.status;
    if status.is_redirection() {
        return Error::new(ErrorKind::Redirect, redirect(head)).with_status(status).with_body(body);
    }
    let kind = if status == StatusCode::UNAUTHORIZED { ErrorKind::Auth } else { ErrorKind::Api };
    let message = message(&body);
    let why = match &message {
        Some(message) => excerpt(message),
        None if body.is_empty() => "there is no body that says why".to_owned(),
        None => "the body is no error of the API's; did something between here and C1 answer?".to_owned(),
    };
    let hint = if kind == ErrorKind::Auth { "; is the token of this tenant, and not expired?" } else { "" };
    let summary = format!("the server answered {}: {why}{hint}", named(status));
    Error::new(kind, summary).with_status(status).with_message(message).with_body(body)
}

fn redirect(head: &Parts) -> String {
    let location = head.headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let target = match &location {
        // The query of a login page's URL is often a secret.
        Some(location) => format!("to {}", excerpt(location.split(['?', '#']).next().unwrap_or_default())),
        None => "without saying where".to_owned(),
    };
    format!(
        "the server redirected ({}) {target}; redirects are not followed, as the token is for one host alone; check \
         the tenant or base URL",
        named(head.status)
    )
}

/// The message of a google.rpc.Status.
fn message(body: &[u8]) -> Option<String> {
    let status: serde_json::Value = serde_json::from_slice(body).ok()?;
    status.get("message")?.as_str().filter(|message| !message.is_empty()).map(str::to_owned)
}

fn undecodable(status: StatusCode, body: Bytes, why: &str) -> Error {
    let page = if body.trim_ascii_start().starts_with(b"<") {
        " (it looks like a web page: check the tenant or base URL)"
    } else {
        ""
    };
    let summary = format!("the server answered {}, but the body {why}{page}", named(status));
    Error::new(ErrorKind::Decode, summary).with_status(status).with_body(body)
}

/// A missing content type is let pass: whether the body is JSON shows when it is read.
fn may_be_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}

/// A status as in `404 Not Found`.
fn named(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}
