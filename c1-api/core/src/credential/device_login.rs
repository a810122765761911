//! Login of a person with a code (OAuth 2.0 Device Authorization Grant, RFC 8628).

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::response::Parts;
use http::{HeaderValue, Method, Request, StatusCode};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};
use url::Url;

use super::config::MAX_TOKEN_TIMEOUT;
use super::fetch::{fetch, form};
use super::token::AccessToken;
use super::token_endpoint::PATH as TOKEN_PATH;
use super::token_response::{TokenResponse, is_transient, lifetime, token_error};
use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::error::{Error, ErrorKind};
use crate::transport_config::TransportConfig;

const AUTHORIZATION_PATH: &str = "/auth/v1/device_authorization";
const CLIENTS_PATH: &str = "/api/v1/iam/personal_clients";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The time between two polls, if the server does not set it.
const INTERVAL: Duration = Duration::from_secs(5);
/// What `slow_down` adds to the interval.
const SLOW_DOWN_STEP: Duration = Duration::from_secs(5);
const MAX_INTERVAL: Duration = Duration::from_secs(60);

/// A login that waits for a person to confirm a code in a browser.
///
/// Show its [`verification_uri`](Self::verification_uri) and its [`user_code`](Self::user_code), then wait for
/// [`create_credential`](Self::create_credential).
pub struct DeviceLogin {
    server: AuthServer,
    client_id: String,
    device_code: SecretString,
    user_code: String,
    verification_uri: String,
    interval: Duration,
    expires_at: Instant,
}

/// A personal client credential, for [`client_credentials`](crate::ClientBuilder::client_credentials).
///
/// C1 shows the secret only once: store it where only its owner can read it.
#[derive(Clone)]
pub struct PersonalCredential {
    client_id: String,
    client_secret: SecretString,
}

/// The server and the way to it.
struct AuthServer {
    base_url: BaseUrl,
    channel: Channel,
    user_agent: HeaderValue,
    timeout: Duration,
}

impl DeviceLogin {
    /// Requests a code for the public OAuth client `client_id`.
    pub(crate) async fn start(base_url: BaseUrl, network: &TransportConfig, client_id: String) -> Result<Self, Error> {
        if client_id.is_empty() {
            return Err(Error::invalid_input("device_login: the id of the OAuth client is empty"));
        }
        let defaults = network.defaults()?;
        let server = AuthServer {
            channel: network.channel(&base_url)?,
            base_url,
            user_agent: defaults.user_agent,
            timeout: defaults.attempt_timeout.min(MAX_TOKEN_TIMEOUT),
        };
        let form = form(&[("client_id", &client_id)]);
        let requested_at = Instant::now();
        let (head, body) = server.post_form(AUTHORIZATION_PATH, form).await?;
        if !head.status.is_success() {
            let hint = "is the id that of an OAuth client for device login?";
            return Err(token_error(&head, &body, &SecretString::default(), hint).with_head(&head, None));
        }
        Self::parse(server, client_id, &body, requested_at).map_err(|error| error.with_head(&head, None))
    }

    fn parse(server: AuthServer, client_id: String, body: &[u8], requested_at: Instant) -> Result<Self, Error> {
        let unusable = |why| {
            let summary = format!("the device authorization endpoint reported success, but {why}");
            Error::new(ErrorKind::Decode, summary)
        };
        let mut answer: Value = serde_json::from_slice(body).map_err(|_| unusable("its response is not JSON"))?;
        let Some(Value::String(device_code)) = answer.get_mut("device_code").map(Value::take) else {
            return Err(unusable("there is no `device_code` in it"));
        };
        let user_code = answer["user_code"].as_str().unwrap_or_default();
        // It is printed to terminals.
        if user_code.is_empty() || !user_code.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            return Err(unusable("there is no `user_code` of visible characters in it"));
        }
        let uris = ["verification_uri_complete", "verification_uri"];
        let uri = uris.iter().find_map(|name| answer[*name].as_str().filter(|uri| !uri.is_empty()));
        let uri = uri.and_then(web_page).ok_or_else(|| unusable("there is no https URL for the person in it"))?;
        let interval = answer["interval"].as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(Self {
            server,
            client_id,
            device_code: device_code.into(),
            user_code: user_code.to_owned(),
            verification_uri: uri,
            interval: interval.unwrap_or(INTERVAL).clamp(Duration::from_secs(1), MAX_INTERVAL),
            expires_at: requested_at + lifetime(&answer["expires_in"]),
        })
    }

    /// The code that the person confirms or enters, such as `WDJB-MJHT`.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// The page that the person opens. It has the code already if the server supports that.
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// The time that is left to confirm the code.
    pub fn expires_in(&self) -> Duration {
        self.expires_at.saturating_duration_since(Instant::now())
    }

    /// Waits until the person has confirmed the code, then creates a personal client credential with this display name.
    ///
    /// The credential has all permissions of the person. Dropping the future gives up the login.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Auth`] if the person refuses or the code expires. A failure to create the credential is not retried, as it may
    /// exist already.
    pub async fn create_credential(self, display_name: impl Into<String>) -> Result<PersonalCredential, Error> {
        let body = json!({ "displayName": display_name.into() }).to_string();
        let token = self.token().await?;
        self.server.create_client(&token, body).await
    }

    /// Polls for a token, as slowly as the server asks.
    async fn token(&self) -> Result<AccessToken, Error> {
        let mut interval = self.interval;
        loop {
            let next = Instant::now() + interval;
            if self.expires_at <= next {
                sleep_until(self.expires_at).await;
                return Err(expired());
            }
            sleep_until(next).await;
            match self.poll().await? {
                Poll::Granted(token) => return Ok(token),
                Poll::Pending => {}
                Poll::SlowDown => interval = interval.saturating_add(SLOW_DOWN_STEP).min(MAX_INTERVAL),
                Poll::Unavailable(asked) => {
                    interval = interval.saturating_mul(2).max(asked.unwrap_or_default()).min(MAX_INTERVAL);
                }
            }
        }
    }

    async fn poll(&self) -> Result<Poll, Error> {
        let device_code = self.device_code.expose_secret();
        let form = form(&[("grant_type", GRANT_TYPE), ("device_code", device_code), ("client_id", &self.client_id)]);
        let requested_at = Instant::now();
        let (head, body) = match self.server.post_form(TOKEN_PATH, form).await {
            Ok(response) => response,
            // RFC 8628 requires less frequent polls after a timeout.
            Err(error) if is_network(&error) => return Ok(Poll::Unavailable(None)),
            Err(error) => return Err(error),
        };
        if head.status.is_success() {
            let token = TokenResponse::parse(&body, requested_at).map_err(|error| error.with_head(&head, None))?.token;
            if token.ath().is_some() {
                let summary = "the token endpoint sent a token that is bound to a key, though the request had none";
                return Err(Error::new(ErrorKind::Decode, summary).with_head(&head, None));
            }
            return Ok(Poll::Granted(token));
        }
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        match answer["error"].as_str() {
            Some("authorization_pending") => Ok(Poll::Pending),
            Some("slow_down") => Ok(Poll::SlowDown),
            Some("expired_token") => Err(expired().with_head(&head, None)),
            Some("access_denied") => {
                Err(Error::new(ErrorKind::Auth, "the person refused the login").with_head(&head, None))
            }
            _ => {
                let error = token_error(&head, &body, &self.device_code, "start another login");
                if is_transient(head.status) {
                    return Ok(Poll::Unavailable(error.retry_after()));
                }
                Err(error.with_head(&head, None))
            }
        }
    }
}

