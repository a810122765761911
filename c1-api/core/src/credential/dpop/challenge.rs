//! The DPoP challenge in a response that rejects a request.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;
use serde_json::Value;

/// The longest body that is searched, in bytes. An error about a proof is short.
const MAX_BODY: usize = 64 * 1024;

/// What the server requires of the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::credential) enum Challenge {
    /// A proof with the nonce in the response.
    Nonce,
    /// A valid proof.
    Proof,
    /// A token that is bound to a key.
    Binding,
}

impl Challenge {
    /// The hint for an error if the server also rejects a request that met the challenge.
    pub(in crate::credential) fn hint(self) -> &'static str {
        match self {
            Self::Nonce => {
                "the server requires a nonce in the proof of possession (DPoP), but sends none or rejects its own"
            }
            Self::Proof => {
                "the server rejects the proof of possession (DPoP); is this machine's clock right, and is the base URL that of the \
                 server?"
            }
            Self::Binding => "the server accepts only tokens that are bound to a key (DPoP), and this one is not",
        }
    }

    /// Parses the headers and the body of a response; `None` if it is not about proofs.
    pub(in crate::credential) fn parse(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let challenges = headers.get_all(WWW_AUTHENTICATE).into_iter();
        let mut texts: Vec<_> = challenges.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        let requires_binding = requires_binding(texts.iter().map(AsRef::as_ref));

        let body: Value =
            body.get(..MAX_BODY.min(body.len())).and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
        texts.extend(["error", "message"].iter().filter_map(|name| body[*name].as_str()).map(Into::into));
        let has_code = |code: &str| texts.iter().any(|text| text.contains(code));
        if has_code("use_dpop_nonce") {
            Some(Self::Nonce)
        } else if has_code("invalid_dpop_proof") {
            Some(Self::Proof)
        } else {
            requires_binding.then_some(Self::Binding)
        }
    }
}

/// Whether the schemes of the challenges include DPoP but not Bearer.
fn requires_binding<'a>(challenges: impl Iterator<Item = &'a str>) -> bool {
    let parts = challenges.flat_map(|challenge| challenge.split(','));
    let words: Vec<&str> = parts.filter_map(|part| part.split_whitespace().next()).collect();
    let has_scheme = |scheme: &str| words.iter().any(|word| word.eq_ignore_ascii_case(scheme));
    has_scheme("dpop") && !has_scheme("bearer")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_challenge_is_in_a_header_or_the_body() {
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
            assert_eq!(Challenge::parse(&headers, body.as_bytes()), expected, "{headers:?} {body}");
        }
    }

    #[test]
    fn a_challenge_of_any_bytes_is_read() {
        let value = HeaderValue::from_bytes(b"\xff, ,DPoP\t,=").unwrap();
        assert_eq!(
            Challenge::parse(&[(WWW_AUTHENTICATE, value)].into_iter().collect(), &[0xff; 100_000]),
            Some(Challenge::Binding)
        );
    }
}
