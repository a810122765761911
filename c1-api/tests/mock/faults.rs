//! Errors and faults, as the SDK reports them.

use std::time::Duration;

use c1_api::error::{Code, ErrorDetail, ErrorInfo};
use c1_api::mock::{MockServer, Reply};
use c1_api::user::v1::SearchUsersRequest;
use c1_api::user::v1::user_search::UserSearch;
use c1_api::{Error, ErrorKind, RetryPolicy};
use http::StatusCode;
use serde_json::json;
use tokio::time::Instant;

/// The error of a call without retries that gets this reply.
async fn error_of(reply: Reply) -> Error {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(1).respond(reply);
    c1.client().user_search().search(SearchUsersRequest::new()).retry(RetryPolicy::off()).await.unwrap_err()
}

#[tokio::test]
async fn an_error_has_its_status_and_details() {
    let info = ErrorInfo { reason: "API_DISABLED".to_owned(), ..Default::default() };
    let error = error_of(Reply::error(Code::PERMISSION_DENIED, "not yours").detail(&info)).await;
    assert_eq!((error.status(), error.code()), (Some(StatusCode::FORBIDDEN), Some(Code::PERMISSION_DENIED)));
    assert_eq!((error.message(), error.details()), (Some("not yours"), vec![ErrorDetail::ErrorInfo(info)]));

    let statuses = [
        (3, 400),
        (5, 404),
        (6, 409),
        (8, 429),
        (9, 400),
        (10, 409),
        (13, 500),
        (14, 503),
        (4, 504),
        (1, 499),
        (77, 500),
    ];
    for (code, status) in statuses {
        let error = error_of(Reply::error(Code::from(code), "")).await;
        assert_eq!(error.status().unwrap().as_u16(), status, "{code}");
    }
}

#[tokio::test]
async fn a_rate_limit_says_when_to_retry() {
    for (delay, seconds) in [(Duration::ZERO, 0), (Duration::from_secs(7), 7), (Duration::from_millis(7001), 8)] {
        let error = error_of(Reply::rate_limited(delay)).await;
        assert!(error.is_rate_limited(), "{error}");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
    }
}

#[tokio::test]
async fn a_raw_body_arrives_verbatim() {
    let error = error_of(Reply::raw(StatusCode::BAD_GATEWAY, "text/html", "<html>proxy")).await;
    assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY));
    assert_eq!(&error.body().unwrap()[..], b"<html>proxy");
    let error = error_of(Reply::json(json!({})).header("content-type", "text/plain")).await;
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
}

#[tokio::test]
async fn a_broken_connection_is_one() {
    let reset = error_of(Reply::reset()).await;
    assert_eq!(reset.kind(), ErrorKind::Transport, "{reset}");
    for bytes in [0, 5, 1000] {
        let cut = error_of(Reply::json(json!({ "list": [] })).truncate(bytes)).await;
        assert_eq!(cut.kind(), ErrorKind::Transport, "{cut}");
    }
}

#[tokio::test(start_paused = true)]
async fn faults_are_retried_by_the_clock_of_the_test() {
    let began = Instant::now();
    let c1 = MockServer::new();
    let slow = Reply::json(json!({})).delay(Duration::from_secs(3600));
    c1.on::<UserSearch>().respond_each([Reply::reset(), slow, Reply::json(json!({ "nextPageToken": "x" }))]);
    let page = c1.client().user_search().search(SearchUsersRequest::new()).await.unwrap();
    assert_eq!(page.next_page_token, "x");
    assert_eq!(c1.requests().len(), 3);
    // The attempt with the slow reply ended with its timeout of a minute.
    let elapsed = began.elapsed();
    assert!(elapsed >= Duration::from_secs(60) && elapsed < Duration::from_secs(120), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn a_delayed_reply_arrives_after_its_delay() {
    let began = Instant::now();
    let c1 = MockServer::new();
    c1.on::<UserSearch>().respond(Reply::json(json!({})).delay(Duration::from_secs(59)));
    c1.client().user_search().search(SearchUsersRequest::new()).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(59));
}
