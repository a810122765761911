//! Thousands of random schedules: what a server answers when, and what a waiter may do about it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use c1_api_core::{BoxError, Error, ErrorKind, HttpBody as Body};
use fastrand::Rng;
use http::{Request, Response};
use serde_json::Value;
use tokio::time::{Instant, sleep};
use tower::service_fn;

use super::{TOKEN, body, done};
use crate::Client;

const SCHEDULES: u64 = 10_000;

const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(20);

/// The clock counts whole milliseconds, upwards.
const TICK: Duration = Duration::from_millis(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Done,
    Failed,
    Pending,
    /// 404.
    Fatal,
    /// 429, 502, 503 or 504.
    Busy(u16),
    Reset,
    /// No response within the timeout of an attempt.
    Hangs,
}

/// A request as the server saw it.
#[derive(Clone, Copy, Debug)]
struct Seen {
    begin: Instant,
    end: Instant,
    answer: Answer,
    retry_after: Option<Duration>,
}

/// What the server does. The state is reached, or out of reach, at a random time.
struct Server {
    random: Rng,
    begin: Instant,
    end_state: (Duration, Answer),
    /// The probabilities in percent of a failure, of a fatal one, and of `Retry-After`.
    odds: [u32; 3],
    slowest: Duration,
    seen: Vec<Seen>,
}

impl Server {
    fn new(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let end_state = match random.u32(..10) {
            0 => Answer::Failed,
            1 => Answer::Pending,
            _ => Answer::Done,
        };
        Self {
            begin: Instant::now(),
            end_state: (seconds(&mut random, 400), end_state),
            odds: [[0, 20, 60, 95][random.usize(..4)], [0, 0, 2][random.usize(..3)], [0, 10, 50][random.usize(..3)]],
            slowest: seconds(&mut random, 10),
            seen: Vec::new(),
            random,
        }
    }

    /// Decides on a response, and records it.
    fn answer(&mut self) -> Seen {
        let begin = Instant::now();
        let random = &mut self.random;
        let [failures, fatal, delays] = self.odds;
        let (reached, end_state) = self.end_state;
        let answer = if random.u32(..100) < fatal {
            Answer::Fatal
        } else if random.u32(..100) < failures {
            [Answer::Busy(429), Answer::Busy(502), Answer::Busy(503), Answer::Busy(504), Answer::Reset, Answer::Hangs]
                [random.usize(..6)]
        } else if begin - self.begin >= reached {
            end_state
        } else {
            Answer::Pending
        };
        let has_response = matches!(answer, Answer::Busy(_) | Answer::Pending);
        let retry_after = (has_response && random.u32(..100) < delays).then(|| Duration::from_secs(random.u64(..100)));
        let latency = if answer == Answer::Hangs { ATTEMPT_TIMEOUT } else { self.slowest.mul_f64(random.f64()) };
        let seen = Seen { begin, end: begin + latency, answer, retry_after };
        self.seen.push(seen);
        seen
    }
}

fn seconds(random: &mut Rng, most: u64) -> Duration {
    Duration::from_millis(random.u64(..most * 1000))
}

