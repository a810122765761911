//! A peer that stops answering and keeps the connection open, on real sockets, by HTTP/2 over TLS.
#![cfg(all(feature = "http2", feature = "rustls"))]

use std::time::Duration;

use c1_api::{Client, ClientBuilder, ErrorKind, RetryPolicy, TokenSource, concurrent};
use http::Method;
use serde_json::json;

#[allow(dead_code, reason = "other tests use the rest")]
mod certificates;
mod github_job;
#[path = "mute_peer/server.rs"]
mod server;

use server::{Peer, Silence};

/// A client that waits for an attempt for no more than this, and does not ping.
fn client_of(peer: &Peer, attempt_timeout: Duration) -> ClientBuilder {
    Client::builder()
        .base_url(peer.url())
        .bearer_token("open-sesame")
        .root_certificate(peer.authority())
        .http2_keep_alive(Duration::MAX, Duration::from_secs(10))
        .attempt_timeout(attempt_timeout)
        .retry(RetryPolicy::default().initial_delay(Duration::from_millis(5)))
}

#[tokio::test]
async fn a_connection_on_which_an_attempt_timed_out_is_not_used_again() {
    let peer = Peer::start(|connection| if connection == 0 { Silence::After(1) } else { Silence::Never }).await;
    let client = client_of(&peer, Duration::from_secs(3)).build().unwrap();
    for answered in 1..=3 {
        let things = client.request(Method::GET, "/api/v1/things").await.unwrap();
        assert_eq!(things, json!({ "a": 1 }));
        assert_eq!(peer.answered(), answered);
    }
    assert_eq!(peer.connections(), 2);
}

#[tokio::test]
async fn calls_that_time_out_at_once_all_succeed_elsewhere() {
    let peer = Peer::start(|connection| if connection == 0 { Silence::After(1) } else { Silence::Never }).await;
    let client = client_of(&peer, Duration::from_secs(3)).build().unwrap();
    client.request(Method::GET, "/api/v1/things").await.unwrap();
    let calls = (0..8).map(|_| client.request(Method::GET, "/api/v1/things"));
    let mut results = concurrent(calls, 8);
    while let Some(result) = results.next().await {
        result.unwrap();
    }
    assert_eq!(peer.answered(), 1 + 8);
}

#[tokio::test]
async fn a_call_that_is_not_retried_leaves_the_connection_too() {
    let peer = Peer::start(|connection| if connection == 0 { Silence::After(1) } else { Silence::Never }).await;
    let client = client_of(&peer, Duration::from_secs(3)).retry(RetryPolicy::off()).build().unwrap();
    client.request(Method::GET, "/api/v1/things").await.unwrap();
    let error = client.request(Method::GET, "/api/v1/things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    client.request(Method::GET, "/api/v1/things").await.unwrap();
    assert_eq!((peer.connections(), peer.answered()), (2, 2));
}

#[tokio::test]
async fn a_body_that_stops_is_a_reason_to_leave_the_connection() {
    let peer = Peer::start(|connection| if connection == 0 { Silence::InBodyAfter(1) } else { Silence::Never }).await;
    let client = client_of(&peer, Duration::from_secs(3)).build().unwrap();
    for _ in 0..2 {
        client.request(Method::GET, "/api/v1/things").await.unwrap();
    }
    assert_eq!((peer.connections(), peer.answered()), (2, 2));
}

#[tokio::test]
async fn the_token_endpoint_is_asked_on_another_connection() {
    // The first request of a client is the one for a token.
    let peer = Peer::start(|connection| if connection == 0 { Silence::After(0) } else { Silence::Never }).await;
    let id = "clever-fox-42195@acme.conductor.one/pcc";
    let secret = concat!(
        "secret-token:conductorone.com:v1:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3",
        "aGN2UGFwaU1scndJYWFQY0hVUm8iLCJkIjoibldHeG5lXzlXbUM2aEVyMGt1d3N4RVJKeFdsN01ta1pjRHVzQXh5dWYyQSJ9",
    );
    let client = Client::builder()
        .base_url(peer.url())
        .client_credentials(id, secret)
        .root_certificate(peer.authority())
        .http2_keep_alive(Duration::MAX, Duration::from_secs(10))
        .attempt_timeout(Duration::from_secs(3))
        .retry(RetryPolicy::default().initial_delay(Duration::from_millis(5)))
        .build()
        .unwrap();
    client.request(Method::GET, "/api/v1/things").await.unwrap();
    assert_eq!((peer.connections(), peer.answered()), (2, 2));
}

/// The variables of a process that has a client of a [`Peer`].
const PEER_URL: &str = "C1_TEST_PEER_URL";
const PEER_AUTHORITY: &str = "C1_TEST_PEER_AUTHORITY";

#[tokio::test]
async fn github_is_asked_for_a_token_on_another_connection() {
    // GitHub and the API are one peer here. The first request of a client is the one for an OIDC token.
    let peer = Peer::start(|connection| if connection == 0 { Silence::After(0) } else { Silence::Never }).await;
    let (url, authority) = (peer.url(), peer.authority().to_owned());
    let job = move || {
        let variables = [(PEER_URL, &*url), (PEER_AUTHORITY, &*authority)];
        github_job::run("within_a_job_with_a_mute_github", &format!("{url}/idtoken"), &variables);
    };
    tokio::task::spawn_blocking(job).await.unwrap();
    // Two to GitHub and one to the API; the OIDC token, the access token and the things.
    assert_eq!((peer.connections(), peer.answered()), (3, 3));
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn within_a_job_with_a_mute_github() {
    let client = Client::builder()
        .base_url(std::env::var(PEER_URL).unwrap())
        .workload_federation("ci@acme.conductor.one/wfe", TokenSource::github_actions())
        .root_certificate(std::env::var(PEER_AUTHORITY).unwrap())
        .http2_keep_alive(Duration::MAX, Duration::from_secs(10))
        .attempt_timeout(Duration::from_secs(3))
        .retry(RetryPolicy::default().initial_delay(Duration::from_millis(5)))
        .build()
        .unwrap();
    client.request(Method::GET, "/api/v1/things").await.unwrap();
}

#[tokio::test]
async fn a_mute_peer_is_found_out_by_pings_long_before_the_attempt_times_out() {
    let peer = Peer::start(|connection| if connection == 0 { Silence::After(1) } else { Silence::Never }).await;
    let client = client_of(&peer, Duration::from_secs(3600)).timeout(Duration::from_secs(3600));
    let client = client.http2_keep_alive(Duration::from_millis(100), Duration::from_secs(2)).build().unwrap();
    for _ in 0..2 {
        client.request(Method::GET, "/api/v1/things").await.unwrap();
    }
    assert_eq!((peer.connections(), peer.answered()), (2, 2));
}

#[tokio::test]
async fn a_connection_is_kept_for_calls_that_answer_and_given_up_when_idle() {
    let peer = Peer::start(|_| Silence::Never).await;
    let client = client_of(&peer, Duration::from_secs(10)).build().unwrap();
    for _ in 0..3 {
        client.request(Method::GET, "/api/v1/things").await.unwrap();
    }
    assert_eq!(peer.connections(), 1);

    let client = client_of(&peer, Duration::from_secs(10)).pool_idle_timeout(Duration::from_millis(1)).build().unwrap();
    for _ in 0..2 {
        client.request(Method::GET, "/api/v1/things").await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(peer.connections(), 3);
}
