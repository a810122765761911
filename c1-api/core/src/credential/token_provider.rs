//! Tokens from a function of the user.

use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

use super::token::AccessToken;
use crate::error::BoxError;
use crate::error::{Error, ErrorKind, excerpt};

type Pending = Pin<Box<dyn Future<Output = Result<SecretString, BoxError>> + Send>>;

/// A function that returns the current token.
#[derive(Clone)]
pub(crate) struct TokenProvider(Arc<dyn Fn() -> Pending + Send + Sync>);

impl TokenProvider {
    pub(super) fn new<F, Fut, T, E>(provider: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<SecretString>,
        E: Into<BoxError>,
    {
        Self(Arc::new(move || {
            let token = provider();
            Box::pin(async move { token.await.map(Into::into).map_err(Into::into) })
        }))
    }

    pub(super) async fn get(&self) -> Result<SecretString, BoxError> {
        (self.0)().await
    }

    /// Returns the current token as an access token of the API.
    pub(super) async fn access_token(&self) -> Result<AccessToken, Error> {
        let token = self.get().await.map_err(|cause| {
            let summary = format!("the token provider failed: {}", excerpt(&cause.to_string()));
            Error::new(ErrorKind::Auth, summary).with_source(cause)
        })?;
        AccessToken::bearer(&token).ok_or_else(|| {
            let summary =
                "the token provider returned an invalid token: expected visible ASCII characters, without spaces and line breaks";
            Error::new(ErrorKind::Auth, summary)
        })
    }
}
