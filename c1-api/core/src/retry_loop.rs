//! The attempts of one call. Nothing here depends on the operation's types, so it is compiled once for all operations.

use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, USER_AGENT};
use http::{Method, Request, Response};
use http_body::Body as _;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use tracing::Span;

use crate::base_url::BaseUrl;
use crate::call_options::CallOptions;
use crate::core_client::{CoreClient, Shared};
use crate::credential::Authorizer;
use crate::drift_report::DriftReporter;
use crate::error::{BoxError, Error, ErrorKind};
use crate::request::RequestBuilder;
use crate::response::{self, RawResponse};
use crate::retry::{is_retryable, may_have_acted};
use crate::telemetry::{self, OperationLabel};
use crate::transport::{self, Body, BodyError};

/// How much of the body of an error is read, and for how long.
const ERROR_BODY_BYTES: usize = 1024 * 1024;
const ERROR_BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// A call in progress.
pub(crate) type RawResponseFuture = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

impl CoreClient {
    /// Sends the request in `builder`, with its retries.
    ///
    /// Nothing is sent before the first poll, and dropping the future cancels the call.
    pub(crate) fn send(&self, mut builder: RequestBuilder, options: CallOptions) -> RawResponseFuture {
        let shared = self.shared().clone();
        options.encode(&mut builder);
        let subject = OperationLabel::new(&builder);
        let (idempotent, statuses) = (builder.is_idempotent(), builder.statuses());
        let prepared = self.own_server(&builder).and_then(|server| {
            let request = shared.request(builder, &options, server.as_deref().unwrap_or(&shared.base_url))?;
            Ok((request, server))
        });
        let (request, server) = match prepared {
            Ok(prepared) => prepared,
            Err(error) => {
                return Box::pin(async move { Err(failed(&telemetry::call_span(&subject), subject, 0, error)) });
            }
        };
        // The future is allocated, so it holds the request once: the futures within borrow it.
        Box::pin(async move {
            let span = telemetry::call_span(&subject);
            let mut count = 0;
            let outcome = {
                let base_url = server.as_deref().unwrap_or(&shared.base_url);
                let attempts = pin!(shared.attempts(&request, base_url, idempotent, &options, &subject, &mut count));
                telemetry::in_span(&span, attempts).await
            };
            let drift = DriftReporter::new(&shared.drift, &subject, statuses);
            match outcome {
                Ok(response) => Ok(response.in_call(subject.operation, count, span, drift)),
                Err(error) => {
                    if let (Some(drift), Some(status)) = (drift, error.status()) {
                        drift.redirected(status, &span);
                    }
                    Err(failed(&span, subject, count, error))
                }
            }
        })
    }
}

/// Adds the context of a call to its error, and records it.
fn failed(span: &Span, subject: OperationLabel, attempts: u32, error: Error) -> Error {
    telemetry::record_failure(span, &error);
    error.in_operation(subject.operation).with_attempts(attempts)
}

impl Shared {
    async fn attempts(
        &self,
        request: &Request<Bytes>,
        base_url: &BaseUrl,
        idempotent: bool,
        options: &CallOptions,
        subject: &OperationLabel,
        attempts: &mut u32,
    ) -> Result<RawResponse, Error> {
        let is_delete = request.method() == Method::DELETE;
        let is_json = response::is_json(request.headers().get(ACCEPT));
        let expected = Expected { base_url, is_json, is_stream: options.is_stream };
        let policy = options.retry.unwrap_or(self.defaults.retry);
        let deadline = Deadline::within(options.timeout.unwrap_or(self.defaults.timeout), "call");
        let mut authorizer = Authorizer::new(self.credential.as_ref(), &self.keys);
        let mut retries = 0;
        // Whether a failed attempt may have had its effect.
        let mut is_uncertain = false;
        loop {
            let authorized = self.authorized(request, &mut authorizer, &deadline).await?;
            let sending = pin!(self.channel.send(authorized));
            let span = telemetry::attempt_span(base_url, request.method(), subject, *attempts);
            *attempts += 1;
            let error = match self.observed(sending, request.body(), expected, &mut authorizer, &deadline, span).await {
                Ok(response) => {
                    self.budget.deposit();
                    return Ok(response);
                }
                Err(error) => error,
            };
            if error.kind() == ErrorKind::Auth {
                if timeout_at(deadline.at, authorizer.handle_unauthorized(&error)).await.unwrap_or(false) {
                    telemetry::log_reauthorization(&error);
                    continue;
                }
                return Err(authorizer.explain(error));
            }
            let retryable = is_retryable(&error, idempotent);
            let mut error = error.with_retryable(retryable);
            if is_uncertain && is_delete && error.is_not_found() {
                error = error.with_hint("an earlier attempt, whose response was lost, may have deleted it");
            }
            match policy.delay(&error, retries) {
                Some(delay) if deadline.is_after(delay) && self.budget.withdraw() => {
                    telemetry::log_retry(&error, delay);
                    sleep(delay).await;
                }
                _ => return Err(error),
            }
            is_uncertain |= may_have_acted(&error);
            retries += 1;
        }
    }

