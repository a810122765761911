//! An access token, as requests carry it.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::dpop;

/// A token in its header, which is marked as sensitive, so that no `Debug` shows it.
///
/// Cloning it allocates nothing. The text is zeroed once the last clone is dropped, those in requests included; what the
/// HTTP stack copies while it sends is out of reach.
#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    header: HeaderValue,
    /// The hash of a token that is bound to a key, which is in each proof.
    ath: Option<Arc<str>>,
}

impl AccessToken {
    /// A token that serves whoever bears it; `None` for what is no token.
    pub(super) fn bearer(token: &SecretString) -> Option<Self> {
        Some(Self { header: header("Bearer", token)?, ath: None })
    }

    /// A token that serves only with a proof; `None` for what is no token.
    pub(super) fn bound(token: &SecretString) -> Option<Self> {
        Some(Self { header: header("DPoP", token)?, ath: Some(dpop::hash(token.expose_secret()).into()) })
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// What a proof says of the token; `None` where it needs none.
    pub(super) fn ath(&self) -> Option<&str> {
        self.ath.as_deref()
    }
}

fn header(scheme: &str, token: &SecretString) -> Option<HeaderValue> {
    let token = token.expose_secret();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    // It has its room from the beginning, as one that grows leaves its text behind.
    let mut text = Zeroizing::new(Vec::with_capacity(scheme.len() + 1 + token.len()));
    text.extend_from_slice(scheme.as_bytes());
    text.push(b' ');
    text.extend_from_slice(token.as_bytes());
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
