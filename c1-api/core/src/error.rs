//! The one error type of the crate.

mod categories;
mod display;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};

pub(crate) use crate::excerpt::{excerpt, excerpt_ends};

use crate::excerpt::{is_misleading, without_misleading};
use crate::request_id::shown_request_id;
use crate::rpc::{Code, ErrorDetail, Status};
use crate::wire::Any;

/// The error type of a service, a layer or a provider.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a call, or the building of a client, did not succeed.
///
/// Its [`Display`](std::fmt::Display) is a sentence of bounded length for a person, such as `search users: 403 permission
/// denied: missing role (c1.api.user.v1.UserSearch.Search, 1 attempt, request id 7f3a)`; programs decide by
/// [`kind`](Self::kind), [`status`](Self::status) and [`code`](Self::code), or by methods such as
/// [`is_not_found`](Self::is_not_found). [`Debug`](std::fmt::Debug) begins with the same sentence. Neither ever shows a
/// credential.
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
    /// The server refused the credential (status 401), its token endpoint gave no token for it, or one that is not bound to a
    /// key where that is required, or what gives tokens failed.
    Auth,
    /// The server answered with another status that is not a success.
    Api,
    /// The server answered with a redirect. It was not followed: the credential is for one host alone.
    Redirect,
    /// The server reported success, but the body is not what the operation promises: a web page, nothing, a part of it, or
    /// JSON of another form.
    Decode,
    /// The server's answer is larger than what is read of any.
    TooLarge,
    /// A path in a response leads to no related object of it.
    Path,
    /// The server gave a page token a second time, so that following it would never end.
    Paging,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    summary: String,
    operation: Option<Cow<'static, str>>,
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

    /// The headers of the server's response; `None` if there was none.
    ///
    /// Unlike the text of this error, they may repeat parts of the request.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.inner.headers.as_ref()
    }

    /// The id by which C1's support finds the request, if the server gave one.
    ///
    /// It is from the header `x-request-id` or `request-id`, else from the `(request-id: …)` at the end of C1's messages.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// The code of google.rpc, where the server's answer was an error of the API's form.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.inner.rpc.code
    }

    /// The server's own message, in full, where its answer was an error of the API's form.
    ///
    /// Unlike the text of this error, it still has whatever it repeats of the request, a credential included.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.rpc.message.as_deref()
    }

    /// What else the server told, where its answer was an error of the API's form.
    ///
    /// ```
    /// use c1_api::Error;
    /// use c1_api::error::ErrorDetail;
    ///
    /// fn wrong_fields(error: &Error) -> Vec<String> {
    ///     let of_detail = |detail| match detail {
    ///         ErrorDetail::BadRequest(bad) => bad.field_violations,
    ///         _ => Vec::new(),
    ///     };
    ///     error.details().into_iter().flat_map(of_detail).map(|violation| violation.field).collect()
    /// }
    /// ```
    #[must_use]
    #[inline]
    pub fn details(&self) -> Vec<ErrorDetail> {
        self.raw_details().iter().map(ErrorDetail::of).collect()
    }

    pub(crate) fn raw_details(&self) -> &[Any] {
        &self.inner.rpc.details
    }

    /// The id of the operation that was called, such as `c1.api.user.v1.UserSearch.Search`, and the method and the path of
    /// a raw request; `None` while building a client.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.inner.operation.as_deref()
    }

    /// How long the server asked to wait before the next attempt, counted from its answer; `None` where it did not.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// How often the request was sent, the last time included; 0 where it was refused before that.
    ///
    /// After more than one attempt, an earlier one may have had its effect although its response was lost. So a DELETE that
    /// [finds nothing](Self::is_not_found) may have succeeded.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Whether the same call may succeed later, and does no harm if this one had an effect that its failure hides.
    ///
    /// The client has then sent it again already, as its [`RetryPolicy`](crate::RetryPolicy) allows.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable
    }

    /// The body of the server's response, verbatim; `None` if none was read.
    ///
    /// If the status reports a failure, at most 1 MiB of it is read, and it may lack its end.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.inner.body.as_ref()
    }

    pub(crate) fn new(kind: ErrorKind, summary: impl Into<String>) -> Self {
        let inner = Inner {
            kind,
            // Any part of it may be foreign.
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

    /// The same error, for another call that it keeps from going on.
    pub(crate) fn again(&self) -> Self {
        Self { inner: self.inner.clone() }
    }

    pub(crate) fn in_operation(mut self, id: impl Into<Cow<'static, str>>) -> Self {
        let id = id.into();
        // The path of a raw request is part of it.
        let is_plain = !id.contains(is_misleading);
        self.inner.operation = Some(if is_plain { id } else { without_misleading(id.into_owned()).into() });
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

    /// Adds what the head of the response to a request with this `Authorization` says.
    pub(crate) fn with_head(mut self, head: &Parts, authorization: Option<&HeaderValue>) -> Self {
        let message = self.inner.rpc.message.as_deref();
        self.inner.request_id = shown_request_id(&head.headers, message, authorization).map(str::to_owned);
        self.inner.status = Some(head.status);
        self.inner.headers = Some(head.headers.clone());
        self
    }

    pub(crate) fn with_rpc(mut self, rpc: Status) -> Self {
        self.inner.rpc = rpc;
        self
    }

    /// Adds to the text what the reader may look at.
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
    use super::*;

    #[test]
    fn an_error_says_what_was_called_and_how_often() {
        let failed = || Error::new(ErrorKind::Connect, "no route");
        let of = |id: &'static str| failed().in_operation(id);
        let cases = [
            (failed(), "no route"),
            (of("test.v1.Things.Get"), "get things: no route (test.v1.Things.Get)"),
            (of("test.v1.Things.Get").with_attempts(1), "get things: no route (test.v1.Things.Get, 1 attempt)"),
            (of("test.v1.Things.Get").with_attempts(3), "get things: no route (test.v1.Things.Get, 3 attempts)"),
            (of("GET /api/v1/{id}").with_attempts(2), "GET /api/v1/{id}: no route (2 attempts)"),
            (of("GET /api/v1/{id}"), "GET /api/v1/{id}: no route"),
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
        let error = Error::new(ErrorKind::Api, "refused").with_head(&head, None);
        assert_eq!(error.to_string(), "refused (request id 7f3a)");
        assert_eq!(error.headers().unwrap()["set-cookie"], "sesame");
        let error = error.in_operation("test.v1.Things.Get").with_attempts(1);
        assert_eq!(error.to_string(), "get things: refused (test.v1.Things.Get, 1 attempt, request id 7f3a)");
        assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
    }

    #[test]
    fn no_text_turns_around_what_is_after_it() {
        let error = Error::new(ErrorKind::Api, "a\u{202e}b\u{2028}c\u{1b}d").in_operation("GET /x\u{2066}y");
        assert_eq!(error.to_string(), "GET /x y: a b c d");
    }

    #[test]
    fn an_error_is_as_small_as_a_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
