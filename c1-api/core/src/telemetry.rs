//! Spans and events of calls, token requests and device logins. The guide of `c1-api` lists their names, which follow OpenTelemetry's conventions for HTTP
//! clients.
//!
//! Numbers are signed, as OpenTelemetry would export unsigned ones as text. A disabled span costs one comparison: its fields are
//! not computed.

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};
use tracing::field::Empty;
use tracing::{Level, Span, debug, info, info_span};

use crate::base_url::BaseUrl;
use crate::drift::{Drift, DriftKind};
use crate::error::{Error, ErrorKind};
use crate::operation_name::OperationName;
use crate::redact::Redactor;
use crate::request::RequestBuilder;
use crate::sent_secrets::SentSecrets;

/// The target of all spans and events, independent of the module.
const TARGET: &str = "c1_api";

/// The target of events with bodies, so that they can be filtered separately.
const BODIES: &str = "c1_api::bodies";

/// The operation in the spans of a call.
pub(crate) struct OperationLabel {
    pub(crate) operation: OperationName,
    /// The path below the base URL, with its parameters in braces.
    pub(crate) template: Cow<'static, str>,
}

impl OperationLabel {
    pub(crate) fn new(builder: &RequestBuilder) -> Self {
        Self { operation: builder.operation(), template: builder.template() }
    }
}

/// The span of a call: its attempts, the waits between them, and the reading of the response.
pub(crate) fn call_span(subject: &OperationLabel) -> Span {
    let operation = &*subject.operation.id;
    info_span!(
        target: TARGET,
        "c1.call",
        otel.name = operation,
        otel.status_code = Empty,
        c1.operation = operation,
        error.type = Empty,
    )
}

/// The span of one request, which is the convention's span of an HTTP client. `resends` requests came before it.
pub(crate) fn attempt_span(base_url: &BaseUrl, method: &Method, subject: &OperationLabel, resends: u32) -> Span {
    let template = &*subject.template;
    info_span!(
        target: TARGET,
        "c1.attempt",
        otel.name = %format_args!("{method} {template}"),
        otel.kind = "client",
        otel.status_code = Empty,
        c1.operation = &*subject.operation.id,
        http.request.method = method.as_str(),
        http.request.resend_count = (resends > 0).then(|| i64::from(resends)),
        http.response.status_code = Empty,
        server.address = base_url.host(),
        server.port = i64::from(base_url.port()),
        url.scheme = base_url.scheme(),
        url.template = template,
        error.type = Empty,
    )
}

/// The span of a token request, within the call that waits for it.
pub(crate) fn token_span() -> Span {
    info_span!(target: TARGET, "c1.token", otel.status_code = Empty, error.type = Empty)
}

/// The span of a token renewal. It has no parent, as it may outlast the call that starts it.
pub(crate) fn renewal_span() -> Span {
    info_span!(target: TARGET, parent: None, "c1.token", otel.status_code = Empty, error.type = Empty)
}

/// The span of a device login, from the request for a code to the new credential.
pub(crate) fn login_span() -> Span {
    info_span!(target: TARGET, "c1.device_login", otel.status_code = Empty, error.type = Empty)
}

/// Runs `future` in `span`. The future is not moved, as those of calls are large.
pub(crate) async fn in_span<F: Future>(span: &Span, mut future: Pin<&mut F>) -> F::Output {
    poll_fn(|cx| span.in_scope(|| future.as_mut().poll(cx))).await
}

/// Records the failure of a call, a token request or a login.
pub(crate) fn record_failure(span: &Span, error: &Error) {
    if !span.is_disabled() {
        fail(span, &error_type(error));
    }
}

