//! API keys, users with passwords, and clients without a credential, over a service in memory and a loopback server.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, Once};

use bytes::Bytes;
use c1_api::{Client, ClientBuilder, Error, ErrorKind, RetryPolicy};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::util::SubscriberInitExt;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

mod log;

use log::Log;

fn builder() -> ClientBuilder {
    Client::builder().base_url("https://api.example/v1").retry(RetryPolicy::off())
}

/// Sends a request to a service that responds so. Returns the requests as text, and the outcome.
async fn sent(builder: ClientBuilder, status: StatusCode, body: &str) -> (Vec<String>, Result<Value, Error>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let (received, body) = (requests.clone(), body.to_owned());
    let service = tower::service_fn(move |request: Request<Bytes>| {
        let headers = request.headers().iter().filter(|(name, _)| !["accept", "user-agent"].contains(&name.as_str()));
        let headers = headers.map(|(name, value)| {
            assert!(value.is_sensitive(), "{name}");
            format!("\n{name}: {}", value.to_str().unwrap())
        });
        received.lock().unwrap().push(format!("{}{}", request.uri(), headers.collect::<String>()));
        let mut response = Response::new(Full::new(Bytes::from(body.clone())));
        *response.status_mut() = status;
        async { Ok::<_, Infallible>(response) }
    });
    let client = builder.service(service).build().unwrap();
    let outcome = client.request(Method::GET, "/pets").query("kind", "dog").await;
    let requests = std::mem::take(&mut *requests.lock().unwrap());
    (requests, outcome)
}

#[test]
fn debug_of_a_builder_shows_which_credentials_are_set() {
    let builder = builder()
        .basic_auth("sesame", "sesame")
        .api_key_header("x-key", "sesame")
        .api_key_query("key", "sesame")
        .api_key_cookie("id", "sesame")
        .bearer_token("sesame");
    let shown = format!("{builder:?}");
    for method in ["basic_auth", "api_key_header", "api_key_query", "api_key_cookie", "bearer_token"] {
        assert!(shown.contains(method), "{method}: {shown}");
    }
    assert!(!shown.contains("sesame"), "{shown}");
}

#[tokio::test]
async fn each_credential_has_its_place_in_the_request() {
    let url = "https://api.example/v1/pets?kind=dog";
    let cases = [
        (builder().without_credential(), url.to_owned()),
        (builder().without_credential().bearer_token("a"), format!("{url}\nauthorization: Bearer a")),
        (builder().api_key_header("X-Api-Key", "a b"), format!("{url}\nx-api-key: a b")),
        (builder().api_key_header("X-Api-Key", "old").api_key_header("X-Api-Key", "a"), format!("{url}\nx-api-key: a")),
        (builder().api_key_header("Authorization", "Bot a"), format!("{url}\nauthorization: Bot a")),
        (builder().api_key_query("api key", "a&b=ä"), format!("{url}&api%20key=a%26b%3D%C3%A4")),
        (builder().api_key_query("id", "a").api_key_query("key", "b"), format!("{url}&id=a&key=b")),
        (builder().api_key_cookie("id", "a").api_key_cookie("key", "b="), format!("{url}\ncookie: id=a; key=b=")),
        (
            builder().header("cookie", "theme=dark").api_key_cookie("id", "a"),
            format!("{url}\ncookie: theme=dark; id=a"),
        ),
        // RFC 7617, sections 2 and 2.1.
        (
            builder().basic_auth("Aladdin", "open sesame"),
            format!("{url}\nauthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ),
        (builder().basic_auth("test", "123£"), format!("{url}\nauthorization: Basic dGVzdDoxMjPCow==")),
        (builder().api_key_header("x-app", "a").bearer_token("b"), format!("{url}\nx-app: a\nauthorization: Bearer b")),
    ];
    for (builder, expected) in cases {
        let (requests, outcome) = sent(builder, StatusCode::OK, "{}").await;
        assert_eq!(requests, [expected]);
        assert_eq!(outcome.unwrap(), json!({}));
    }
}

#[test]
fn invalid_credentials_are_errors_of_the_builder_that_do_not_show_them() {
    let cases = [
        (builder(), "the credential is missing"),
        (builder().api_key_header("x key", "sesame"), "api_key_header: expected the name of a header"),
        (builder().api_key_header("sesame\r\nx", "sesame"), "api_key_header: expected the name of a header"),
        (builder().api_key_header("host", "sesame"), "api_key_header: `host` is set by the client itself"),
        (builder().api_key_header("cookie", "sesame"), "api_key_header: a cookie is set by api_key_cookie(..)"),
        (builder().api_key_header("x-key", "sesame\n"), "api_key_header: the key in `x-key` is not visible ASCII"),
        (builder().api_key_header("x-key", " sesame"), "api_key_header: the key in `x-key` is not visible ASCII"),
        (builder().api_key_header("x-key", ""), "api_key_header: the key in `x-key` is not visible ASCII"),
        (builder().api_key_query("", "sesame"), "api_key_query: expected a name and a key"),
        (builder().api_key_query("key", ""), "api_key_query: expected a name and a key"),
        (builder().api_key_cookie("a;b", "sesame"), "api_key_cookie: expected the name of a cookie"),
        (builder().api_key_cookie("id", "sesame; a=b"), "api_key_cookie: the key in `id` cannot be sent in a cookie"),
        (builder().basic_auth("a:b", "sesame"), "basic_auth: expected a user without a colon"),
        (builder().basic_auth("a", "sesame\n"), "basic_auth: expected a user without a colon"),
        (builder().basic_auth("a", "sesame").bearer_token("sesame"), "more than one credential is set"),
        (builder().basic_auth("a", "sesame").api_key_header("Authorization", "sesame"), "sets `authorization`, too"),
        (builder().api_key_header("Authorization", "sesame").bearer_token("sesame"), "more than one credential is set"),
    ];
    for (builder, expected) in cases {
        let shown = format!("{builder:?}");
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!format!("{error} {error:?} {shown}").contains("sesame"), "{error:?} {shown}");
    }
}

#[cfg(feature = "rustls")]
#[test]
fn a_client_that_may_follow_redirects_gets_no_key_that_it_would_send_to_another_host() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let redirecting = || builder().reqwest_client(reqwest::Client::new());
    let error = redirecting().api_key_header("x-key", "sesame").build().unwrap_err();
    assert!(error.to_string().contains("reqwest_client(..) may follow redirects"), "{error}");
    // HTTP clients remove these when they follow a redirect to another host.
    redirecting().basic_auth("a", "b").api_key_cookie("c", "d").build().unwrap();
}

