//! Workload federation: OIDC tokens of any source, exchanged at a server within the process or on the loopback interface.

mod github_job;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use c1_api::{Client, ClientBuilder, Error, ErrorKind, TokenSource};
use http::{Method, Request, Response};
use http_body_util::Full;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tower::service_fn;
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const CLIENT_ID: &str = "ci@acme.conductor.one/wfe";

/// The forms that the token endpoint received.
#[derive(Clone, Default)]
struct Forms(Arc<Mutex<Vec<BTreeMap<String, String>>>>);

impl Forms {
    fn subjects(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|form| form["subject_token"].clone()).collect()
    }
}

/// A client of a server within the process, whose tokens live for ten minutes.
fn client_of(source: TokenSource) -> (Client, Forms) {
    let forms = Forms::default();
    let received = forms.clone();
    let service = service_fn(move |request: Request<Bytes>| {
        let is_exchange = request.uri().path() == "/auth/v1/token";
        if is_exchange {
            let form = url::form_urlencoded::parse(request.body()).into_owned().collect();
            received.0.lock().unwrap().push(form);
        }
        let answer = if is_exchange { json!({ "access_token": "open-sesame", "expires_in": 600 }) } else { json!({}) };
        async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(answer.to_string()))))
        }
    });
    (builder(source).service(service).build().unwrap(), forms)
}

fn builder(source: TokenSource) -> ClientBuilder {
    Client::builder().base_url("http://localhost").workload_federation(CLIENT_ID, source)
}

async fn call(client: &Client) -> Result<Value, Error> {
    client.request(Method::GET, "/api/v1/things").await
}

#[tokio::test(start_paused = true)]
async fn an_oidc_token_is_exchanged() {
    let (client, forms) = client_of(TokenSource::token(" eyJ.open.sesame\n"));
    call(&client).await.unwrap();
    let expected = [
        ("client_id", CLIENT_ID),
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", "eyJ.open.sesame"),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(*forms.0.lock().unwrap(), [BTreeMap::from(expected)]);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_exchange_one_token() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let (client, forms) = client_of(TokenSource::provider(move || {
        let number = counted.fetch_add(1, Ordering::Relaxed);
        async move { Ok::<_, Infallible>(format!("subject-{number}")) }
    }));
    let mut calls = JoinSet::new();
    for _ in 0..1000 {
        let client = client.clone();
        calls.spawn(async move { call(&client).await.map(drop) });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!(forms.subjects(), ["subject-0"]);
    tokio::time::sleep(Duration::from_secs(600)).await;
    call(&client).await.unwrap();
    assert_eq!(forms.subjects(), ["subject-0", "subject-1"], "each exchange has a token of its own");
}

#[tokio::test(start_paused = true)]
async fn a_file_is_read_anew_for_each_exchange() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("token");
    fs::write(&file, "first\n").unwrap();
    let (client, forms) = client_of(TokenSource::file(&file));
    call(&client).await.unwrap();

    fs::write(&file, "second\n").unwrap();
    call(&client).await.unwrap();
    tokio::time::sleep(Duration::from_secs(600)).await;
    call(&client).await.unwrap();
    assert_eq!(forms.subjects(), ["first", "second"]);

    // It is gone for a while, as when it is replaced by something that does so in two steps.
    tokio::time::sleep(Duration::from_secs(600)).await;
    fs::remove_file(&file).unwrap();
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    assert!(
        error.to_string().contains(&format!("cannot get an OIDC token from the file {}: ", file.display())),
        "{error}"
    );
    fs::write(&file, "third").unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    call(&client).await.unwrap();
    assert_eq!(forms.subjects(), ["first", "second", "third"]);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_never_gives_a_token_is_given_up() {
    let source = TokenSource::provider(std::future::pending::<Result<String, Infallible>>);
    let (client, forms) = client_of(source);
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("no OIDC token within 30s"), "{error}");
    assert!(forms.subjects().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_source_that_panics_harms_nobody_else() {
    let source = TokenSource::provider(|| async { if true { panic!("of a test") } else { Ok::<_, Infallible>("") } });
    let (client, _) = client_of(source);
    for _ in 0..2 {
        let error = call(&client).await.unwrap_err();
        assert!(error.to_string().contains("panicked while an access token was requested"), "{error}");
    }
}

#[tokio::test]
async fn a_refusal_says_what_to_look_at_and_shows_no_token() {
    let server = MockServer::start().await;
    let refusal = json!({ "error": "invalid_grant", "error_description": "no trust in eyJ.open.sesame" });
    Mock::given(path("/auth/v1/token"))
        .respond_with(ResponseTemplate::new(400).set_body_json(refusal))
        .expect(1)
        .mount(&server)
        .await;
    let client = Client::builder()
        .base_url(server.uri())
        .workload_federation(CLIENT_ID, TokenSource::token("eyJ.open.sesame"))
        .build()
        .unwrap();
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(
        error.to_string().contains("invalid_grant: no trust in [secret]; is the client id of this tenant, does C1")
    );
    assert!(!format!("{error} {error:?} {client:?}").contains("sesame"), "{error:?}");
}

#[tokio::test]
async fn a_refusal_for_the_age_of_a_token_says_how_old_it_may_be() {
    let server = MockServer::start().await;
    let refusal = json!({ "error": "invalid_grant", "error_description": "subject token: iat is too far in the past" });
    Mock::given(path("/auth/v1/token"))
        .respond_with(ResponseTemplate::new(400).set_body_json(refusal))
        .mount(&server)
        .await;
    let builder = Client::builder().base_url(server.uri());
    let client = builder.workload_federation(CLIENT_ID, TokenSource::token("eyJ.open.sesame")).build().unwrap();
    let error = call(&client).await.unwrap_err().to_string();
    assert!(error.contains("ten minutes old at most; for Kubernetes, set `expirationSeconds: 600`"), "{error}");
}

#[test]
fn a_mistake_names_its_setting_and_shows_no_secret() {
    let token = || TokenSource::token("open-sesame");
    let cases = [
        (Client::builder().workload_federation("open-sesame", token()), "client_id: expected"),
        (builder(TokenSource::token("open sesame")), "workload_federation: the OIDC token is not valid"),
        (builder(TokenSource::token("\n")), "workload_federation: the OIDC token is empty"),
        (builder(token()).bearer_token("open-sesame"), "more than one credential is set"),
        (builder(TokenSource::github_actions()), "ACTIONS_ID_TOKEN_REQUEST_URL is not set"),
    ];
    for (builder, reason) in cases {
        let shown = format!("{builder:?}");
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().starts_with(reason), "{error} should begin with {reason}");
        assert!(!format!("{shown} {error} {error:?}").contains("sesame"), "{error:?}");
    }
}

