//! Login of a person with a code (OAuth 2.0 Device Authorization Grant, RFC 8628).

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};
use tracing::{Instrument, Span};
use url::Url;

use super::auth_client::{AuthClient, AuthResponse, Endpoint};
use super::token::AccessToken;
use super::token_endpoint::TOKEN;
use super::token_response::{TokenResponse, is_transient, lifetime, token_error};
use crate::base_url::BaseUrl;
use crate::error::{Error, ErrorKind};
use crate::telemetry;
use crate::transport_config::TransportConfig;

const DEVICE_AUTHORIZATION: Endpoint =
    Endpoint::new("the device authorization endpoint", "device_authorization", "/auth/v1/device_authorization");
const PERSONAL_CLIENTS: Endpoint =
    Endpoint::new("the endpoint of personal clients", "personal_client", "/api/v1/iam/personal_clients");
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
    /// Ends with the login.
    span: Span,
    client: AuthClient,
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

impl DeviceLogin {
    /// Requests a code for the public OAuth client `client_id`.
    pub(crate) async fn start(base_url: BaseUrl, network: &TransportConfig, client_id: String) -> Result<Self, Error> {
        if client_id.is_empty() {
            return Err(Error::invalid_input("device_login: the id of the OAuth client is empty"));
        }
        let span = telemetry::login_span();
        let login = Self::request_code(base_url, network, client_id, span.clone()).instrument(span.clone()).await;
        login.inspect_err(|error| telemetry::record_failure(&span, error))
    }

    async fn request_code(
        base_url: BaseUrl,
        network: &TransportConfig,
        client_id: String,
        span: Span,
    ) -> Result<Self, Error> {
        let defaults = network.defaults()?;
        let client = AuthClient::new(base_url.clone(), network.channel(&base_url)?, &defaults);
        let request = client.post_form(&DEVICE_AUTHORIZATION, &[("client_id", &client_id)])?;
        let response = client.send(&DEVICE_AUTHORIZATION, request).await?;
        let AuthResponse { head, body, .. } = &response;
        if !head.status.is_success() {
            let hint = "is the id that of an OAuth client for device login?";
            let error = token_error(&DEVICE_AUTHORIZATION, head, body, &SecretString::default(), hint);
            return Err(error.with_head(head, None));
        }
        Self::parse(client, client_id, &response, span).map_err(|error| error.with_head(head, None))
    }

    fn parse(client: AuthClient, client_id: String, response: &AuthResponse, span: Span) -> Result<Self, Error> {
        let unusable = |why| {
            let summary = format!("{} reported success, but {why}", DEVICE_AUTHORIZATION.name);
            Error::new(ErrorKind::Decode, summary)
        };
        let mut answer: Value =
            serde_json::from_slice(&response.body).map_err(|_| unusable("its response is not JSON"))?;
        let Some(Value::String(device_code)) = answer.get_mut("device_code").map(Value::take) else {
            return Err(unusable("its response has no `device_code`"));
        };
        let user_code = answer["user_code"].as_str().unwrap_or_default();
        // It is printed to terminals.
        if user_code.is_empty() || !user_code.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            return Err(unusable("its response has no `user_code` of visible characters"));
        }
        let uris = ["verification_uri_complete", "verification_uri"];
        let uri = uris.iter().find_map(|name| answer[*name].as_str().filter(|uri| !uri.is_empty()));
        let uri = uri.and_then(web_page).ok_or_else(|| unusable("its response has no https URL for the person"))?;
        let interval = answer["interval"].as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(Self {
            span,
            client,
            client_id,
            device_code: device_code.into(),
            user_code: user_code.to_owned(),
            verification_uri: uri,
            interval: interval.unwrap_or(INTERVAL).clamp(Duration::from_secs(1), MAX_INTERVAL),
            expires_at: response.requested_at + lifetime(&answer["expires_in"]),
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
        let created = async { self.create_client(&self.token().await?, body).await };
        let outcome = created.instrument(self.span.clone()).await;
        outcome.inspect_err(|error| telemetry::record_failure(&self.span, error))
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
            interval = match self.poll().await? {
                Poll::Granted(token) => return Ok(token),
                Poll::Pending => interval,
                Poll::SlowDown => interval.saturating_add(SLOW_DOWN_STEP).min(MAX_INTERVAL),
                Poll::Unavailable(asked) => interval.saturating_mul(2).max(asked.unwrap_or_default()).min(MAX_INTERVAL),
            };
            telemetry::log_pending_login(interval);
        }
    }

    async fn poll(&self) -> Result<Poll, Error> {
        let device_code = self.device_code.expose_secret();
        let form = [("grant_type", GRANT_TYPE), ("device_code", device_code), ("client_id", &self.client_id)];
        let request = self.client.post_form(&TOKEN, &form)?;
        let AuthResponse { head, body, requested_at } = match self.client.send(&TOKEN, request).await {
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
                let error = token_error(&TOKEN, &head, &body, &self.device_code, "start another login");
                if is_transient(head.status) {
                    return Ok(Poll::Unavailable(error.retry_after()));
                }
                Err(error.with_head(&head, None))
            }
        }
    }

    async fn create_client(&self, token: &AccessToken, body: String) -> Result<PersonalCredential, Error> {
        let mut request = self.client.post_json(&PERSONAL_CLIENTS, body)?;
        request.headers_mut().insert(AUTHORIZATION, token.header().clone());
        let AuthResponse { head, body, .. } = self.client.send(&PERSONAL_CLIENTS, request).await?;
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
}

/// The outcome of a poll.
enum Poll {
    Granted(AccessToken),
    Pending,
    SlowDown,
    Unavailable(Option<Duration>),
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