/// The outcome of a poll.
enum Poll {
    Granted(AccessToken),
    Pending,
    SlowDown,
    Unavailable(Option<Duration>),
}

impl AuthServer {
    async fn post_form(&self, path: &str, form: Bytes) -> Result<(Parts, Zeroizing<Vec<u8>>), Error> {
        self.post(path, "application/x-www-form-urlencoded", form, None).await
    }

    async fn create_client(&self, token: &AccessToken, body: String) -> Result<PersonalCredential, Error> {
        let (head, body) = self.post(CLIENTS_PATH, "application/json", body.into(), Some(token)).await?;
        let failed = |kind, why: &str| {
            let summary = format!("the personal client credential could not be created: {} {why}", head.status);
            Error::new(kind, summary.trim_end()).with_head(&head, None)
        };
        match head.status {
            status if status.is_success() => {}
            StatusCode::UNAUTHORIZED => return Err(failed(ErrorKind::Auth, "")),
            status if status.is_redirection() => return Err(failed(ErrorKind::Redirect, "")),
            _ => return Err(failed(ErrorKind::Api, "; may the person create personal clients?")),
        }
        let mut answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let secret = answer.get_mut("clientSecret").map(Value::take);
        match (answer["client"]["clientId"].as_str(), secret) {
            (Some(client_id), Some(Value::String(secret))) if !client_id.is_empty() && !secret.is_empty() => {
                Ok(PersonalCredential { client_id: client_id.to_owned(), client_secret: secret.into() })
            }
            _ => Err(failed(ErrorKind::Decode, "without a client id and secret")),
        }
    }

    async fn post(
        &self,
        path: &str,
        content_type: &str,
        body: Bytes,
        token: Option<&AccessToken>,
    ) -> Result<(Parts, Zeroizing<Vec<u8>>), Error> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}{path}", self.base_url.root()))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, content_type)
            .header(USER_AGENT, &self.user_agent)
            .body(body)
            .map_err(|cause| Error::invalid_input("the server's URL cannot be sent to").with_source(cause))?;
        if let Some(token) = token {
            request.headers_mut().insert(AUTHORIZATION, token.header().clone());
        }
        let response = fetch(self.channel.transport(), &self.base_url, request, path);
        self.channel.within(self.timeout, response).await.unwrap_or_else(|| {
            let summary = format!("{} did not respond within {:?}", self.base_url.host(), self.timeout);
            Err(Error::new(ErrorKind::Timeout, summary))
        })
    }
}

impl PersonalCredential {
    /// The client id, such as `clever-fox-42195@acme.conductor.one/pcc`.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The client secret.
    pub fn client_secret(&self) -> &SecretString {
        &self.client_secret
    }
}

/// Shows no code, as the codes allow a login.
impl fmt::Debug for DeviceLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceLogin").field("expires_in", &self.expires_in()).finish_non_exhaustive()
    }
}

/// Shows only the client id.
impl fmt::Debug for PersonalCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonalCredential").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// The URL of a page that a person may safely open, without characters that a terminal would interpret.
fn web_page(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    BaseUrl::parse(&url.origin().ascii_serialization()).ok()?;
    // Readers take a user before an `@` for the host.
    (url.username().is_empty() && url.password().is_none()).then(|| url.into())
}

fn is_network(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport)
}

fn expired() -> Error {
    Error::new(ErrorKind::Auth, "the code of the login expired before the person confirmed it; start another login")
}
