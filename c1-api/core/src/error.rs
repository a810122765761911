//! The error type of both crates.

mod categories;
mod display;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

pub(crate) use crate::excerpt::{excerpt, excerpt_ends};
use crate::sent_secrets::SentSecrets;

use crate::excerpt::{is_misleading, without_misleading};
use crate::operation_name::OperationName;
use crate::request_id::shown_request_id;
use crate::rpc::{Code, ErrorDetail, Status};
use crate::wire::Any;

/// The error type of a service, a layer or a provider.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The error of a call, or of building a client.
///
/// Its [`Display`](std::fmt::Display) is a sentence of bounded length for people, such as `search users: 403 permission
/// denied: missing role (c1.api.user.v1.UserSearch.Search, 1 attempt, request id 7f3a)`. Programs use
/// [`kind`](Self::kind), [`status`](Self::status) and [`code`](Self::code), or methods such as
/// [`is_not_found`](Self::is_not_found). [`Debug`](std::fmt::Debug) begins with the same sentence. Neither shows credentials.
///
/// ```
/// use c1_api::{Client, ErrorKind};
///
/// let error = Client::builder().tenant("acme").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidInput);
/// assert!(error.to_string().contains("bearer_token"));
/// ```
pub struct Error {
    // Boxed to keep a `Result` small.
    inner: Box<Inner>,
}

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting or an argument is invalid. Nothing was sent.
    InvalidInput,
    /// The connection could not be established, so the server did not receive the request.
    Connect,
    /// The attempt, the call or the [waiter](crate::waiter) timed out. The server may have acted on the request.
    Timeout,
    /// The connection failed during the request or the response. The server may have acted on the request.
    Transport,
    /// Authentication failed.
    ///
    /// The server rejected the credential (status 401), the token endpoint refused it or sent a token without a required binding to
    /// a key, or a token provider failed.
    Auth,
    /// The server responded with another status that is not a success.
    Api,
    /// The server responded with a redirect, which is not followed, as the credential is for one host only.
    Redirect,
    /// The status is a success, but the body cannot be decoded: it is a web page, empty, incomplete, or JSON of another form.
    Decode,
    /// The response body exceeds the maximum size.
    TooLarge,
    /// A path in a response does not lead to a related object.
    Path,
    /// The server repeated a page token, so its pages would never end.
    Paging,
    /// The state for which a [waiter](crate::waiter) waits can no longer be reached.
    WaitFailed,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    summary: String,
    operation: Option<OperationName>,
    status: Option<StatusCode>,
    headers: Option<HeaderMap>,
    request_id: Option<String>,
    rpc: Status,
    body: Option<Bytes>,
    retry_after: Option<Duration>,
    attempts: u32,
    retryable: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns the status of the response; `None` if there was none.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Returns the headers of the response; `None` if there was none.
    ///
    /// Unlike the text of this error, they may repeat parts of the request.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.inner.headers.as_ref()
    }

    /// Returns the id of the request for C1's support, if the server sent one.
    ///
    /// It is from the header `x-request-id` or `request-id`, else from the `(request-id: …)` at the end of C1's messages.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// Returns the google.rpc code, if the body is an error of the API.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.inner.rpc.code
    }

    /// Returns the complete message of the server, if the body is an error of the API.
    ///
    /// Unlike the text of this error, it may repeat parts of the request, including a credential.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.rpc.message.as_deref()
    }

    /// Returns the details of the error, if the body is an error of the API.
    ///
    /// ```
    /// use c1_api::Error;
    /// use c1_api::error::ErrorDetail;
    ///
    /// fn invalid_fields(error: &Error) -> Vec<String> {
    ///     let violations = |detail| match detail {
    ///         ErrorDetail::BadRequest(bad) => bad.field_violations,
    ///         _ => Vec::new(),
    ///     };
    ///     error.details().into_iter().flat_map(violations).map(|violation| violation.field).collect()
    /// }
    /// ```
    #[must_use]
    #[inline]
    pub fn details(&self) -> Vec<ErrorDetail> {
        self.raw_details().iter().map(ErrorDetail::parse).collect()
    }

    pub(crate) fn raw_details(&self) -> &[Any] {
        &self.inner.rpc.details
    }

    /// Returns the id of the operation, such as `c1.api.user.v1.UserSearch.Search`, or the method and path of a raw request.
    ///
    /// It is `None` for errors of building a client.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.inner.operation.as_ref().map(|operation| &*operation.id)
    }

    /// Returns the delay that the server asked for before the next attempt, counted from its response.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns how many times the request was sent; 0 if it was invalid.
    ///
    /// Requests that an HTTP/2 server refused without processing them do not count if they were sent again at once.
    ///
    /// After more than one attempt, an earlier one may have had its effect although its response was lost. So a DELETE that
    /// [finds nothing](Self::is_not_found) may have succeeded.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Returns whether the call may succeed later, and is safe to repeat even if it had an effect.
    ///
    /// The client has then retried it already, within the limits of its [`RetryPolicy`](crate::RetryPolicy).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable
    }

    /// Returns the body of the response, verbatim; `None` if none was read.
    ///
    /// If the status reports a failure, at most 1 MiB of it is read, and it may lack its end.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.inner.body.as_ref()
    }

    /// Decodes the body as JSON, such as a model that the specification documents for the [`status`](Self::status) of the error.
    ///
    /// # Errors
    ///
    /// The body is missing, or does not have the form of `T`.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Self> {
        serde_json::from_slice(self.body().map_or(&[], |body| &body[..])).map_err(|cause| {
            let summary = "the body of the error does not have the requested form";
            Self::new(ErrorKind::Decode, summary).with_source(cause)
        })
    }

    pub(crate) fn new(kind: ErrorKind, summary: impl Into<String>) -> Self {
        let inner = Inner {
            kind,
            // Any part of it may come from the server.
            summary: without_misleading(summary.into()),
            operation: None,
            status: None,
            headers: None,
            request_id: None,
            rpc: Status::default(),
            body: None,
            retry_after: None,
            attempts: 0,
            retryable: false,
            source: None,
        };
        Self { inner: Box::new(inner) }
    }

    pub(crate) fn invalid_input(summary: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, summary)
    }

    /// A copy for another call that fails for the same reason.
    pub(crate) fn again(&self) -> Self {
        Self { inner: self.inner.clone() }
    }

    pub(crate) fn in_operation(mut self, operation: impl Into<OperationName>) -> Self {
        let mut operation = operation.into();
        // It includes the path of a raw request.
        if operation.id.contains(is_misleading) {
            operation.id = without_misleading(operation.id.into_owned()).into();
        }
        self.inner.operation = Some(operation);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.inner.attempts = attempts;
        self
    }

    pub(crate) fn with_retryable(mut self, retryable: bool) -> Self {
        self.inner.retryable = retryable;
        self
    }

    pub(crate) fn with_retry_after(mut self, after: Option<Duration>) -> Self {
        self.inner.retry_after = after;
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.inner.status = Some(status);
        self
    }

    /// Adds the status, the headers and the request id of the response to a request with these secrets.
    pub(crate) fn with_head(mut self, head: &Parts, sent: Option<&SentSecrets>) -> Self {
        let message = self.inner.rpc.message.as_deref();
        self.inner.request_id = shown_request_id(&head.headers, message, sent).map(str::to_owned);
        self.inner.status = Some(head.status);
        self.inner.headers = Some(head.headers.clone());
        self
    }

    pub(crate) fn with_rpc(mut self, rpc: Status) -> Self {
        self.inner.rpc = rpc;
        self
    }

    /// Adds a hint to the text.
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.inner.summary.push_str("; ");
        self.inner.summary.push_str(hint);
        self
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.inner.body = Some(body);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(Arc::from(source.into()));
        self
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::operation_info::OperationInfo;

    #[test]
    fn an_error_says_what_was_called_and_how_often() {
        let failed = || Error::new(ErrorKind::Connect, "no route");
        let info = OperationInfo::new("test.v1.Things.Get", Method::GET, "/api/v1/{id}");
        let of = || failed().in_operation(info.clone().title("get things"));
        let of_request = || failed().in_operation(OperationName::of_request(&Method::GET, "/api/v1/{id}"));
        let cases = [
            (failed(), "no route"),
            (failed().in_operation(info.clone()), "test.v1.Things.Get: no route"),
            (of(), "get things: no route (test.v1.Things.Get)"),
            (of().with_attempts(1), "get things: no route (test.v1.Things.Get, 1 attempt)"),
            (of().with_attempts(3), "get things: no route (test.v1.Things.Get, 3 attempts)"),
            (of_request().with_attempts(2), "GET /api/v1/{id}: no route (2 attempts)"),
            (of_request(), "GET /api/v1/{id}: no route"),
        ];
        for (error, text) in cases {
            assert_eq!(error.to_string(), text);
            assert!(format!("{error:?}").starts_with(&format!("{text} Error {{ kind: Connect, ")), "{error:?}");
        }
    }

    #[test]
    fn an_error_shows_the_request_id_and_no_other_header() {
        let head = http::Response::builder().status(403).header("x-request-id", "7f3a").header("set-cookie", "sesame");
        let (head, ()) = head.body(()).unwrap().into_parts();
        let info = OperationInfo::new("test.v1.Things.Get", Method::GET, "/api/v1/{id}").title("get things");
        let error = Error::new(ErrorKind::Api, "refused").with_head(&head, None);
        assert_eq!(error.to_string(), "refused (request id 7f3a)");
        assert_eq!(error.headers().unwrap()["set-cookie"], "sesame");
        let error = error.in_operation(info).with_attempts(1);
        assert_eq!(error.to_string(), "get things: refused (test.v1.Things.Get, 1 attempt, request id 7f3a)");
        assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
    }

    #[test]
    fn no_text_turns_around_what_is_after_it() {
        let error = Error::new(ErrorKind::Api, "a\u{202e}b\u{2028}c\u{1b}d")
            .in_operation(OperationName::of_request(&Method::GET, "/x\u{2066}y"));
        assert_eq!(error.to_string(), "GET /x y: a b c d");
    }

    #[test]
    fn an_error_is_as_small_as_a_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
