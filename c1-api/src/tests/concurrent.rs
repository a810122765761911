//! Several calls at once.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use c1_api_core::{Error, RetryPolicy};
use http::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use tower::service_fn;

use super::{TOKEN, body};
use crate::Client;
use crate::concurrent;

/// How many requests are being answered, and how many were at the most and in all.
#[derive(Default)]
struct Load {
    now: AtomicUsize,
    most: AtomicUsize,
    all: AtomicUsize,
}

struct Answering(Arc<Load>);

impl Answering {
    fn begin(load: &Arc<Load>) -> Self {
        load.all.fetch_add(1, Ordering::Relaxed);
        let now = load.now.fetch_add(1, Ordering::Relaxed) + 1;
        load.most.fetch_max(now, Ordering::Relaxed);
        Self(Arc::clone(load))
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A client to whom `/<n>` is answered with n after n seconds, and what is not a number with 503 at once.
fn waiting() -> (Client, Arc<Load>) {
    let load = Arc::new(Load::default());
    let counted = Arc::clone(&load);
    let service = service_fn(move |request: Request<Bytes>| {
        let answering = Answering::begin(&counted);
        async move {
            let _answering = answering;
            let Ok(seconds) = request.uri().path()[1..].parse::<u64>() else {
                let mut broken = Response::new(body("{}"));
                *broken.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                return Ok(broken);
            };
            sleep(Duration::from_secs(seconds)).await;
            Ok::<_, Infallible>(Response::new(body(seconds.to_string())))
        }
    });
    let builder = Client::builder().base_url("http://localhost").bearer_token(TOKEN).service(service);
    (builder.retry(RetryPolicy::default().initial_delay(Duration::ZERO)).build().unwrap(), load)
}

#[tokio::test(start_paused = true)]
async fn results_come_in_order_and_no_more_calls_are_made_than_may_be() {
    let (client, load) = waiting();
    let delays = [9_u64, 1, 1, 1, 5, 2, 1];
    let calls = delays.map(|seconds| client.request(Method::GET, format!("/{seconds}")));
    let start = Instant::now();
    let mut results = concurrent(calls, 3);
    assert_eq!(load.all.load(Ordering::Relaxed), 0, "it is lazy");
    let mut seen = Vec::new();
    while let Some(result) = results.next().await {
        seen.push(result.unwrap());
    }
    assert_eq!(seen, delays.map(Value::from));
    assert_eq!((load.most.load(Ordering::Relaxed), load.all.load(Ordering::Relaxed)), (3, 7));
    // Two results wait for the first one, and take up the room until then.
    assert_eq!(start.elapsed().as_secs(), 9 + 5);
    assert!(results.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn results_come_as_they_are_ready_where_the_order_does_not_matter() {
    let (client, load) = waiting();
    let calls = [4_u64, 1, 2, 2].map(|seconds| client.request(Method::GET, format!("/{seconds}")));
    let start = Instant::now();
    let mut results = concurrent(calls, 2).unordered();
    let mut numbers = Vec::new();
    while let Some((number, result)) = results.next().await {
        result.unwrap();
        numbers.push(number);
    }
    assert_eq!(numbers, [1, 2, 0, 3]);
    assert_eq!((load.most.load(Ordering::Relaxed), start.elapsed().as_secs()), (2, 5));
}

#[tokio::test(start_paused = true)]
async fn no_result_is_lost_when_the_order_is_given_up() {
    let (client, _) = waiting();
    let calls = [1_u64, 9, 1, 1].map(|seconds| client.request(Method::GET, format!("/{seconds}")));
    let mut results = concurrent(calls, 4);
    assert_eq!(results.next().await.unwrap().unwrap(), json!(1));
    assert!(tokio::time::timeout(Duration::from_secs(3), results.next()).await.is_err());
    let mut results = results.unordered();
    let mut numbers = Vec::new();
    while let Some((number, _)) = results.next().await {
        numbers.push(number);
    }
    assert_eq!(numbers, [2, 3, 1]);
}

#[tokio::test(start_paused = true)]
async fn calls_without_end_are_cancelled_by_a_drop() {
    let (client, load) = waiting();
    let calls = (0..).map(|_| client.request(Method::GET, "/1"));
    let mut results = concurrent(calls, 5);
    for _ in 0..12 {
        results.next().await.unwrap().unwrap();
    }
    assert_eq!(load.most.load(Ordering::Relaxed), 5);
    let all = load.all.load(Ordering::Relaxed);
    drop(results);
    assert_eq!(load.now.load(Ordering::Relaxed), 0);
    sleep(Duration::from_secs(60)).await;
    assert_eq!(load.all.load(Ordering::Relaxed), all);
}

#[tokio::test(start_paused = true)]
async fn failures_are_results_and_share_one_budget_of_retries() {
    let (client, load) = waiting();
    let calls = (0..100).map(|_| client.request(Method::GET, "/x"));
    let mut results = concurrent(calls, 0);
    let mut failures = 0;
    while let Some(result) = results.next().await {
        assert_eq!(result.unwrap_err().status(), Some(StatusCode::SERVICE_UNAVAILABLE));
        failures += 1;
    }
    assert_eq!(failures, 100);
    assert_eq!(load.all.load(Ordering::Relaxed), 100 + 50, "each call once, and the budget of the client");
    assert_eq!(load.most.load(Ordering::Relaxed), 1, "none at all would never end");
}

#[tokio::test(start_paused = true)]
async fn any_future_can_run_concurrently() {
    let (client, _) = waiting();
    let calls = (1..=3).map(move |seconds| {
        let client = client.clone();
        async move {
            let first = client.request(Method::GET, format!("/{seconds}")).with_response().await?;
            let second = client.request(Method::GET, format!("/{}", first.value)).await?;
            Ok::<_, Error>(second.as_u64())
        }
    });
    let mut results = concurrent(calls, 8);
    let task = tokio::spawn(async move {
        let mut seen = Vec::new();
        while let Some(result) = results.next().await {
            seen.push(result.unwrap().unwrap());
        }
        seen
    });
    assert_eq!(task.await.unwrap(), [1, 2, 3]);
}
