//! What is sent again, when, and how often. All times are of tokio's paused clock.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use c1_api_core::{BoxError, Error, ErrorKind, HttpBody as Body, RetryPolicy};
use futures_util::stream::pending;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, StreamBody};
use tokio::time::{Instant, sleep};
use tower::service_fn;

use super::operations::{Cancel, Search};
use super::{TOKEN, body};
use crate::Call;
use crate::Client;
use crate::ClientBuilder;

const SEARCH: Search = Search { query: "" };

type Answer = Result<Response<Body>, BoxError>;

/// When the requests came, counted from the first one.
#[derive(Clone, Default)]
struct Times(Arc<Mutex<Vec<Instant>>>);

impl Times {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn gaps(&self) -> Vec<Duration> {
        self.0.lock().unwrap().windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// A builder whose client gets the responses of `answer` without delay. `answer` gets the number of earlier requests.
fn answering(answer: impl Fn(usize) -> Answer + Clone + Send + Sync + 'static) -> (ClientBuilder, Times) {
    let times = Times::default();
    let seen = times.clone();
    let service = service_fn(move |_: Request<Bytes>| {
        let mut times = seen.0.lock().unwrap();
        let answer = answer(times.len());
        times.push(Instant::now());
        std::future::ready(answer)
    });
    (Client::builder().base_url("http://localhost").bearer_token(TOKEN).service(service), times)
}

fn status(status: u16, after: Option<&str>) -> Answer {
    let answer = Response::builder().status(status);
    let answer = after.into_iter().fold(answer, |answer, after| answer.header("retry-after", after));
    Ok(answer.body(body("{}")).unwrap())
}

async fn search(client: &Client) -> Result<(), Error> {
    Call::new(client, SEARCH).await.map(drop)
}

async fn cancel(client: &Client) -> Result<(), Error> {
    Call::new(client, Cancel { group: 1, id: "2".into() }).await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn what_may_be_sent_again_is() {
    for (code, of_search, of_cancel) in [(429, 3, 3), (502, 3, 1), (503, 3, 1), (504, 3, 1), (500, 1, 1), (404, 1, 1)] {
        let answer = move |before| status(if before < 2 { code } else { 200 }, None);
        let (builder, times) = answering(answer);
        let result = search(&builder.build().unwrap()).await;
        assert_eq!((result.is_ok(), times.count()), (of_search == 3, of_search), "{code}");
        let (builder, times) = answering(answer);
        let result = cancel(&builder.build().unwrap()).await;
        assert_eq!((result.is_ok(), times.count()), (of_cancel == 3, of_cancel), "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_tried_again_where_that_does_no_harm() {
    let answer = |before| if before == 0 { Err("reset".into()) } else { status(200, None) };
    let (builder, times) = answering(answer);
    search(&builder.build().unwrap()).await.unwrap();
    assert_eq!(times.count(), 2);
    let (builder, times) = answering(answer);
    let error = cancel(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), times.count()), (ErrorKind::Transport, false, 1));
}

#[tokio::test(start_paused = true)]
async fn a_delete_that_finds_nothing_after_a_lost_response_may_have_succeeded() {
    let note = "an earlier attempt, whose response was lost, may have deleted it";
    for (first, may_have_deleted) in [(Some(502), true), (None, true), (Some(429), false)] {
        let answer = move |before| match (before, first) {
            (0, Some(code)) => status(code, None),
            (0, None) => Err("reset".into()),
            _ => status(404, None),
        };
        let (builder, _) = answering(answer);
        let client = builder.build().unwrap();
        let error = client.request(Method::DELETE, "/things/1").await.unwrap_err();
        assert!(error.is_not_found() && error.attempts() == 2, "{error:?}");
        assert_eq!(error.to_string().contains(note), may_have_deleted, "{first:?}: {error}");
        let (builder, _) = answering(answer);
        let error = builder.build().unwrap().request(Method::GET, "/things/1").await.unwrap_err();
        assert!(error.is_not_found() && !error.to_string().contains(note), "{error}");
    }
    let (builder, _) = answering(|_| status(404, None));
    let error = builder.build().unwrap().request(Method::DELETE, "/things/1").await.unwrap_err();
    assert!(!error.to_string().contains(note), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_body_of_an_error_is_not_waited_for_forever() {
    let answer = |before| {
        let body = if before == 0 { StreamBody::new(pending()).boxed_unsync() } else { body("{}") };
        let status = if before == 0 { 429 } else { 200 };
        Ok(Response::builder().status(status).header("retry-after", "0").body(body).unwrap())
    };
    let (builder, times) = answering(answer);
    cancel(&builder.build().unwrap()).await.unwrap();
    assert!((10.0..10.5).contains(&times.gaps()[0].as_secs_f64()), "{:?}", times.gaps());
}

#[tokio::test(start_paused = true)]
async fn the_waits_grow_and_are_random() {
    let mut seconds = Vec::new();
    for _ in 0..50 {
        let (builder, times) = answering(|_| status(503, None));
        let policy = RetryPolicy::default().initial_delay(Duration::from_secs(1)).max_delay(Duration::from_secs(3));
        let error = search(&builder.retry(policy).build().unwrap()).await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(StatusCode::SERVICE_UNAVAILABLE), 4));
        assert!(error.is_retryable());
        seconds.push(times.gaps().iter().map(Duration::as_secs_f64).collect::<Vec<_>>());
    }
    // tokio's clock counts whole milliseconds, upwards.
    for (at, bound) in [1.0, 2.0, 3.0].into_iter().enumerate() {
        assert!(seconds.iter().all(|waits| waits[at] <= bound + 0.002), "{seconds:?}");
        assert!(seconds.iter().any(|waits| waits[at] > bound * 0.7), "{seconds:?}");
        assert!(seconds.iter().any(|waits| waits[at] < bound * 0.3), "{seconds:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_says_when() {
    let (builder, times) = answering(|before| if before == 0 { status(429, Some("7")) } else { status(200, None) });
    cancel(&builder.build().unwrap()).await.unwrap();
    assert!((7.0..7.3).contains(&times.gaps()[0].as_secs_f64()), "{:?}", times.gaps());

    let (builder, times) = answering(|_| status(429, Some("3600")));
    let error = search(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!((times.count(), error.retry_after()), (1, Some(Duration::from_secs(3600))));
    assert!(error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn no_wait_goes_beyond_the_time_of_the_call() {
    let (builder, times) = answering(|_| status(429, Some("7")));
    let client = builder.timeout(Duration::from_secs(10)).build().unwrap();
    let start = Instant::now();
    let error = search(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), times.count()), (ErrorKind::Api, 2, 2));
    assert!(start.elapsed() < Duration::from_secs(8), "it failed once there was no time for more");

    let start = Instant::now();
    let error = Call::new(&client, SEARCH).timeout(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!((error.attempts(), start.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn retries_are_off_on_or_custom_per_client_and_per_call() {
    let (builder, times) = answering(|_| status(503, None));
    let client = builder.retry(RetryPolicy::off()).build().unwrap();
    search(&client).await.unwrap_err();
    assert_eq!(times.count(), 1);
    Call::new(&client, SEARCH).retry(RetryPolicy::default()).await.unwrap_err();
    assert_eq!(times.count(), 5);
    Call::new(&client, SEARCH).retry(RetryPolicy::default().max_attempts(2)).await.unwrap_err();
    assert_eq!(times.count(), 7);
    client.request(Method::POST, "/x").await.unwrap_err();
    assert_eq!(times.count(), 8);
    client.request(Method::POST, "/x").idempotent().retry(RetryPolicy::default()).await.unwrap_err();
    assert_eq!(times.count(), 12);
}

#[tokio::test(start_paused = true)]
async fn a_broken_server_is_not_hammered() {
    let (builder, times) = answering(|_| status(503, None));
    let client = builder.build().unwrap();
    for _ in 0..100 {
        search(&client.clone()).await.unwrap_err();
    }
    assert_eq!(times.count(), 100 + 50, "each call once, and the budget of the client");
}

#[tokio::test(start_paused = true)]
async fn a_server_with_some_faults_is_always_tried_again() {
    let (builder, times) = answering(|before| status(if before % 10 == 0 { 503 } else { 200 }, None));
    let client = builder.build().unwrap();
    for _ in 0..2000 {
        search(&client).await.unwrap();
    }
    assert!(times.count() > 2200);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_and_a_call_end_in_time() {
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let service = service_fn(move |_: Request<Bytes>| {
        counter.fetch_add(1, Ordering::Relaxed);
        async {
            sleep(Duration::from_secs(3600)).await;
            status(200, None)
        }
    });
    let builder = Client::builder().base_url("http://localhost").bearer_token(TOKEN).service(service);
    let policy = RetryPolicy::default().initial_delay(Duration::ZERO);
    let client = builder.attempt_timeout(Duration::from_secs(4)).timeout(Duration::from_secs(10)).retry(policy);
    let client = client.build().unwrap();

    let start = Instant::now();
    let error = search(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));
    assert!(error.to_string().contains("the timeout of the call is 10s"), "{error}");
    assert!((10.0..10.1).contains(&start.elapsed().as_secs_f64()), "{:?}", start.elapsed());

    let error = cancel(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.to_string().contains("the timeout of the attempt is 4s"), "{error}");
    assert_eq!(asked.load(Ordering::Relaxed), 4);

    let start = Instant::now();
    let error = Call::new(&client, SEARCH).timeout(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_millis(60));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_is_over() {
    let (builder, times) = answering(|_| status(503, Some("30")));
    let client = builder.build().unwrap();
    let dropped = tokio::time::timeout(Duration::from_secs(1), search(&client)).await;
    assert!(dropped.is_err());
    sleep(Duration::from_secs(120)).await;
    assert_eq!(times.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_credential_is_replaced_exactly_once() {
    for (good, is_fine, count) in [("fresh", true, 2), ("stale", true, 1), ("another", false, 2)] {
        let sent = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&sent);
        let service = service_fn(move |request: Request<Bytes>| {
            counter.fetch_add(1, Ordering::Relaxed);
            let is_good = request.headers()["authorization"] == format!("Bearer {good}");
            std::future::ready(status(if is_good { 200 } else { 401 }, None))
        });
        let tokens = AtomicU32::new(0);
        let builder = Client::builder().base_url("http://localhost").service(service).token_provider(move || {
            let token = if tokens.fetch_add(1, Ordering::Relaxed) == 0 { "stale" } else { "fresh" };
            async move { Ok::<_, BoxError>(token) }
        });
        // A policy that never sends again has no say in it, nor has it that the operation is not idempotent.
        let result = cancel(&builder.retry(RetryPolicy::off()).build().unwrap()).await;
        assert_eq!((result.is_ok(), sent.load(Ordering::Relaxed)), (is_fine, count), "{good}");
        if let Err(error) = result {
            assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::Auth, 2, false));
        }
    }
}
