//! Requests that an HTTP/2 server refuses without processing them (RFC 9113, 8.7), on real sockets.
#![cfg(all(feature = "http2", feature = "rustls"))]

use c1_api::{Client, Error, ErrorKind, RetryPolicy};
use http::Method;
use serde_json::{Value, json};

#[allow(dead_code, reason = "other tests use the rest")]
mod certificates;
#[path = "refused_streams/server.rs"]
mod server;
mod tcp;

use server::{Act, Server};

/// Sends a request that is not idempotent.
async fn create(server: &Server, policy: RetryPolicy) -> Result<Value, Error> {
    let client =
        Client::builder().base_url(server.url()).bearer_token("open-sesame").root_certificate(server.authority());
    let client = client.retry(policy).build().unwrap();
    client.request(Method::POST, "/api/v1/things").json(json!({ "name": "Marvin" })).await
}

#[tokio::test]
async fn a_refused_request_is_sent_again_within_its_attempt() {
    for refusal in [Act::RefuseStream, Act::GoAway { includes_stream: false }] {
        let server = Server::start(vec![refusal, refusal, Act::Respond]).await;
        // Without retries, so that the first attempt has to succeed.
        assert_eq!(create(&server, RetryPolicy::off()).await.unwrap(), json!({}), "{refusal:?}");
        assert_eq!(server.requests(), 3, "{refusal:?}");
    }
}

#[tokio::test]
async fn a_request_is_refused_three_times_at_most() {
    for refusal in [Act::RefuseStream, Act::GoAway { includes_stream: false }] {
        let server = Server::start(vec![refusal; 3]).await;
        let error = create(&server, RetryPolicy::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error:?}");
        assert_eq!(server.requests(), 3, "{refusal:?}");
    }
}

#[tokio::test]
async fn a_request_that_may_have_been_processed_is_sent_once() {
    for act in [Act::ResetStream, Act::GoAway { includes_stream: true }] {
        let server = Server::start(vec![act]).await;
        let error = create(&server, RetryPolicy::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error:?}");
        assert_eq!(server.requests(), 1, "{act:?}");
    }
}
