//! Options of calls and clients.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use c1_api_core::{BoxError, ErrorKind};
use http::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;
use tower::service_fn;
use tower::util::MapRequestLayer;

use super::operations::{Cancel, Delete, List, Search};
use super::{TOKEN, body, client_with};
use crate::Call;
use crate::Client;
use crate::ClientBuilder;

type Requests = Arc<Mutex<Vec<Request<Bytes>>>>;

/// A builder whose client sends to a list, and is answered `{}`.
fn recording() -> (ClientBuilder, Requests) {
    let requests = Requests::default();
    let seen = Arc::clone(&requests);
    let service = service_fn(move |request| {
        seen.lock().unwrap().push(request);
        std::future::ready(Ok::<_, BoxError>(Response::new(body("{}"))))
    });
    (Client::builder().base_url("http://localhost").bearer_token(TOKEN).service(service), requests)
}

fn json_of(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}

#[tokio::test]
async fn a_call_takes_more_than_its_operation_knows() {
    let (builder, requests) = recording();
    let client = builder.header("x-team", "all").header("x-app", "one").user_agent("my-app/1.0").build().unwrap();
    let call = Call::new(&client, Search { query: "ada" }).query("a b", "&").query("empty", "");
    call.header("X-Team", "mine").body_field("query", "eve").body_field("limit", 3).await.unwrap();
    Call::new(&client, Cancel { group: 1, id: "2".into() }).body_field("why", json!(["x"])).await.unwrap();

    let requests = requests.lock().unwrap();
    assert_eq!(requests[0].uri().query(), Some("a%20b=%26&empty="));
    assert_eq!(json_of(&requests[0]), json!({ "query": "eve", "limit": 3 }));
    assert_eq!(requests[0].headers()["x-team"], "mine");
    assert_eq!(requests[0].headers()["x-app"], "one");
    assert!(requests[0].headers()["x-app"].is_sensitive());
    let agent = requests[0].headers()["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("my-app/1.0 c1-api-rust/"), "{agent}");
    assert_eq!(requests[1].headers()["x-team"], "all");
    assert_eq!(requests[1].headers()["content-type"], "application/json");
    assert_eq!(json_of(&requests[1]), json!({ "why": ["x"] }));
}

#[tokio::test]
async fn every_page_is_asked_for_with_the_options() {
    let (builder, requests) = recording();
    let client = builder.build().unwrap();
    let call = Call::new(&client, List::default()).query("deep", "1").header("x-team", "mine");
    assert!(call.pages_from("t").try_next().await.unwrap().is_some());
    let requests = requests.lock().unwrap();
    assert_eq!(requests[0].uri().query(), Some("page_token=t&deep=1"));
    assert_eq!(requests[0].headers()["x-team"], "mine");
}

#[tokio::test]
async fn a_header_of_the_clients_own_or_a_malformed_one_is_refused() {
    let (builder, requests) = recording();
    let client = builder.build().unwrap();
    let cases = [
        ("Authorization", "open-sesame", "set by the client itself"),
        ("host", "open-sesame", "set by the client itself"),
        ("DPoP", "open-sesame", "set by the client itself"),
        ("no name", "open-sesame", "the name of a header"),
        ("x-team", "open-sesame\r\n", "the value of `x-team`"),
    ];
    for (name, value, reason) in cases {
        let (builder, _) = recording();
        let built = builder.header(name, value).build().unwrap_err();
        let called = Call::new(&client, Delete { id: "1".into() }).header(name, value).await.unwrap_err();
        for error in [built, called] {
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            assert!(error.to_string().contains(reason), "{error}");
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        }
    }
    assert!(requests.lock().unwrap().is_empty());
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let builder = || recording().0;
    let cases = [
        (builder().timeout(Duration::ZERO), "timeout:"),
        (builder().attempt_timeout(Duration::ZERO), "attempt_timeout:"),
        (builder().connect_timeout(Duration::ZERO), "connect_timeout:"),
        (builder().user_agent("two\nlines"), "user_agent:"),
        (
            builder().service(service_fn(async |_| Ok::<_, BoxError>(Response::new(body(""))))),
            "more than one transport is set",
        ),
    ];
    for (builder, reason) in cases {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(reason), "{error}");
    }
    builder().timeout(Duration::MAX).attempt_timeout(Duration::MAX).build().unwrap();
}

