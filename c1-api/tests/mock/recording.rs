//! Recording and replaying: what the file has, what it lacks, and what a replay reports.

use std::path::PathBuf;

use c1_api::error::Code;
use c1_api::mock::{MockServer, Recorder, Reply, dummies};
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersRequest, UserView};
use c1_api::{Client, ErrorKind, RetryPolicy};
use futures_util::TryStreamExt;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{failure, forget};

struct Recording {
    // The folder is removed on drop.
    _folder: TempDir,
    file: PathBuf,
    recorder: Recorder,
}

impl Recording {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("calls.json");
        let recorder = Recorder::create(&file).unwrap();
        Self { _folder: folder, file, recorder }
    }

    fn client(&self, c1: &MockServer) -> Client {
        c1.client_builder().retry(RetryPolicy::off()).layer(self.recorder.clone()).build().unwrap()
    }

    fn text(&self) -> String {
        self.recorder.finish().unwrap();
        std::fs::read_to_string(&self.file).unwrap()
    }

    fn calls(&self) -> Vec<Value> {
        serde_json::from_str(&self.text()).unwrap()
    }
}

async fn users(client: &Client, query: &str) -> Result<Vec<UserView>, c1_api::Error> {
    client.user_search().search(SearchUsersRequest::new().query(query)).items().try_collect().await
}

#[tokio::test]
async fn pages_are_replayed_though_their_tokens_are_secret() {
    let recording = Recording::new();
    let c1 = MockServer::new();
    c1.on::<UserSearch>().times(3).pages(dummies::<UserView>(5), 2);
    assert_eq!(recording.calls(), Vec::<Value>::new());
    assert_eq!(users(&recording.client(&c1), "ada").await.unwrap().len(), 5);
    let (calls, text) = (recording.calls(), recording.text());
    assert_eq!(calls.len(), 3);
    assert_eq!(
        calls[0]["request"],
        json!({ "method": "POST", "path": "/api/v1/search/users", "body": { "query": "ada" } })
    );
    assert!(!text.contains("page-1-") && !text.contains("mock-token"), "{text}");

    let replayed = MockServer::replay(&recording.file).unwrap();
    let ids =
        |users: &[UserView]| -> Vec<String> { users.iter().map(|view| view.user().unwrap().id.clone()).collect() };
    assert_eq!(ids(&users(&replayed.client(), "ada").await.unwrap()), ids(&dummies(5)));
    replayed.assert_done();
    let error = users(&replayed.client(), "ada").await.unwrap_err();
    assert!(
        error.message().unwrap().contains("recorded call 1 (POST /api/v1/search/users) has answered already"),
        "{error}"
    );
    forget(replayed);
}

