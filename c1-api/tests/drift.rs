//! Reports of responses that differ from the specification, over real sockets.
#![cfg(feature = "user-v1")]

use std::sync::{Arc, Mutex};

use c1_api::drift::{Drift, DriftKind};
use c1_api::operation::{Operation, OperationInfo, RequestBuilder};
use c1_api::user::v1::SearchUsersRequest;
use c1_api::{Call, Client, Error, ErrorKind, RetryPolicy};
use http::Method;
use tracing::Level;

#[allow(dead_code, reason = "other tests use the rest")]
mod log;
#[allow(dead_code, reason = "other tests use the rest")]
mod loopback;

use log::Log;
use loopback::{Answer, Loopback};

/// The client's credential, which a server may repeat.
const TOKEN: &str = "open-sesame";

/// The first page has unknown names, the second the same and one more.
const PAGES: [&str; 2] = [
    r#"{"list": [{"user": {"pronouns": "she", "status": "ON_LEAVE", "type": "USER_TYPE_HUMAN"}}, {"user": {"pronouns": "he"}}],
        "expanded": [{"@type": "type.googleapis.com/c1.api.user.v1.User", "pronouns": "they"}], "nextPageToken": "2"}"#,
    r#"{"list": [{"user": {"pronouns": "she", "status": "ON_LEAVE", "profile": {"any": {"thing": 1}}}, "badge": null}]}"#,
];

const DRIFT: [&str; 3] = [
    "c1.api.user.v1.UserSearch.Search: unknown property `list[].user.pronouns`",
    "c1.api.user.v1.UserSearch.Search: unknown value `ON_LEAVE` of the enum `list[].user.status`",
    "c1.api.user.v1.UserSearch.Search: unknown property `list[].badge`",
];

/// What a client reported.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Drift>>>);

impl Heard {
    /// A client of the server that reports to this, and retries nothing.
    fn client(&self, server: &Loopback) -> Client {
        let heard = self.clone();
        let builder = Client::builder().base_url(server.url()).bearer_token(TOKEN).retry(RetryPolicy::off());
        builder.on_drift(move |drift| heard.0.lock().unwrap().push(drift)).build().unwrap()
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap()).iter().map(ToString::to_string).collect()
    }
}

/// A server that always answers with this.
fn answering(status: &'static str, headers: &'static str, body: &str) -> Loopback {
    let answer = loopback::json(status, headers, body);
    Loopback::start(move |_| Answer::Keep(answer.clone()))
}

/// A server of the two pages, in turn.
fn paging() -> Loopback {
    let next = Mutex::new(0);
    Loopback::start(move |_| {
        let mut next = next.lock().unwrap();
        *next += 1;
        Answer::Keep(loopback::json("200 OK", "", PAGES[(*next - 1) % 2]))
    })
}

async fn search(client: &Client) -> Result<(), Error> {
    client.user_search().search(SearchUsersRequest::new()).await.map(drop)
}

#[tokio::test]
async fn each_difference_is_reported_once_by_a_client() {
    let (server, heard) = (paging(), Heard::default());
    let client = heard.client(&server);
    let mut users = client.user_search().search(SearchUsersRequest::new()).items();
    let mut count = 0;
    while users.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 3);
    assert_eq!(heard.take(), DRIFT);
    let mut again = c1_api::concurrent((0..20).map(|_| client.user_search().search(SearchUsersRequest::new())), 4);
    while let Some(page) = again.next().await {
        page.unwrap();
    }
    assert_eq!(heard.take(), Vec::<String>::new());
    search(&heard.client(&server)).await.unwrap();
    assert!(!heard.take().is_empty(), "another client reports again");
}