#[tokio::test]
async fn a_response_comes_with_all_that_the_server_sent() {
    let client = client_with(|_| {
        let answer = Response::builder().status(201).header("x-request-id", "7");
        answer.body(body(r#"{"list": [1], "new": true}"#)).unwrap()
    });
    let response = Call::new(&client, Search { query: "" }).with_response().await.unwrap();
    assert_eq!(response.status, StatusCode::CREATED);
    assert_eq!(response.headers["x-request-id"], "7");
    assert_eq!(response.value["list"], json!([1]));
    assert_eq!(&response.body[..], br#"{"list": [1], "new": true}"#);
}

#[tokio::test]
async fn a_layer_sees_every_request_and_the_last_one_is_outermost() {
    let (builder, requests) = recording();
    let mark = |name: &'static str| {
        MapRequestLayer::new(move |mut request: Request<Bytes>| {
            request.headers_mut().append("x-layer", name.parse().unwrap());
            request
        })
    };
    let client = builder.layer(mark("inner")).layer(mark("outer")).build().unwrap();
    Call::new(&client, Search { query: "" }).await.unwrap();
    let requests = requests.lock().unwrap();
    let layers: Vec<_> = requests[0].headers().get_all("x-layer").iter().collect();
    assert_eq!(layers, ["outer", "inner"]);
    assert!(requests[0].headers()["authorization"].is_sensitive());
}

#[tokio::test]
async fn a_service_may_have_bodies_and_errors_of_its_own() {
    let service = service_fn(async |_: Request<Bytes>| Err(std::io::Error::other("unplugged")));
    let service = service.map_response(|()| Response::new(http_body_util::Empty::<Bytes>::new()));
    let builder = Client::builder().base_url("http://localhost").bearer_token(TOKEN).service(service);
    let error = Call::new(&builder.build().unwrap(), Delete { id: "1".into() })
        .retry(crate::RetryPolicy::off())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("unplugged"), "{error}");
}

#[tokio::test]
async fn a_raw_request_is_a_call_like_any_other() {
    let (builder, requests) = recording();
    let client = builder.build().unwrap();
    let call = client.request(Method::PATCH, "/api/v1/robots/{id}/name").path("id", &"a/b".to_owned());
    let call = call.json(json!({ "name": "Marvin" })).query("force", "true").body_field("sad", true);
    assert_eq!(call.await.unwrap(), json!({}));

    let requests = requests.lock().unwrap();
    assert_eq!(requests[0].method(), Method::PATCH);
    assert_eq!(requests[0].uri(), "http://localhost/api/v1/robots/a%2Fb/name?force=true");
    assert_eq!(json_of(&requests[0]), json!({ "name": "Marvin", "sad": true }));
    assert_eq!(requests[0].headers()["authorization"], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn an_error_of_a_raw_request_names_its_path_and_no_id() {
    let client = client_with(|_| {
        Response::builder().status(404).body(body(r#"{"code": 5, "message": "no such robot"}"#)).unwrap()
    });
    let call = client.request(Method::GET, "/api/v1/robots/{id}").path("id", &"secret".to_owned());
    let error = call.query("token", "secret").await.unwrap_err();
    assert_eq!(error.operation(), Some("GET /api/v1/robots/{id}"));
    assert_eq!(error.to_string(), "GET /api/v1/robots/{id}: 404 not found: no such robot (1 attempt)");
}

#[tokio::test]
async fn a_raw_path_cannot_lead_elsewhere() {
    let (builder, requests) = recording();
    let client = builder.build().unwrap();
    let cases = [
        "@evil.example/x",
        ":80@evil.example/x",
        ".evil.example/x",
        "",
        "https://evil.example",
        "//evil.example",
        "/api/../x",
        "/api/./x",
        "/api/",
        "/",
        "/api/x?y=z",
        "/api/x#y",
        "/api\\x",
        "/api/{id}",
        "/a b",
        "/api/v1/apps/%2e%2e/%2E%2E/admin",
        "/api/v1/apps/.%2e/admin",
        "/api/v1/apps/%2E",
        "/api/v1/apps/{id}/%2e%2e",
    ];
    for path in cases {
        let call = client.request(Method::GET, path);
        // `/api/{id}` is refused because it lacks a value.
        let call = if path.contains('%') { call.path("id", &"1".to_owned()) } else { call };
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path}");
    }
    let filled = client.request(Method::GET, "/api/{id}").path("id", &"..".to_owned()).await.unwrap_err();
    assert!(filled.to_string().contains("another resource"), "{filled}");
    assert!(requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_raw_path_with_encoded_characters_is_sent_as_it_is_meant() {
    let (builder, requests) = recording();
    let client = builder.build().unwrap();
    let cases = [
        ("/api/v1/a%2Fb", "/api/v1/a%2Fb"),
        ("/api/v1/%41", "/api/v1/%41"),
        ("/api/v1/...", "/api/v1/..."),
        ("/api/v1/%2e%2e%2e", "/api/v1/%2e%2e%2e"),
        ("/api/v1/%2e%2ex", "/api/v1/%2e%2ex"),
        ("/api/v1/ä", "/api/v1/%C3%A4"),
    ];
    for (path, sent) in cases {
        client.request(Method::GET, path).await.unwrap();
        let requests = requests.lock().unwrap();
        assert_eq!(requests.last().unwrap().uri().path(), sent);
    }
}

#[tokio::test]
async fn a_missing_parameter_is_named_and_no_other_one_is_shown() {
    let (builder, requests) = recording();
    let client = builder.build().unwrap();
    let call = client.request(Method::GET, "/api/v1/apps/{app_id}/users/{id}");
    let error = call.path("app_id", &"secret".to_owned()).await.unwrap_err();
    let expected = "the path `/api/v1/apps/{app_id}/users/{id}` lacks a value for `id`; nothing was sent";
    assert!(error.to_string().ends_with(expected), "{error}");
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    assert!(requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn fields_cannot_be_added_to_a_body_that_is_no_object() {
    let (builder, requests) = recording();
    let call = builder.build().unwrap().request(Method::POST, "/api/v1/x").json(json!([1]));
    let error = call.body_field("a", 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("not an object"), "{error}");
    assert!(requests.lock().unwrap().is_empty());
}
