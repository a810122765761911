//! The signed assertion of a client that requests a token (RFC 7523).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::SecretString;
use serde_json::json;

use super::jwt;
use super::signing_key::SigningKey;
use crate::error::Error;
use crate::random;

/// The lifetime of an assertion in seconds. The server accepts five minutes at most.
const LIFETIME: i64 = 120;

/// By how many seconds the server's clock may be behind.
const LEEWAY: i64 = 120;

/// Signs an assertion of `client_id` for the server `audience`, dated `now` in seconds since 1970.
pub(super) fn sign_assertion(
    client_id: &str,
    audience: &str,
    key: &SigningKey,
    now: i64,
) -> Result<SecretString, Error> {
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
    Ok(jwt::sign(&jwt::encode_part(&header), &claims, key).into())
}
