//! What becomes of an answer, once all of it is there.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::{CONTENT_TYPE, DATE, LOCATION, RETRY_AFTER};
use http::response::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use tracing::Span;

use crate::error::{Error, ErrorKind, excerpt, excerpt_ends};
use crate::json_path;
use crate::request_id::{request_id, without_request_id};
use crate::rpc::{Code, Status};
use crate::telemetry;
use crate::wire::{Any, parse_duration};

/// The response of a call, with all that came with it.
///
/// `Call::with_response` gives it.
#[non_exhaustive]
pub struct Response<T> {
    /// The status, which is a success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// What awaiting the call gives.
    pub value: T,
    /// The body as it came, with the properties that this version of the crate does not know.
    pub body: Bytes,
}

impl<T> Response<T> {
    /// The id by which C1's support finds the request, if the server gave one; see [`Error::request_id`].
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers, None)
    }
}

/// An answer that reports success.
pub(crate) struct RawResponse {
    operation: Cow<'static, str>,
    attempts: u32,
    head: Parts,
    body: Bytes,
    /// Of the request, for what a server repeats of it.
    authorization: Option<HeaderValue>,
    /// Of the call, which ends when the answer has been read.
    span: Span,
}

impl RawResponse {
    /// Takes the successful answer to a request with this `Authorization`, or says why it is not one of the API's.
    pub(crate) fn of(head: Parts, body: Bytes, authorization: Option<&HeaderValue>) -> Result<Self, Error> {
        if !may_be_json(&head.headers) {
            let error = undecodable(head.status, body, "is not of a JSON content type");
            return Err(error.with_head(&head, authorization));
        }
        let authorization = authorization.cloned();
        Ok(Self { operation: Cow::Borrowed(""), attempts: 0, head, body, authorization, span: Span::none() })
    }

    /// The same, with what an error about it says, and the span of the call that it is then told to.
    pub(crate) fn to(mut self, operation: Cow<'static, str>, attempts: u32, span: Span) -> Self {
        self.operation = operation;
        self.attempts = attempts;
        self.span = span;
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// The operation's response.
    ///
    /// # Errors
    ///
    /// A body that is not what the operation promises.
    pub(crate) fn decode<R: DeserializeOwned>(self) -> Result<R, Error> {
        serde_json::from_slice(self.content()).map_err(|cause| self.undecodable(cause))
    }

    /// The operation's response, with all that came with it.
    ///
    /// # Errors
    ///
    /// A body that is not what the operation promises.
    pub(crate) fn into_response<R: DeserializeOwned>(self) -> Result<Response<R>, Error> {
        match serde_json::from_slice(self.content()) {
            Ok(value) => Ok(Response { status: self.head.status, headers: self.head.headers, value, body: self.body }),
            Err(cause) => Err(self.undecodable(cause)),
        }
    }

    /// The one success that may not have a body means what an empty object does.
    fn content(&self) -> &[u8] {
        if self.head.status == StatusCode::NO_CONTENT { b"{}" } else { &self.body }
    }

    fn undecodable(self, cause: serde_json::Error) -> Error {
        let why = if self.body.is_empty() {
            "is empty".to_owned()
        } else if std::str::from_utf8(&self.body).is_err() {
            "is not UTF-8".to_owned()
        } else if cause.is_eof() {
            format!("ends too early, after {} bytes{}", self.body.len(), within(&self.body, &cause))
        } else {
            let reason = excerpt_ends(&cause.to_string());
            format!("is not what the operation promises{}: {reason}", within(&self.body, &cause))
        };
        let error = undecodable(self.head.status, self.body, &why).with_source(cause);
        let error = error.with_head(&self.head, self.authorization.as_ref());
        telemetry::record_failure(&self.span, &error);
        error.in_operation(self.operation).with_attempts(self.attempts)
    }
}

/// Shows nothing of the body and the headers, as [`Response`] does not.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation)
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}

/// Shows neither the body nor the headers, which are as long as they like and may have secrets among them.
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

