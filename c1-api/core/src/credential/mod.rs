//! What a request proves itself with, and where that comes from.

mod assertion;
mod authorizer;
mod client_id;
mod clock_skew;
mod config;
mod device_login;
mod dpop;
mod fetch;
mod grant;
mod jwt;
mod signing_key;
mod source;
mod token;
mod token_cache;
mod token_endpoint;
mod token_provider;
mod token_response;

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::time::Instant;

use crate::error::Error;

pub(crate) use authorizer::Authorizer;
pub(crate) use client_id::ClientId;
pub(crate) use config::CredentialConfig;
pub use device_login::{DeviceLogin, PersonalCredential};
pub use dpop::Dpop;
use dpop::ProofSigner;
pub(crate) use signing_key::SigningKey;
pub use source::TokenSource;
use token::AccessToken;
use token_cache::TokenCache;
use token_provider::TokenProvider;

/// The source of access tokens.
#[derive(Clone)]
pub(crate) enum Credential {
    /// The same token for ever.
    Static(AccessToken),
    /// Whatever the user's own code gives.
    Provided(TokenProvider),
    /// Tokens that the server gives for what the client shows it.
    Cached(Arc<TokenCache>),
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
            Self::Cached(minter) => minter.token(deadline).await,
        }
    }

    /// What proves possession of the key that tokens are bound to; `None` where the client has no key.
    fn prover(&self) -> Option<&ProofSigner> {
        match self {
            Self::Static(_) | Self::Provided(_) => None,
            Self::Cached(minter) => Some(minter.prover()),
        }
    }

    /// Takes note that the server answered 401 to `refused`; whether another token may be had now, so that sending the
    /// request once more makes sense.
    async fn refused(&self, refused: &AccessToken) -> bool {
        match self {
            Self::Static(_) => false,
            // Only the provider knows whether its token is still good, so it is asked.
            Self::Provided(tokens) => tokens.access_token().await.is_ok_and(|token| token.header() != refused.header()),
            Self::Cached(minter) => minter.refused(refused).await,
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Static(_) => "Static",
            Self::Provided(_) => "Provided",
            Self::Cached(_) => "Cached",
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