#[tokio::test]
async fn a_request_that_differs_is_reported() {
    let recording = Recording::new();
    let c1 = MockServer::new();
    c1.on::<UserSearch>().pages(dummies::<UserView>(1), 2);
    c1.on_request(Method::GET, "/api/v1/apps").respond(json!({}));
    let client = recording.client(&c1);
    users(&client, "ada").await.unwrap();
    client.request(Method::GET, "/api/v1/apps").await.unwrap();

    let replayed = MockServer::replay(&recording.file).unwrap();
    let error = users(&replayed.client(), "bob").await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_IMPLEMENTED));
    assert!(error.message().unwrap().contains(r#"body.query: recorded "ada", now "bob""#), "{error}");
    let report = failure(&replayed);
    for problem in [
        "nearest: recorded call 1 (POST /api/v1/search/users), which differs:\n    body.query: recorded \"ada\", now \"bob\"",
        "recorded call 1 (POST /api/v1/search/users) was not repeated",
        "recorded call 2 (GET /api/v1/apps) was not repeated",
    ] {
        assert!(report.contains(problem), "{report}");
    }
    forget(replayed);
}

/// Each is planted somewhere, and must not be in the file.
const SECRETS: [&str; 12] = [
    "sesame-in-a-field",
    "sesame-in-a-list",
    "sesame-in-an-object",
    "sesame-in-a-response",
    "sesame-in-a-query",
    "sesame-in-a-header",
    "sesame-in-html",
    "c2VzYW1lLWJhc2U2NA==",
    "sesame-by-rule",
    "eyJzZXNhbWU.eyJzZXNhbWU.sig",
    "secret-token:conductorone.com:v1:sesame",
    "4711081512345",
];

#[tokio::test]
async fn secrets_are_not_recorded() {
    let mut recording = Recording::new();
    recording.recorder = recording.recorder.clone().scrub(|name, _| ["email", "status"].contains(&name));
    let [field, list, object, response, query, header, html, base64, rule, jwt, client_secret, digits] = SECRETS;
    let c1 = MockServer::new();
    c1.on_request(Method::POST, "/api/v1/keys").respond(
        Reply::json(json!({
            "nextPageToken": response,
            "apiKey": { "parts": [object] },
            "privateKey": base64,
            "pin": { "password": digits },
            "keySize": 2048,
            "tokenExpiresAt": "2026-01-31T09:30:00Z",
            "tokenLifetime": "3600s",
            "isSecret": true,
            "key": null,
            "harmless": "shown",
            "other": [jwt, client_secret],
            "message": format!("you sent {field} and Bearer mock-token-1"),
            "byName": { field: 1 },
        }))
        .header("set-cookie", header)
        .header("x-request-id", "r1"),
    );
    c1.on_request(Method::GET, "/api/v1/page").respond(Reply::raw(StatusCode::BAD_GATEWAY, "text/html", html));
    let client = recording.client(&c1);
    let body = json!({ "clientSecret": field, "secrets": [list], "user": { "email": rule }, "status": 7 });
    let call = client.request(Method::POST, "/api/v1/keys").json(body).header("x-api-key", header);
    let received = call.query("session_token", query).await.unwrap();
    assert_eq!(received["nextPageToken"], response, "the caller gets the response verbatim");
    let error = client.request(Method::GET, "/api/v1/page").await.unwrap_err();
    assert_eq!(&error.body().unwrap()[..], html.as_bytes());

    let (text, calls) = (recording.text(), recording.calls());
    for secret in SECRETS.iter().chain(&["mock-token-1", "assertion", "/auth/"]) {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let (request, body) = (&calls[0]["request"], &calls[0]["response"]["body"]);
    // Values keep their form, so that models can still be read.
    assert_eq!((&body["keySize"], &body["pin"]["password"]), (&json!(999_999), &json!("999999")));
    assert_eq!((&body["tokenExpiresAt"], &body["tokenLifetime"]), (&json!("2026-01-31T09:30:00Z"), &json!("3600s")));
    assert_eq!((&body["isSecret"], &body["key"], &body["harmless"]), (&json!(true), &Value::Null, &json!("shown")));
    assert!(body["privateKey"].as_str().is_some_and(|text| text.len() % 4 == 0), "{body}");
    assert!(body["message"].as_str().unwrap().starts_with("you sent scrubbed"), "{body}");
    assert_eq!(
        body["byName"].as_object().unwrap().keys().next(),
        request["body"]["clientSecret"].as_str().map(str::to_owned).as_ref()
    );
    assert_eq!(calls[0]["response"]["headers"], json!({ "content-type": "application/json", "x-request-id": "r1" }));

    // Another run has other secrets, and is answered all the same.
    let replayed = MockServer::replay(&recording.file).unwrap();
    let other =
        json!({ "clientSecret": "another", "secrets": ["another"], "user": { "email": "another" }, "status": 8 });
    let call = replayed.client().request(Method::POST, "/api/v1/keys").json(other).query("session_token", "another");
    assert_eq!(call.await.unwrap()["harmless"], "shown");
    forget(replayed);
}

#[tokio::test]
async fn errors_and_faults_are_replayed() {
    let recording = Recording::new();
    let c1 = MockServer::new();
    let replies =
        [Reply::error(Code::NOT_FOUND, "none"), Reply::rate_limited(std::time::Duration::from_secs(9)), Reply::reset()];
    let cut = Reply::json(json!({ "list": [1] })).truncate(3);
    c1.on_request(Method::GET, "/api/v1/apps/{id}").respond_each(replies.into_iter().chain([cut]));
    let recorded = recording.client(&c1);
    let outcomes = async |client: &Client| {
        let mut outcomes = Vec::new();
        for _ in 0..4 {
            let error = client.request(Method::GET, "/api/v1/apps/7").retry(RetryPolicy::off()).await.unwrap_err();
            outcomes.push((error.kind(), error.status(), error.message().map(str::to_owned), error.retry_after()));
        }
        outcomes
    };
    let expected = outcomes(&recorded).await;
    assert_eq!(expected[3].0, ErrorKind::Transport);
    let replayed = MockServer::replay(&recording.file).unwrap();
    assert_eq!(outcomes(&replayed.client()).await, expected);
}

#[tokio::test]
async fn a_folder_of_recordings_answers_again_and_again() {
    let recording = Recording::new();
    let c1 = MockServer::new();
    c1.on_request(Method::GET, "/api/v1/apps").respond_each([json!({ "n": 1 }), json!({ "n": 2 })]);
    let client = recording.client(&c1);
    for _ in 0..2 {
        client.request(Method::GET, "/api/v1/apps").await.unwrap();
    }
    let folder = recording.file.parent().unwrap();
    std::fs::write(folder.join("notes.txt"), "not a recording").unwrap();
    // Written by hand.
    let by_hand =
        r#"[{"request": {"method": "GET", "path": "/api/v1/robots"}, "response": {"status": 200, "body": []}}]"#;
    std::fs::write(folder.join("robots.json"), by_hand).unwrap();
    let mocked = MockServer::from_folder(folder).unwrap();
    let client = mocked.client();
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(client.request(Method::GET, "/api/v1/apps").await.unwrap()["n"].clone());
    }
    assert_eq!(numbers, [1, 2, 2]);
    assert_eq!(client.request(Method::GET, "/api/v1/robots").await.unwrap(), json!([]));
}

#[test]
fn a_file_that_is_not_a_recording_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.json");
    let missing = MockServer::replay(&file).unwrap_err();
    assert!(missing.to_string().contains("cannot be read"), "{missing}");
    for text in ["", "{}", "[1]", "[{}]", r#"[{"request": {}, "response": 1}]"#] {
        std::fs::write(&file, text).unwrap();
        let error = MockServer::replay(&file).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(MockServer::from_folder(folder.path()).is_err(), "{text}");
    }
    assert!(MockServer::from_folder(&file).is_err());
    assert!(Recorder::create(folder.path()).is_err());
}
