//! The signed statement that a client asks for a token with.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::signing_key::SigningKey;
use crate::error::Error;
use crate::random;

/// For how many seconds a statement is valid: the server takes five minutes at most.
const LIFETIME: i64 = 120;

/// By how many seconds the server's clock may be behind.
const LEEWAY: i64 = 120;

/// A JWT that says, at `now` and for the server `audience` alone, that its bearer is `client_id`.
pub(super) fn assertion(
    client_id: &str,
    audience: &str,
    key: &SigningKey,
    now: DateTime<Utc>,
) -> Result<SecretString, Error> {
    let nonce = BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<16>()?);
    let header = json!({ "alg": "EdDSA", "nonce": nonce });
    let now = now.timestamp();
    let claims = json!({
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "iat": now,
        "nbf": now - LEEWAY,
        "exp": now + LIFETIME,
    });
    let mut token = format!("{}.{}", encoded(&header), encoded(&claims));
    let signature = key.sign(token.as_bytes());
    token.push('.');
    BASE64_URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token.into())
}

fn encoded(part: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(part.to_string())
}