#[tokio::test]
async fn a_refused_value_is_reported_with_its_error() {
    let body = r#"{"list": [{}, {"user": {"emails": ["a"], "managerIds": [{"id": "x"}]}}]}"#;
    let (server, heard) = (answering("200 OK", "", body), Heard::default());
    let error = search(&heard.client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let expected = "c1.api.user.v1.UserSearch.Search: the value of `list[].user.managerIds[]` is of another type";
    assert_eq!(heard.take(), [expected]);
    for (status, body) in [("200 OK", "<html>"), ("200 OK", "{\"list\": ["), ("200 OK", "")] {
        let server = answering(status, "", body);
        search(&heard.client(&server)).await.unwrap_err();
        assert_eq!(heard.take(), Vec::<String>::new(), "{body}");
    }
}

#[tokio::test]
async fn an_undeclared_status_is_reported() {
    let heard = Heard::default();
    let cases = [
        ("202 Accepted", "", true, vec!["undeclared status 202"]),
        ("302 Found", "location: https://login.example/\r\n", false, vec!["undeclared status 302"]),
        ("404 Not Found", "", false, vec![]),
        ("418 I'm a teapot", "", false, vec![]),
        ("503 Service Unavailable", "", false, vec![]),
        ("200 OK", "", true, vec![]),
    ];
    for (status, headers, is_ok, expected) in cases {
        let server = answering(status, headers, "{}");
        let client = heard.client(&server);
        assert_eq!(search(&client).await.is_ok(), is_ok, "{status}");
        assert_eq!(search(&client).await.is_ok(), is_ok, "{status}");
        let expected: Vec<String> =
            expected.iter().map(|what| format!("c1.api.user.v1.UserSearch.Search: {what}")).collect();
        assert_eq!(heard.take(), expected, "{status}");
    }
}

/// An operation of the user with declared statuses.
#[derive(Clone)]
struct Create;

impl Operation for Create {
    type Response = c1_api::user::v1::SearchUsersResponse;

    const INFO: OperationInfo = OperationInfo::new("Robots.Create", Method::POST, "/robots").statuses(&[201, 204]);

    fn encode(&self, _: &mut RequestBuilder) {}
}

#[tokio::test]
async fn declared_statuses_and_raw_requests_are_not_drift() {
    let (server, heard) = (answering("201 Created", "", r#"{"robots": []}"#), Heard::default());
    let client = heard.client(&server);
    client.request(Method::POST, "/robots").await.unwrap();
    assert_eq!(heard.take(), Vec::<String>::new());
    Call::new(&client, Create).await.unwrap();
    assert_eq!(heard.take(), ["Robots.Create: unknown property `robots`"]);
}

#[tokio::test]
async fn reports_show_no_secret() {
    let body = format!(
        r#"{{"{TOKEN}": 1, "list": [{{"user": {{"status": "{TOKEN}", "type": "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "email": "ada@example.com"}}}}],
            "a\u001b[31mb\n": "value"}}"#
    );
    let (server, heard) = (answering("200 OK", "", &body), Heard::default());
    let (response, lines) = logged(search(&heard.client(&server))).await;
    response.unwrap();
    let expected = [
        "unknown property `[secret]`",
        "unknown value `[secret]` of the enum `list[].user.status`",
        "unknown value `[hidden]` of the enum `list[].user.type`",
        "unknown property `a\\u{1b}[31mb\\u{a}`",
    ];
    assert_eq!(heard.take(), expected.map(|what| format!("c1.api.user.v1.UserSearch.Search: {what}")));
    for secret in [TOKEN, "eyJ", "ada@", "she", "\u{1b}"] {
        assert!(!lines.contains(secret), "{lines}");
    }
}

#[tokio::test]
async fn events_are_json_lines_that_the_repository_reads() {
    let server = paging();
    let client =
        Client::builder().base_url(server.url()).bearer_token(TOKEN).retry(RetryPolicy::off()).build().unwrap();
    let refusing = answering("202 Accepted", "", r#"{"list": [{"user": {"department": 7}}]}"#);
    let other =
        Client::builder().base_url(refusing.url()).bearer_token(TOKEN).retry(RetryPolicy::off()).build().unwrap();
    let ((), lines) = logged(async {
        search(&client).await.unwrap();
        search(&client).await.unwrap();
        search(&other).await.unwrap_err();
    })
    .await;
    // A test of `cargo xtask drift` reads this file.
    assert_eq!(lines, include_str!("drift/log.jsonl"));
}

#[tokio::test]
async fn a_subscriber_that_wants_warnings_only_hears_nothing() {
    let server = paging();
    let client = Client::builder().base_url(server.url()).bearer_token(TOKEN).build().unwrap();
    let (response, lines) = logged_at(Level::WARN, search(&client)).await;
    response.unwrap();
    assert_eq!(lines, "");
    // Nobody listened, so nothing counts as reported.
    let (response, lines) = logged(async {
        search(&client).await?;
        search(&client).await
    })
    .await;
    response.unwrap();
    assert_eq!(lines.lines().count(), DRIFT.len(), "{lines}");
}

#[test]
fn kinds_have_names() {
    assert_eq!(DriftKind::UndeclaredStatus(202).name(), "undeclared_status");
}

/// Runs a future, and returns the events of drift that it logs as JSON.
async fn logged<T>(future: impl Future<Output = T>) -> (T, String) {
    logged_at(Level::INFO, future).await
}

async fn logged_at<T>(level: Level, future: impl Future<Output = T>) -> (T, String) {
    // A callsite is off for all threads while the only subscriber does not want it, so there are two.
    let _another = tracing::Dispatch::new(tracing_subscriber::registry());
    let subscriber = tracing_subscriber::fmt().json().without_time().with_max_level(level).with_writer(|| Log);
    let guard = tracing::subscriber::set_default(subscriber.finish());
    drop(Log::take());
    let result = future.await;
    drop(guard);
    (result, Log::take())
}

#[cfg(feature = "mock")]
#[tokio::test]
async fn a_mock_shows_programs_the_drift_of_the_future() {
    use c1_api::mock::{MockServer, Reply};
    use c1_api::user::v1::user_search::UserSearch;

    let c1 = MockServer::new();
    c1.on::<UserSearch>().respond(Reply::json(serde_json::json!({ "list": [{ "user": { "pronouns": "she" } }] })));
    let heard = Heard::default();
    let listener = heard.clone();
    let client = c1.client_builder().on_drift(move |drift| listener.0.lock().unwrap().push(drift)).build().unwrap();
    search(&client).await.unwrap();
    assert_eq!(heard.take(), &DRIFT[..1]);
}
