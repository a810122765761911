//! The signed statement that a client asks for a token with.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::SecretString;
use serde_json::json;

use super::jwt;
use super::signing_key::SigningKey;
use crate::error::Error;
use crate::random;

/// For how many seconds a statement is valid: the server takes five minutes at most.
const LIFETIME: i64 = 120;

/// By how many seconds the server's clock may be behind.
const LEEWAY: i64 = 120;

/// A JWT that says, at `now` (seconds since 1970) and for the server `audience` alone, that its bearer is `client_id`.
pub(super) fn assertion(client_id: &str, audience: &str, key: &SigningKey, now: i64) -> Result<SecretString, Error> {
    let nonce = BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<16>()?);
    let mut header = json!({ "alg": "EdDSA", "nonce": nonce });
    if let Some(id) = key.id() {
        header["kid"] = id.into();
    }
    let claims = json!({
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "iat": now,
        "nbf": now.saturating_sub(LEEWAY),
        "exp": now.saturating_add(LIFETIME),
    });
    Ok(jwt::signed(&jwt::part(&header), &claims, key).into())
}
