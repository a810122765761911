//! Responses, once they were read to their end.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::{CONTENT_TYPE, DATE, LOCATION, RETRY_AFTER};
use http::response::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tracing::Span;

use crate::drift_report::DriftReporter;
use crate::error::{Error, ErrorKind, excerpt, excerpt_ends};
use crate::json_path;
use crate::operation_name::OperationName;
use crate::request_id::{request_id, without_request_id};
use crate::response_body::ResponseBody;
use crate::rpc::{Code, Status};
use crate::sent_secrets::SentSecrets;
use crate::telemetry;
use crate::transport::Body as HttpBody;
use crate::wire::{Any, parse_duration};

/// The response of a call with its status, headers and body.
///
/// Returned by [`Call::with_response`](crate::Call::with_response).
#[non_exhaustive]
pub struct Response<T> {
    /// The status code, which is a success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The decoded body.
    pub value: T,
    /// The body verbatim, including properties that this version of the crate does not know.
    pub body: Bytes,
}

impl<T> Response<T> {
    /// The id of the request for C1's support, if the server sent one; see [`Error::request_id`].
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers, None)
    }
}

/// [`Operation::decode`](crate::Operation::decode).
type Decode<R> = fn(ResponseBody<'_>) -> Result<R, serde_json::Error>;

/// A response with a success status, not decoded yet.
pub(crate) struct RawResponse {
    operation: OperationName,
    attempts: u32,
    head: Parts,
    body: Bytes,
    /// The body that is not read, of a response that is read while it arrives.
    unread: Option<HttpBody>,
    /// The secrets of the request, as a server may repeat them.
    sent: SentSecrets,
    /// The span of the call, which ends when the response is decoded.
    span: Span,
    /// Reports what the decoder does not know, if anybody listens.
    drift: Option<DriftReporter>,
}

impl RawResponse {
    /// Creates the response to a request with these secrets, which may have asked for JSON.
    ///
    /// # Errors
    ///
    /// The content type is not JSON, which the request asked for.
    pub(crate) fn new(head: Parts, body: Bytes, sent: &SentSecrets, expects_json: bool) -> Result<Self, Error> {
        if expects_json && !is_json(head.headers.get(CONTENT_TYPE)) {
            let error = decode_error(head.status, body, "is not of a JSON content type");
            return Err(error.with_head(&head, Some(sent)));
        }
        let (operation, span, sent) = (OperationName::fixed(""), Span::none(), sent.clone());
        Ok(Self { operation, attempts: 0, head, body, unread: None, sent, span, drift: None })
    }

    /// Adds the body, which is not read yet.
    pub(crate) fn with_unread(mut self, body: HttpBody) -> Self {
        self.unread = Some(body);
        self
    }

    /// Takes the body that is not read yet.
    pub(crate) fn take_unread(&mut self) -> Option<HttpBody> {
        self.unread.take()
    }

    /// Adds the operation and the number of attempts, for errors, the span of the call, and its reports of drift.
    pub(crate) fn in_call(
        mut self,
        operation: OperationName,
        attempts: u32,
        span: Span,
        drift: Option<DriftReporter>,
    ) -> Self {
        self.operation = operation;
        self.attempts = attempts;
        self.span = span;
        self.drift = drift;
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the body.
    ///
    /// # Errors
    ///
    /// The body does not have the form of the operation's response.
    pub(crate) fn decode<R>(self, decode: Decode<R>) -> Result<R, Error> {
        self.read(decode).map_err(|cause| self.decode_error(&self.body, cause))
    }

    /// Decodes the body, and returns it with the status and the headers.
    ///
    /// # Errors
    ///
    /// The body does not have the form of the operation's response.
    pub(crate) fn into_response<R>(self, decode: Decode<R>) -> Result<Response<R>, Error> {
        match self.read(decode) {
            Ok(value) => Ok(Response { status: self.head.status, headers: self.head.headers, value, body: self.body }),
            Err(cause) => Err(self.decode_error(&self.body, cause)),
        }
    }

    fn read<R>(&self, decode: Decode<R>) -> Result<R, serde_json::Error> {
        let body = ResponseBody::new(self.head.status, &self.body);
        let Some(drift) = &self.drift else { return decode(body) };
        let recording = drift.begin(self.head.status);
        let outcome = decode(body);
        let refuses = outcome.as_ref().is_err_and(serde_json::Error::is_data);
        drift.end(recording, refuses, &self.span, &self.sent);
        outcome
    }

    /// The error for `body`, which is all of the response or an item of it.
    pub(crate) fn decode_error(&self, body: &Bytes, cause: serde_json::Error) -> Error {
        let within = within(body, &cause, &self.sent);
        let is_eof = cause.is_eof();
        let cause = without_secrets(cause, &self.sent);
        let why = if body.is_empty() {
            "is empty".to_owned()
        } else if std::str::from_utf8(body).is_err() {
            "is not UTF-8".to_owned()
        } else if is_eof {
            format!("ends too early, after {} bytes{within}", body.len())
        } else {
            let reason = excerpt_ends(&cause.to_string());
            format!("does not have the form of the operation's response{within}: {reason}")
        };
        self.failed(decode_error(self.head.status, body.clone(), &why).with_source(cause))
    }

    /// The error for a content type that is not `expected`; `None` for that and for a missing one.
    pub(crate) fn content_type_error(&self, expected: &str) -> Option<Error> {
        let essence = essence(self.head.headers.get(CONTENT_TYPE)?);
        if essence.eq_ignore_ascii_case(expected) {
            return None;
        }
        let found = excerpt(&self.sent.redacted(&essence));
        let why = format!("is of the content type `{found}`, not `{expected}`; does the request ask for a stream?");
        Some(self.failed(decode_error(self.head.status, Bytes::new(), &why)))
    }

    /// Adds the context of the response to an error, and records it.
    pub(crate) fn failed(&self, error: Error) -> Error {
        let error = error.with_head(&self.head, Some(&self.sent));
        telemetry::record_failure(&self.span, &error);
        error.in_operation(self.operation.clone()).with_attempts(self.attempts)
    }
}

/// Shows neither the body nor the headers, as [`Response`] does.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation)
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}

/// Shows neither the body nor the values of headers, which may be long or secret.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&HeaderName> = self.headers.keys().collect();
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &names)
            .field("value", &self.value)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// The error for a status that is not a success. `incomplete` is the reason if the body lacks its end.
