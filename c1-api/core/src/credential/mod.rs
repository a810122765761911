//! What a request proves itself with, and where that comes from.

mod assertion;
mod authorizer;
mod client_id;
mod clock;
mod device_login;
mod dpop;
mod endpoint;
mod fetch;
mod grant;
mod jwt;
mod minter;
mod provider;
mod settings;
mod signing_key;
mod source;
mod token;
mod token_answer;

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::time::Instant;

use crate::error::Error;

pub(crate) use authorizer::Authorizer;
pub(crate) use client_id::ClientId;
pub use device_login::{DeviceLogin, PersonalCredential};
pub use dpop::Dpop;
use dpop::Prover;
use minter::Minter;
use provider::Tokens;
pub(crate) use settings::CredentialSettings;
pub(crate) use signing_key::SigningKey;
pub use source::TokenSource;
use token::AccessToken;

/// The source of access tokens.
#[derive(Clone)]
pub(crate) enum Credential {
    /// The same token for ever.
    Static(AccessToken),
    /// Whatever the user's own code gives.
    Provided(Tokens),
    /// Tokens that the server gives for what the client shows it.
    Minted(Arc<Minter>),
}

impl Credential {
    /// A token that never changes.
    pub(crate) fn bearer(token: &SecretString) -> Result<Self, Error> {
        AccessToken::bearer(token).map(Self::Static).ok_or_else(|| {
            Error::invalid_input(
                "bearer_token: expected a token of visible ASCII characters, without `Bearer`; is there a space or a line break in \
                 it?",
            )
        })
    }

    /// What sees one call through.
    pub(crate) fn authorizer(&self) -> Authorizer<'_> {
        Authorizer::new(self)
    }

    /// The current token, waiting until `deadline` at most for an endpoint that may recover.
    async fn token(&self, deadline: Instant) -> Result<AccessToken, Error> {
        match self {
            Self::Static(token) => Ok(token.clone()),
            Self::Provided(tokens) => tokens.access_token().await,
            Self::Minted(minter) => minter.token(deadline).await,
        }
    }

    /// What proves possession of the key that tokens are bound to; `None` where the client has no key.
    fn prover(&self) -> Option<&Prover> {
        match self {
            Self::Static(_) | Self::Provided(_) => None,
            Self::Minted(minter) => Some(minter.prover()),
        }
    }

    /// Takes note that the server answered 401 to `refused`; whether another token may be had now, so that sending the
    /// request once more makes sense.
    async fn refused(&self, refused: &AccessToken) -> bool {
        match self {
            Self::Static(_) => false,
            // Only the provider knows whether its token is still good, so it is asked.
            Self::Provided(tokens) => tokens.access_token().await.is_ok_and(|token| token.header() != refused.header()),
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

#[cfg(test)]
pub(crate) mod tests;
