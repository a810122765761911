//! What the token endpoint answers.

use std::time::Duration;

use http::StatusCode;
use http::response::Parts;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::Instant;

use super::token::AccessToken;
use crate::error::{Error, ErrorKind, excerpt};
use crate::response::{redirect_target, retry_after};
use crate::rpc::Status;

/// How long a token is taken to live where the endpoint does not say: less than any documented lifetime.
const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);

/// No token is taken to live longer, as no clock can count for ever.
const LONGEST_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A new token.
pub(super) struct TokenResponse {
    pub(super) token: AccessToken,
    pub(super) asked_at: Instant,
    /// For how long it serves, counted from when it was asked for: then it is never used after its end.
    pub(super) lifetime: Duration,
}

/// Reads an answer that reports success. None of it is ever shown, as a token is somewhere in it.
pub(super) fn minted(body: &[u8], asked_at: Instant) -> Result<TokenResponse, Error> {
    let unusable = |why: &str| Error::new(ErrorKind::Decode, format!("the token endpoint reported success, but {why}"));
    let mut answer: Value =
        serde_json::from_slice(body).map_err(|_| unusable("its answer is not JSON; check the tenant or base URL"))?;
    let of_text = match answer["token_type"].as_str() {
        None => AccessToken::bearer,
        Some(kind) if kind.eq_ignore_ascii_case("bearer") => AccessToken::bearer,
        Some(kind) if kind.eq_ignore_ascii_case("dpop") => AccessToken::bound,
        Some(_) => return Err(unusable("the token is of another type than Bearer and DPoP")),
    };
    let text = match answer.get_mut("access_token").map(Value::take) {
        Some(Value::String(text)) => SecretString::from(text),
        _ => return Err(unusable("there is no `access_token` in its answer")),
    };
    let token = of_text(&text).ok_or_else(|| unusable("its `access_token` cannot stand in a header"))?;
    Ok(TokenResponse { token, asked_at, lifetime: lifetime(&answer["expires_in"]) })
}

/// Whether an answer holds a token that is of use only with a proof.
pub(super) fn is_bound(body: &[u8]) -> bool {
    minted(body, Instant::now()).is_ok_and(|minted| minted.token.ath().is_some())
}

/// The lifetime that the endpoint gives in seconds, as a number or as text.
pub(super) fn lifetime(expires_in: &Value) -> Duration {
    let seconds = expires_in.as_f64().or_else(|| expires_in.as_str()?.trim().parse().ok());
    match seconds.filter(|seconds| !seconds.is_nan()) {
        // A negative lifetime is over, and one beyond all bounds is as good as the longest.
        Some(seconds) => {
            Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(LONGEST_LIFETIME).min(LONGEST_LIFETIME)
        }
        None => ASSUMED_LIFETIME,
    }
}

/// Whether a status is of a server that is busy or broken, and says nothing about the credential.
pub(super) fn is_transient(status: StatusCode) -> bool {
    // 499 is what proxies report of a client that left.
    status.is_server_error() || matches!(status.as_u16(), 408 | 429 | 499)
}

/// Whether the endpoint refused the credential itself: the same request will be refused again.
pub(super) fn is_refusal(error: &Error) -> bool {
    error.kind() == ErrorKind::Auth && error.status().is_some()
}

/// The error for a status that is not a success.
pub(super) fn refusal(head: &Parts, body: &[u8], statement: &SecretString, hint: &str) -> Error {
    let status = head.status;
    if status.is_redirection() {
        let target = redirect_target(&head.headers).unwrap_or_else(|| "nowhere".to_owned());
        let summary = format!(
            "the token endpoint redirected ({status}) to {target}; redirects are not followed; check the tenant or base URL"
        );
        return Error::new(ErrorKind::Redirect, summary);
    }
    let refused = status.is_client_error() && !is_transient(status);
    let kind = if refused { ErrorKind::Auth } else { ErrorKind::Api };
    // What was sent may come back in the answer.
    let answer = String::from_utf8_lossy(body).replace(statement.expose_secret(), "[secret]");
    let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
    let text = |name: &str| answer[name].as_str().filter(|text| !text.is_empty());
    let description = text("error_description").or_else(|| text("message"));
    let why = match (text("error"), description) {
        (Some(code), Some(description)) => format!("{}: {}", excerpt(code), excerpt(description)),
        (Some(text), None) | (None, Some(text)) => excerpt(text),
        (None, None) => "it does not say why; did something between here and C1 answer?".to_owned(),
    };
    let hint = if refused { format!("; {hint}") } else { String::new() };
    Error::new(kind, format!("the token endpoint answered {status}: {why}{hint}"))
        .with_retry_after(retry_after(&head.headers))
        .with_rpc(Status { message: description.map(str::to_owned), ..Status::default() })
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
            (json!(u64::MAX), LONGEST_LIFETIME),
            (json!("1e999"), LONGEST_LIFETIME),
            (json!(null), ASSUMED_LIFETIME),
            (json!("NaN"), ASSUMED_LIFETIME),
            (json!("soon"), ASSUMED_LIFETIME),
            (json!([]), ASSUMED_LIFETIME),
        ];
        for (expires_in, expected) in cases {
            assert_eq!(lifetime(&expires_in), expected, "{expires_in}");
        }
    }

    #[test]
    fn an_answer_without_a_usable_token_is_explained_and_not_repeated() {
        let cases = [
            (json!({ "token_type": "bearer", "access_token": "sesame\n" }), "cannot stand in a header"),
            (json!({ "access_token": "" }), "cannot stand in a header"),
            (json!({ "acces_token": "sesame" }), "no `access_token`"),
            (json!(["sesame"]), "no `access_token`"),
            (json!({ "token_type": "sesame", "access_token": "sesame" }), "another type"),
        ];
        for (answer, reason) in cases {
            let error = minted(answer.to_string().as_bytes(), Instant::now()).err().unwrap();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains(reason), "{error}");
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        }
        assert!(minted(b"<html>", Instant::now()).err().unwrap().to_string().contains("not JSON"));
    }
}