    fn request(
        &self,
        mut builder: RequestBuilder,
        options: &CallOptions,
        base_url: &BaseUrl,
    ) -> Result<Request<Bytes>, Error> {
        let parameters = std::mem::take(builder.headers_mut());
        let mut request = builder.into_request(base_url)?;
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, self.defaults.user_agent.clone());
        for (name, value) in self.defaults.headers.iter().chain(&parameters).chain(options.headers()) {
            if self.keys.has_header(name) {
                let why = format!("header: `{name}` is set by the client itself, as an API key; nothing was sent");
                return Err(Error::invalid_input(why));
            }
            headers.insert(name, value.clone());
        }
        Ok(request)
    }

    /// The request of one attempt, with authorization headers.
    async fn authorized(
        &self,
        request: &Request<Bytes>,
        authorizer: &mut Authorizer<'_>,
        deadline: &Deadline,
    ) -> Result<Request<Bytes>, Error> {
        let mut request = request.clone();
        match timeout_at(deadline.at, authorizer.authorize(&mut request, deadline.at)).await {
            Ok(authorized) => authorized.map(|()| request),
            Err(_) => {
                let summary = format!("no access token within the timeout of the call, {:?}", deadline.limit);
                Err(Error::new(ErrorKind::Timeout, summary))
            }
        }
    }

    /// Makes an attempt, and records its outcome in `span`.
    async fn observed(
        &self,
        sending: Pin<&mut impl Future<Output = Result<Response<Body>, BoxError>>>,
        sent: &Bytes,
        expected: Expected<'_>,
        authorizer: &mut Authorizer<'_>,
        deadline: &Deadline,
        span: Span,
    ) -> Result<RawResponse, Error> {
        let is_recorded = !span.is_disabled() || self.defaults.bodies.is_some();
        let began = is_recorded.then(Instant::now);
        let outcome = telemetry::in_span(&span, pin!(self.attempt(sending, expected, authorizer, deadline))).await;
        if let Some(began) = began {
            let outcome_ref = outcome.as_ref();
            let received = outcome_ref.map(|response| (response.status(), response.body().len()));
            telemetry::record_attempt(&span, sent.len(), received, began.elapsed());
            if let Some(redactor) = self.defaults.bodies {
                let received = outcome_ref.map_or_else(Error::body, |response| Some(response.body()));
                telemetry::log_bodies(&span, redactor, authorizer.sent(), sent, received);
            }
        }
        outcome
    }

    async fn attempt(
        &self,
        sending: Pin<&mut impl Future<Output = Result<Response<Body>, BoxError>>>,
        expected: Expected<'_>,
        authorizer: &mut Authorizer<'_>,
        deadline: &Deadline,
    ) -> Result<RawResponse, Error> {
        let lease = self.channel.lease();
        let end = Deadline::within(self.defaults.attempt_timeout, "attempt").min(deadline);
        let mut timer = pin!(sleep_until(end.at));
        let response = lease.until(timer.as_mut(), sending).await;
        let response = response.ok_or_else(|| timeout_error(expected.base_url, &end))?;
        let (head, body) = response.map_err(|cause| transport::failure(expected.base_url, cause))?.into_parts();
        authorizer.record_response(&head);

        let is_success = head.status.is_success();
        if is_success && expected.is_stream {
            let response = RawResponse::new(head, Bytes::new(), authorizer.sent(), expected.is_json)?;
            return Ok(response.with_unread(body));
        }
        let (end, limit) = if is_success {
            (end, self.defaults.max_body_bytes)
        } else {
            // The status and the headers determine the error, even if the body never ends.
            let end = Deadline::within(ERROR_BODY_TIMEOUT, "body of an error").min(&end);
            timer.as_mut().reset(end.at);
            (end, self.defaults.max_body_bytes.min(ERROR_BODY_BYTES))
        };
        let mut read = BodyBuffer::new(initial_capacity(&body).min(limit));
        let outcome = match lease.until(timer, pin!(transport::read(body, limit, |data| read.push(data)))).await {
            Some(outcome) => outcome.map_err(|cause| body_error(expected.base_url, cause, limit)),
            None => Err(timeout_error(expected.base_url, &end)),
        };
        let sent = authorizer.sent();
        if is_success {
            outcome.map_err(|error| error.with_head(&head, Some(sent)))?;
            RawResponse::new(head, read.into_bytes(), sent, expected.is_json)
        } else {
            // The error may be kept for long, and a frame would keep the buffer of its connection.
            let body = Bytes::copy_from_slice(&read.into_bytes());
            Err(response::status_error(&head, body, outcome.err(), sent))
        }
    }
}

