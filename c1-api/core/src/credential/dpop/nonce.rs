//! Nonces, by which a server makes sure that proofs are recent.

use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;

/// The longest accepted nonce in bytes. It is sent back with each request.
const MAX_LENGTH: usize = 512;

/// The latest nonce of one server.
#[derive(Default)]
pub(in crate::credential) struct Nonce(Mutex<Option<Arc<str>>>);

impl Nonce {
    pub(in crate::credential) fn latest(&self) -> Option<Arc<str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(in crate::credential) fn keep(&self, nonce: Arc<str>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(nonce);
    }
}

/// The nonce in the headers of a response with any status.
pub(in crate::credential) fn nonce_in(headers: &HeaderMap) -> Option<Arc<str>> {
    headers.get("dpop-nonce")?.to_str().ok().filter(|nonce| is_nonce(nonce)).map(Arc::from)
}

/// Whether a text has the form of RFC 9449: visible ASCII without quotes and backslashes.
fn is_nonce(text: &str) -> bool {
    (1..=MAX_LENGTH).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\".contains(&byte))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn malformed_nonces_are_ignored() {
        let given = |text: &str| {
            let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
            nonce_in(&[("dpop-nonce".parse().unwrap(), value)].into_iter().collect())
        };
        assert_eq!(given("eyJ7S_zG.eyJH0-Z.HX4w-7v").as_deref(), Some("eyJ7S_zG.eyJH0-Z.HX4w-7v"));
        assert_eq!(given(&"x".repeat(MAX_LENGTH)).map(|nonce| nonce.len()), Some(MAX_LENGTH));
        for text in ["", "two words", "\"", "\\", "ä", &"x".repeat(MAX_LENGTH + 1)] {
            assert_eq!(given(text), None, "{text}");
        }
        assert_eq!(nonce_in(&HeaderMap::new()), None);
    }
}