#[tokio::test]
async fn github_is_asked_for_a_token() {
    let github = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/token"))
        .and(query_param("api-version", "2.0"))
        .and(query_param("audience", "acme.conductor.one"))
        .and(header("authorization", "Bearer open-sesame-github"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "count": 1, "value": "eyJ.of.github" })))
        .expect(1)
        .mount(&github)
        .await;
    let url = format!("{}/token?api-version=2.0", github.uri());
    tokio::task::spawn_blocking(move || github_job::run("within_a_job", &url, &[])).await.unwrap();
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn within_a_job() {
    let server = MockServer::start().await;
    let token = json!({ "access_token": "open-sesame", "expires_in": 600 });
    Mock::given(path("/auth/v1/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(&server)
        .await;
    Mock::given(path("/api/v1/things"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({})))
        .mount(&server)
        .await;
    let client = github_client(&server);
    call(&client).await.unwrap();
    call(&client).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 3);
    let body = String::from_utf8(requests[0].body.clone()).unwrap();
    assert!(body.contains("subject_token=eyJ.of.github"));
    let shown: Vec<_> = requests.iter().map(|request| format!("{:?}", request.headers)).collect();
    assert!(!shown.concat().contains("sesame-github"), "the token for GitHub goes to GitHub alone");
}

#[tokio::test]
async fn a_refusal_of_github_is_reported() {
    let github = MockServer::start().await;
    let elsewhere = MockServer::start().await;
    let answers = [
        ("/gone", ResponseTemplate::new(403).set_body_string("open-sesame")),
        ("/moved", ResponseTemplate::new(302).insert_header("location", elsewhere.uri())),
        ("/page", ResponseTemplate::new(200).set_body_string("<html>open-sesame")),
        ("/blank", ResponseTemplate::new(200).set_body_json(json!({ "value": "" }))),
        ("/huge", ResponseTemplate::new(200).set_body_bytes(vec![b' '; 300_000])),
    ];
    for (at, answer) in answers {
        Mock::given(path(at)).respond_with(answer).mount(&github).await;
        let url = format!("{}{at}", github.uri());
        let test = format!("refused_{}", &at[1..]);
        tokio::task::spawn_blocking(move || github_job::run(&test, &url, &[])).await.unwrap();
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

fn github_client(server: &MockServer) -> Client {
    Client::builder()
        .base_url(server.uri())
        .workload_federation(CLIENT_ID, TokenSource::github_actions())
        .build()
        .unwrap()
}

/// A call that fails as GitHub refuses a token, before anything is sent to the server.
async fn refused(kind: ErrorKind, reason: &str) {
    let server = MockServer::start().await;
    let error = call(&github_client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(reason), "{error} should mention {reason}");
    assert!(server.received_requests().await.unwrap().is_empty());
    println!("{error} {error:?}");
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn refused_gone() {
    refused(ErrorKind::Auth, "with 403 Forbidden; does the job have `permissions: id-token: write`").await;
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn refused_moved() {
    refused(ErrorKind::Redirect, "with 302 Found; redirects are not followed").await;
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn refused_page() {
    refused(ErrorKind::Decode, "its response has no `value`").await;
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn refused_blank() {
    refused(ErrorKind::Auth, "from GitHub Actions: the token is empty").await;
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn refused_huge() {
    refused(ErrorKind::TooLarge, "the response of GitHub Actions exceeds").await;
}
