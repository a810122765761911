//! What a server that refuses a request says of proofs.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;
use serde_json::Value;

/// The longest body that is searched, in bytes: an error that is about a proof is short.
const LONGEST: usize = 64 * 1024;

/// What was missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::credential) enum Challenge {
    /// The proof has to hold the nonce that the server gives.
    Nonce,
    /// There was no proof, or it was wrong.
    Proof,
    /// Only tokens that are bound to a key are taken.
    Binding,
}

impl Challenge {
    /// What to look at where a request that heeded the demand is refused as well.
    pub(in crate::credential) fn hint(self) -> &'static str {
        match self {
            Self::Nonce => {
                "the server asks for a nonce in the proof of possession (DPoP), and gives none, or refuses the one that it gave"
            }
            Self::Proof => {
                "the server refuses the proof of possession (DPoP); is the clock here right, and is the base URL the one that \
                 the server knows itself by?"
            }
            Self::Binding => "the server takes only tokens that are bound to a key (DPoP), and there is none",
        }
    }

    /// What the headers and the body of a refusal say; `None` where it is not about proofs.
    pub(in crate::credential) fn of(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let challenges = headers.get_all(WWW_AUTHENTICATE).into_iter();
        let mut texts: Vec<_> = challenges.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        let wants_binding = wants_binding(texts.iter().map(AsRef::as_ref));

        let body: Value =
            body.get(..LONGEST.min(body.len())).and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
        texts.extend(["error", "message"].iter().filter_map(|name| body[*name].as_str()).map(Into::into));
        let says = |code: &str| texts.iter().any(|text| text.contains(code));
        if says("use_dpop_nonce") {
            Some(Self::Nonce)
        } else if says("invalid_dpop_proof") {
            Some(Self::Proof)
        } else {
            wants_binding.then_some(Self::Binding)
        }
    }
}

/// Whether DPoP is among the schemes of the challenges, and Bearer is not.
fn wants_binding<'a>(challenges: impl Iterator<Item = &'a str>) -> bool {
    let parts = challenges.flat_map(|challenge| challenge.split(','));
    let words: Vec<&str> = parts.filter_map(|part| part.split_whitespace().next()).collect();
    let names = |scheme: &str| words.iter().any(|word| word.eq_ignore_ascii_case(scheme));
    names("dpop") && !names("bearer")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_demand_is_in_the_challenges_or_the_body() {
        let cases: [(&[&'static str], &str, _); 12] = [
            (&[], "", None),
            (&["Bearer"], "{}", None),
            (&["Bearer, DPoP algs=\"EdDSA\""], "", None),
            (&["Bearer", "DPoP algs=\"EdDSA\""], "", None),
            (&["DPoP algs=\"EdDSA ES256\""], "", Some(Challenge::Binding)),
            (&["dpop error=\"invalid_token\", algs=\"EdDSA\""], "", Some(Challenge::Binding)),
            (&["DPoP error=\"use_dpop_nonce\", error_description=\"use it\""], "", Some(Challenge::Nonce)),
            (&["Bearer", "DPoP error=\"invalid_dpop_proof\""], "", Some(Challenge::Proof)),
            (&[], r#"{"error": "use_dpop_nonce"}"#, Some(Challenge::Nonce)),
            (&[], r#"{"error": "invalid_dpop_proof", "error_description": "too old"}"#, Some(Challenge::Proof)),
            (&[], r#"{"code": 16, "message": "use_dpop_nonce: get a new one"}"#, Some(Challenge::Nonce)),
            (&[], "<html>use_dpop_nonce", None),
        ];
        for (challenges, body, expected) in cases {
            let mut headers = HeaderMap::new();
            for text in challenges {
                headers.append(WWW_AUTHENTICATE, HeaderValue::from_static(text));
            }
            assert_eq!(Challenge::of(&headers, body.as_bytes()), expected, "{headers:?} {body}");
        }
    }

    #[test]
    fn a_challenge_of_any_bytes_is_read() {
        let value = HeaderValue::from_bytes(b"\xff, ,DPoP\t,=").unwrap();
        assert_eq!(
            Challenge::of(&[(WWW_AUTHENTICATE, value)].into_iter().collect(), &[0xff; 100_000]),
            Some(Challenge::Binding)
        );
    }
}
