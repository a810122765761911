//! A layer around the transport of a client, which shows the judge each attempt and each token request.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;
use c1_api::transport::{HttpBody, HttpService};
use http::{HeaderMap, Request, Response};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service, ServiceExt};

use crate::judge::Judge;
use crate::origin::{CALL_HEADER, Origin, TOKEN_LIFE, TOKEN_PATH};
use crate::records::Attempt;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A token is due for renewal in the last fifth of its life; the rest is for the delay between two clocks.
const RENEWED_AFTER: f64 = 0.75;

/// The layer of one client.
#[derive(Clone)]
pub(crate) struct Observer {
    pub(crate) judge: Arc<Judge>,
    pub(crate) origin: Arc<Origin>,
    pub(crate) tokens: Arc<TokenRecord>,
    pub(crate) client: usize,
}

/// The token requests of one client.
#[derive(Default)]
pub(crate) struct TokenRecord {
    pub(crate) requests: AtomicU64,
    pub(crate) failures: AtomicU64,
    state: Mutex<TokenState>,
}

#[derive(Default)]
struct TokenState {
    is_under_way: bool,
    has_failed: bool,
    /// The latest token that arrived whole, and when it was requested.
    latest: Option<(String, Instant)>,
}

#[derive(Clone)]
pub(crate) struct Observed {
    inner: HttpService,
    observer: Observer,
}

impl Layer<HttpService> for Observer {
    type Service = Observed;

    fn layer(&self, inner: HttpService) -> Observed {
        Observed { inner, observer: self.clone() }
    }
}

impl Service<Request<Bytes>> for Observed {
    type Response = Response<HttpBody>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let (inner, observer) = (self.inner.clone(), self.observer.clone());
        if request.uri().path() == TOKEN_PATH {
            return Box::pin(observer.observe_token_request(inner, request));
        }
        let call = request.headers().get(CALL_HEADER).and_then(|value| value.to_str().ok()?.parse().ok());
        match call {
            Some(call) => Box::pin(observer.observe_attempt(inner, request, call)),
            None => Box::pin(std::future::ready(Err("a request without the number of its call".into()))),
        }
    }
}

impl Observer {
    async fn observe_attempt(
        self,
        inner: HttpService,
        request: Request<Bytes>,
        call: u32,
    ) -> Result<Response<HttpBody>, BoxError> {
        self.judge.on_attempt(self.client, call);
        let (judge, client) = (Arc::clone(&self.judge), self.client);
        let mut attempt = AttemptGuard { judge, client, is_success: false, has_ended: false };
        let response = inner.oneshot(request).await;
        let (outcome, retry_after) = match &response {
            Ok(response) => match response.status().as_u16() {
                200 => (Attempt::Success, None),
                401 => (Attempt::Unauthorized, None),
                429 => (Attempt::RateLimited, retry_after(response.headers())),
                _ => (Attempt::Status, None),
            },
            Err(cause) if cause.downcast_ref().is_some_and(reqwest::Error::is_connect) => (Attempt::Unconnected, None),
            Err(_) => (Attempt::Broken, None),
        };
        self.judge.on_attempt_end(self.client, call, outcome, retry_after);
        if outcome == Attempt::Success {
            Ok(response?.map(|inner| HttpBody::new(ObservedBody { inner, attempt })))
        } else {
            attempt.has_ended = true;
            response
        }
    }

    async fn observe_token_request(
        self,
        inner: HttpService,
        request: Request<Bytes>,
    ) -> Result<Response<HttpBody>, BoxError> {
        self.check_token_request();
        let mut guard = TokenRequest { record: Arc::clone(&self.tokens), token: None, began: Instant::now() };
        let (head, body) = inner.oneshot(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        if head.status == 200 {
            let body: serde_json::Value = serde_json::from_slice(&body)?;
            guard.token = body["access_token"].as_str().map(str::to_owned);
        }
        Ok(Response::from_parts(head, HttpBody::new(Full::new(body).map_err(|never| match never {}))))
    }

    /// A token is requested by one request at a time, and only if there is none that is good for a while.
    fn check_token_request(&self) {
        self.tokens.requests.fetch_add(1, Relaxed);
        let mut state = self.tokens.state.lock().unwrap();
        if std::mem::replace(&mut state.is_under_way, true) {
            self.judge.violation("two token requests at a time", || format!("client {}", self.client));
        }
        let is_needed = match &state.latest {
            None => true,
            Some((token, requested)) => {
                requested.elapsed() > TOKEN_LIFE.mul_f64(RENEWED_AFTER) || self.origin.is_revoked(token)
            }
        };
        if !is_needed && !state.has_failed {
            self.judge
                .violation("a token request without need", || format!("client {}: {:?}", self.client, state.latest));
        }
    }
}

/// An attempt under way, which failed if it is dropped before the end of a successful body.
struct AttemptGuard {
    judge: Arc<Judge>,
    client: usize,
    is_success: bool,
    has_ended: bool,
}

impl Drop for AttemptGuard {
    fn drop(&mut self) {
        if self.is_success {
            self.judge.on_body(self.client);
        } else if !self.has_ended {
            self.judge.on_failure(self.client);
        }
    }
}

/// The body of a successful response.
struct ObservedBody {
    inner: HttpBody,
    attempt: AttemptGuard,
}

impl Body for ObservedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(cx));
        self.attempt.is_success = frame.is_none();
        Poll::Ready(frame)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// A token request under way, which failed unless it got a token.
struct TokenRequest {
    record: Arc<TokenRecord>,
    token: Option<String>,
    began: Instant,
}

impl Drop for TokenRequest {
    fn drop(&mut self) {
        let mut state = self.record.state.lock().unwrap();
        state.is_under_way = false;
        state.has_failed = self.token.is_none();
        match self.token.take() {
            Some(token) => state.latest = Some((token, self.began)),
            None => drop(self.record.failures.fetch_add(1, Relaxed)),
        }
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get("retry-after")?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}
