//! Which expectation answers, and what is reported when none does.

use c1_api::error::Code;
use c1_api::mock::{MockServer, Reply, Sequence};
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse, User, UserView};
use c1_api::{Call, ErrorKind};
use http::{Method, StatusCode};
use serde_json::json;

use super::operations::GetThing;
use super::{failure, forget, send};

fn response(name: &str) -> SearchUsersResponse {
    let user = User { display_name: name.to_owned(), ..Default::default() };
    let view = UserView { user: Some(user), ..Default::default() };
    SearchUsersResponse { list: vec![view], ..Default::default() }
}

#[tokio::test]
async fn parameters_of_each_form_are_decoded() {
    let c1 = MockServer::new();
    c1.on::<GetThing>().respond_with(|call| json!({ "found": format!("{:?}", *call) }));
    let path = "/api/v1/groups/-9007199254740993/things/a%2Fb%3A:read";
    let query = "?page_size=7&tags=a%26b&tags=c+d&exact=false&flag=true&share=0.5&since=2026-01-31T09:30:00Z";
    let (status, body) = send(&c1, "GET", &format!("{path}{query}"), "").await;
    assert_eq!(status, StatusCode::OK, "{body}");

    let expected = GetThing {
        group: -9_007_199_254_740_993,
        id: "a/b:".to_owned(),
        page_size: 7,
        tags: vec!["a&b".to_owned(), "c d".to_owned()],
        exact: Some(false),
        flag: true,
        share: 0.5,
        since: Some("2026-01-31T09:30:00Z".parse().unwrap()),
    };
    assert_eq!(body["found"], format!("{expected:?}"));
    assert_eq!(c1.requests_of::<GetThing>(), std::slice::from_ref(&expected));

    // What the SDK sends is decoded to what it was encoded from.
    let sent = GetThing { id: "ä ?#%".to_owned(), ..expected };
    Call::new(&c1.client(), sent.clone()).await.unwrap();
    assert_eq!(c1.requests_of::<GetThing>()[1], sent);
    let (_, body) = send(&c1, "GET", "/api/v1/groups/1/things/x:read", "").await;
    assert_eq!(body["found"], format!("{:?}", GetThing { group: 1, id: "x".to_owned(), ..Default::default() }));
}

#[tokio::test]
async fn a_request_that_cannot_be_decoded_says_where() {
    let cases = [
        ("/api/v1/groups/one/things/x:read", "the path parameter `group`: "),
        ("/api/v1/groups/1/things/x:read?page_size=many", "the query parameter `page_size`: "),
        ("/api/v1/groups/1/things/x:read?exact=yes", "the query parameter `exact`: "),
        ("/api/v1/groups/1/things/x:read?since=yesterday", "the query parameter `since`: "),
    ];
    for (uri, place) in cases {
        let c1 = MockServer::new();
        c1.on::<GetThing>().respond(json!({}));
        let (status, body) = send(&c1, "GET", uri, "").await;
        assert_eq!(status, StatusCode::NOT_IMPLEMENTED);
        let message = body["message"].as_str().unwrap();
        assert!(message.contains("test.v1.Things.Get") && message.contains(place), "{message}");
        forget(c1);
    }
    let c1 = MockServer::new();
    c1.on::<UserSearch>().respond(response("ada"));
    for body in ["{", "[]", r#"{"pageSize": "many"}"#, r#"{"query": 1}"#, "{} {}"] {
        let (status, answer) = send(&c1, "POST", "/api/v1/search/users", body).await;
        assert_eq!(status, StatusCode::NOT_IMPLEMENTED, "{body}");
        assert!(answer["message"].as_str().unwrap().contains("it cannot read the body: "), "{answer}");
    }
    assert_eq!(send(&c1, "POST", "/api/v1/search/users", "").await.0, StatusCode::OK);
    forget(c1);
}

