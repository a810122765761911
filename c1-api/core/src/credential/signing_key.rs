//! The private key of a client secret.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{Ed25519KeyPair, KeyPair, Signature};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::random;

/// The prefix of client secrets.
const PREFIX: &str = "secret-token:conductorone.com:v1:";

/// Base64 of the URL alphabet, with padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// An Ed25519 key pair.
///
/// Its source is zeroed. The key inside ring is not, as ring offers no way to.
#[derive(Clone)]
pub(crate) struct SigningKey {
    pair: Arc<Ed25519KeyPair>,
    id: Option<Arc<str>>,
}

impl SigningKey {
    /// Parses a client secret: `secret-token:conductorone.com:v1:` and the base64url of a JWK. As in C1's Go SDK, the second
    /// segment is not checked.
    pub(crate) fn parse(secret: &SecretString) -> Result<Self, Error> {
        parse(secret.expose_secret()).map_err(|why| {
            // The cause is dropped, as parsers quote their input.
            Error::invalid_input(format!("client_secret: {why}; expected `{PREFIX}` and a key, as shown by C1"))
        })
    }

    /// Generates a key.
    pub(crate) fn generate() -> Result<Self, Error> {
        let seed = Zeroizing::new(random::bytes::<32>()?);
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_ref())
            .map_err(|_| Error::new(ErrorKind::Auth, "no key could be made for proofs of possession"))?;
        Ok(Self { pair: Arc::new(pair), id: None })
    }

    /// The `kid` of the JWK, if it has one.
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The public key, as in the `x` of a JWK.
    pub(crate) fn public(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.pair.public_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Signature {
        self.pair.sign(message)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

fn parse(secret: &str) -> Result<SigningKey, &'static str> {
    if secret.trim() != secret {
        return Err("there is a space or a line break around it");
    }
    let encoded = encoded_key(secret).ok_or("it does not begin as client secrets do")?;
    let jwk = Zeroizing::new(
        BASE64
            .decode(encoded)
            .map_err(|_| "the key in it is not base64url; is it cut short, or is there a line break in it?")?,
    );
    let mut jwk: Value = serde_json::from_slice(&jwk).map_err(|_| "the key in it is not JSON; is it cut short?")?;
    if jwk["kty"] != "OKP" || jwk["crv"] != "Ed25519" {
        return Err("the key in it is not an Ed25519 JWK");
    }
    let mut part = |name: &str| match jwk[name].take() {
        Value::String(encoded) => BASE64.decode(&*Zeroizing::new(encoded)).ok().map(Zeroizing::new),
        _ => None,
    };
    let seed = part("d").ok_or("the key in it has no private part `d`")?;
    let public = part("x").ok_or("the key in it has no public part `x`")?;
    let pair = Ed25519KeyPair::from_seed_and_public_key(&seed, &public)
        .map_err(|_| "the parts of the key in it do not belong together")?;
    Ok(SigningKey { pair: Arc::new(pair), id: jwk["kid"].as_str().map(Arc::from) })
}

/// The `KEY` of `secret-token:ANYTHING:v1:KEY`.
fn encoded_key(secret: &str) -> Option<&str> {
    let (_, version_and_key) = secret.strip_prefix("secret-token:")?.split_once(':')?;
    version_and_key.strip_prefix("v1:")
}

#[cfg(test)]
mod tests {
    use super::*;

    // The first test vector of RFC 8032.
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    fn parse_jwk(jwk: &str) -> Result<SigningKey, Error> {
        SigningKey::parse(&format!("{PREFIX}{}", BASE64.encode(jwk)).into())
    }

    fn jwk(kty: &str, crv: &str, x: &str, d: &str) -> String {
        format!(r#"{{"kty":"{kty}","crv":"{crv}","x":"{x}","d":"{d}"}}"#)
    }

    #[test]
    fn a_secret_is_a_key_that_signs() {
        let key = parse_jwk(&jwk("OKP", "Ed25519", X, D)).unwrap();
        let signature = BASE64.encode(key.sign(b"").as_ref());
        assert!(signature.starts_with("5VZDAMNgrHKQhuLMgG6CioSHfx64"), "{signature}");
        assert_eq!(format!("{key:?}"), "SigningKey");

        let secret = format!("{PREFIX}{}", BASE64.encode(jwk("OKP", "Ed25519", X, D)));
        assert!(SigningKey::parse(&secret.trim_end_matches('=').into()).is_ok());
    }

    #[test]
    fn the_second_segment_of_a_secret_may_be_any() {
        let key = BASE64.encode(jwk("OKP", "Ed25519", X, D));
        for issuer in ["conductorone.com", "c1.ai", "", "x"] {
            assert!(SigningKey::parse(&format!("secret-token:{issuer}:v1:{key}").into()).is_ok(), "{issuer}");
        }
    }

    #[test]
    fn a_key_may_have_an_id() {
        let with = |kid: &str| format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":{kid},"x":"{X}","d":"{D}"}}"#);
        assert_eq!(parse_jwk(&with(r#""key-7""#)).unwrap().id(), Some("key-7"));
        assert_eq!(parse_jwk(&with("7")).unwrap().id(), None);
        assert_eq!(parse_jwk(&jwk("OKP", "Ed25519", X, D)).unwrap().id(), None);
        assert_eq!(SigningKey::generate().unwrap().id(), None);
    }

    #[test]
    fn a_malformed_secret_is_explained_and_not_repeated() {
        let foreign = "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw";
        let cases = [
            (SigningKey::parse(&"".into()), "does not begin"),
            (SigningKey::parse(&"sesame".into()), "does not begin"),
            (SigningKey::parse(&format!("{PREFIX}sesame\r\n").into()), "a space or a line break around it"),
            (SigningKey::parse(&format!(" {PREFIX}sesame").into()), "a space or a line break around it"),
            (SigningKey::parse(&format!("{PREFIX}ses\name").into()), "is there a line break in it?"),
            (SigningKey::parse(&format!("{PREFIX}c2VzYW1l").into()), "not JSON"),
            (SigningKey::parse(&"secret-token:v1:sesame".into()), "does not begin"),
            (SigningKey::parse(&"secret-token:c1.example:v2:sesame".into()), "does not begin"),
            (parse_jwk("\"sesame\""), "not an Ed25519"),
            (parse_jwk(&jwk("RSA", "Ed25519", X, D)), "not an Ed25519"),
            (parse_jwk(&jwk("OKP", "X25519", X, D)), "not an Ed25519"),
            (parse_jwk(r#"{"kty":"OKP","crv":"Ed25519","x":"sesame"}"#), "no private part"),
            (parse_jwk(&format!(r#"{{"kty":"OKP","crv":"Ed25519","d":"{D}"}}"#)), "no public part"),
            (parse_jwk(&jwk("OKP", "Ed25519", X, "c2VzYW1l")), "do not belong together"),
            (parse_jwk(&jwk("OKP", "Ed25519", foreign, D)), "do not belong together"),
        ];
        for (key, reason) in cases {
            let error = key.unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(error.to_string().starts_with("client_secret: "), "{error}");
            assert!(shown.contains(reason), "{shown} should mention {reason}");
            assert!(!shown.contains("sesame") && !shown.contains(D), "{shown}");
        }
    }
}
