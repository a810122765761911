//! Access tokens.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::dpop;

/// An access token as the value of its header, which is marked as sensitive.
///
/// Cloning it allocates nothing. The text is zeroed when the last clone is dropped, including those in requests. Copies of the
/// HTTP stack are not zeroed.
#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    header: HeaderValue,
    /// The hash of the token for proofs, if it is bound to a key.
    ath: Option<Arc<str>>,
}

impl AccessToken {
    /// Creates a bearer token; `None` for a text that cannot be sent as a token.
    pub(super) fn bearer(token: &SecretString) -> Option<Self> {
        Some(Self { header: header("Bearer", token)?, ath: None })
    }

    /// Creates a token that is bound to a key; `None` for a text that cannot be sent as a token.
    pub(super) fn bound(token: &SecretString) -> Option<Self> {
        Some(Self { header: header("DPoP", token)?, ath: Some(dpop::token_hash(token.expose_secret()).into()) })
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// The hash for the claim `ath` of proofs; `None` if the token is not bound to a key.
    pub(super) fn ath(&self) -> Option<&str> {
        self.ath.as_deref()
    }
}

fn header(scheme: &str, token: &SecretString) -> Option<HeaderValue> {
    let token = token.expose_secret();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    // A vector that grows leaves a copy behind, so it has its room from the start.
    let mut text = Zeroizing::new(Vec::with_capacity(scheme.len() + 1 + token.len()));
    text.extend_from_slice(scheme.as_bytes());
    text.push(b' ');
    text.extend_from_slice(token.as_bytes());
    sensitive(text)
}

/// A header's value that is marked as sensitive, and zeroed with its last clone; `None` for a text that cannot be sent.
pub(super) fn sensitive(text: Zeroizing<Vec<u8>>) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_visible_ascii() {
        assert_eq!(AccessToken::bearer(&"sesame".into()).unwrap().header(), "Bearer sesame");
        for text in ["", "two words", "line\nbreak", "sesäme"] {
            assert!(AccessToken::bearer(&text.into()).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_header_keeps_to_the_bytes_that_are_zeroed() {
        let text = Zeroizing::new(b"Bearer sesame".to_vec());
        let place = text.as_ptr();
        let value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).unwrap();
        assert_eq!(value.clone().as_bytes().as_ptr(), place);
    }
}
