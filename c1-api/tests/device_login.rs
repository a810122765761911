//! The login of a person by a code (RFC 8628), against a server within the process, while time stands still.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use c1_api::{Client, ClientBuilder, DeviceLogin, Error, ErrorKind, PersonalCredential};
use http::{Request, Response};
use http_body_util::Full;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::service_fn;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

const DEVICE_CODE: &str = "open-sesame-device";

/// What the server received, and how many seconds after the start.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<Sent>>>);

type Sent = (u64, Request<Bytes>);

impl Received {
    fn of_path(&self, path: &str) -> Vec<Sent> {
        self.0.lock().unwrap().iter().filter(|(_, request)| request.uri().path() == path).cloned().collect()
    }

    /// When the server was polled for a token, in seconds after the start.
    fn polls(&self) -> Vec<u64> {
        self.of_path("/auth/v1/token").iter().map(|(seconds, _)| *seconds).collect()
    }
}

fn form(request: &Request<Bytes>) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(request.body()).into_owned().collect()
}

fn code() -> Value {
    json!({
        "device_code": DEVICE_CODE, "user_code": "WDJB-MJHT", "interval": 5, "expires_in": 600,
        "verification_uri_complete": "https://acme.conductor.one/device?code=WDJB-MJHT",
    })
}

fn pending() -> Result<(u16, Value), &'static str> {
    Ok((400, json!({ "error": "authorization_pending" })))
}

fn token() -> Result<(u16, Value), &'static str> {
    Ok((200, json!({ "access_token": "open-sesame-token", "token_type": "Bearer", "expires_in": 600 })))
}

fn created() -> (u16, Value) {
    (200, json!({ "client": { "clientId": "fox@acme.conductor.one/pcc" }, "clientSecret": "open-sesame-secret" }))
}

type Poll = Result<(u16, Value), &'static str>;

/// A builder whose server answers so: the code, one poll after the other (the last one repeated), the creation of a client.
fn server(code: (u16, Value), polls: Vec<Poll>, client: (u16, Value)) -> (ClientBuilder, Received) {
    let received = Received::default();
    let requests = received.clone();
    let began = Instant::now();
    let service = service_fn(move |request: Request<Bytes>| {
        let answer = match request.uri().path() {
            "/auth/v1/device_authorization" => Ok(code.clone()),
            "/auth/v1/token" => polls[requests.polls().len().min(polls.len() - 1)].clone(),
            "/api/v1/iam/personal_clients" => Ok(client.clone()),
            path => panic!("{path}"),
        };
        requests.0.lock().unwrap().push((began.elapsed().as_secs(), request));
        async move {
            let (status, body) = answer?;
            let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
            *response.status_mut() = status.try_into()?;
            if status == 429 {
                response.headers_mut().insert("retry-after", "30".try_into()?);
            }
            Ok::<_, BoxError>(response)
        }
    });
    (Client::builder().tenant("acme.conductor.one").service(service), received)
}

async fn login(builder: ClientBuilder) -> Result<DeviceLogin, Error> {
    builder.device_login("public-client").await
}

/// The outcome of a login whose polls are answered so, and when the polls were.
async fn polled(polls: Vec<Poll>) -> (Result<PersonalCredential, Error>, Vec<u64>) {
    let (builder, received) = server((200, code()), polls, created());
    let outcome = login(builder).await.unwrap().create_credential("laptop").await;
    (outcome, received.polls())
}

