//! Paged answers, and the bar of this feature: a short test of a paged, retried, token-renewing call.

use std::time::Duration;

use c1_api::mock::{MockServer, Reply, dummies};
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersRequest, UserView};
use futures_util::TryStreamExt;
use http::StatusCode;
use serde_json::Value;
use tokio::time::Instant;

use super::{failure, forget, send};

#[tokio::test(start_paused = true)]
async fn a_paged_retried_token_renewing_call() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(1).respond(Reply::rate_limited(Duration::from_secs(30)));
    c1.on::<UserSearch>().times(1).respond(Reply::unauthorized());
    c1.on::<UserSearch>().times(3).pages(dummies::<UserView>(25), 10);
    let call = c1.client().user_search().search(SearchUsersRequest::new().query("ada"));
    let users: Vec<UserView> = call.items().try_collect().await.unwrap();
    assert_eq!(users, dummies::<UserView>(25));
    assert_eq!(c1.issued_tokens(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_requests_of_that_call_are_those_of_the_real_stack() {
    let began = Instant::now();
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(1).respond(Reply::rate_limited(Duration::from_millis(29_001)));
    c1.on::<UserSearch>().times(1).respond(Reply::unauthorized());
    c1.on::<UserSearch>().pages(dummies::<UserView>(3), 2);
    let call = c1.client().user_search().search(SearchUsersRequest::new().query("ada"));
    let users: Vec<UserView> = call.items().try_collect().await.unwrap();
    assert_eq!(users.len(), 3);
    assert!(began.elapsed() >= Duration::from_secs(30));

    let requests = c1.requests();
    let header = |name: &str| -> Vec<String> {
        requests.iter().map(|request| request.headers()[name].to_str().unwrap().to_owned()).collect()
    };
    let (first, second) = ("Bearer mock-token-1", "Bearer mock-token-2");
    assert_eq!(header("authorization"), [first, first, second, second]);
    assert_eq!(header("content-type"), ["application/json"; 4]);
    for request in &requests[..3] {
        assert_eq!(&request.body()[..], br#"{"query":"ada"}"#);
    }
    let last: Value = serde_json::from_slice(requests[3].body()).unwrap();
    assert!(last["pageToken"].as_str().unwrap().starts_with("page-1-"), "{last}");
    let form = String::from_utf8(c1.token_requests()[0].body().to_vec()).unwrap();
    assert!(form.contains("grant_type=client_credentials") && form.contains("client_id=mock%40mock.invalid"), "{form}");
}

#[tokio::test]
async fn pages_end_as_the_api_ends_them() {
    for (count, pages) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2)] {
        let c1 = MockServer::new();
        c1.on::<UserSearch>().times(pages).pages(dummies::<UserView>(count), 2);
        let call = c1.client().user_search().search(SearchUsersRequest::new());
        let users: Vec<UserView> = call.items().try_collect().await.unwrap();
        assert_eq!(users, dummies::<UserView>(count));
    }
}

#[tokio::test]
async fn a_token_that_was_not_issued_fails_the_test() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().pages(dummies::<UserView>(4), 2);
    let (_, first) = send(&c1, "POST", "/api/v1/search/users", r#"{"query": "ada"}"#).await;
    assert_eq!(first["list"].as_array().unwrap().len(), 2);
    let token = first["nextPageToken"].as_str().unwrap();
    let with_token = |query: &str, token: &str| -> &'static str {
        Box::leak(format!(r#"{{"query": "{query}", "pageToken": "{token}"}}"#).into_boxed_str())
    };
    let (_, second) = send(&c1, "POST", "/api/v1/search/users", with_token("ada", token)).await;
    assert_eq!((second["list"].as_array().unwrap().len(), &second["nextPageToken"]), (2, &Value::from("")));
    assert_eq!(failure(&c1), "");

    let beyond = token.replacen("page-1", "page-2", 1);
    let cases =
        [("ada", "guess", "was not issued"), ("ada", &beyond, "was not issued"), ("bob", token, "other parameters")];
    for (query, token, reason) in cases {
        let (status, error) = send(&c1, "POST", "/api/v1/search/users", with_token(query, token)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(error["message"].as_str().unwrap().contains(reason), "{error}");
        assert!(failure(&c1).contains(reason));
    }
    forget(c1);
}