impl Seen {
    async fn respond(self) -> Result<Response<Body>, BoxError> {
        let (status, text) = match self.answer {
            Answer::Done => (200, r#"{"state": "DONE"}"#),
            Answer::Failed => (200, r#"{"state": "ERROR"}"#),
            Answer::Pending => (200, "{}"),
            Answer::Fatal => (404, "{}"),
            Answer::Busy(status) => (status, "{}"),
            Answer::Reset => {
                sleep(self.end - self.begin).await;
                return Err("reset".into());
            }
            Answer::Hangs => std::future::pending().await,
        };
        sleep(self.end - self.begin).await;
        let response = Response::builder().status(status);
        let after = self.retry_after.map(|after| after.as_secs().to_string());
        let response = after.into_iter().fold(response, |response, after| response.header("retry-after", after));
        Ok(response.body(body(text)).unwrap())
    }
}

#[derive(Debug)]
struct Limits {
    interval: Duration,
    max_interval: Duration,
    timeout: Duration,
    max_requests: u32,
}

#[tokio::test(start_paused = true)]
async fn every_schedule_ends_within_its_limits_with_the_right_outcome() {
    let server = Arc::new(Mutex::new(Server::new(0)));
    let shared = Arc::clone(&server);
    let service = service_fn(move |_: Request<Bytes>| {
        let seen = shared.lock().unwrap().answer();
        seen.respond()
    });
    let client = Client::builder().base_url("http://localhost").bearer_token(TOKEN).service(service);
    let client = client.attempt_timeout(ATTEMPT_TIMEOUT).build().unwrap();
    let mut outcomes = [0; 4];
    for seed in 0..SCHEDULES {
        let mut random = Rng::with_seed(!seed);
        let limits = Limits {
            interval: seconds(&mut random, 20),
            max_interval: seconds(&mut random, 60),
            timeout: seconds(&mut random, 300),
            max_requests: random.u32(..60),
        };
        *server.lock().unwrap() = Server::new(seed);
        let begin = Instant::now();
        let waiter = done(&client).interval(limits.interval).max_interval(limits.max_interval);
        let outcome = waiter.timeout(limits.timeout).max_requests(limits.max_requests).await;
        let end = Instant::now();
        let seen = std::mem::take(&mut server.lock().unwrap().seen);
        let judged = judge(&limits, begin, end, &seen, &outcome);
        outcomes[judged.unwrap_or_else(|why| panic!("seed {seed}: {why}: {limits:?} {outcome:?} {seen:#?}"))] += 1;
    }
    assert!(outcomes.iter().all(|count| *count > SCHEDULES / 100), "each outcome is common: {outcomes:?}");
}

/// Judges the end of a waiter by what its server saw. Returns the kind of the outcome.
fn judge(
    limits: &Limits,
    begin: Instant,
    end: Instant,
    seen: &[Seen],
    outcome: &Result<Value, Error>,
) -> Result<usize, &'static str> {
    let (last, earlier) = seen.split_last().ok_or("no request")?;
    let is_end = |seen: &Seen| matches!(seen.answer, Answer::Done | Answer::Failed | Answer::Fatal);
    let longest = limits.interval.max(limits.max_interval);
    let is = |holds: bool, why| if holds { Ok(()) } else { Err(why) };

    is(seen.len() <= limits.max_requests.max(1) as usize, "too many requests")?;
    is(!earlier.iter().any(is_end), "a request after the end")?;
    is(last.begin <= begin + limits.timeout + TICK, "a request after the timeout")?;
    is(end <= last.end + TICK, "a delay after the last response")?;
    for pair in seen.windows(2) {
        // The clock rounds each sleep up, so the client may see a response later than it was sent.
        let delay = pair[1].begin - pair[0].end;
        let after = pair[0].retry_after.unwrap_or_default();
        is(delay >= after, "a request before `Retry-After`")?;
        is(delay <= longest.max(after + limits.interval) + 2 * TICK, "too long a delay")?;
    }

    let gave_up = || {
        let is_bound = seen.len() == limits.max_requests.max(1) as usize;
        let is_late = end + TICK >= begin + limits.timeout;
        let is_asked = last.retry_after.is_some_and(|after| end + after + TICK >= begin + limits.timeout);
        is(is_bound || is_late || is_asked, "it gave up too early")
    };
    match (last.answer, outcome) {
        (Answer::Done, Ok(_)) => Ok(0),
        (Answer::Failed, Err(error)) if error.kind() == ErrorKind::WaitFailed => Ok(1),
        (Answer::Fatal, Err(error)) if error.is_not_found() => Ok(2),
        (Answer::Pending | Answer::Busy(_) | Answer::Reset | Answer::Hangs, Err(error))
            if error.kind() == ErrorKind::Timeout && error.attempts() as usize == seen.len() =>
        {
            gave_up().map(|()| 3)
        }
        _ => Err("the outcome is not that of the last response"),
    }
}
