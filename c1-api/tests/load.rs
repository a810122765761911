//! Very many calls at once against a server that fails now and then. The test is alone in its process, which it measures.
#![cfg(all(feature = "user-v1", target_os = "linux"))]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use c1_api::user::v1::SearchUsersRequest;
use c1_api::{Client, RetryPolicy};
use tokio::runtime::Handle;
use tokio::task::JoinSet;

mod loopback;
mod process;
#[allow(dead_code, reason = "other tests use the rest")]
mod secret_values;

use loopback::{Answer, Loopback, json};
use secret_values::{CLIENT_ID, CLIENT_SECRET};

const TASKS: usize = 256;

/// How many calls each round makes. After the first, all that is kept for long is there.
const CALLS: usize = 10_000;
const ROUNDS: usize = 5;

/// One request in so many fails.
const FAULTS: usize = 20;

/// What the allocator may keep to itself: 400 bytes for each call after the first round.
const ALLOWED_KIB: u64 = 16 * 1024;

const TOKEN_LIFE: Duration = Duration::from_millis(1500);

/// At least this part of a token's life is over when it is renewed.
const RENEWED_AFTER: f64 = 0.8;

#[derive(Default)]
struct Counts {
    minted: AtomicUsize,
    calls: AtomicUsize,
    faults: AtomicUsize,
    /// Requests with something else than a token from here.
    strange: AtomicUsize,
}

/// What the process holds at a moment.
#[derive(Debug)]
struct Held {
    tasks: usize,
    sockets: usize,
    resident_kib: u64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_every_call_is_answered_and_nothing_grows() {
    let counts = Arc::new(Counts::default());
    let server = serve(Arc::clone(&counts));
    let before = Held::now();
    // Each attempt fails with a chance of one in twenty, so no call needs as many.
    let policy = RetryPolicy::default().max_attempts(12).initial_delay(Duration::from_millis(2));
    let client = Client::builder()
        .base_url(server.url())
        .client_credentials(CLIENT_ID, CLIENT_SECRET)
        .retry(policy)
        .build()
        .unwrap();

    let began = Instant::now();
    round(&client).await;
    let warm = Held::now();
    for _ in 1..ROUNDS {
        round(&client).await;
    }
    let lives = began.elapsed().as_secs_f64() / TOKEN_LIFE.as_secs_f64();
    let end = Held::now();

    let [minted, calls, faults, strange] =
        [&counts.minted, &counts.calls, &counts.faults, &counts.strange].map(|count| count.load(Ordering::Relaxed));
    println!("{calls} requests, {faults} faults, {minted} tokens in {lives:.1} lives; {before:?}, {warm:?}, {end:?}");
    assert_eq!(calls - faults, ROUNDS * CALLS);
    assert!(faults >= ROUNDS * CALLS / FAULTS);
    // However slowly it goes, a token is not renewed before its time, and at its time by one request alone.
    assert!(minted as f64 <= 1.0 + lives / RENEWED_AFTER, "{minted} tokens in {lives} lives");
    assert!(minted > 1, "no token was renewed");
    assert_eq!(strange, 0);

    // A connection has a task and two sockets, the server's among them. One that was made while another became free is kept
    // for later, so their number goes up and down; each fault would leave one behind if they were not closed.
    assert!(end.tasks <= warm.tasks + TASKS, "{warm:?} became {end:?}");
    assert!(end.sockets <= warm.sockets + 2 * TASKS, "{warm:?} became {end:?}");
    assert!(end.resident_kib <= warm.resident_kib + ALLOWED_KIB, "{warm:?} became {end:?}");

    drop(client);
    until_there_are_no_more_than(&before).await;
}

impl Held {
    fn now() -> Self {
        let tasks = Handle::current().metrics().num_alive_tasks();
        Self { tasks, sockets: process::sockets(), resident_kib: process::resident_kib() }
    }
}

/// Makes all the calls of a round, and fails if one of them does.
async fn round(client: &Client) {
    let mut tasks = JoinSet::new();
    let left = Arc::new(AtomicUsize::new(CALLS));
    for _ in 0..TASKS {
        let (client, left) = (client.clone(), Arc::clone(&left));
        tasks.spawn(async move {
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                let page = client.user_search().search(SearchUsersRequest::default()).await.unwrap();
                assert_eq!(page.list.len(), 1);
            }
        });
    }
    tasks.join_all().await;
}

/// Connections are closed a moment after the client is gone. Where they are not, the test hangs here.
async fn until_there_are_no_more_than(before: &Held) {
    loop {
        let now = Held::now();
        if now.tasks <= before.tasks && now.sockets <= before.sockets {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A server of tokens, and of users to those who have one of them, which fails in one way after the other.
fn serve(counts: Arc<Counts>) -> Loopback {
    let page = json("200 OK", "", r#"{"list":[{"user":{"id":"1"}}]}"#);
    let faults = [
        Answer::Keep(json("503 Service Unavailable", "", "")),
        Answer::Reset(page.slice(..page.len() - 5)),
        Answer::Keep(json("429 Too Many Requests", "retry-after: 0\r\n", "")),
        Answer::Close(page.slice(..page.len() - 5)),
        Answer::Reset(Bytes::new()),
        Answer::Close(Bytes::new()),
    ];
    Loopback::start(move |head| {
        if head.starts_with("POST /auth/v1/token ") {
            return token(counts.minted.fetch_add(1, Ordering::Relaxed));
        }
        let before = counts.calls.fetch_add(1, Ordering::Relaxed);
        if !has_one_of(head, counts.minted.load(Ordering::Relaxed)) {
            counts.strange.fetch_add(1, Ordering::Relaxed);
        }
        if before % FAULTS == FAULTS - 1 {
            return faults[counts.faults.fetch_add(1, Ordering::Relaxed) % faults.len()].clone();
        }
        Answer::Keep(page.clone())
    })
}

fn token(number: usize) -> Answer {
    let life = TOKEN_LIFE.as_secs_f64();
    let body = format!(r#"{{"access_token":"sesame-{number}","token_type":"Bearer","expires_in":{life}}}"#);
    Answer::Keep(json("200 OK", "", &body))
}

/// Whether the request has one of so many tokens.
fn has_one_of(head: &str, minted: usize) -> bool {
    let token = head.split("authorization: Bearer sesame-").nth(1).and_then(|rest| rest.lines().next());
    token.is_some_and(|number| number.parse::<usize>().is_ok_and(|number| number < minted))
}
