//! Waiters: their outcomes, limits and delays. All times are of tokio's paused clock.

mod schedules;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use c1_api_core::{BoxError, Error, ErrorKind, HttpBody as Body, Operation, OperationInfo, WaitState, Waiter};
use http::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};
use tower::service_fn;

use super::{TOKEN, body};
use crate::operation::RequestBuilder;
use crate::runtime::{message, open_enum, waiters};
use crate::{Call, Client};

/// The statuses and bodies of the responses, of which the last one repeats.
type Script = &'static [(u16, &'static str)];

const SECOND: Duration = Duration::from_secs(1);

/// A client that is answered by a script at once, and the times of the requests.
fn scripted(script: Script) -> (Client, Arc<Mutex<Vec<Instant>>>) {
    let times = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&times);
    let service = service_fn(move |_: Request<Bytes>| {
        let mut times = seen.lock().unwrap();
        let (status, text) = script[times.len().min(script.len() - 1)];
        times.push(Instant::now());
        std::future::ready(Ok::<_, BoxError>(respond(status, text)))
    });
    let client = Client::builder().base_url("http://localhost").bearer_token(TOKEN).service(service).build().unwrap();
    (client, times)
}

/// A response. A text that begins with `after ` and a number is the `Retry-After` of an empty object.
fn respond(status: u16, text: &'static str) -> Response<Body> {
    let response = Response::builder().status(status);
    match text.strip_prefix("after ") {
        Some(seconds) => response.header("retry-after", seconds).body(body("{}")).unwrap(),
        None => response.body(body(text)).unwrap(),
    }
}

/// Waits until `state` is `DONE`; it fails at `ERROR`.
fn done(client: &Client) -> Waiter<c1_api_core::RawRequest> {
    let state = |robot: &Value| match robot["state"].as_str() {
        Some("DONE") => WaitState::Done,
        Some("ERROR") => WaitState::Failed("it broke".to_owned()),
        _ => WaitState::Pending,
    };
    client.request(Method::GET, "/api/v1/robots/7").until(state)
}