/// The error for a status that is not a success. `incomplete` is why the end of the body is missing, if it is.
pub(crate) fn status_error(
    head: &Parts,
    body: Bytes,
    incomplete: Option<Error>,
    authorization: Option<&HeaderValue>,
) -> Error {
    let status = head.status;
    if status.is_redirection() {
        return Error::new(ErrorKind::Redirect, redirect(head)).with_body(body).with_head(head, authorization);
    }
    let kind = if status == StatusCode::UNAUTHORIZED { ErrorKind::Auth } else { ErrorKind::Api };
    let rpc = Status::read(&body);
    let what = match (rpc.code, status.canonical_reason()) {
        (Some(code), _) if code != Code::OK => code.words(),
        (_, Some(reason)) => reason.to_ascii_lowercase(),
        (_, None) => "failed".to_owned(),
    };
    let why = match (&rpc.message, &incomplete) {
        (Some(message), _) => {
            let message = without_token(message, authorization);
            excerpt(without_request_id(&head.headers, &message))
        }
        (None, _) if rpc.code.is_some() => "the server does not say why".to_owned(),
        (None, Some(cause)) => format!("the body that says why is incomplete: {cause}"),
        (None, None) if body.is_empty() => "there is no body that says why".to_owned(),
        (None, None) => "the body is no error of the API's; did something between here and C1 answer?".to_owned(),
    };
    let retry_after = retry_after(&head.headers).or_else(|| rpc.details.iter().find_map(retry_delay));
    let error = Error::new(kind, format!("{} {what}: {why}", status.as_u16()));
    let error = error.with_rpc(rpc).with_body(body).with_retry_after(retry_after).with_head(head, authorization);
    match incomplete {
        Some(cause) => error.with_source(cause),
        None => error,
    }
}

/// A message of the server's, which may repeat what it was sent.
fn without_token(message: &str, authorization: Option<&HeaderValue>) -> String {
    let token = authorization.and_then(|value| value.to_str().ok()?.split_once(' '));
    token.map_or_else(|| message.to_owned(), |(_, token)| message.replace(token, "[secret]"))
}

/// What `Retry-After` asks for, in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // The server's own clock, where it tells, as the one here may be wrong.
    let now = date(headers).unwrap_or_else(Utc::now);
    // A date that has passed asks for no wait.
    date_of(text).map(|date| (date - now).to_std().unwrap_or_default())
}

/// What the server's clock showed when it answered, in whole seconds.
pub(crate) fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    date_of(headers.get(DATE)?.to_str().ok()?)
}

fn date_of(text: &str) -> Option<DateTime<Utc>> {
    // Servers still send the two obsolete forms, and some an offset in place of GMT.
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

fn redirect(head: &Parts) -> String {
    let target = match redirect_target(&head.headers) {
        Some(target) => format!("to {target}"),
        None => "without saying where".to_owned(),
    };
    format!(
        "the server redirected ({}) {target}; redirects are not followed, as the token is for one host alone; check \
         the tenant or base URL",
        named(head.status)
    )
}

/// Where an answer leads, as far as it may be shown: the query of a login page's URL is often a secret.
pub(crate) fn redirect_target(headers: &HeaderMap) -> Option<String> {
    let location = String::from_utf8_lossy(headers.get(LOCATION)?.as_bytes());
    location.split(['?', '#']).next().map(excerpt)
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

/// The field that `cause` is about, as ` at list[3].user.createdAt`; empty where it is about none.
fn within(body: &[u8], cause: &serde_json::Error) -> String {
    let path = json_path::path_at(body, json_path::offset_of(body, cause.line(), cause.column()));
    if path.is_empty() { path } else { format!(" at `{}`", excerpt_ends(&path)) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(HeaderName, &'static str)]) -> Option<Duration> {
        let pairs = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        retry_after(&pairs.collect())
    }

    #[test]
    fn retry_after_is_in_seconds_or_a_date() {
        let date = (DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(asked(&[(RETRY_AFTER, "120")]), Some(Duration::from_secs(120)));
        assert_eq!(asked(&[(RETRY_AFTER, " 0 ")]), Some(Duration::ZERO));
        let later = (RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT");
        assert_eq!(asked(&[date.clone(), later]), Some(Duration::from_secs(30)));
        let earlier = (RETRY_AFTER, "Sun, 06 Nov 1994 08:00:00 GMT");
        assert_eq!(asked(&[date.clone(), earlier.clone()]), Some(Duration::ZERO));
        assert_eq!(asked(&[earlier]), Some(Duration::ZERO));
        for form in ["Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994", "Sun, 06 Nov 1994 08:50:07 +0000"] {
            assert_eq!(asked(&[date.clone(), (RETRY_AFTER, form)]), Some(Duration::from_secs(30)), "{form}");
        }
        for nonsense in ["", "soon", "-1", "1.5", "99999999999999999999"] {
            assert_eq!(asked(&[(RETRY_AFTER, nonsense)]), None, "{nonsense}");
        }
        for form in ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            let later = (RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT");
            assert_eq!(asked(&[(DATE, form), later]), Some(Duration::from_secs(30)), "{form}");
        }
        assert_eq!(asked(&[date]), None);
    }
}
