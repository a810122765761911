//! What is sent, and what is refused before anything is.

use c1_api_core::ErrorKind;
use chrono::{TimeZone, Utc};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::operations::{Cancel, Delete, List, ListParams, Search, Unwritable};
use super::{TOKEN, client_of};
use crate::Call;
use crate::Client;
use crate::operation::Operation;

/// The one request that a call of `operation` sends.
async fn sent<O: Operation>(operation: O) -> Request {
    let server = answering().await;
    Call::new(&client_of(&server), operation).await.unwrap();
    server.received_requests().await.unwrap().pop().unwrap()
}

async fn answering() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(json!({}))).mount(&server).await;
    server
}

#[tokio::test]
async fn a_body_is_sent_as_json_with_the_credential() {
    let request = sent(Search { query: "ada" }).await;
    assert_eq!(request.method, "POST");
    assert_eq!(request.url.path(), "/api/v1/search/things");
    assert_eq!(request.headers["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.headers["accept"], "application/json");
    assert!(request.headers["user-agent"].to_str().unwrap().starts_with("c1-api-rust/"));
    assert_eq!(request.body_json::<Value>().unwrap(), json!({ "query": "ada" }));
}

#[tokio::test]
async fn a_body_without_properties_is_an_empty_object() {
    let request = sent(Delete { id: "1".into() }).await;
    assert_eq!(request.method, "DELETE");
    assert_eq!(request.body, b"{}");
}

#[tokio::test]
async fn no_body_is_sent_where_none_is_declared() {
    let request = sent(Cancel { group: 0, id: "1".into() }).await;
    assert_eq!(request.body, b"");
    assert!(!request.headers.contains_key("content-type"));
}

#[tokio::test]
async fn path_parameters_stay_in_their_segment() {
    let cases = [
        ("abc-._~XYZ09", "abc-._~XYZ09"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("%2e%2e", "%252e%252e"),
        ("a:b@c;d", "a%3Ab%40c%3Bd"),
        ("{id} ä", "%7Bid%7D%20%C3%A4"),
        ("...", "..."),
    ];
    for (id, segment) in cases {
        assert_eq!(sent(Delete { id: id.into() }).await.url.path(), format!("/api/v1/things/{segment}"));
        let request = sent(Cancel { group: -7, id: id.into() }).await;
        assert_eq!(request.url.path(), format!("/api/v1/groups/-7/things/{segment}:cancel"));
    }
}

#[tokio::test]
async fn a_path_parameter_that_leads_elsewhere_is_refused_before_anything_is_sent() {
    let server = answering().await;
    for id in ["", ".", "..", "a/../b", "../x", "a/.", "..\\x"] {
        let error = Call::new(&client_of(&server), Delete { id: id.into() }).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.operation(), Some("test.v1.Things.Delete"));
        assert!(error.to_string().contains("`id`"), "{error}");
        assert!(error.to_string().contains("test.v1.Things.Delete"), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_request_that_cannot_be_written_is_refused() {
    let server = answering().await;
    let client = client_of(&server);
    let too_long = Call::new(&client, Delete { id: "x".repeat(70_000) }).await.unwrap_err();
    let unwritable = Call::new(&client, Unwritable).await.unwrap_err();
    for (error, reason) in [(too_long, "too long"), (unwritable, "as JSON")] {
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_query_has_what_was_set() {
    assert_eq!(sent(List::default()).await.url.query(), None);

    let params = ListParams {
        page_size: 10,
        page_token: "a+b&c=d/ü".into(),
        exact: Some(false),
        tags: vec!["x y".into(), String::new()],
        since: Utc.timestamp_opt(1, 500_000_000).single(),
    };
    let server = answering().await;
    Call::new(&client_of(&server), List::default()).params(params).await.unwrap();
    let request = server.received_requests().await.unwrap().pop().unwrap();
    let query = "page_size=10&page_token=a%2Bb%26c%3Dd%2F%C3%BC&exact=false&tags=x%20y&tags=\
                 &since=1970-01-01T00%3A00%3A01.500Z";
    assert_eq!(request.url.query(), Some(query));
}

#[tokio::test]
async fn paths_stand_below_the_path_of_the_base_url() {
    let server = answering().await;
    let client = Client::builder().base_url(format!("{}/c1/", server.uri())).bearer_token(TOKEN).build().unwrap();
    Call::new(&client, Search { query: "" }).await.unwrap();
    let request = server.received_requests().await.unwrap().pop().unwrap();
    assert_eq!(request.url.path(), "/c1/api/v1/search/things");
}

#[tokio::test]
async fn a_call_that_is_not_awaited_sends_nothing() {
    let server = answering().await;
    drop(Call::new(&client_of(&server), Search { query: "" }).into_future());
    assert!(server.received_requests().await.unwrap().is_empty());
}