const PENDING: (u16, &str) = (200, r#"{"state": "BUSY"}"#);
const DONE: (u16, &str) = (200, r#"{"state": "DONE"}"#);

#[tokio::test(start_paused = true)]
async fn it_waits_until_the_state_is_reached() {
    let (client, times) = scripted(&[PENDING, PENDING, DONE]);
    let robot = done(&client).await.unwrap();
    assert_eq!(robot, json!({ "state": "DONE" }));
    assert_eq!(times.lock().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn it_fails_once_the_state_is_out_of_reach() {
    let (client, times) = scripted(&[PENDING, (200, r#"{"state": "ERROR"}"#)]);
    let error = done(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::WaitFailed, 2, false));
    let text = "GET /api/v1/robots/7: the awaited state can no longer be reached: it broke (2 attempts)";
    assert_eq!(error.to_string(), text);
    assert_eq!(times.lock().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn transient_errors_are_tolerated_and_others_are_not() {
    for status in [429, 502, 503, 504] {
        let script: Script = match status {
            429 => &[(429, ""), (429, ""), DONE],
            502 => &[(502, ""), (502, ""), DONE],
            503 => &[(503, ""), (503, ""), DONE],
            _ => &[(504, ""), (504, ""), DONE],
        };
        let (client, times) = scripted(script);
        done(&client).await.unwrap();
        assert_eq!(times.lock().unwrap().len(), 3, "{status}");
    }
    for (script, status) in [(&[(404, "{}")], 404), (&[(500, "{}")], 500), (&[(400, "{}")], 400)] {
        let (client, times) = scripted(script);
        let error = done(&client).await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (StatusCode::from_u16(status).ok(), 1));
        assert_eq!(times.lock().unwrap().len(), 1);
    }
    let (client, _) = scripted(&[(404, "{}"), (404, "{}"), DONE]);
    done(&client).tolerate(Error::is_not_found).await.unwrap();
    let (client, _) = scripted(&[(200, "<html>")]);
    assert_eq!(done(&client).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test(start_paused = true)]
async fn it_sends_no_more_requests_than_its_bound() {
    for (bound, count) in [(0, 1), (1, 1), (5, 5)] {
        // Attempts that the retry policy would allow count, too.
        for script in [&[PENDING] as Script, &[(503, "")]] {
            let (client, times) = scripted(script);
            let error = done(&client).max_requests(bound).await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, count));
            assert_eq!(times.lock().unwrap().len(), count as usize);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_gives_up_at_its_timeout_with_the_last_error() {
    let (client, times) = scripted(&[PENDING, (503, r#"{"message": "overloaded"}"#)]);
    let begin = Instant::now();
    let error = done(&client).timeout(100 * SECOND).await.unwrap_err();
    assert!((100.0..100.1).contains(&begin.elapsed().as_secs_f64()), "{:?}", begin.elapsed());
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    let text = error.to_string();
    assert!(text.contains("the awaited state was not reached within 100s; the last request failed: "), "{text}");
    assert!(text.contains("overloaded"), "{text}");
    let source = std::error::Error::source(&error).expect("the last error");
    assert!(source.to_string().contains("503"), "{source}");
    let last = *times.lock().unwrap().last().unwrap();
    assert!((100.0..100.1).contains(&(last - begin).as_secs_f64()), "the last request is sent when the timeout ends");
}

#[tokio::test(start_paused = true)]
async fn the_server_says_when() {
    for script in [&[(429, "after 90"), DONE] as Script, &[(200, "after 90"), DONE], &[(503, "after 90"), DONE]] {
        let (client, times) = scripted(script);
        done(&client).await.unwrap();
        let times = times.lock().unwrap();
        let delay = (times[1] - times[0]).as_secs_f64();
        assert!((90.0..95.1).contains(&delay), "{delay}");
    }
    let (client, times) = scripted(&[(429, "after 7200"), DONE]);
    let begin = Instant::now();
    let error = done(&client).await.unwrap_err();
    assert_eq!((begin.elapsed(), times.lock().unwrap().len()), (Duration::ZERO, 1), "nothing could happen in time");
    assert!(error.to_string().contains("within 3600s: the server asks for a delay of 7200s"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_delays_grow_up_to_their_maximum() {
    let (client, times) = scripted(&[PENDING]);
    let waiter = done(&client).interval(SECOND).max_interval(8 * SECOND).max_requests(8);
    waiter.await.unwrap_err();
    let times = times.lock().unwrap();
    let delays: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64()).collect();
    for (delay, bound) in delays.iter().zip([1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]) {
        assert!((bound / 2.0..bound + 0.002).contains(delay), "{delays:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn progress_is_reported() {
    let (client, _) = scripted(&[PENDING, (503, ""), DONE]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let waiter = done(&client).on_progress(move |progress| {
        let state = progress.outcome.map(|robot| robot["state"].clone()).map_err(Error::kind);
        sink.lock().unwrap().push((progress.requests, state, progress.elapsed, progress.delay));
    });
    waiter.await.unwrap();
    let seen = seen.lock().unwrap();
    let outcomes: Vec<_> = seen.iter().map(|(requests, state, ..)| (*requests, state.clone())).collect();
    assert_eq!(outcomes, [(1, Ok(json!("BUSY"))), (2, Err(ErrorKind::Api))]);
    assert!(seen[0].2.is_zero() && seen[1].2.abs_diff(seen[0].3) < Duration::from_millis(2), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_waiter_sends_nothing_more() {
    let (client, times) = scripted(&[PENDING]);
    assert!(timeout(Duration::from_secs(3), done(&client).interval(8 * SECOND)).await.is_err());
    sleep(Duration::from_secs(600)).await;
    assert_eq!(times.lock().unwrap().len(), 1);
    drop(done(&client));
    assert_eq!(times.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_resource_is_awaited_until_it_is_gone() {
    for script in [&[PENDING, (404, "{}")] as Script, &[PENDING, DONE]] {
        let (client, times) = scripted(script);
        let call = client.request(Method::GET, "/api/v1/robots/7");
        call.until_gone(|robot| robot["state"] == "DONE").await.unwrap();
        assert_eq!(times.lock().unwrap().len(), 2);
    }
}

#[test]
fn a_waiter_can_be_spawned() {
    fn is_send<T: Send + 'static>(_: T) {}
    let (client, _) = scripted(&[DONE]);
    is_send(done(&client));
    is_send(done(&client).into_future());
}

open_enum! {
    pub enum RobotState {
        Unspecified = "ROBOT_STATE_UNSPECIFIED",
        Busy = "ROBOT_STATE_BUSY",
        Done = "ROBOT_STATE_DONE",
        Broken = "ROBOT_STATE_BROKEN",
    }
    default Unspecified;
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Robot {
    state: RobotState,
    mood: Option<RobotState>,
}

message! {
    Robot = "test.v1.Robot" {
        field state "state";
        field mood "mood";
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct RobotView {
    robot: Option<Robot>,
    shadow: Option<Robot>,
    owner_ids: Vec<String>,
}

message! {
    RobotView = "test.v1.RobotView" {
        field robot "robot";
        field shadow "shadow";
        field owner_ids "ownerIds";
    }
}

#[derive(Clone)]
pub(crate) struct RobotGet;

impl Operation for RobotGet {
    type Response = RobotView;

    const INFO: OperationInfo =
        OperationInfo::new("test.v1.Robots.Get", Method::GET, "/api/v1/robot").title("get robots").idempotent();

    fn encode(&self, _out: &mut RequestBuilder) {}
}

waiters! {
    #[allow(unreachable_pub)]
    pub trait RobotGetWaiters = RobotGet {
        until_done "done" {
            value [(robot.as_ref()?.state), (shadow.as_ref()?.state)];
            success ["ROBOT_STATE_DONE"];
            failure ["ROBOT_STATE_BROKEN"];
            every 2;
            up_to 4;
            within 60;
        }
        until_happy "happy" {
            value [(robot.as_ref()?.mood.as_ref()?)];
            success ["ROBOT_STATE_DONE"];
            failure [];
        }
        until_present "present" {
            present [(robot.as_ref()?)];
            every 1;
        }
        until_absent "absent" {
            absent [(robot.as_ref()?), (shadow.as_ref()?)];
            within 5;
        }
        until_owner_present "owner_present" {
            contains [(owner_ids)];
        }
        until_owner_absent "owner_absent" {
            lacks [(owner_ids)];
            every 1;
        }
    }
}

fn get(script: Script) -> (Call<RobotGet>, Arc<Mutex<Vec<Instant>>>) {
    let (client, times) = scripted(script);
    (Call::new(&client, RobotGet), times)
}

const BUSY: (u16, &str) = (200, r#"{"robot": {"state": "ROBOT_STATE_BUSY"}, "ownerIds": ["u1"]}"#);
const FINISHED: (u16, &str) = (200, r#"{"robot": {"state": "ROBOT_STATE_DONE", "mood": "ROBOT_STATE_DONE"}}"#);

#[tokio::test(start_paused = true)]
async fn a_ready_made_waiter_compares_the_value_at_a_path() {
    let (call, times) = get(&[(200, "{}"), BUSY, (200, r#"{"robot": {"state": "NEW"}}"#), FINISHED]);
    assert_eq!(call.until_done().await.unwrap().robot.unwrap().state, RobotState::Done);
    assert_eq!(times.lock().unwrap().len(), 4);
    let (call, _) = get(&[(200, r#"{"shadow": {"state": "ROBOT_STATE_DONE"}}"#)]);
    call.until_done().await.unwrap();
    let (call, _) = get(&[BUSY, FINISHED]);
    call.until_happy().await.unwrap();

    let (call, _) = get(&[(200, r#"{"robot": {"state": "ROBOT_STATE_BROKEN"}}"#)]);
    let error = call.until_done().await.unwrap_err();
    let text = "get robots: the state `done` can no longer be reached: it is `ROBOT_STATE_BROKEN` \
                (test.v1.Robots.Get, 1 attempt)";
    assert_eq!(error.to_string(), text);

    let (call, _) = get(&[BUSY]);
    let begin = Instant::now();
    let error = call.until_done().await.unwrap_err();
    assert!(error.to_string().starts_with("get robots: the state `done` was not reached within 60s ("), "{error}");
    assert!((60.0..60.1).contains(&begin.elapsed().as_secs_f64()));
}

#[tokio::test(start_paused = true)]
async fn a_ready_made_waiter_waits_for_presence_and_absence() {
    let (call, times) = get(&[(404, "{}"), (200, r#"{"robot": null}"#), BUSY]);
    call.until_present().await.unwrap();
    assert_eq!(times.lock().unwrap().len(), 3);
    for script in [&[BUSY, (200, "{}")] as Script, &[BUSY, (404, "{}")]] {
        let (call, times) = get(script);
        call.until_absent().await.unwrap();
        assert_eq!(times.lock().unwrap().len(), 2);
    }
    let (call, _) = get(&[(200, r#"{"shadow": {}}"#)]);
    call.until_absent().await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_ready_made_waiter_waits_for_an_element_of_a_list() {
    let (call, times) = get(&[(404, "{}"), (200, "{}"), (200, r#"{"ownerIds": ["u2"]}"#), BUSY]);
    assert_eq!(call.until_owner_present("u1").await.unwrap().owner_ids, ["u1"]);
    assert_eq!(times.lock().unwrap().len(), 4);
    let (call, times) = get(&[BUSY, BUSY, (200, r#"{"ownerIds": ["u2"]}"#)]);
    call.until_owner_absent("u1").await.unwrap();
    assert_eq!(times.lock().unwrap().len(), 3);
}
