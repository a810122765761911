//! What a request proves itself with, and where that comes from.

mod assertion;
mod client_id;
mod endpoint;
mod environment;
mod minter;
mod provider;
mod settings;
mod signing_key;

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

pub(crate) use endpoint::PATH as TOKEN_PATH;
use minter::Minter;
use provider::Provider;
pub use settings::CredentialSettings;

/// The source of the `Authorization` header.
#[derive(Clone)]
pub(crate) enum Credential {
    /// The same token for ever. The value is marked as sensitive, so that no `Debug` shows it.
    Static(HeaderValue),
    /// Whatever the user's own code gives.
    Provided(Provider),
    /// Tokens that the server gives for the client's key.
    Minted(Arc<Minter>),
}

impl Credential {
    /// A token that never changes.
    pub(crate) fn bearer(token: &SecretString) -> Result<Self, Error> {
        bearer_header(token).map(Self::Static).ok_or_else(|| {
            Error::invalid_input(
                "bearer_token: expected a token of visible ASCII characters; is there a space or a line break in it?",
            )
        })
    }

    /// The header for one attempt.
    pub(crate) async fn authorization(&self) -> Result<HeaderValue, Error> {
        match self {
            Self::Static(value) => Ok(value.clone()),
            Self::Provided(provider) => provider.authorization().await,
            Self::Minted(minter) => minter.authorization().await,
        }
    }

    /// Takes note that the server answered 401 to `refused`; whether another header may be had now, so that sending
    /// the request once more makes sense.
    pub(crate) async fn refused(&self, refused: &HeaderValue) -> bool {
        match self {
            Self::Static(_) => false,
            // Only the provider knows whether its token is still good, so it is asked.
            Self::Provided(provider) => provider.authorization().await.is_ok_and(|value| value != refused),
            Self::Minted(minter) => minter.refused(refused).await,
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Static(_) => "Static",
            Self::Provided(_) => "Provided",
            Self::Minted(_) => "Minted",
        })
    }
}

/// `Bearer <token>`, marked as sensitive; `None` for what is no token.
fn bearer_header(token: &SecretString) -> Option<HeaderValue> {
    let token = token.expose_secret();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests;
