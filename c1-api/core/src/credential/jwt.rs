//! JSON Web Tokens in compact form.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use super::signing_key::SigningKey;

/// Encodes a header or claims.
pub(super) fn encode_part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Signs `claims` under a header that is encoded already.
pub(super) fn sign(header: &str, claims: &Value, key: &SigningKey) -> String {
    let mut token = format!("{header}.{}", encode_part(claims));
    let signature = key.sign(token.as_bytes());
    token.push('.');
    BASE64_URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    token
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::tests::secret;

    /// The example of RFC 8037, appendix A.4, but for its payload, which is no JSON: the signature of the same key over
    /// what is signed here was made by another implementation.
    #[test]
    fn a_token_is_signed_over_its_encoded_parts() {
        let key = SigningKey::parse(&secret()).unwrap();
        let signature = key.sign(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
        let expected = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        assert_eq!(BASE64_URL_SAFE_NO_PAD.encode(signature), expected);
    }
}