fn timeout_error(base_url: &BaseUrl, end: &Deadline) -> Error {
    let (host, subject, limit) = (base_url.host(), end.subject, end.limit);
    let summary = format!("{host} did not respond in time: the timeout of the {subject} is {limit:?}");
    Error::new(ErrorKind::Timeout, summary)
}

fn body_error(base_url: &BaseUrl, cause: BodyError, limit: usize) -> Error {
    match cause {
        BodyError::Broken(cause) => transport::failure(base_url, cause),
        BodyError::TooLarge => {
            let summary = format!("the response body exceeds the maximum of {limit} bytes; request smaller pages");
            Error::new(ErrorKind::TooLarge, summary)
        }
    }
}

/// The server of a call, and the form of a response with a success status.
#[derive(Clone, Copy)]
struct Expected<'a> {
    base_url: &'a BaseUrl,
    is_json: bool,
    /// Whether its body is left unread.
    is_stream: bool,
}

/// The part of a body that has arrived. One frame, which is all of most bodies, is not copied.
struct BodyBuffer {
    first: Bytes,
    /// All frames, if there are several.
    joined: Vec<u8>,
    capacity: usize,
}

impl BodyBuffer {
    fn new(capacity: usize) -> Self {
        Self { first: Bytes::new(), joined: Vec::new(), capacity }
    }

    fn push(&mut self, data: Bytes) {
        if self.first.is_empty() && self.joined.is_empty() {
            self.first = data;
            return;
        }
        if self.joined.is_empty() {
            self.joined.reserve(self.capacity);
            self.joined.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.joined.extend_from_slice(&data);
    }

    fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.into() }
    }
}

/// The initial capacity for a body. It is bounded, as the announced length may be false.
fn initial_capacity(body: &Body) -> usize {
    usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX).min(1024 * 1024)
}

/// The end of a call, an attempt or a part of one.
#[derive(Clone, Copy)]
struct Deadline {
    at: Instant,
    limit: Duration,
    /// What ends, for errors.
    subject: &'static str,
}

impl Deadline {
    fn within(limit: Duration, subject: &'static str) -> Self {
        // `Instant` overflows far beyond a year.
        let year = Duration::from_secs(365 * 24 * 60 * 60);
        Self { at: Instant::now() + limit.min(year), limit, subject }
    }

    fn min(self, other: &Self) -> Self {
        if self.at < other.at { self } else { *other }
    }

    /// Whether the deadline is after `delay`.
    fn is_after(&self, delay: Duration) -> bool {
        self.at.saturating_duration_since(Instant::now()) > delay
    }
}
