//! The token endpoint, and the check of tokens.

use std::time::Duration;

use bytes::Bytes;
use c1_api::mock::{MockServer, Reply};
use c1_api::{Client, Dpop, ErrorKind, RetryPolicy, TokenSource};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::send;

fn server() -> MockServer {
    let c1 = MockServer::new();
    c1.on_request(Method::GET, "/api/v1/apps").respond(json!({}));
    c1
}

async fn list(client: &Client) -> Result<Value, c1_api::Error> {
    client.request(Method::GET, "/api/v1/apps").await
}

#[tokio::test]
async fn a_request_without_a_token_is_rejected() {
    let c1 = server();
    for header in [None, Some("Basic abc"), Some("Bearer "), Some("Bearer")] {
        let mut request = Request::get("/api/v1/apps");
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let response = c1.service().oneshot(request.body(Bytes::new()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{header:?}");
    }
    assert_eq!(send(&c1, "GET", "/api/v1/apps", "").await.0, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_renewed_when_they_expire_or_are_rejected() {
    let c1 = server();
    c1.set_token_lifetime(Duration::from_secs(600));
    let client = c1.client();
    list(&client).await.unwrap();
    list(&client).await.unwrap();
    assert_eq!(c1.issued_tokens(), 1);
    tokio::time::advance(Duration::from_secs(601)).await;
    list(&client).await.unwrap();
    assert_eq!(c1.issued_tokens(), 2);
    c1.reject_tokens();
    list(&client).await.unwrap();
    assert_eq!((c1.issued_tokens(), c1.requests().len()), (3, 5));

    let fixed = c1.service_builder().bearer_token("mock-token-2").build().unwrap();
    let error = list(&fixed).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth, "{error}");
}

#[tokio::test]
async fn the_endpoint_knows_the_grants_of_c1() {
    let c1 = server();
    let source = TokenSource::token("eyJ.of.kubernetes");
    let client = c1.service_builder().workload_federation("ci@mock.invalid/wfe", source).build().unwrap();
    list(&client).await.unwrap();
    let form = String::from_utf8(c1.token_requests()[0].body().to_vec()).unwrap();
    assert!(form.contains("subject_token=eyJ.of.kubernetes"), "{form}");

    let cases = [
        ("", "unsupported_grant_type"),
        ("grant_type=password&client_id=a", "unsupported_grant_type"),
        ("grant_type=client_credentials&client_id=a", "invalid_request"),
        ("grant_type=client_credentials&client_assertion=a&client_id=", "invalid_request"),
    ];
    for (form, error) in cases {
        let (status, answer) = send(&c1, "POST", "/auth/v1/token", form).await;
        assert_eq!((status, &answer["error"]), (StatusCode::BAD_REQUEST, &json!(error)), "{form}");
    }
}

#[tokio::test]
async fn tokens_are_bound_for_a_client_that_proves_its_key() {
    let c1 = server();
    let client = c1.client_builder().dpop(Dpop::Required).build().unwrap();
    list(&client).await.unwrap();
    let request = &c1.requests()[0];
    assert_eq!(request.headers()["authorization"], "DPoP mock-token-1");
    assert!(request.headers().contains_key("dpop"));
}

#[tokio::test]
async fn the_endpoint_can_be_mocked_itself() {
    let c1 = MockServer::new();
    let refusal = json!({ "error": "invalid_client", "error_description": "no such client" });
    c1.on_request(Method::POST, "/auth/v1/token")
        .times(1)
        .respond(Reply::json(refusal).status(StatusCode::BAD_REQUEST));
    let client = c1.client_builder().retry(RetryPolicy::off()).build().unwrap();
    let error = list(&client).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Auth && error.to_string().contains("no such client"), "{error}");
}
