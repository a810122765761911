//! What a server wants to find in the proofs that it is sent, so that none was made long before.

use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;

/// The longest nonce that is taken, in bytes: it comes back with each request.
const LONGEST: usize = 512;

/// The latest nonce that one server gave.
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

/// The nonce that an answer gives, whatever its status.
pub(in crate::credential) fn nonce_in(headers: &HeaderMap) -> Option<Arc<str>> {
    headers.get("dpop-nonce")?.to_str().ok().filter(|nonce| is_nonce(nonce)).map(Arc::from)
}

/// As RFC 9449 spells nonces: visible ASCII without quotes and backslashes.
fn is_nonce(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\".contains(&byte))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn what_is_no_nonce_is_not_taken() {
        let given = |text: &str| {
            let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
            nonce_in(&[("dpop-nonce".parse().unwrap(), value)].into_iter().collect())
        };
        assert_eq!(given("eyJ7S_zG.eyJH0-Z.HX4w-7v").as_deref(), Some("eyJ7S_zG.eyJH0-Z.HX4w-7v"));
        assert_eq!(given(&"x".repeat(LONGEST)).map(|nonce| nonce.len()), Some(LONGEST));
        for text in ["", "two words", "\"", "\\", "ä", &"x".repeat(LONGEST + 1)] {
            assert_eq!(given(text), None, "{text}");
        }
        assert_eq!(nonce_in(&HeaderMap::new()), None);
    }
}