#[tokio::test]
async fn the_first_expectation_that_still_answers_does() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().when(|call| call.request().query == "bob").respond(response("of bob"));
    c1.on::<UserSearch>().times(2).respond_with(|call| response(&format!("number {}", call.count())));
    c1.on::<UserSearch>().times(1..).respond_each([response("first"), response("last")]);
    let users = c1.client().user_search();
    let mut names = Vec::new();
    for query in ["ada", "bob", "ada", "bob", "ada", "ada"] {
        let page = users.search(SearchUsersRequest::new().query(query)).await.unwrap();
        names.push(page.list[0].user().unwrap().display_name.clone());
    }
    assert_eq!(names, ["number 1", "of bob", "number 2", "of bob", "first", "last"]);
    let bodies: Vec<_> = c1.requests().iter().map(|request| request.body().clone()).collect();
    assert_eq!(&bodies[..2], [&br#"{"query":"ada"}"#[..], br#"{"query":"bob"}"#]);
    c1.assert_done();
}

#[tokio::test]
async fn a_path_without_parameters_takes_precedence() {
    let c1 = MockServer::new();
    c1.on_request(Method::GET, "/api/v1/things/{id}").respond_with(|call| json!({ "id": call.parameter("id") }));
    c1.on_request(Method::GET, "/api/v1/things/all").respond(json!({ "id": "those of the list" }));
    assert_eq!(send(&c1, "GET", "/api/v1/things/a%20b", "").await.1["id"], "a b");
    assert_eq!(send(&c1, "GET", "/api/v1/things/all", "").await.1["id"], "those of the list");
}

#[tokio::test]
async fn a_sequence_keeps_its_order() {
    let (c1, order) = (MockServer::new(), Sequence::new());
    c1.on_request(Method::GET, "/a").in_sequence(&order).respond(json!(1));
    c1.on_request(Method::GET, "/b").times(..=2).in_sequence(&order).respond(json!(2));
    c1.on_request(Method::GET, "/a").in_sequence(&order).respond(json!(3));
    let (status, early) = send(&c1, "GET", "/b", "").await;
    assert_eq!(status, StatusCode::NOT_IMPLEMENTED);
    assert!(early["message"].as_str().unwrap().ends_with("GET /b: number 1 of its sequence comes first"), "{early}");
    for (path, expected) in [("/a", 1), ("/b", 2), ("/a", 3)] {
        assert_eq!(send(&c1, "GET", path, "").await.1, expected);
    }
    let (_, late) = send(&c1, "GET", "/b", "").await;
    assert!(late["message"].as_str().unwrap().contains("a later expectation of its sequence"), "{late}");
    forget(c1);
}

#[tokio::test]
async fn an_unexpected_request_is_shown_with_the_nearest_expectation() {
    let c1 = MockServer::new();
    c1.on_request(Method::GET, "/api/v1/apps/{id}").respond(json!({}));
    c1.on::<UserSearch>().times(0).respond(response("nobody"));
    let body = r#"{"name": "r2", "clientSecret": "sesame"}"#;
    let (status, answer) = send(&c1, "POST", "/api/v1/apps/7?access_token=sesame&x=1", body).await;
    assert_eq!((status, &answer["code"]), (StatusCode::NOT_IMPLEMENTED, &json!(Code::UNIMPLEMENTED.number())));
    let expected = "unexpected request: POST /api/v1/apps/7?access_token=[hidden]&x=1\n  \
                    body: {\"clientSecret\":\"[hidden]\",\"name\":\"r2\"}\n  \
                    nearest expectation: GET /api/v1/apps/{id}";
    assert_eq!(answer["message"], expected);

    let error = c1.client().user_search().search(SearchUsersRequest::new().query("ada")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 1), "{error}");
    assert!(error.message().unwrap().ends_with(
        "not answered by c1.api.user.v1.UserSearch.Search (POST /api/v1/search/users): it answers 0 times, and has done so"
    ));
    let report = failure(&c1);
    assert!(report.contains(expected) && report.contains("POST /api/v1/search/users"), "{report}");
    assert!(!report.contains("sesame"), "{report}");
    forget(c1);
}

#[tokio::test]
async fn requests_without_an_expectation_can_be_answered() {
    let c1 = MockServer::new();
    let (_, answer) = send(&c1, "GET", "/x", "").await;
    assert!(answer["message"].as_str().unwrap().contains("there are no expectations"), "{answer}");
    forget(c1);

    let c1 = MockServer::new();
    c1.otherwise(|request| Reply::error(Code::NOT_FOUND, request.path()));
    let error = c1.client().request(Method::GET, "/api/v1/apps/7").await.unwrap_err();
    assert!(error.is_not_found() && error.message() == Some("/api/v1/apps/7"), "{error}");
}

#[tokio::test]
#[should_panic(expected = "c1.api.user.v1.UserSearch.Search was expected at least 2 times, and answered 1 times")]
async fn dropping_the_mock_fails_the_test_that_called_too_seldom() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(2..).respond(response("ada"));
    c1.client().user_search().search(SearchUsersRequest::new()).await.unwrap();
}

#[test]
#[should_panic(expected = "the test's own reason")]
fn a_panic_is_not_covered_by_the_mock() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(1).respond(response("ada"));
    panic!("the test's own reason");
}

#[tokio::test]
async fn only_the_last_requests_are_kept() {
    let c1 = MockServer::new();
    c1.keep_requests(2);
    c1.on_request(Method::GET, "/{n}").respond(json!({}));
    for path in ["/1", "/2", "/3"] {
        send(&c1, "GET", path, "").await;
    }
    let paths: Vec<String> = c1.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths, ["/2", "/3"]);
    let shown = format!("{:?}", c1.requests()[0]);
    assert!(shown.contains("authorization") && !shown.contains("any"), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_requests_are_counted_once_each() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(200).respond_with(|call| response(&call.count().to_string()));
    let client = c1.client();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..200 {
        tasks.spawn(client.user_search().search(SearchUsersRequest::new()).into_future());
    }
    let mut numbers: Vec<u32> = Vec::new();
    while let Some(page) = tasks.join_next().await {
        numbers.push(page.unwrap().unwrap().list[0].user().unwrap().display_name.parse().unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=200).collect::<Vec<u32>>());
    assert_eq!((c1.issued_tokens(), c1.requests().len()), (1, 200));
    c1.assert_done();
}

#[cfg(feature = "blocking")]
#[test]
fn synchronous_code_is_answered() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(1).respond(response("ada"));
    let page = c1.client().user_search().search(SearchUsersRequest::new()).wait().unwrap();
    assert_eq!(page, response("ada"));
}
