//! A token endpoint that does not do as it should.

use std::error::Error as StdError;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::HeaderValue;
use http::header::{LOCATION, RETRY_AFTER};
use tokio::time::{Instant, sleep};

use super::*;
use crate::error::ErrorKind;

fn invalid_client() -> Response<Body> {
    json_body(401, &json!({ "error": "invalid_client", "error_description": "the client is revoked" }))
}

#[tokio::test(start_paused = true)]
async fn what_the_endpoint_says_is_told_to_all_who_wait() {
    let (credential, received) = answered(|_| invalid_client());
    for answer in together(&credential, 1000).await {
        let error = answer.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        assert_eq!(error.message(), Some("the client is revoked"));
        assert!(error.to_string().contains("401 Unauthorized: invalid_client: the client is revoked;"), "{error}");
    }
    assert_eq!(received.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failing_endpoint_is_asked_less_and_less_often() {
    let (credential, received) =
        answered(|before| if before < 12 { invalid_client() } else { token(before, &json!(600)) });
    let began = Instant::now();
    while credential.token(Instant::now()).await.is_err() {
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(received.count(), 13);
    // Pauses of 1, 2, ... 32, and then six of 60 s, or a quarter more.
    let took = began.elapsed().as_secs();
    assert!((423..600).contains(&took), "{took} s");
}

#[tokio::test(start_paused = true)]
async fn a_busy_endpoint_is_asked_again_as_for_any_call() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let service = service_fn(move |_| {
        let before = counted.fetch_add(1, Ordering::Relaxed);
        let answer = match before {
            0 => Err("reset by a test".into()),
            1 => Ok(body(503, "")),
            _ => Ok(token(before, &json!(600))),
        };
        std::future::ready(answer)
    });
    let credential = with_clock_and_policy(Utc::now, RetryPolicy::default(), Transport::new(service));
    assert_eq!(header(&credential).await, "Bearer token-2");
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_the_endpoint_asks_for_is_kept() {
    let (credential, received) = answered(|before| {
        let mut response = if before == 0 { body(429, "") } else { token(before, &json!(600)) };
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("30"));
        response
    });
    let error = credential.token(Instant::now()).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Api, Some(Duration::from_secs(30))));
    sleep(Duration::from_secs(29)).await;
    assert!(credential.token(Instant::now()).await.is_err());
    assert_eq!(received.count(), 1);
    sleep(Duration::from_secs(10)).await;
    assert_eq!(header(&credential).await, "Bearer token-1");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_harms_nobody_while_the_token_serves() {
    let (credential, received) = answered(|before| match before {
        0 => token(0, &json!(600)),
        before if before < 5 => body(503, ""),
        before => token(before, &json!(600)),
    });
    for _ in 0..700 {
        assert!(["Bearer token-0", "Bearer token-5"].contains(&header(&credential).await.as_str()));
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(header(&credential).await, "Bearer token-5");
    assert_eq!(received.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_that_cannot_be_replaced_stays_refused() {
    let (credential, _) = answered(|before| if before == 0 { token(0, &json!(600)) } else { invalid_client() });
    let refused = credential.token(Instant::now()).await.unwrap();
    assert!(!credential.replace(&refused).await);
    assert!(credential.token(Instant::now()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn each_failure_is_an_error_of_the_right_kind() {
    let redirect = || {
        let mut response = body(302, "");
        response
            .headers_mut()
            .insert(LOCATION, HeaderValue::from_static("https://elsewhere.example/login?state=sesame"));
        response
    };
    type Answer = fn() -> Response<Body>;
    let cases: [(Answer, _, _); 9] = [
        (redirect, ErrorKind::Redirect, "(302 Found) to https://elsewhere.example/login;"),
        (|| body(307, ""), ErrorKind::Redirect, "to nowhere"),
        (|| json_body(400, &json!({ "error": "invalid_grant" })), ErrorKind::Auth, "400 Bad Request: invalid_grant;"),
        (|| json_body(403, &json!({ "code": 7, "message": "no" })), ErrorKind::Auth, "403 Forbidden: no;"),
        (|| body(503, "<html>"), ErrorKind::Api, "503 Service Unavailable: it gives no reason"),
        (|| body(200, "<html>"), ErrorKind::Decode, "not JSON"),
        (|| body(200, ""), ErrorKind::Decode, "not JSON"),
        (|| body(200, b"\xff".to_vec()), ErrorKind::Decode, "not JSON"),
        (|| body(200, vec![b' '; 300_000]), ErrorKind::TooLarge, "exceeds"),
    ];
    for (answer, kind, reason) in cases {
        let (credential, received) = answered(move |_| answer());
        let error = credential.token(Instant::now()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(reason), "{error} should mention {reason}");
        assert!(error.status().is_some(), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        assert_eq!(received.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_never_answers_is_given_up() {
    let service = service_fn(|_| std::future::pending());
    let credential = with_transport(Transport::new(service));
    let began = Instant::now();
    let error = credential.token(Instant::now()).await.unwrap_err();
    assert_eq!(began.elapsed().as_secs(), 30);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.to_string(), "localhost did not respond in time: the timeout of the token endpoint is 30s");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_fails_keeps_its_cause() {
    let service = service_fn(|_| std::future::ready(Err("reset by a test".into())));
    let credential = with_transport(Transport::new(service));
    for _ in 0..2 {
        let error = credential.token(Instant::now()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.source().unwrap().to_string().contains("reset by a test"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_is_not_shown_where_it_comes_back() {
    let service = service_fn(|request: Request<Bytes>| {
        let form = url::form_urlencoded::parse(request.body()).into_owned();
        let assertion = form.last().unwrap().1;
        let text = format!("bad assertion {assertion}");
        let answer = json_body(400, &json!({ "error": assertion, "error_description": text }));
        std::future::ready(Ok(answer))
    });
    let error = with_transport(Transport::new(service)).token(Instant::now()).await.unwrap_err();
    assert_eq!(error.message(), Some("bad assertion [secret]"));
    assert!(!format!("{error} {error:?}").contains("eyJ"), "{error:?}");
}