pub(crate) fn status_error(head: &Parts, body: Bytes, incomplete: Option<Error>, sent: &SentSecrets) -> Error {
    let status = head.status;
    if status.is_redirection() {
        let summary = redirect(head, sent);
        return Error::new(ErrorKind::Redirect, summary).with_body(body).with_head(head, Some(sent));
    }
    let kind = if status == StatusCode::UNAUTHORIZED { ErrorKind::Auth } else { ErrorKind::Api };
    let rpc = Status::read(&body);
    let what = match (rpc.code, status.canonical_reason()) {
        (Some(code), _) if code != Code::OK => code.phrase(),
        (_, Some(reason)) => reason.to_ascii_lowercase(),
        (_, None) => "failed".to_owned(),
    };
    let why = match (&rpc.message, &incomplete) {
        (Some(message), _) => {
            // The server may repeat the credential.
            excerpt(without_request_id(&head.headers, &sent.redacted(message)))
        }
        (None, _) if rpc.code.is_some() => "the server gives no reason".to_owned(),
        (None, Some(cause)) => format!("the body is incomplete: {cause}"),
        (None, None) if body.is_empty() => "the body is empty".to_owned(),
        (None, None) => "the body is not an error of the API; did a proxy respond instead of C1?".to_owned(),
    };
    let retry_after = retry_after(&head.headers).or_else(|| rpc.details.iter().find_map(retry_delay));
    let error = Error::new(kind, format!("{} {what}: {why}", status.as_u16()));
    let error = error.with_rpc(rpc).with_body(body).with_retry_after(retry_after).with_head(head, Some(sent));
    match incomplete {
        Some(cause) => error.with_source(cause),
        None => error,
    }
}

/// Removes the secrets of the request from the text of `cause`, which quotes strings of the body.
fn without_secrets(cause: serde_json::Error, sent: &SentSecrets) -> serde_json::Error {
    let text = cause.to_string();
    let without = sent.redacted(&text);
    if without == text { cause } else { serde::de::Error::custom(without) }
}

/// The delay in `Retry-After`: seconds or a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // The machine's clock may be off, so the server's is preferred.
    let now = date(headers).unwrap_or_else(Utc::now);
    // A date in the past means no delay.
    parse_date(text).map(|date| (date - now).to_std().unwrap_or_default())
}

/// The `Date` of a response, in whole seconds.
pub(crate) fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    parse_date(headers.get(DATE)?.to_str().ok()?)
}

