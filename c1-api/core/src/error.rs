//! The one error type of the crate.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use crate::rpc::{Code, ErrorDetail, Status};
use crate::transport::BoxError;
use crate::wire::Any;
use crate::words;

/// The longest part of a foreign text (a server's message, a cause) that an error shows, in characters.
const SHOWN: usize = 500;

/// Why a call, or the building of a client, did not succeed.
///
/// Its [`Display`](fmt::Display) is a sentence of bounded length for a person, such as `search users: 403 permission
/// denied: missing role (c1.api.user.v1.UserSearch.Search, 1 attempt)`; programs decide by [`kind`](Self::kind),
/// [`status`](Self::status) and [`code`](Self::code). Neither it nor [`Debug`](fmt::Debug) ever shows a credential.
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
        self.inner.operation = Some(id.into());
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.inner.attempts = attempts;
        self
    }

    pub(crate) fn retryable(mut self, retryable: bool) -> Self {
        self.inner.retryable = retryable;
        self
    }

    pub(crate) fn retry_at(mut self, after: Option<Duration>) -> Self {
        self.inner.retry_after = after;
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.inner.status = Some(status);
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

    pub(crate) fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(Arc::from(source.into()));
        self
    }
}

/// An error of the crates that stand on this one. It is no method of [`Error`], which their users see.
pub fn failure(kind: ErrorKind, summary: impl Into<String>) -> Error {
    Error::new(kind, summary)
}

/// As [`failure`], in a call of the operation of this id.
pub fn failure_in(operation: &'static str, kind: ErrorKind, summary: impl Into<String>) -> Error {
    Error::new(kind, summary).in_operation(operation)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { summary, operation, attempts, .. } = &*self.inner;
        let Some(operation) = operation else {
            return f.write_str(summary);
        };
        let words = words::of_operation(operation);
        write!(f, "{}: {summary}", words.as_deref().unwrap_or(operation))?;
        let attempts = match attempts {
            0 => None,
            1 => Some("1 attempt".to_owned()),
            count => Some(format!("{count} attempts")),
        };
        match (words.is_some(), attempts) {
            (true, Some(attempts)) => write!(f, " ({operation}, {attempts})"),
            (true, None) => write!(f, " ({operation})"),
            (false, Some(attempts)) => write!(f, " ({attempts})"),
            (false, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, summary, operation, status, rpc, body, retry_after, attempts, retryable, source } =
            &*self.inner;
        // The summary holds the message already; details and a body may be megabytes of somebody's data.
        f.debug_struct("Error")
            .field("kind", kind)
            .field("summary", summary)
            .field("operation", operation)
            .field("status", status)
            .field("code", &rpc.code)
            .field("details", &rpc.details.len())
            .field("body_bytes", &body.as_ref().map(Bytes::len))
            .field("retry_after", retry_after)
            .field("attempts", attempts)
            .field("retryable", retryable)
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
    let mut characters = on_one_line(text);
    let mut shown: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// As [`excerpt`], for texts whose end says as much as their beginning: what is too long lacks its middle.
pub(crate) fn excerpt_of_ends(text: &str) -> String {
    let count = text.trim().chars().count();
    if count <= SHOWN {
        return excerpt(text);
    }
    let head: String = on_one_line(text).take(SHOWN / 2).collect();
    let tail: String = on_one_line(text).skip(count - SHOWN / 2).collect();
    format!("{head}…{tail}")
}

fn on_one_line(text: &str) -> impl Iterator<Item = char> {
    text.trim().chars().map(|c| if c.is_control() { ' ' } else { c })
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
    fn an_excerpt_of_ends_lacks_the_middle() {
        assert_eq!(excerpt_of_ends(" two\nlines\t"), "two lines");
        let long = format!("begin{}end", "ä".repeat(SHOWN));
        let shown = excerpt_of_ends(&long);
        assert!(shown.starts_with("begin") && shown.ends_with("end"), "{shown}");
        assert_eq!(shown.chars().count(), SHOWN + 1);
    }

    #[test]
    fn an_error_says_what_was_called_and_how_often() {
        let failed = || Error::new(ErrorKind::Connect, "no route");
        let of = |id: &'static str| failed().in_operation(id);
        let cases = [
            (failed(), "no route"),
            (of("test.v1.Things.Get"), "get things: no route (test.v1.Things.Get)"),
            (of("test.v1.Things.Get").after(1), "get things: no route (test.v1.Things.Get, 1 attempt)"),
            (of("test.v1.Things.Get").after(3), "get things: no route (test.v1.Things.Get, 3 attempts)"),
            (of("GET /api/v1/{id}").after(2), "GET /api/v1/{id}: no route (2 attempts)"),
            (of("GET /api/v1/{id}"), "GET /api/v1/{id}: no route"),
        ];
        for (error, text) in cases {
            assert_eq!(error.to_string(), text);
        }
    }

    #[test]
    fn an_error_is_as_small_as_a_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
