//! Proofs of possession.

use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::uri::Authority;
use http::{HeaderName, HeaderValue, Request, Uri};
use ring::digest::{SHA256, digest};
use serde_json::json;

use super::Dpop;
use super::nonce::Nonce;
use crate::credential::clock_skew::ClockSkew;
use crate::credential::jwt;
use crate::credential::signing_key::SigningKey;
use crate::error::{Error, ErrorKind};
use crate::random;

/// The header of a proof.
const HEADER: HeaderName = HeaderName::from_static("dpop");

/// The lifetime of a proof in seconds.
const LIFETIME: i64 = 300;

/// By how many seconds the server's clock may be behind.
const LEEWAY: i64 = 30;

/// Signs the proofs of one client, and keeps what the servers require of them.
pub(in crate::credential) struct ProofSigner {
    mode: Dpop,
    /// Whether a server demanded proofs.
    is_demanded: AtomicBool,
    key: SigningKey,
    /// The encoded JOSE header, which is the same for all proofs.
    header: String,
    pub(in crate::credential) clock: ClockSkew,
    /// The nonce of the token endpoint, which may be another server than the API.
    pub(in crate::credential) token_nonce: Nonce,
    pub(in crate::credential) api_nonce: Nonce,
}

impl ProofSigner {
    pub(in crate::credential) fn new(mode: Dpop, key: SigningKey, clock: ClockSkew) -> Self {
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": key.public() });
        let header = jwt::encode_part(&json!({ "typ": "dpop+jwt", "alg": "EdDSA", "jwk": jwk }));
        let (token_nonce, api_nonce) = Default::default();
        Self { mode, is_demanded: AtomicBool::new(false), key, header, clock, token_nonce, api_nonce }
    }

    /// Whether tokens without a binding must not be used.
    pub(in crate::credential) fn is_required(&self) -> bool {
        self.mode == Dpop::Required
    }

    /// Whether requests for tokens carry a proof.
    pub(in crate::credential) fn is_active(&self) -> bool {
        self.is_required() || self.is_demanded.load(Ordering::Relaxed)
    }

    /// Records that a server demands proofs.
    pub(in crate::credential) fn demand_proofs(&self) {
        self.is_demanded.store(true, Ordering::Relaxed);
    }

    /// Adds a proof for this request, dated with `correction`. `ath` is the [`token_hash`] of its access token.
    pub(in crate::credential) fn add_proof(
        &self,
        request: &mut Request<Bytes>,
        ath: Option<&str>,
        nonce: Option<&str>,
        correction: i64,
    ) -> Result<(), Error> {
        let now = self.clock.seconds(correction);
        let mut claims = json!({
            "jti": BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<16>()?),
            "iat": now,
            "nbf": now.saturating_sub(LEEWAY),
            "exp": now.saturating_add(LIFETIME),
            "htm": request.method().as_str(),
            "htu": target(request.uri()),
        });
        for (name, value) in [("ath", ath), ("nonce", nonce)] {
            if let Some(value) = value {
                claims[name] = value.into();
            }
        }
        let proof = jwt::sign(&self.header, &claims, &self.key);
        let mut proof = HeaderValue::try_from(proof)
            .map_err(|cause| Error::new(ErrorKind::Auth, "a proof of possession cannot be sent").with_source(cause))?;
        proof.set_sensitive(true);
        request.headers_mut().insert(HEADER, proof);
        Ok(())
    }
}

/// The hash of an access token, for the claim `ath`.
pub(in crate::credential) fn token_hash(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()))
}

/// The URL without its query, for the claim `htu`.
fn target(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", Authority::as_str);
    format!("{scheme}://{authority}{}", uri.path())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::tests::secret;

    #[test]
    fn a_token_is_hashed_as_in_the_example_of_rfc_9449() {
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
        assert_eq!(token_hash(token), "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }

    #[test]
    fn the_key_is_named_by_its_thumbprint_of_rfc_8037() {
        let key = SigningKey::parse(&secret()).unwrap();
        let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, key.public());
        assert_eq!(token_hash(&jwk), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn a_target_has_neither_query_nor_fragment() {
        let cases = [
            ("https://resource.example.org/protectedresource", "https://resource.example.org/protectedresource"),
            ("https://server.example.com/token?a=b&c=d", "https://server.example.com/token"),
            ("https://server.example.com:8443/a%2Fb/%C3%A4?", "https://server.example.com:8443/a%2Fb/%C3%A4"),
            ("http://[::1]:1/a?b#c", "http://[::1]:1/a"),
            ("https://server.example.com", "https://server.example.com/"),
        ];
        for (uri, expected) in cases {
            assert_eq!(target(&uri.parse().unwrap()), expected);
        }
    }
}
