//! Sends no more than so many requests in so much time, whichever of a client's clones and tasks they come from:
//!
//! ```sh
//! cargo run --example rate_limit
//! ```
//!
//! tower's own `RateLimit` belongs to one caller, as it cannot be cloned. This layer's limit is a schedule that all callers
//! share: each request takes the next free moment of it and waits for that. Retries and the requests for tokens count too. The wait is part of an attempt, so the
//! attempts' timeout has to leave time for it.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use c1_api::{Client, ClientBuilder, Error, concurrent};
use http::{Method, Request, Response};
use http_body_util::Full;
use tokio::time::{Instant, sleep_until};
use tower::{Layer, Service};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let start = Instant::now();
    get_apps(&limited(50).build()?).await?;
    println!("100 requests took {:?}", start.elapsed());
    Ok(())
}

/// A client that sends up to `rate` requests in a second. A service within the process answers.
fn limited(rate: u32) -> ClientBuilder {
    let service = tower::service_fn(async |_request: Request<Bytes>| {
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(r#"{"list": []}"#))))
    });
    let layer = RateLimitLayer::new(Duration::from_secs(1) / rate);
    Client::builder().tenant("acme").bearer_token("token").service(service).layer(layer)
}

async fn get_apps(client: &Client) -> Result<(), Error> {
    let mut answers = concurrent((0..100).map(|_| client.request(Method::GET, "/api/v1/apps")), 10);
    while let Some(answer) = answers.next().await {
        answer?;
    }
    Ok(())
}

/// Keeps a time between each request and the next one.
#[derive(Clone)]
struct RateLimitLayer {
    interval: Duration,
    /// When the next request may be sent.
    free_at: Arc<Mutex<Instant>>,
}

impl RateLimitLayer {
    fn new(interval: Duration) -> Self {
        Self { interval, free_at: Arc::new(Mutex::new(Instant::now())) }
    }

    /// Takes the next free moment. A request that is given up while it waits leaves its moment unused.
    fn reserve(&self) -> Instant {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let moment = Instant::now().max(*free_at);
        *free_at = moment + self.interval;
        moment
    }
}

impl<S> Layer<S> for RateLimitLayer {
    type Service = RateLimit<S>;

    fn layer(&self, inner: S) -> RateLimit<S> {
        RateLimit { limit: self.clone(), inner }
    }
}

/// A service whose clones share one limit.
#[derive(Clone)]
struct RateLimit<S> {
    limit: RateLimitLayer,
    inner: S,
}

impl<S> Service<Request<Bytes>> for RateLimit<S>
where
    S: Service<Request<Bytes>, Future: Send> + Clone + Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        // The service that is ready is the one to be called; its clone may not be ready yet.
        let clone = self.inner.clone();
        let mut ready = std::mem::replace(&mut self.inner, clone);
        let moment = self.limit.reserve();
        Box::pin(async move {
            sleep_until(moment).await;
            ready.call(request).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn all_clones_of_a_client_keep_to_one_rate() {
        let client = limited(10).build().unwrap();
        let start = Instant::now();
        let other = client.clone();
        let (left, right) = tokio::join!(get_apps(&client), get_apps(&other));
        left.and(right).unwrap();
        let took = start.elapsed();
        assert!((19.9..20.5).contains(&took.as_secs_f64()), "200 requests at 10 a second took {took:?}");
    }
}
