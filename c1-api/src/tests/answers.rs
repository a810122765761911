//! What becomes of an answer, good or bad.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use c1_api_core::{BoxError, Code, Error, ErrorDetail, ErrorKind, RetryPolicy};
use futures_core::Stream;
use http::{Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::operations::{Delete, Search};
use super::{TOKEN, body, client_of, client_with};
use crate::Call;
use crate::Client;

const SEARCH: Search = Search { query: "" };

/// What a call gives when the server answers so.
async fn answered(template: ResponseTemplate) -> Result<Value, Error> {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(template).mount(&server).await;
    Call::new(&client_of(&server), SEARCH).await
}

#[tokio::test]
async fn a_success_is_read() {
    let value = json!({ "list": [1] });
    assert_eq!(answered(ResponseTemplate::new(200).set_body_json(&value)).await.unwrap(), value);
    assert_eq!(answered(ResponseTemplate::new(200).set_body_bytes(*b"[]")).await.unwrap(), json!([]));
    assert_eq!(answered(ResponseTemplate::new(204)).await.unwrap(), json!({}));
    let problem = ResponseTemplate::new(200).set_body_raw("{}", "Application/Vnd.C1+JSON; charset=utf-8");
    assert_eq!(answered(problem).await.unwrap(), json!({}));
}

#[tokio::test]
async fn an_error_of_the_api_keeps_what_the_server_said() {
    let status = json!({
        "code": 7,
        "message": "missing role",
        "details": [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ROLE" }],
    });
    let error = answered(ResponseTemplate::new(403).set_body_json(&status)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(error.message(), Some("missing role"));
    assert_eq!(error.operation(), Some("test.v1.Things.Search"));
    assert_eq!(serde_json::from_slice::<Value>(error.body().unwrap()).unwrap(), status);
    assert_eq!(error.code(), Some(Code::PERMISSION_DENIED));
    assert_eq!(error.details().len(), 1);
    assert!(matches!(&error.details()[0], ErrorDetail::ErrorInfo(info) if info.reason == "ROLE"));
    assert_eq!((error.attempts(), error.is_retryable(), error.retry_after()), (1, false, None));
    let text = "search things: 403 permission denied: missing role (test.v1.Things.Search, 1 attempt)";
    assert_eq!(error.to_string(), text);
}

#[tokio::test]
async fn a_bad_answer_is_an_error_of_the_right_kind() {
    let html = "<!doctype html><title>Bad gateway</title>";
    let json = |status, text: &str| ResponseTemplate::new(status).set_body_raw(text, "application/json");
    let page = |status| ResponseTemplate::new(status).set_body_raw(html, "text/html");
    let cases = [
        (
            json(401, r#"{"code": 16, "message": "expired"}"#),
            ErrorKind::Auth,
            "401 unauthenticated: expired; is the token",
        ),
        (json(500, r#"{"code": 2, "message": ""}"#), ErrorKind::Api, "500 unknown: the server gives no reason"),
        (json(500, r#"{"code": 0}"#), ErrorKind::Api, "500 internal server error: the server gives no reason"),
        (json(500, "[]"), ErrorKind::Api, "not an error of the API"),
        (json(500, r#"{"code": 2"#), ErrorKind::Api, "not an error of the API"),
        (page(502), ErrorKind::Api, "502 bad gateway: the body is not an error of the API"),
        (ResponseTemplate::new(503), ErrorKind::Api, "the body is empty"),
        (ResponseTemplate::new(599), ErrorKind::Api, "599 failed:"),
        (page(200), ErrorKind::Decode, "not of a JSON content type (it looks like a web page"),
        (json(200, html), ErrorKind::Decode, "looks like a web page"),
        (json(200, ""), ErrorKind::Decode, "is empty"),
        (json(200, r#"{"list": ["#), ErrorKind::Decode, "ends too early, after 10 bytes"),
        (json(200, "{} {}"), ErrorKind::Decode, "trailing characters"),
        (
            ResponseTemplate::new(200).set_body_raw(b"\"\xff\"".to_vec(), "application/json"),
            ErrorKind::Decode,
            "is not UTF-8",
        ),
        (ResponseTemplate::new(304), ErrorKind::Redirect, "without a location"),
    ];
    for (template, kind, reason) in cases {
        let error = answered(template).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(reason), "{error} should mention {reason}");
        assert!(error.status().is_some() && error.body().is_some(), "{error:?}");
        assert_eq!(error.operation(), Some("test.v1.Things.Search"));
    }
}

#[tokio::test]
async fn an_error_has_the_headers_and_the_request_id() {
    let body = json!({ "code": 5, "message": "no such thing (request-id: 7f3a)" });
    let response = ResponseTemplate::new(404).insert_header("x-other", "1").set_body_json(&body);
    let error = answered(response).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!((error.request_id(), error.message()), (Some("7f3a"), Some("no such thing (request-id: 7f3a)")));
    assert_eq!(error.headers().unwrap()["x-other"], "1");
    let text = "search things: 404 not found: no such thing (test.v1.Things.Search, 1 attempt, request id 7f3a)";
    assert_eq!(error.to_string(), text);

    let with_id = |status| ResponseTemplate::new(status).insert_header("x-request-id", "h-1");
    for response in [with_id(503), with_id(302), with_id(200), with_id(200).set_body_raw("<html>", "text/html")] {
        let error = answered(response).await.unwrap_err();
        assert_eq!(error.request_id(), Some("h-1"));
        assert!(error.to_string().ends_with("1 attempt, request id h-1)"), "{error}");
    }

    let response = client_with(|_| {
        let response = Response::builder().header("x-request-id", "h-2");
        response.body(super::body("{}")).unwrap()
    });
    let response = Call::new(&response, SEARCH).with_response().await.unwrap();
    assert_eq!(response.request_id(), Some("h-2"));

    let echo = client_with(|request| {
        let response = Response::builder()
            .status(403)
            .header("x-request-id", &request.headers()["authorization"].to_str().unwrap()[7..]);
        response.body(super::body("{}")).unwrap()
    });
    let error = Call::new(&echo, SEARCH).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{error:?}");
}

#[tokio::test]
async fn a_text_of_the_server_turns_no_other_text_around() {
    let body = json!({ "message": "a\u{202e}b\u{2028}c\u{2067}d\u{9b}e" });
    let error = answered(ResponseTemplate::new(400).set_body_json(body)).await.unwrap_err();
    assert!(error.to_string().contains("400 bad request: a b c d e ("), "{error}");
}

#[tokio::test]
async fn a_text_of_the_server_is_shown_in_part_and_kept_in_full() {
    let message = "no\n".repeat(10_000);
    let error = answered(ResponseTemplate::new(400).set_body_json(json!({ "message": message }))).await.unwrap_err();
    assert_eq!(error.message(), Some(message.as_str()));
    assert!(error.to_string().len() < 1000);
    assert!(!error.to_string().contains('\n'));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(json!({}))).mount(&elsewhere).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/login?state=secret", elsewhere.uri());
        let error = answered(ResponseTemplate::new(status).insert_header("location", location)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(error.to_string().contains(&format!("{}/login;", elsewhere.uri())), "{error}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_refused_connection_is_named() {
    // The port is free again once the listener is dropped.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().base_url(format!("http://{address}")).bearer_token(TOKEN).build().unwrap();
    let error = Call::new(&client, SEARCH).retry(RetryPolicy::off()).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(error.to_string().starts_with("search things: could not connect to 127.0.0.1: "), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn a_body_is_read_up_to_a_limit() {
    let quoted = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
    for (bytes, fits) in [(1000, true), (1001, false)] {
        let client = client_with(move |_| Response::new(body(quoted(bytes))));
        let answer = Call::new(&client, SEARCH).await;
        assert_eq!(answer.as_ref().map_err(Error::kind).is_ok(), fits);
        if let Err(error) = answer {
            assert_eq!(error.kind(), ErrorKind::TooLarge);
            assert_eq!(error.status(), Some(StatusCode::OK));
            assert!(error.to_string().contains("exceeds the maximum of 1000 bytes"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_failure_of_the_connection() {
    let client = client_with(|_| {
        let frames = Broken { first: Some(Bytes::from_static(b"{")) };
        Response::new(StreamBody::new(frames).boxed_unsync())
    });
    let error = Call::new(&client, SEARCH).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert!(error.to_string().contains("reset by a test"), "{error}");
}

#[tokio::test]
async fn no_debug_and_no_error_shows_the_token() {
    let builder = Client::builder().base_url("http://localhost:1").bearer_token(TOKEN);
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let call = Call::new(&client, Delete { id: "1".into() });
    let error = call.clone().retry(RetryPolicy::off()).await.unwrap_err();
    let shown = format!("{shown} {client:?} {call:?} {:?} {error:?} {error}", call.clone().into_future());
    assert!(!shown.contains(TOKEN), "{shown}");
    assert!(shown.contains("http://localhost:1"), "{shown}");
}

#[test]
fn no_builder_shows_a_secret_in_the_wrong_place() {
    let builders = [
        Client::builder().tenant(TOKEN),
        Client::builder().base_url(format!("https://{TOKEN}:{TOKEN}@acme.conductor.one")),
        Client::builder().base_url(TOKEN),
        Client::builder().base_url(format!("https://acme.conductor.one?key={TOKEN}")),
        Client::builder().proxy(format!("http://{TOKEN}:{TOKEN}@proxy.example")),
        Client::builder().identity(TOKEN).root_certificate(TOKEN),
    ];
    for builder in builders {
        let shown = format!("{builder:?} {builder:#?} {:?}", builder.clone().bearer_token(TOKEN).build().err());
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}

#[test]
fn a_client_that_lacks_something_is_not_built() {
    let cases = [
        (Client::builder().bearer_token(TOKEN), "the server is missing"),
        (
            Client::builder().tenant("acme").base_url("https://acme.c1eu.ai").bearer_token(TOKEN),
            "the server is set twice",
        ),
        (Client::builder().tenant("acme"), "the credential is missing"),
        (Client::builder().tenant("acme").bearer_token(""), "bearer_token"),
        (Client::builder().tenant("acme").bearer_token(format!("{TOKEN}\n")), "bearer_token"),
        (Client::builder().tenant("acme").bearer_token(format!("Bearer {TOKEN}")), "bearer_token"),
    ];
    for (builder, reason) in cases {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!format!("{error} {error:?}").contains(TOKEN), "{error:?}");
    }
}

#[test]
fn https_needs_a_tls_feature() {
    let built = Client::builder().tenant("acme").bearer_token(TOKEN).build();
    if cfg!(any(feature = "rustls", feature = "native-tls")) {
        built.unwrap();
    } else {
        assert!(built.unwrap_err().to_string().contains("`rustls` or `native-tls`"));
    }
}

#[test]
fn clients_and_calls_can_be_moved_between_threads() {
    fn is_shareable<T: Clone + Send + Sync + 'static>() {}
    fn is_sendable<T: Send + 'static>() {}
    is_shareable::<Client>();
    is_shareable::<Call<Search>>();
    is_sendable::<<Call<Search> as IntoFuture>::IntoFuture>();
}

/// A body that is reset after its first frame.
struct Broken {
    first: Option<Bytes>,
}

impl Stream for Broken {
    type Item = Result<Frame<Bytes>, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frame = self.first.take().map(Frame::data).ok_or_else(|| "reset by a test".into());
        Poll::Ready(Some(frame))
    }
}
