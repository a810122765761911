//! Client credentials, token providers and the environment, against an HTTP server on the loopback interface.
#![cfg(feature = "user-v1")]

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use c1_api::user::v1::SearchUsersRequest;
use c1_api::{Client, ClientBuilder, Error, ErrorKind};
use serde_json::json;
use tokio::task::JoinSet;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

mod secret_values;

use secret_values::{CLIENT_ID, CLIENT_SECRET, assert_unprinted};

/// A server whose n-th token is `open-sesame-n`.
async fn minting() -> MockServer {
    let server = MockServer::start().await;
    let minted = AtomicUsize::new(0);
    Mock::given(method("POST"))
        .and(path("/auth/v1/token"))
        .respond_with(move |_: &Request| {
            let token = format!("open-sesame-{}", minted.fetch_add(1, Ordering::Relaxed));
            ResponseTemplate::new(200).set_body_json(json!({ "access_token": token, "expires_in": 600 }))
        })
        .mount(&server)
        .await;
    server
}

/// Makes the API of `server` answer so to requests with the token of this number.
async fn accept(server: &MockServer, number: usize, answer: ResponseTemplate) {
    Mock::given(path("/api/v1/search/users"))
        .and(header("authorization", format!("Bearer open-sesame-{number}")))
        .respond_with(answer)
        .mount(server)
        .await;
}

fn users() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "list": [] }))
}

fn of(server: &MockServer) -> ClientBuilder {
    Client::builder().base_url(server.uri())
}

async fn search(client: &Client) -> Result<(), Error> {
    client.user_search().search(SearchUsersRequest::default()).await.map(|_| ())
}

/// How many requests came for a token, and how many for the API.
async fn counts(server: &MockServer) -> (usize, usize) {
    let requests = server.received_requests().await.unwrap();
    let tokens = requests.iter().filter(|request| request.url.path() == "/auth/v1/token").count();
    (tokens, requests.len() - tokens)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_of_a_cold_client_ask_for_one_token() {
    let server = minting().await;
    accept(&server, 0, users()).await;
    let client = of(&server).client_credentials(CLIENT_ID, CLIENT_SECRET).build().unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..1000 {
        let client = client.clone();
        calls.spawn(async move { search(&client).await });
    }
    for answer in calls.join_all().await {
        answer.unwrap();
    }
    assert_eq!(counts(&server).await, (1, 1000));
}

#[tokio::test]
async fn a_call_is_sent_once_more_after_a_401() {
    let server = minting().await;
    accept(&server, 0, ResponseTemplate::new(401)).await;
    accept(&server, 1, users()).await;
    let client = of(&server).client_credentials(CLIENT_ID, CLIENT_SECRET).build().unwrap();
    search(&client).await.unwrap();
    assert_eq!(counts(&server).await, (2, 2));
    search(&client).await.unwrap();
    assert_eq!(counts(&server).await, (2, 3));
}

#[tokio::test]
async fn a_call_is_given_up_after_a_second_401() {
    let server = minting().await;
    Mock::given(path("/api/v1/search/users")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let client = of(&server).client_credentials(CLIENT_ID, CLIENT_SECRET).build().unwrap();
    let error = search(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 2));
    assert_eq!(counts(&server).await, (2, 2));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_to_the_api() {
    let server = MockServer::start().await;
    let elsewhere = MockServer::start().await;
    let refused = json!({ "error": "invalid_client", "error_description": "the client is revoked" });
    let login = format!("{}/login?state=open-sesame", elsewhere.uri());
    let cases = [
        (ResponseTemplate::new(401).set_body_json(refused), ErrorKind::Auth, "invalid_client: the client is revoked"),
        (ResponseTemplate::new(307).insert_header("location", login), ErrorKind::Redirect, "/login;"),
        (
            ResponseTemplate::new(200).set_body_json(json!({ "token": "open-sesame" })),
            ErrorKind::Decode,
            "access_token",
        ),
    ];
    for (answer, kind, reason) in cases {
        server.reset().await;
        Mock::given(path("/auth/v1/token")).respond_with(answer).mount(&server).await;
        let client = of(&server).client_credentials(CLIENT_ID, CLIENT_SECRET).build().unwrap();
        let error = search(&client).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(reason), "{error} should mention {reason}");
        let message = (kind == ErrorKind::Auth).then_some("the client is revoked");
        assert_eq!(error.message(), message, "{error}");
        assert_eq!(error.operation(), Some("c1.api.user.v1.UserSearch.Search"));
        assert_eq!(error.attempts(), 0);
        assert_eq!(counts(&server).await, (1, 0));
        assert_unprinted(&format!("{error} {error:?} {client:?}"));
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_provider_gives_the_token_of_each_attempt() {
    let server = MockServer::start().await;
    accept(&server, 0, ResponseTemplate::new(401)).await;
    accept(&server, 1, users()).await;
    let current = Arc::new(AtomicUsize::new(0));
    let asked = current.clone();
    let provider = move || {
        let number = asked.fetch_add(1, Ordering::Relaxed).min(1);
        async move { Ok::<_, std::io::Error>(format!("open-sesame-{number}")) }
    };
    let client = of(&server).token_provider(provider).build().unwrap();
    search(&client).await.unwrap();
    assert_eq!(counts(&server).await, (0, 2));
}

#[test]
fn a_mistake_names_its_setting_and_shows_no_secret() {
    let whole = || Client::builder().client_credentials(CLIENT_ID, CLIENT_SECRET);
    let cases = [
        (
            Client::builder().client_credentials("open-sesame", CLIENT_SECRET),
            "client_id: expected `<name>@<host>/<kind>`",
        ),
        (Client::builder().client_credentials(CLIENT_SECRET, CLIENT_ID), "this is a client secret"),
        (Client::builder().client_credentials(CLIENT_ID, "open-sesame"), "client_secret: "),
        (Client::builder().client_credentials(CLIENT_ID, format!("{CLIENT_SECRET}\n")), "client_secret: "),
        (whole().bearer_token("open-sesame"), "more than one credential is set"),
        (whole().tenant("acme").base_url("https://acme.conductor.one"), "the server is set twice"),
        (whole().base_url("http://acme.conductor.one"), "plain http"),
        (Client::builder().tenant("acme"), "the credential is missing"),
    ];
    for (builder, reason) in cases {
        let shown = format!("{builder:?}");
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(reason), "{error} should mention {reason}");
        assert_unprinted(&format!("{shown} {error} {error:?}"));
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn a_client_id_names_the_server() {
    let client = Client::builder().client_credentials(CLIENT_ID, CLIENT_SECRET).build().unwrap();
    assert!(format!("{client:?}").contains("\"https://acme.conductor.one\""));
    let client = Client::builder().tenant("other").client_credentials(CLIENT_ID, CLIENT_SECRET).build().unwrap();
    assert!(format!("{client:?}").contains("\"https://other.conductor.one\""));
}

#[test]
fn the_environment_makes_a_client() {
    // The variables of a process cannot be set safely while it runs.
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "within_an_environment", "--ignored", "--nocapture"]);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CONDUCTORONE_") {
            child.env_remove(name);
        }
    }
    child.env("CONDUCTORONE_CLIENT_ID", CLIENT_ID).env("CONDUCTORONE_CLIENT_SECRET", CLIENT_SECRET);
    let output = child.env("CONDUCTORONE_SERVER_URL", "http://localhost:8080").output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("\"http://localhost:8080\""), "{shown}");
    assert_unprinted(&shown);
}

#[test]
#[ignore = "another test runs it, in a process with the variables set"]
fn within_an_environment() {
    println!("{:?}", Client::from_env().unwrap());
}