/// Records and logs the end of an attempt: the bytes sent, and the status and the bytes received if there was a response.
pub(crate) fn record_attempt(
    span: &Span,
    sent: usize,
    outcome: Result<(StatusCode, usize), &Error>,
    duration: Duration,
) {
    let (status, received, kind) = match outcome {
        Ok((status, received)) => (Some(status), Some(received), type_of_status(status)),
        Err(error) => (error.status(), error.body().map(Bytes::len), Some(error_type(error))),
    };
    let status = status.map(|status| i64::from(status.as_u16()));
    span.record("http.response.status_code", status);
    if let Some(kind) = &kind {
        fail(span, kind);
    }
    debug!(
        target: TARGET,
        parent: span,
        {
            http.response.status_code = status,
            error.type = kind.as_deref(),
            http.request.body.size = to_signed(sent),
            http.response.body.size = received.map(to_signed),
            http.client.request.duration = duration.as_secs_f64(),
        },
        "the attempt ended"
    );
}

/// Logs the redacted bodies of an attempt, without its secrets.
pub(crate) fn log_bodies(
    span: &Span,
    redactor: Redactor,
    secrets: &SentSecrets,
    sent: &[u8],
    received: Option<&Bytes>,
) {
    debug!(
        target: BODIES,
        parent: span,
        {
            http.request.body = %redactor.redacted(sent, secrets),
            http.response.body = received.map(|body| display(redactor.redacted(body, secrets))),
        },
        "the bodies of the attempt"
    );
}

/// Logs a retry after `delay`.
pub(crate) fn log_retry(error: &Error, delay: Duration) {
    debug!(
        target: TARGET,
        {
            error.type = &*error_type(error),
            c1.retry.delay = delay.as_secs_f64(),
        },
        "the request is retried"
    );
}

/// Whether a subscriber wants reports of drift.
pub(crate) fn logs_drift() -> bool {
    tracing::event_enabled!(target: TARGET, Level::INFO)
}

/// Logs a difference between a response and the specification, in the span of the call.
pub(crate) fn log_drift(span: &Span, drift: &Drift) {
    let (value, status) = match &drift.kind {
        DriftKind::UnknownEnumValue(value) => (Some(value.as_str()), None),
        DriftKind::UndeclaredStatus(status) => (None, Some(i64::from(*status))),
        _ => (None, None),
    };
    info!(
        target: TARGET,
        parent: span,
        {
            c1.operation = drift.operation,
            c1.drift.kind = drift.kind.name(),
            c1.drift.path = drift.path.as_str(),
            c1.drift.value = value,
            http.response.status_code = status,
        },
        "the response differs from the specification"
    );
}

/// Logs that a login is polled again after `delay`.
pub(crate) fn log_pending_login(delay: Duration) {
    debug!(target: TARGET, { c1.retry.delay = delay.as_secs_f64() }, "the code is not confirmed yet");
}

/// Logs that a request is repeated with a new token or another proof, after a 401.
pub(crate) fn log_reauthorization(error: &Error) {
    debug!(
        target: TARGET,
        { error.type = &*error_type(error) },
        "the request is repeated with another token or proof"
    );
}

/// The status from 400 on, else the kind of the error: few values, as metrics need.
fn error_type(error: &Error) -> Cow<'static, str> {
    if let Some(of_status) = error.status().and_then(type_of_status) {
        return of_status;
    }
    Cow::Borrowed(match error.kind() {
        ErrorKind::InvalidInput => "invalid_input",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Transport => "transport",
        ErrorKind::Auth => "auth",
        ErrorKind::Api => "api",
        ErrorKind::Redirect => "redirect",
        ErrorKind::Decode => "decode",
        ErrorKind::TooLarge => "too_large",
        ErrorKind::Path => "path",
        ErrorKind::Paging => "paging",
        ErrorKind::WaitFailed => "wait_failed",
    })
}

fn type_of_status(status: StatusCode) -> Option<Cow<'static, str>> {
    let is_failure = status.is_client_error() || status.is_server_error();
    is_failure.then(|| status.as_u16().to_string().into())
}

fn fail(span: &Span, kind: &str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}

fn to_signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
