//! What a listener hears of calls, by `tracing`.

mod listener;
mod secret_values;

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use c1_api::{Client, ClientBuilder, RetryPolicy};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use serde_json::json;
use tower::service_fn;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use listener::Listener;
use secret_values::{CLIENT_ID, CLIENT_SECRET, assert_unprinted};

/// A client whose n-th request is answered with the n-th of `answers`, a status and a body.
fn answered(answers: &'static [(u16, &str)]) -> ClientBuilder {
    let before = Arc::new(AtomicUsize::new(0));
    let service = service_fn(move |_: Request<Bytes>| {
        let (status, body) = answers[before.fetch_add(1, Ordering::Relaxed)];
        let mut answer = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        std::future::ready(Ok::<_, Infallible>(answer))
    });
    let policy = RetryPolicy::default().initial_delay(Duration::ZERO);
    Client::builder().base_url("http://localhost:8080/c1").bearer_token("open-sesame").service(service).retry(policy)
}

#[tokio::test(start_paused = true)]
async fn a_call_and_its_attempts_are_recorded_as_the_convention_says() {
    let client = answered(&[(503, "busy"), (200, r#"{"id":"sesame"}"#)]).build().unwrap();
    let listener = Listener::start();
    let call = client.request(Method::GET, "/api/v1/robots/{id}").path("id", &"sesame".to_owned());
    call.query("page_token", "sesame").header("x-team", "sesame").await.unwrap();
    let expected = r#"
c1.call INFO otel.name="GET /api/v1/robots/{id}" c1.operation="GET /api/v1/robots/{id}"
  c1.attempt INFO otel.name=GET /api/v1/robots/{id} otel.kind="client" c1.operation="GET /api/v1/robots/{id}" http.request.method="GET" server.address="localhost" server.port=8080 url.scheme="http" url.template="/api/v1/robots/{id}"
    record INFO http.response.status_code=503
    record INFO error.type="503"
    record INFO otel.status_code="ERROR"
    event DEBUG message=the attempt ended http.response.status_code=503 error.type="503" http.request.body.size=0 http.response.body.size=4 http.client.request.duration=0.0
  c1.attempt ended INFO
  event DEBUG message=the request is retried error.type="503" c1.retry.delay=0.0
  c1.attempt INFO otel.name=GET /api/v1/robots/{id} otel.kind="client" c1.operation="GET /api/v1/robots/{id}" http.request.method="GET" http.request.resend_count=1 server.address="localhost" server.port=8080 url.scheme="http" url.template="/api/v1/robots/{id}"
    record INFO http.response.status_code=200
    event DEBUG message=the attempt ended http.response.status_code=200 http.request.body.size=0 http.response.body.size=15 http.client.request.duration=0.0
  c1.attempt ended INFO
c1.call ended INFO
"#;
    assert_eq!(listener.lines("c1_api"), expected.trim_start());
    assert!(!listener.lines("").contains("sesame"));
}

#[tokio::test(start_paused = true)]
async fn what_fails_says_of_what_kind() {
    let cases: [(&'static [(u16, &str)], &str); 4] =
        [(&[(403, "{}")], "403"), (&[(302, "")], "redirect"), (&[(200, "<html>")], "decode"), (&[(401, "{}")], "401")];
    for (answers, kind) in cases {
        let client = answered(answers).build().unwrap();
        let listener = Listener::start();
        client.request(Method::POST, "/api/v1/robots").json(json!({ "name": "Marvin" })).await.unwrap_err();
        let lines = listener.lines("c1_api");
        let of_call =
            format!("\n  record INFO error.type={kind:?}\n  record INFO otel.status_code=\"ERROR\"\nc1.call ended");
        assert!(lines.contains(&of_call), "{lines}");
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_are_logged_if_asked_for_and_without_secrets() {
    const ANSWER: &str =
        r#"{"apiKey":"sesame","nested":[{"client_secret":["sesame"]}],"said":"Bearer open-sesame","id":"r2"}"#;
    for asked in [false, true] {
        let client = answered(&[(200, ANSWER)]).log_bodies(asked).build().unwrap();
        let listener = Listener::start();
        let body = json!({ "name": "Marvin", "password": "sesame" });
        client.request(Method::POST, "/api/v1/robots").json(body).await.unwrap();
        let lines = listener.lines("c1_api::bodies");
        let expected = concat!(
            r#"    event DEBUG message=the bodies of the attempt http.request.body={"name":"Marvin","password":"[hidden]"} "#,
            r#"http.response.body={"apiKey":"[hidden]","id":"r2","nested":[{"client_secret":"[hidden]"}],"#,
            r#""said":"Bearer [hidden]"}"#,
            "\n"
        );
        assert_eq!(lines, if asked { expected } else { "" });
        assert!(!listener.lines("").contains("sesame"), "{lines}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_device_login_and_its_attempts_are_logged_without_a_code() {
    const CODE: &str = r#"{"device_code":"sesame-device","user_code":"SESAME","expires_in":600,"interval":5,
        "verification_uri_complete":"https://acme.conductor.one/device?code=SESAME"}"#;
    const CLIENT: &str = r#"{"client":{"clientId":"fox@acme.conductor.one/pcc"},"clientSecret":"sesame-secret"}"#;
    let builder = answered(&[
        (200, CODE),
        (400, r#"{"error":"authorization_pending"}"#),
        (200, r#"{"access_token":"sesame-token"}"#),
        (200, CLIENT),
    ]);
    let listener = Listener::start();
    let login = builder.device_login("public-client").await.unwrap();
    login.create_credential("laptop").await.unwrap();
    let expected = r#"
c1.device_login INFO
  c1.attempt INFO otel.name=POST /auth/v1/device_authorization otel.kind="client" c1.operation="device_authorization" http.request.method="POST" server.address="localhost" server.port=8080 url.scheme="http" url.template="/auth/v1/device_authorization"
    record INFO http.response.status_code=200
    event DEBUG message=the attempt ended http.response.status_code=200 http.request.body.size=23 http.response.body.size=167 http.client.request.duration=0.0
  c1.attempt ended INFO
  c1.attempt INFO otel.name=POST /auth/v1/token otel.kind="client" c1.operation="token" http.request.method="POST" server.address="localhost" server.port=8080 url.scheme="http" url.template="/auth/v1/token"
    record INFO http.response.status_code=400
    record INFO error.type="400"
    record INFO otel.status_code="ERROR"
    event DEBUG message=the attempt ended http.response.status_code=400 error.type="400" http.request.body.size=115 http.response.body.size=33 http.client.request.duration=0.0
  c1.attempt ended INFO
  event DEBUG message=the code is not confirmed yet c1.retry.delay=5.0
  c1.attempt INFO otel.name=POST /auth/v1/token otel.kind="client" c1.operation="token" http.request.method="POST" server.address="localhost" server.port=8080 url.scheme="http" url.template="/auth/v1/token"
    record INFO http.response.status_code=200
    event DEBUG message=the attempt ended http.response.status_code=200 http.request.body.size=115 http.response.body.size=31 http.client.request.duration=0.0
  c1.attempt ended INFO
  c1.attempt INFO otel.name=POST /api/v1/iam/personal_clients otel.kind="client" c1.operation="personal_client" http.request.method="POST" server.address="localhost" server.port=8080 url.scheme="http" url.template="/api/v1/iam/personal_clients"
    record INFO http.response.status_code=200
    event DEBUG message=the attempt ended http.response.status_code=200 http.request.body.size=24 http.response.body.size=83 http.client.request.duration=0.0
  c1.attempt ended INFO
c1.device_login ended INFO
"#;
    assert_eq!(listener.lines("c1_api"), expected.trim_start());
    let all = listener.lines("").to_lowercase();
    assert!(!all.contains("sesame") && !all.contains("laptop"), "{all}");
}

#[tokio::test(start_paused = true)]
async fn a_device_login_that_fails_says_why() {
    let cases: [(&'static [(u16, &str)], &str); 3] =
        [(&[(404, "{}")], "404"), (&[(200, "<html>")], "decode"), (&[(302, "")], "redirect")];
    for (answers, kind) in cases {
        let listener = Listener::start();
        answered(answers).device_login("public-client").await.unwrap_err();
        let log = listener.lines("c1_api");
        let failure = format!(
            "\n  record INFO error.type={kind:?}\n  record INFO otel.status_code=\"ERROR\"\nc1.device_login ended"
        );
        assert!(log.contains(&failure), "{log}");
    }
}

#[tokio::test]
async fn no_listener_hears_a_secret() {
    let server = MockServer::start().await;
    let token = json!({ "access_token": "open-sesame", "expires_in": 600 });
    let token = ResponseTemplate::new(200).set_body_json(token).insert_header("set-cookie", "sesame");
    Mock::given(path("/auth/v1/token")).respond_with(token).mount(&server).await;
    let refusal = json!({ "code": 16, "message": "not you, open-sesame", "details": [] });
    let refusal = ResponseTemplate::new(401).set_body_json(refusal);
    Mock::given(path("/api/v1/robots")).respond_with(refusal).up_to_n_times(1).mount(&server).await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({ "token": "sesame" }));
    Mock::given(path("/api/v1/robots")).respond_with(answer.insert_header("x-secret", "sesame")).mount(&server).await;

    let builder = Client::builder().base_url(server.uri()).client_credentials(CLIENT_ID, CLIENT_SECRET);
    let client = builder.header("x-key", "sesame").log_bodies(true).build().unwrap();
    let listener = Listener::start();
    client.request(Method::GET, "/api/v1/robots").header("x-key", "sesame").await.unwrap();
    let lines = listener.lines("");
    assert_unprinted(&lines);
    assert!(!lines.contains("sesame"), "{lines}");
    let of_token = "\n  c1.token INFO\n    c1.attempt INFO otel.name=POST /auth/v1/token ";
    assert_eq!(lines.matches(of_token).count(), 2, "one token for the call, and one after the refusal: {lines}");
    assert!(lines.contains("http.response.body={\"token\":\"[hidden]\"}"), "{lines}");
}
