//! Tests of credentials as a whole, with a token endpoint within the process and time that stands still.

mod assertions;
mod failures;
mod lifetimes;
mod outages;
mod providers;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tower::service_fn;

use super::auth_client::AuthClient;
use super::client_id::ClientId;
use super::clock_skew::ClockSkew;
use super::grant::{ClientAuthentication, Grant};
use super::signing_key::SigningKey;
use super::token_cache::TokenCache;
use super::token_endpoint::TokenEndpoint;
use super::*;
use crate::base_url::BaseUrl;
use crate::retry::RetryPolicy;
use crate::transport::{Body, Transport};
use crate::transport_config::{CallDefaults, TransportConfig};

const CLIENT_ID: &str = "clever-fox-42195@acme.conductor.one/pcc";

/// How long the endpoint takes to answer.
const DELAY: Duration = Duration::from_secs(2);

/// The public and the private part of the key of RFC 8037.
const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

/// The requests that the endpoint received.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<Request<Bytes>>>>);

impl Received {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn pop(&self) -> Request<Bytes> {
        self.0.lock().unwrap().pop().unwrap()
    }
}

pub(crate) fn secret() -> SecretString {
    let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}","d":"{D}"}}"#);
    format!("secret-token:conductorone.com:v1:{}", BASE64_URL_SAFE_NO_PAD.encode(jwk)).into()
}

/// A credential whose endpoint gives `answer`, which gets the number of earlier requests.
fn answered(answer: impl Fn(usize) -> Response<Body> + Clone + Send + Sync + 'static) -> (Credential, Received) {
    timed(Utc::now, answer)
}

/// As [`answered`], with its own time of day.
fn timed(
    clock: fn() -> DateTime<Utc>,
    answer: impl Fn(usize) -> Response<Body> + Clone + Send + Sync + 'static,
) -> (Credential, Received) {
    let received = Received::default();
    let requests = received.clone();
    let service = service_fn(move |request: Request<Bytes>| {
        let answer = answer.clone();
        let before = requests.count();
        requests.0.lock().unwrap().push(request);
        async move {
            tokio::time::sleep(DELAY).await;
            Ok(answer(before))
        }
    });
    (with_clock_and_policy(clock, RetryPolicy::off(), Transport::new(service)), received)
}

fn with_transport(transport: Transport) -> Credential {
    with_clock_and_policy(Utc::now, RetryPolicy::off(), transport)
}

fn with_clock_and_policy(clock: fn() -> DateTime<Utc>, retry: RetryPolicy, transport: Transport) -> Credential {
    let key = SigningKey::parse(&secret()).unwrap();
    let base_url = BaseUrl::parse("http://localhost:8080/").unwrap();
    let defaults = TransportConfig::default().defaults().unwrap();
    let defaults = CallDefaults { user_agent: HeaderValue::from_static("agent"), ..defaults };
    let endpoint = TokenEndpoint {
        client: AuthClient::new(base_url, transport.into(), &defaults),
        proof_signer: ProofSigner::new(Dpop::Automatic, key.clone(), ClockSkew::new(clock)),
        grant: Grant { client_id: ClientId::parse(CLIENT_ID).unwrap(), authentication: ClientAuthentication::Key(key) },
    };
    Credential::Cached(Arc::new(TokenCache::new(endpoint, retry)))
}

/// A credential whose tokens are `token-0`, `token-1` and so on, and live for as long as `expires_in` says.
fn living(expires_in: impl Into<Value>) -> (Credential, Received) {
    let expires_in = expires_in.into();
    answered(move |before| token(before, &expires_in))
}

fn token(number: usize, expires_in: &Value) -> Response<Body> {
    let token = format!("token-{number}");
    json_body(200, &json!({ "access_token": token, "token_type": "Bearer", "expires_in": expires_in }))
}

fn json_body(status: u16, value: &Value) -> Response<Body> {
    body(status, value.to_string())
}

fn body(status: u16, text: impl Into<Bytes>) -> Response<Body> {
    let body = Full::new(text.into()).map_err(|never: Infallible| match never {}).boxed_unsync();
    Response::builder().status(status).body(body).unwrap()
}

/// The header now, which has to be had.
async fn header(credential: &Credential) -> String {
    shown(&credential.token(Instant::now()).await.unwrap())
}

fn shown(token: &AccessToken) -> String {
    let value = token.header();
    assert!(value.is_sensitive());
    value.to_str().unwrap().to_owned()
}

/// What `count` tasks that begin together are given.
async fn together(credential: &Credential, count: usize) -> Vec<Result<AccessToken, Error>> {
    let mut tasks = JoinSet::new();
    for _ in 0..count {
        let credential = credential.clone();
        tasks.spawn(async move { credential.token(Instant::now()).await });
    }
    tasks.join_all().await
}
