//! Servers that refuse all requests, or change their mind: the number of requests, and the errors.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::advance;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::util::SubscriberInitExt;

use super::*;
use crate::log::Log;

#[tokio::test(start_paused = true)]
async fn an_api_that_knows_no_token_costs_few_of_them() {
    for endpoint in [Knowledge::Insists, Knowledge::None] {
        let server = DpopServer::new(Rules { endpoint, forgets_tokens: true, ..Rules::default() });
        let client = of(&server).build().unwrap();
        for _ in 0..4 {
            assert_eq!(together(&client, 256).await.len(), 256);
        }
        let (_, tokens, requests) = server.counts();
        assert_eq!(tokens, 4, "the first one, and three in its place");
        assert!((1024..=2048).contains(&requests), "a call is sent once more at most: {requests}");

        advance(Duration::from_secs(61)).await;
        call(&client).await.unwrap_err();
        assert_eq!(server.counts().1, 5);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_always_asks_for_something_else_is_given_up() {
    const CHALLENGES: [&str; 3] = ["DPoP error=\"use_dpop_nonce\"", "DPoP error=\"invalid_dpop_proof\"", "DPoP"];
    const DATES: [&str; 2] = ["Fri, 06 Nov 2099 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"];
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = requests.clone();
    let service = service_fn(move |request: Request<Bytes>| {
        let number = counted.fetch_add(1, Ordering::Relaxed);
        let is_exchange = request.uri().path() == "/auth/v1/token";
        let answer = Response::builder()
            .status(if is_exchange && number.is_multiple_of(2) { 200 } else { 401 })
            .header("dpop-nonce", format!("nonce-{number}"))
            .header("date", DATES[number / 3 % 2])
            .header("www-authenticate", CHALLENGES[number % 3])
            .body(Full::new(Bytes::from(format!(r#"{{"access_token": "{SESAME}-{number}", "token_type": "dPoP"}}"#))));
        async { Ok::<_, Infallible>(answer.unwrap()) }
    });
    let builder = Client::builder().base_url("http://localhost").client_credentials(CLIENT_ID, CLIENT_SECRET);
    let client = builder.service(service).build().unwrap();
    for _ in 0..20 {
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.attempts() <= 6, "a nonce for each attempt, a clock and a token: {error}");
    }
    assert_eq!(together(&client, 256).await.len(), 256);
    let requests = requests.load(Ordering::Relaxed);
    assert!(requests <= 276 * 6 + 40, "{requests}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_no_longer_binds_tokens_is_told_of() {
    // While there is but one subscriber, an event that another thread is the first to come to is off for all threads unless that
    // thread has it, too.
    let (_one, _another) = (logging(), logging());
    let server = DpopServer::new(Rules::default());
    let client = of(&server).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(Log::take(), "");

    server.set(|rules| (rules.endpoint, rules.api) = (Knowledge::None, Knowledge::None));
    advance(Duration::from_secs(601)).await;
    call(&client).await.unwrap();
    let log = Log::take();
    assert!(log.contains("WARN") && log.contains("is not bound to the client's key"), "{log}");
    assert_unprinted(&log);

    server.set(|rules| (rules.endpoint, rules.api) = Default::default());
    advance(Duration::from_secs(601)).await;
    let proofs = server.proofs();
    call(&client).await.unwrap();
    assert_eq!((Log::take().as_str(), server.proofs() - proofs), ("", 2), "proofs are offered all the while");
}

/// Logs the warnings of this thread until what this gives is dropped.
fn logging() -> impl Sized {
    let subscriber = tracing_subscriber::fmt().with_max_level(LevelFilter::WARN).with_ansi(false);
    subscriber.with_writer(|| Log).finish().set_default()
}
