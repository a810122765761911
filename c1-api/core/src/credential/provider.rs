//! Tokens that the user's own code gives.

use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

use super::token::AccessToken;
use crate::error::{Error, ErrorKind, excerpt};
use crate::transport::BoxError;

type Tokens = dyn Fn() -> Pin<Box<dyn Future<Output = Result<SecretString, BoxError>> + Send>> + Send + Sync;

/// A function that gives the token of the moment.
#[derive(Clone)]
pub(crate) struct Provider {
    tokens: Arc<Tokens>,
}

impl Provider {
    pub(super) fn new<F, Fut, T, E>(provider: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<SecretString>,
        E: Into<BoxError>,
    {
        let tokens = move || -> Pin<Box<dyn Future<Output = _> + Send>> {
            let token = provider();
            Box::pin(async move { token.await.map(Into::into).map_err(Into::into) })
        };
        Self { tokens: Arc::new(tokens) }
    }

    pub(super) async fn token(&self) -> Result<AccessToken, Error> {
        let token = (self.tokens)().await.map_err(|cause| {
            let summary = format!("the token provider failed: {}", excerpt(&cause.to_string()));
            Error::new(ErrorKind::Auth, summary).caused_by(cause)
        })?;
        AccessToken::bearer(&token).ok_or_else(|| {
            let summary =
                "the token provider gave no token: expected visible ASCII characters, without spaces and line breaks";
            Error::new(ErrorKind::Auth, summary)
        })
    }
}
