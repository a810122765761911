//! A token endpoint that fails for a while. Calls with enough time notice nothing but a wait.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::*;
use crate::error::ErrorKind;

/// How long a first success may take after the end of an outage.
const RECOVERY: Duration = Duration::from_secs(6);

#[derive(Clone, Copy)]
enum Outage {
    Unavailable,
    BadGateway,
    Broken,
    TooManyRequests,
}

/// A credential whose endpoint answers, except between `from` and `until` after now.
fn failing(outage: Outage, from: u64, until: u64) -> Credential {
    let began = Instant::now();
    let service = service_fn(move |_| async move {
        sleep(Duration::from_millis(50)).await;
        if !(from..until).contains(&began.elapsed().as_secs()) {
            return Ok(token(0, &json!(20)));
        }
        match outage {
            Outage::Unavailable => Ok(body(503, "")),
            Outage::BadGateway => Ok(body(502, "<html>")),
            Outage::Broken => Err("reset by a test".into()),
            Outage::TooManyRequests => Ok(body(429, "")),
        }
    });
    with_clock_and_policy(Utc::now, RetryPolicy::default(), Transport::new(service))
}

/// A token for a call with this much time.
async fn within(credential: &Credential, limit: Duration) -> Result<AccessToken, Error> {
    let deadline = Instant::now() + limit;
    timeout_at(deadline, credential.token(deadline))
        .await
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout, "no token within the time of the call")))
}

#[tokio::test(start_paused = true)]
async fn calls_wait_for_the_end_of_an_outage() {
    use Outage::{BadGateway, Broken, TooManyRequests, Unavailable};
    for outage in [Unavailable, BadGateway, Broken, TooManyRequests] {
        // A client that had a token before the outage, and one that begins within it.
        for (from, until) in [(30, 150), (0, 90)] {
            let credential = failing(outage, from, until);
            let end = Instant::now() + Duration::from_secs(until);
            let mut calls = JoinSet::new();
            for call in 0..800 {
                let credential = credential.clone();
                let start = Instant::now() + call * Duration::from_millis(250);
                let limit = Duration::from_secs([1, 5, 20, 60, 180][call as usize % 5]);
                calls.spawn(async move {
                    sleep_until(start).await;
                    let outcome = within(&credential, limit).await;
                    (start, start + limit, Instant::now(), outcome.map(|_| ()))
                });
            }
            let calls = calls.join_all().await;
            let first = calls.iter().filter(|call| call.3.is_ok() && call.2 >= end).map(|call| call.2).min();
            assert!(first.unwrap() <= end + RECOVERY, "{:?} after the outage", first.unwrap() - end);
            for (start, deadline, _, outcome) in &calls {
                if *deadline >= end + RECOVERY {
                    assert!(outcome.is_ok(), "a call at {:?} until {:?}: {outcome:?}", *start - end, *deadline - end);
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_without_time_to_wait_gets_the_error_of_the_endpoint() {
    let credential = failing(Outage::Unavailable, 0, 100);
    let error = within(&credential, Duration::from_secs(30)).await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Api, Some(503)));

    // If the pause is longer than the call may take, the call ends at once.
    let (credential, received) = answered(|_| body(503, ""));
    let began = Instant::now();
    let error = within(&credential, DELAY + Duration::from_millis(500)).await.unwrap_err();
    assert_eq!((error.kind(), began.elapsed()), (ErrorKind::Api, DELAY));
    let error = within(&credential, Duration::from_millis(1)).await.unwrap_err();
    assert_eq!((error.kind(), began.elapsed(), received.count()), (ErrorKind::Api, DELAY, 1));

    // A request for a token that is under way when the time is over does not hide why the one before failed.
    let calls = Arc::new(AtomicUsize::new(0));
    let service = service_fn(move |_| {
        let is_first = calls.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if is_first { Ok(body(503, "")) } else { std::future::pending().await } }
    });
    let hanging = with_transport(Transport::new(service));
    let error = within(&hanging, Duration::from_secs(10)).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_within_an_outage_is_replaced_after_it() {
    let credential = failing(Outage::Unavailable, 1, 15);
    let refused = within(&credential, RECOVERY).await.unwrap();
    sleep(Duration::from_secs(2)).await;
    assert!(credential.replace(&refused).await);
    assert!(credential.replace(&refused).await, "within the pause");
    assert!(within(&credential, Duration::from_secs(30)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn only_a_refusal_is_remembered_for_longer() {
    let (credential, received) = answered(|_| json_body(401, &json!({ "error": "invalid_client" })));
    let minute = Duration::from_secs(60);
    for _ in 0..10 {
        assert_eq!(within(&credential, minute).await.unwrap_err().kind(), ErrorKind::Auth);
    }
    assert_eq!(received.count(), 1, "no call waited, and none requested a token");

    // An answer that is not a token may be of a proxy: the next call waits a moment and requests one.
    let (credential, received) =
        answered(|before| if before == 0 { body(200, "<html>") } else { token(before, &json!(600)) });
    assert_eq!(within(&credential, minute).await.unwrap_err().kind(), ErrorKind::Decode);
    assert!(within(&credential, minute).await.is_ok());
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_busy_status_of_the_endpoint_is_not_a_refusal() {
    for status in [408, 429, 499, 500, 502, 503, 504, 520] {
        let (credential, _) =
            answered(move |before| if before < 5 { body(status, "") } else { token(before, &json!(600)) });
        assert!(within(&credential, Duration::from_secs(60)).await.is_ok(), "{status}");
    }
}
