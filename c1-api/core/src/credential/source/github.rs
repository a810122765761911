//! OIDC tokens of GitHub Actions workflows.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Method, Request, StatusCode};
use secrecy::SecretString;
use serde_json::Value;
use url::Url;

use crate::base_url::BaseUrl;
use crate::credential::auth_client::{AuthClient, AuthResponse, Endpoint};
use crate::credential::token::AccessToken;
use crate::error::{Error, ErrorKind};
use crate::transport_config::{CallDefaults, TransportConfig};

const URL: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";
const TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

/// The endpoint of OIDC tokens. Its path has ids of the job in it, so telemetry shows the variable's name instead.
const OIDC_TOKEN: Endpoint = Endpoint::new("GitHub Actions", "github_oidc_token", "/{ACTIONS_ID_TOKEN_REQUEST_URL}");

/// The client of GitHub's token service.
#[derive(Clone)]
pub(in crate::credential) struct Github {
    client: AuthClient,
    url: String,
    token: AccessToken,
}

impl Github {
    /// Creates the client by the environment, which `variable` reads.
    pub(in crate::credential) fn new(
        audience: &str,
        variable: impl Fn(&str) -> Option<String>,
        network: &TransportConfig,
        defaults: &CallDefaults,
    ) -> Result<Self, Error> {
        let read = |name: &str| {
            variable(name).filter(|value| !value.is_empty()).ok_or_else(|| {
                Error::invalid_input(format!(
                    "{name} is not set; GitHub Actions sets it in jobs that have `permissions: id-token: write`"
                ))
            })
        };
        let (url, base_url) = token_url(&read(URL)?, audience).ok_or_else(|| {
            Error::invalid_input(format!(
                "{URL}: expected a URL of GitHub's, https (or plain http to a loopback host), without user and password"
            ))
        })?;
        let token = AccessToken::bearer(&read(TOKEN)?.into())
            .ok_or_else(|| Error::invalid_input(format!("{TOKEN}: expected a token of visible ASCII characters")))?;
        let channel = network.third_party_channel(&base_url)?;
        Ok(Self { client: AuthClient::new(base_url, channel, defaults), url, token })
    }

    /// Requests a new OIDC token.
    pub(super) async fn token(&self) -> Result<SecretString, Error> {
        let AuthResponse { head, body, .. } = self.client.send(&OIDC_TOKEN, self.request()?).await?;
        let failed = |kind, why: &str| {
            let summary =
                format!("GitHub Actions responded to the request for an OIDC token with {}{why}", head.status);
            Error::new(kind, summary).with_status(head.status)
        };
        match head.status {
            status if status.is_success() => {}
            status if status.is_redirection() => {
                return Err(failed(ErrorKind::Redirect, "; redirects are not followed"));
            }
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                return Err(failed(ErrorKind::Api, ""));
            }
            _ => {
                let hint = "; does the job have `permissions: id-token: write`, and is it still the one that the client was built in?";
                return Err(failed(ErrorKind::Auth, hint));
            }
        }
        let mut answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        match answer.get_mut("value").map(Value::take) {
            Some(Value::String(token)) => Ok(token.into()),
            _ => Err(failed(ErrorKind::Decode, ", but its response has no `value`")),
        }
    }

    fn request(&self) -> Result<Request<Bytes>, Error> {
        let mut request = self.client.request(&OIDC_TOKEN, Method::GET, &self.url, Bytes::new())?;
        request.headers_mut().insert(AUTHORIZATION, self.token.header().clone());
        Ok(request)
    }
}

/// The URL to request a token for this audience, and its base URL; `None` if the request token must not be sent there.
fn token_url(url: &str, audience: &str) -> Option<(String, BaseUrl)> {
    let mut url = Url::parse(url).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let base_url = BaseUrl::parse(&url.origin().ascii_serialization()).ok()?;
    url.set_fragment(None);
    url.query_pairs_mut().append_pair("audience", audience);
    Some((url.into(), base_url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audience_is_added_to_the_url() {
        let cases = [
            (
                "https://a.example/token?api-version=2.0",
                "x y&z",
                "https://a.example/token?api-version=2.0&audience=x+y%26z",
            ),
            ("https://a.example:8443/token#f", "x", "https://a.example:8443/token?audience=x"),
            ("http://127.0.0.1:1/", "acme.c1eu.ai", "http://127.0.0.1:1/?audience=acme.c1eu.ai"),
        ];
        for (url, audience, expected) in cases {
            assert_eq!(token_url(url, audience).unwrap().0, expected);
        }
    }

    #[test]
    fn the_token_is_sent_to_no_other_kind_of_token_url() {
        let urls =
            ["", "token", "http://a.example/", "https://sesame@a.example/", "https://:x@a.example/", "file:///etc"];
        for url in urls {
            assert!(token_url(url, "x").is_none(), "{url}");
        }
    }

    #[test]
    fn a_variable_that_is_missing_or_malformed_is_named() {
        let built = |url: &'static str, token: &'static str| {
            let variable = move |name: &str| Some(if name == URL { url } else { token }.to_owned());
            let network = TransportConfig::default();
            Github::new("x", variable, &network, &network.defaults().unwrap()).err().unwrap()
        };
        let cases = [
            (built("", "sesame"), "ACTIONS_ID_TOKEN_REQUEST_URL is not set"),
            (built("https://a.example", ""), "ACTIONS_ID_TOKEN_REQUEST_TOKEN is not set"),
            (built("http://sesame.example", "sesame"), "ACTIONS_ID_TOKEN_REQUEST_URL: expected"),
            (built("https://a.example", "sesame\n"), "ACTIONS_ID_TOKEN_REQUEST_TOKEN: expected"),
        ];
        for (error, reason) in cases {
            assert!(error.to_string().starts_with(reason), "{error}");
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        }
    }
}
