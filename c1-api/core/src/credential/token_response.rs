//! The responses of the token endpoint.

use std::time::Duration;

use http::StatusCode;
use http::response::Parts;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::Instant;

use super::auth_client::Endpoint;
use super::token::AccessToken;
use crate::error::{Error, ErrorKind, excerpt};
use crate::excerpt::without_secret;
use crate::response::{redirect_target, retry_after};
use crate::rpc::Status;

/// The lifetime of a token if the endpoint gives none. All documented lifetimes are longer.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);

/// The longest lifetime that is used. `Instant` overflows far beyond it.
const MAX_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A new token.
pub(super) struct TokenResponse {
    pub(super) token: AccessToken,
    pub(super) requested_at: Instant,
    /// The lifetime, counted from the request, so that the token is never used after its expiry.
    pub(super) lifetime: Duration,
}

impl TokenResponse {
    /// Parses a response with a success status. Errors show none of it, as it has a token in it.
    pub(super) fn parse(body: &[u8], requested_at: Instant) -> Result<Self, Error> {
        let unusable =
            |why: &str| Error::new(ErrorKind::Decode, format!("the token endpoint reported success, but {why}"));
        let mut response: Value = serde_json::from_slice(body)
            .map_err(|_| unusable("its response is not JSON; check the tenant or base URL"))?;
        let new_token = match response["token_type"].as_str() {
            None => AccessToken::bearer,
            Some(kind) if kind.eq_ignore_ascii_case("bearer") => AccessToken::bearer,
            Some(kind) if kind.eq_ignore_ascii_case("dpop") => AccessToken::bound,
            Some(_) => return Err(unusable("the token is of another type than Bearer and DPoP")),
        };
        let text = match response.get_mut("access_token").map(Value::take) {
            Some(Value::String(text)) => SecretString::from(text),
            _ => return Err(unusable("its response has no `access_token`")),
        };
        let token = new_token(&text).ok_or_else(|| unusable("its `access_token` is not valid in a header"))?;
        Ok(Self { token, requested_at, lifetime: lifetime(&response["expires_in"]) })
    }
}

/// Whether a response has a token that is bound to a key.
pub(super) fn is_bound(body: &[u8]) -> bool {
    TokenResponse::parse(body, Instant::now()).is_ok_and(|response| response.token.ath().is_some())
}

/// The lifetime in `expires_in`: seconds as a number or a string.
pub(super) fn lifetime(expires_in: &Value) -> Duration {
    let seconds = expires_in.as_f64().or_else(|| expires_in.as_str()?.trim().parse().ok());
    match seconds.filter(|seconds| !seconds.is_nan()) {
        // A negative lifetime has ended, and one that is too large for a duration is the longest.
        Some(seconds) => Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(MAX_LIFETIME).min(MAX_LIFETIME),
        None => DEFAULT_LIFETIME,
    }
}

/// Whether a status means that the server is busy or broken, independent of the credential.
pub(super) fn is_transient(status: StatusCode) -> bool {
    // Proxies report 499 if the client closed the connection.
    status.is_server_error() || matches!(status.as_u16(), 408 | 429 | 499)
}

/// Whether the endpoint refused the credential, so that it would refuse the same request again.
pub(super) fn is_refusal(error: &Error) -> bool {
    error.kind() == ErrorKind::Auth && error.status().is_some()
}

/// The error for a status that is not a success.
///
/// `secret` is removed from it, as the response may repeat it.
pub(super) fn token_error(endpoint: &Endpoint, head: &Parts, body: &[u8], secret: &SecretString, hint: &str) -> Error {
    let (name, status) = (endpoint.name, head.status);
    let secret = secret.expose_secret();
    if status.is_redirection() {
        let target = redirect_target(&head.headers, |target| without_secret(target, secret))
            .unwrap_or_else(|| "nowhere".to_owned());
        let summary = format!(
            "{name} redirected ({status}) to {target}; redirects are not followed; check the tenant or base URL"
        );
        return Error::new(ErrorKind::Redirect, summary);
    }
    let is_refused = status.is_client_error() && !is_transient(status);
    let kind = if is_refused { ErrorKind::Auth } else { ErrorKind::Api };
    let response: Value = serde_json::from_str(&String::from_utf8_lossy(body)).unwrap_or_default();
    // JSON may escape any character of the secret, so it is removed from strings that were read.
    let text = |name: &str| {
        let text = response[name].as_str().filter(|text| !text.is_empty())?;
        Some(without_secret(text, secret))
    };
    let description = text("error_description").or_else(|| text("message"));
    let reason = match (text("error").as_deref(), description.as_deref()) {
        (Some(code), Some(description)) => format!("{}: {}", excerpt(code), excerpt(description)),
        (Some(text), None) | (None, Some(text)) => excerpt(text),
        (None, None) => "it gives no reason; did a proxy respond instead of C1?".to_owned(),
    };
    let hint = if is_refused { format!("; {hint}") } else { String::new() };
    Error::new(kind, format!("{name} responded with {status}: {reason}{hint}"))
        .with_retry_after(retry_after(&head.headers))
        .with_rpc(Status { message: description, ..Status::default() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_endpoint_says_how_long_a_token_lives() {
        let cases = [
            (json!(3600), Duration::from_secs(3600)),
            (json!("1800"), Duration::from_secs(1800)),
            (json!(0.5), Duration::from_millis(500)),
            (json!(0), Duration::ZERO),
            (json!(-1), Duration::ZERO),
            (json!(u64::MAX), MAX_LIFETIME),
            (json!("1e999"), MAX_LIFETIME),
            (json!(null), DEFAULT_LIFETIME),
            (json!("NaN"), DEFAULT_LIFETIME),
            (json!("soon"), DEFAULT_LIFETIME),
            (json!([]), DEFAULT_LIFETIME),
        ];
        for (expires_in, expected) in cases {
            assert_eq!(lifetime(&expires_in), expected, "{expires_in}");
        }
    }

    #[test]
    fn an_answer_without_a_usable_token_is_explained_and_not_repeated() {
        let cases = [
            (json!({ "token_type": "bearer", "access_token": "sesame\n" }), "is not valid in a header"),
            (json!({ "access_token": "" }), "is not valid in a header"),
            (json!({ "acces_token": "sesame" }), "no `access_token`"),
            (json!(["sesame"]), "no `access_token`"),
            (json!({ "token_type": "sesame", "access_token": "sesame" }), "another type"),
        ];
        for (answer, reason) in cases {
            let error = TokenResponse::parse(answer.to_string().as_bytes(), Instant::now()).err().unwrap();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains(reason), "{error}");
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        }
        assert!(TokenResponse::parse(b"<html>", Instant::now()).err().unwrap().to_string().contains("not JSON"));
    }
}