#[tokio::test(start_paused = true)]
async fn a_confirmed_code_becomes_a_personal_client_credential() {
    let (builder, received) = server((200, code()), vec![pending(), token()], created());
    let login = login(builder).await.unwrap();
    assert_eq!(login.user_code(), "WDJB-MJHT");
    assert_eq!(login.verification_uri(), "https://acme.conductor.one/device?code=WDJB-MJHT");
    assert_eq!(login.expires_in(), Duration::from_secs(600));
    assert_eq!(format!("{login:?}"), "DeviceLogin { expires_in: 600s, .. }");
    let credential = login.create_credential("laptop of Ada").await.unwrap();
    assert_eq!(credential.client_id(), "fox@acme.conductor.one/pcc");
    assert_eq!(credential.client_secret().expose_secret(), "open-sesame-secret");
    assert_eq!(format!("{credential:?}"), r#"PersonalCredential { client_id: "fox@acme.conductor.one/pcc", .. }"#);

    let start = &received.of_path("/auth/v1/device_authorization")[0].1;
    assert_eq!((start.method().as_str(), start.uri().host()), ("POST", Some("acme.conductor.one")));
    assert_eq!(start.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(form(start), [("client_id".to_owned(), "public-client".to_owned())].into());
    for (_, poll) in received.of_path("/auth/v1/token") {
        let expected = [
            ("client_id", "public-client"),
            ("device_code", DEVICE_CODE),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ];
        assert_eq!(form(&poll), expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    }
    let create = &received.of_path("/api/v1/iam/personal_clients")[0].1;
    assert_eq!(create.headers()["authorization"], "Bearer open-sesame-token");
    let body: Value = serde_json::from_slice(create.body()).unwrap();
    assert_eq!(body, json!({ "displayName": "laptop of Ada" }));
}

#[tokio::test(start_paused = true)]
async fn the_server_is_polled_as_slowly_as_it_asks() {
    let slow_down = || Ok((400, json!({ "error": "slow_down" })));
    let (outcome, polls) = polled(vec![pending(), slow_down(), pending(), slow_down(), token()]).await;
    assert!(outcome.is_ok());
    assert_eq!(polls, [5, 10, 20, 30, 45]);

    // A failure of the network or the server doubles the interval; `Retry-After` is kept.
    let down = || Err("reset by a test");
    let (outcome, polls) =
        polled(vec![down(), pending(), Ok((503, json!({}))), pending(), Ok((429, json!({}))), token()]).await;
    assert!(outcome.is_ok());
    assert_eq!(polls, [5, 15, 25, 45, 65, 105]);
}

#[tokio::test(start_paused = true)]
async fn a_login_ends_with_its_code() {
    let began = Instant::now();
    let (outcome, polls) = polled(vec![pending()]).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), began.elapsed()), (ErrorKind::Auth, Duration::from_secs(600)));
    assert!(error.to_string().contains("expired before the person confirmed it"), "{error}");
    assert_eq!(polls.len(), 119);

    let cases = [
        ("expired_token", "expired before the person confirmed it"),
        ("access_denied", "the person refused the login"),
        ("invalid_client", "400 Bad Request: invalid_client: not you, [secret]; start another login"),
    ];
    for (code, reason) in cases {
        let answer = json!({ "error": code, "error_description": format!("not you, {DEVICE_CODE}") });
        let (outcome, polls) = polled(vec![Ok((400, answer))]).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), polls.len()), (ErrorKind::Auth, 1), "{error}");
        assert!(error.to_string().contains(reason), "{error} should mention {reason}");
        assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_credential_is_created_once() {
    let cases = [
        ((401, json!({})), ErrorKind::Auth, "401 Unauthorized"),
        ((403, json!({ "message": "open-sesame" })), ErrorKind::Api, "may the person create personal clients?"),
        ((503, json!({})), ErrorKind::Api, "503 Service Unavailable"),
        ((200, json!({ "clientSecret": "open-sesame" })), ErrorKind::Decode, "without a client id and secret"),
        (
            (200, json!({ "client": { "clientId": "open-sesame" } })),
            ErrorKind::Decode,
            "without a client id and secret",
        ),
    ];
    for (answer, kind, reason) in cases {
        let (builder, received) = server((200, code()), vec![token()], answer);
        let error = login(builder).await.unwrap().create_credential("laptop").await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(reason), "{error} should mention {reason}");
        assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        assert_eq!(received.of_path("/api/v1/iam/personal_clients").len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_without_a_usable_code_is_explained() {
    let with = |name: &str, value: Value| {
        let mut code = code();
        code[name] = value;
        (200, code)
    };
    let uri = |uri: &str| with("verification_uri_complete", json!(uri));
    let cases = [
        ((404, json!({ "message": "no such page" })), ErrorKind::Auth, "is the id that of an OAuth client"),
        (
            (401, json!({ "error": "invalid_client", "error_description": "no such client" })),
            ErrorKind::Auth,
            "invalid_client: no such client",
        ),
        ((503, json!({})), ErrorKind::Api, "503 Service Unavailable"),
        ((302, json!({})), ErrorKind::Redirect, "redirected"),
        ((200, json!([])), ErrorKind::Decode, "no `device_code`"),
        (with("user_code", json!("A\u{1b}[2J")), ErrorKind::Decode, "no `user_code`"),
        (with("user_code", json!("")), ErrorKind::Decode, "no `user_code`"),
        (uri(""), ErrorKind::Decode, "no https URL"),
        (uri("http://acme.conductor.one/device"), ErrorKind::Decode, "no https URL"),
        (uri("https://acme.conductor.one@evil.example/"), ErrorKind::Decode, "no https URL"),
        (uri("javascript:alert(1)"), ErrorKind::Decode, "no https URL"),
    ];
    for (answer, kind, reason) in cases {
        let (builder, _) = server(answer, vec![pending()], created());
        let error = login(builder).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(reason), "{error} should mention {reason}");
        assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
    }
    let (builder, _) = server((200, code()), vec![pending()], created());
    assert_eq!(builder.device_login("").await.unwrap_err().kind(), ErrorKind::InvalidInput);
    for host in ["", "https://acme.conductor.one", "acme.conductor.one/x"] {
        let error = Client::device_login(host, "public-client").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{host}");
    }

    let mut code = code();
    code["verification_uri_complete"] = Value::Null;
    code["verification_uri"] = json!("https://acme.conductor.one/a\u{1b}[2Jb");
    code["interval"] = Value::Null;
    let (builder, received) = server((200, code), vec![token()], created());
    let login = login(builder).await.unwrap();
    assert_eq!(login.verification_uri(), "https://acme.conductor.one/a%1B[2Jb");
    login.create_credential("laptop").await.unwrap();
    assert_eq!(received.polls(), [5]);
}
