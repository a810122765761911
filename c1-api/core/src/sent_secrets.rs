//! The secrets of a request, which a server may repeat.

use std::sync::Arc;

use crate::excerpt::without_secret;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// The secrets of the latest request. Cloning them allocates nothing.
#[derive(Clone, Default, Debug)]
pub(crate) struct SentSecrets {
    /// The `Authorization` header with an access token.
    token: Option<HeaderValue>,
    /// Other secrets, each in all forms that were sent.
    others: Option<Arc<[SecretString]>>,
}

impl SentSecrets {
    pub(crate) fn new(token: Option<HeaderValue>, others: Option<Arc<[SecretString]>>) -> Self {
        Self { token, others }
    }

    /// Replaces the secrets in `text` by `mark`. Returns `None` if it has none of them.
    pub(crate) fn replaced(&self, text: &str, mark: &str) -> Option<String> {
        self.secrets().fold(None, |replaced: Option<String>, secret| {
            let current = replaced.as_deref().unwrap_or(text);
            if current.contains(secret) { Some(current.replace(secret, mark)) } else { replaced }
        })
    }

    /// Replaces the secrets in `text`, escaped as in JSON too.
    pub(crate) fn redacted(&self, text: &str) -> String {
        self.secrets().fold(text.to_owned(), |text, secret| without_secret(&text, secret))
    }

    /// Whether a secret is in `text`.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.secrets().any(|secret| text.contains(secret))
    }

    fn secrets(&self) -> impl Iterator<Item = &str> {
        let token = self.token.as_ref().and_then(|value| value.to_str().ok()?.split_once(' '));
        let token = token.map(|(_scheme, token)| token).filter(|token| !token.is_empty());
        let others = self.others.iter().flat_map(|others| others.iter());
        token.into_iter().chain(others.map(ExposeSecret::expose_secret))
    }
}

#[cfg(test)]
impl From<HeaderValue> for SentSecrets {
    /// The secrets of a request with this `Authorization`.
    fn from(authorization: HeaderValue) -> Self {
        Self { token: Some(authorization), others: None }
    }
}