#[tokio::test]
async fn a_header_of_a_call_cannot_replace_a_key() {
    let client = builder().api_key_header("X-Key", "sesame").build().unwrap();
    let error = client.request(Method::GET, "/pets").header("x-key", "other").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("`x-key` is set by the client itself"), "{error}");
}

#[tokio::test]
async fn a_rejected_key_is_not_sent_again() {
    let retrying = || builder().retry(RetryPolicy::default());
    let cases = [
        (retrying().api_key_header("x-key", "a"), "is the credential one of this API"),
        (retrying().basic_auth("a", "b"), "is the credential one of this API"),
        (retrying().without_credential(), "the client has no credential"),
    ];
    for (builder, hint) in cases {
        let (requests, outcome) = sent(builder, StatusCode::UNAUTHORIZED, r#"{"message": "no"}"#).await;
        let error = outcome.unwrap_err();
        assert_eq!((requests.len(), error.kind()), (1, ErrorKind::Auth));
        assert!(error.to_string().contains(hint), "{error}");
    }
}

/// Builders with secrets, and all forms in which a server may repeat them.
fn repeated() -> [(ClientBuilder, Vec<&'static str>); 5] {
    [
        (builder().api_key_header("x-key", "open-sesame"), vec!["open-sesame"]),
        (builder().api_key_header("authorization", "Bot open-sesame"), vec!["Bot open-sesame", "open-sesame"]),
        (builder().api_key_query("key", "open sesame"), vec!["open sesame", "/pets?key=open%20sesame"]),
        (builder().api_key_cookie("id", "open-sesame").bearer_token("shut-sesame"), vec!["open-sesame", "shut-sesame"]),
        (builder().basic_auth("Aladdin", "open sesame"), vec!["open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]),
    ]
}

fn assert_unprinted(shown: &str) {
    assert!(!shown.contains("sesame") && !shown.contains("QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), "{shown}");
}

#[tokio::test]
async fn no_error_shows_a_key_that_the_server_repeats() {
    for (builder, secrets) in repeated() {
        for secret in secrets {
            let body =
                json!({ "code": 3, "message": format!("the key {secret} has expired"), "details": [] }).to_string();
            for status in [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED] {
                let (_, outcome) = sent(builder.clone(), status, &body).await;
                let error = outcome.unwrap_err();
                assert!(error.to_string().contains("[secret]"), "{error}");
                assert_unprinted(&format!("{error} {error:?}"));
            }
        }
    }
}

#[tokio::test]
async fn no_event_shows_a_key() {
    static ONCE: Once = Once::new();
    let format = || tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_ansi(false);
    ONCE.call_once(|| format().with_writer(|| Log).finish().init());
    let server = MockServer::start().await;
    let echo = |request: &wiremock::Request| {
        let headers: Vec<_> = request.headers.values().map(|value| value.to_str().unwrap()).collect();
        ResponseTemplate::new(200).set_body_json(json!({ "url": request.url.as_str(), "list": headers }))
    };
    Mock::given(any()).respond_with(echo).mount(&server).await;
    for (builder, secrets) in repeated() {
        let client = builder.base_url(server.uri()).log_bodies(true).build().unwrap();
        let body = json!({ "texts": secrets });
        client.request(Method::POST, "/pets").json(body).await.unwrap();
        let log = Log::take();
        assert!(log.contains("[hidden]") && log.contains("TRACE"), "{log}");
        assert_unprinted(&log);
        assert_unprinted(&format!("{client:?}"));
    }
}
