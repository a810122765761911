//! Replies of the mock: typed responses, errors, raw bodies and faults.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use crate::rpc::Code;
use crate::wire::{Message, Wire, to_value};

/// A reply of the mock, which is a response or a fault. The default status is 200.
///
/// `Debug` shows neither the headers nor the body.
#[derive(Clone)]
#[must_use = "a reply does nothing until an expectation returns it"]
pub struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) delay: Duration,
    pub(super) fault: Option<Fault>,
    /// Why the request should not have been sent, for the report at the end.
    pub(super) failure: Option<String>,
}

/// A failure of the connection or of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The connection is reset before the response.
    Reset,
    /// The connection ends after so many bytes of the body.
    Truncated(usize),
    /// The token of the request is rejected from now on.
    Revoked,
}

impl Reply {
    /// Creates a reply with a JSON body.
    pub fn json(value: impl Into<Value>) -> Self {
        Self::of_json(value.into().to_string())
    }

    /// Creates a reply with any status, content type and body.
    ///
    /// # Panics
    ///
    /// The content type is not valid in a header.
    pub fn raw(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self { status, headers: HeaderMap::new(), ..Self::of_json(body) }.header(CONTENT_TYPE.as_str(), content_type)
    }

    pub(super) fn of_json(body: impl Into<Bytes>) -> Self {
        let json = HeaderValue::from_static("application/json");
        Self {
            status: StatusCode::OK,
            headers: [(CONTENT_TYPE, json)].into_iter().collect(),
            body: body.into(),
            delay: Duration::ZERO,
            fault: None,
            failure: None,
        }
    }

    /// Creates a google.rpc error, with the HTTP status of its code. Add details with [`detail`](Self::detail).
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        let body = json!({ "code": code.number(), "message": message.into(), "details": [] });
        Self::json(body).status(status_of(code))
    }

    /// Creates a 429 with `Retry-After`, rounded up to seconds.
    pub fn rate_limited(retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        let mut reply = Self::error(Code::RESOURCE_EXHAUSTED, "the rate limit is exceeded");
        reply.headers.insert(RETRY_AFTER, seconds.into());
        reply
    }

    /// Creates a 401 that rejects the token of the request: later requests with it get a 401 as well, until there is a new token.
    pub fn unauthorized() -> Self {
        let reply = Self::error(Code::UNAUTHENTICATED, "the access token was revoked");
        Self { fault: Some(Fault::Revoked), ..reply }
    }

    /// Creates a fault: the connection is reset before the response.
    pub fn reset() -> Self {
        Self { fault: Some(Fault::Reset), ..Self::json(Value::Null) }
    }

    /// Sets the status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Sets a header.
    ///
    /// # Panics
    ///
    /// The name or the value is not valid in a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let header = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
        let (name, value) = header.unwrap_or_else(|| panic!("the header `{name}` is not valid"));
        self.headers.insert(name, value);
        self
    }

    /// Adds a detail to an error, such as an [`ErrorInfo`](crate::ErrorInfo).
    pub fn detail<M: Message>(mut self, detail: &M) -> Self {
        let mut body: Map<String, Value> = serde_json::from_slice(&self.body).unwrap_or_default();
        let mut fields = to_value(detail);
        fields["@type"] = format!("type.googleapis.com/{}", M::NAME).into();
        match body.get_mut("details") {
            Some(Value::Array(details)) => details.push(fields),
            _ => drop(body.insert("details".to_owned(), json!([fields]))),
        }
        self.body = Value::Object(body).to_string().into();
        self
    }

    /// Delays the reply, by the clock of tokio. A paused clock advances by itself.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Ends the connection after the first `bytes` of the body.
    pub fn truncate(mut self, bytes: usize) -> Self {
        self.fault = Some(Fault::Truncated(bytes));
        self
    }
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .field("delay", &self.delay)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

/// A value that answers a request with the response `R`: an `R`, a [`Reply`], or a `Result` of them.
pub trait IntoReply<R> {
    /// Converts the value.
    fn into_reply(self) -> Reply;
}

impl<R> IntoReply<R> for Reply {
    fn into_reply(self) -> Reply {
        self
    }
}

impl<R: Wire> IntoReply<R> for R {
    fn into_reply(self) -> Reply {
        let mut json = Vec::with_capacity(256);
        match self.write(&mut serde_json::Serializer::new(&mut json)) {
            Ok(()) => Reply::of_json(json),
            Err(cause) => Reply::error(Code::INTERNAL, format!("the response cannot be written as JSON: {cause}")),
        }
    }
}

impl<R, T: IntoReply<R>, E: Into<Reply>> IntoReply<R> for Result<T, E> {
    fn into_reply(self) -> Reply {
        match self {
            Ok(value) => value.into_reply(),
            Err(error) => error.into(),
        }
    }
}

/// The HTTP status of a code, as in google.api.http.
fn status_of(code: Code) -> StatusCode {
    match code {
        Code::OK => StatusCode::OK,
        Code::INVALID_ARGUMENT | Code::FAILED_PRECONDITION | Code::OUT_OF_RANGE => StatusCode::BAD_REQUEST,
        Code::UNAUTHENTICATED => StatusCode::UNAUTHORIZED,
        Code::PERMISSION_DENIED => StatusCode::FORBIDDEN,
        Code::NOT_FOUND => StatusCode::NOT_FOUND,
        Code::ALREADY_EXISTS | Code::ABORTED => StatusCode::CONFLICT,
        Code::RESOURCE_EXHAUSTED => StatusCode::TOO_MANY_REQUESTS,
        Code::CANCELLED => StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST),
        Code::UNIMPLEMENTED => StatusCode::NOT_IMPLEMENTED,
        Code::UNAVAILABLE => StatusCode::SERVICE_UNAVAILABLE,
        Code::DEADLINE_EXCEEDED => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