fn parse_date(text: &str) -> Option<DateTime<Utc>> {
    // Some servers send one of the two obsolete forms, or an offset instead of GMT.
    let date = httpdate::parse_http_date(text).ok().map(DateTime::from);
    date.or_else(|| DateTime::parse_from_rfc2822(text).ok().map(|date| date.to_utc()))
}

/// The delay of a `google.rpc.RetryInfo`.
fn retry_delay(detail: &Any) -> Option<Duration> {
    match detail.type_url().rsplit('/').next() {
        Some("google.rpc.RetryInfo") => parse_duration(detail.fields().get("retryDelay")?.as_str()?)?.to_std().ok(),
        _ => None,
    }
}

fn redirect(head: &Parts, sent: &SentSecrets) -> String {
    let target = match redirect_target(&head.headers, |target| sent.redacted(target)) {
        Some(target) => format!("to {target}"),
        None => "without a location".to_owned(),
    };
    format!(
        "the server redirected ({}) {target}; redirects are not followed, as the token is for one host only; check \
         the tenant or base URL",
        status_line(head.status)
    )
}

/// The target of a redirect without its query, which is often a secret on login pages, and as `redact` returns it.
pub(crate) fn redirect_target(headers: &HeaderMap, redact: impl FnOnce(&str) -> String) -> Option<String> {
    let location = String::from_utf8_lossy(headers.get(LOCATION)?.as_bytes());
    location.split(['?', '#']).next().map(|target| excerpt(&redact(target)))
}

fn decode_error(status: StatusCode, body: Bytes, why: &str) -> Error {
    let page = if body.trim_ascii_start().starts_with(b"<") {
        " (it looks like a web page: check the tenant or base URL)"
    } else {
        ""
    };
    let summary = format!("the server responded with {}, but the body {why}{page}", status_line(status));
    Error::new(ErrorKind::Decode, summary).with_status(status).with_body(body)
}

/// The field of `cause`, such as ` at list[3].user.createdAt`; empty at the top of the body.
fn within(body: &[u8], cause: &serde_json::Error, sent: &SentSecrets) -> String {
    let path = json_path::path_at(body, json_path::offset_of(body, cause.line(), cause.column()));
    if path.is_empty() { path } else { format!(" at `{}`", excerpt_ends(&sent.redacted(&path))) }
}

/// Whether a content type is JSON or missing.
pub(crate) fn is_json(content_type: Option<&HeaderValue>) -> bool {
    content_type.is_none_or(|content_type| {
        let essence = essence(content_type).to_ascii_lowercase();
        essence == "application/json" || essence.ends_with("+json")
    })
}

/// A content type without its parameters.
fn essence(content_type: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(content_type.as_bytes());
    text.split(';').next().unwrap_or_default().trim().to_owned()
}

/// A status with its reason, such as `404 Not Found`.
fn status_line(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn parsed(pairs: &[(HeaderName, &'static str)]) -> Option<Duration> {
        let pairs = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        retry_after(&pairs.collect())
    }

    #[test]
    fn retry_after_is_in_seconds_or_a_date() {
        let date = (DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(parsed(&[(RETRY_AFTER, "120")]), Some(Duration::from_secs(120)));
        assert_eq!(parsed(&[(RETRY_AFTER, " 0 ")]), Some(Duration::ZERO));
        let later = (RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT");
        assert_eq!(parsed(&[date.clone(), later]), Some(Duration::from_secs(30)));
        let earlier = (RETRY_AFTER, "Sun, 06 Nov 1994 08:00:00 GMT");
        assert_eq!(parsed(&[date.clone(), earlier.clone()]), Some(Duration::ZERO));
        assert_eq!(parsed(&[earlier]), Some(Duration::ZERO));
        for form in ["Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994", "Sun, 06 Nov 1994 08:50:07 +0000"] {
            assert_eq!(parsed(&[date.clone(), (RETRY_AFTER, form)]), Some(Duration::from_secs(30)), "{form}");
        }
        for nonsense in ["", "soon", "-1", "1.5", "99999999999999999999"] {
            assert_eq!(parsed(&[(RETRY_AFTER, nonsense)]), None, "{nonsense}");
        }
        for form in ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            let later = (RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT");
            assert_eq!(parsed(&[(DATE, form), later]), Some(Duration::from_secs(30)), "{form}");
        }
        assert_eq!(parsed(&[date]), None);
    }
}
