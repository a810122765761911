//! One call and its attempts. Nothing here depends on the operation's types, so it is compiled once for all of them.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::header::USER_AGENT;
use http_body::Body as _;
use tokio::time::{Instant, sleep, timeout_at};
use tower::ServiceExt;
use tracing::Span;

use crate::answer::Reply;
use crate::connection::Parts;
use crate::credential::Authorizer;
use crate::encoder::Encoder;
use crate::error::{Error, ErrorKind};
use crate::observe::{self, Subject};
use crate::options::CallOptions;
use crate::retry::is_worth_it;
use crate::transport::{self, Body, Unread};

/// A call under way.
pub type Exchange = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// Sends what `encoder` has collected, as often as that is needed and allowed.
pub(crate) fn exchange(parts: Arc<Parts>, mut encoder: Encoder, options: CallOptions) -> Exchange {
    Box::pin(async move {
        options.encode(&mut encoder);
        let subject = Subject::of(&encoder);
        let span = observe::call(&subject);
        let mut attempts = 0;
        let outcome = observe::within(&span, pin!(parts.attempts(encoder, &options, &subject, &mut attempts))).await;
        match outcome {
            Ok(reply) => Ok(reply.to(subject.operation, attempts, span)),
            Err(error) => {
                observe::failed(&span, &error);
                Err(error.in_operation(subject.operation).after(attempts))
            }
        }
    })
}

impl Parts {
    async fn attempts(
        &self,
        encoder: Encoder,
        options: &CallOptions,
        subject: &Subject,
        attempts: &mut u32,
    ) -> Result<Reply, Error> {
        let idempotent = encoder.is_idempotent();
        let request = self.request(encoder, options)?;
        let policy = options.retry.unwrap_or(self.defaults.retry);
        let deadline = Deadline::within(options.timeout.unwrap_or(self.defaults.timeout));
        let mut authorizer = self.credential.authorizer();
        let mut retries = 0;
        loop {
            let request = self.authorized(&request, &mut authorizer, &deadline).await?;
            let span = observe::attempt(&self.server, request.method(), subject, *attempts);
            *attempts += 1;
            let error = match self.observed(request, &mut authorizer, &deadline, span).await {
                Ok(reply) => {
                    self.budget.earn();
                    return Ok(reply);
                }
                Err(error) => error,
            };
            if error.kind() == ErrorKind::Auth {
                if timeout_at(deadline.at, authorizer.amend(&error)).await.unwrap_or(false) {
                    observe::amended(&error);
                    continue;
                }
                return Err(authorizer.explain(error));
            }
            let retryable = is_worth_it(&error, idempotent);
            let error = error.retryable(retryable);
            match policy.delay(&error, retries) {
                Some(delay) if deadline.is_after(delay) && self.budget.spend() => {
                    observe::retrying(&error, delay);
                    sleep(delay).await;
                }
                _ => return Err(error),
            }
            retries += 1;
        }
    }

    fn request(&self, encoder: Encoder, options: &CallOptions) -> Result<Request<Bytes>, Error> {
        let mut request = encoder.into_request(&self.server)?;
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, self.defaults.user_agent.clone());
        for (name, value) in self.defaults.headers.iter().chain(options.headers()) {
            headers.insert(name, value.clone());
        }
        Ok(request)
    }

    /// The request of one attempt, with what proves who sends it.
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
                let summary = format!("no token was there within the {:?} that the call may take", deadline.limit);
                Err(Error::new(ErrorKind::Timeout, summary))
            }
        }
    }

    /// An attempt that tells `span` what came of it.
    async fn observed(
        &self,
        request: Request<Bytes>,
        authorizer: &mut Authorizer<'_>,
        deadline: &Deadline,
        span: Span,
    ) -> Result<Reply, Error> {
        let is_heard = !span.is_disabled() || self.defaults.bodies.is_some();
        let sent = is_heard.then(|| (request.body().clone(), Instant::now()));
        let outcome = observe::within(&span, pin!(self.attempt(request, authorizer, deadline))).await;
        if let Some((sent, began)) = sent {
            let seen = outcome.as_ref();
            let received = seen.map(|reply| (reply.status(), reply.body().len()));
            observe::ended(&span, sent.len(), received, began.elapsed());
            if let Some(blank) = self.defaults.bodies {
                let received = seen.map_or_else(Error::body, |reply| Some(reply.body()));
                observe::bodies(&span, blank, authorizer.authorization(), &sent, received);
            }
        }
        outcome
    }

    async fn attempt(
        &self,
        request: Request<Bytes>,
        authorizer: &mut Authorizer<'_>,
        deadline: &Deadline,
    ) -> Result<Reply, Error> {
        let own = Deadline::within(self.defaults.attempt_timeout);
        let (end, whose) = if own.at < deadline.at { (&own, "attempt") } else { (deadline, "call") };
        match timeout_at(end.at, self.send(request, authorizer)).await {
            Ok(reply) => reply,
            Err(_) => {
                let (host, limit) = (self.server.host(), end.limit);
                let summary = format!("{host} did not answer in time: the {whose} may take {limit:?}");
                Err(Error::new(ErrorKind::Timeout, summary))
            }
        }
    }

    async fn send(&self, request: Request<Bytes>, authorizer: &mut Authorizer<'_>) -> Result<Reply, Error> {
        let answer = self.transport.clone().oneshot(request).await;
        let (head, body) = answer.map_err(|cause| transport::failure(&self.server, cause))?.into_parts();
        authorizer.observe(&head);
        let body = self.read(body).await.map_err(|error| error.with_status(head.status))?;
        Reply::of(head, body, authorizer.authorization())
    }

    async fn read(&self, body: Body) -> Result<Bytes, Error> {
        let limit = self.defaults.max_body_bytes;
        let expected = usize::try_from(body.size_hint().lower()).unwrap_or(limit);
        // A length that the server announces is not yet one that it keeps to.
        let mut read = Vec::with_capacity(expected.min(limit).min(1024 * 1024));
        match transport::read(body, limit, &mut read).await {
            Ok(()) => Ok(read.into()),
            Err(Unread::Broken(cause)) => Err(transport::failure(&self.server, cause)),
            Err(Unread::TooLarge) => {
                let summary =
                    format!("the answer is larger than the {limit} bytes that are read; ask for smaller pages");
                Err(Error::new(ErrorKind::TooLarge, summary))
            }
        }
    }
}

/// When something has to be over, and how long it was given.
struct Deadline {
    at: Instant,
    limit: Duration,
}

impl Deadline {
    fn within(limit: Duration) -> Self {
        // Beyond what the clock can tell, a year is as good as for ever.
        let year = Duration::from_secs(365 * 24 * 60 * 60);
        Self { at: Instant::now() + limit.min(year), limit }
    }

    /// Whether there is time left after `delay`.
    fn is_after(&self, delay: Duration) -> bool {
        self.at.saturating_duration_since(Instant::now()) > delay
    }
}
