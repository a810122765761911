//! Credentials: where access tokens come from, and how requests carry them.

mod api_keys;
mod assertion;
mod auth_client;
mod authorizer;
mod client_id;
mod clock_skew;
mod config;
mod device_login;
mod dpop;
mod grant;
mod jwt;
mod signing_key;
mod source;
mod token;
mod token_cache;
mod token_endpoint;
mod token_provider;
mod token_response;
mod token_state;

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::time::Instant;

use crate::error::Error;

pub(crate) use api_keys::{ApiKeys, KeyLocation};
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
    /// A fixed token.
    Static(AccessToken),
    /// Tokens from a function of the user.
    Provided(TokenProvider),
    /// Tokens from the token endpoint.
    Cached(Arc<TokenCache>),
}

impl Credential {
    /// Creates a credential with a fixed token.
    pub(crate) fn bearer(token: &SecretString) -> Result<Self, Error> {
        AccessToken::bearer(token).map(Self::Static).ok_or_else(|| {
            Error::invalid_input(
                "bearer_token: expected a token of visible ASCII characters, without `Bearer`; is there a space or a line break in \
                 it?",
            )
        })
    }

    /// Returns the current token. Waits until `deadline` at most for a token endpoint that may recover.
    async fn token(&self, deadline: Instant) -> Result<AccessToken, Error> {
        match self {
            Self::Static(token) => Ok(token.clone()),
            Self::Provided(tokens) => tokens.access_token().await,
            Self::Cached(cache) => cache.token(deadline).await,
        }
    }

    /// The signer of proofs; `None` if tokens come from elsewhere.
    fn proof_signer(&self) -> Option<&ProofSigner> {
        match self {
            Self::Static(_) | Self::Provided(_) => None,
            Self::Cached(cache) => Some(cache.proof_signer()),
        }
    }

    /// Replaces the token that the API rejected with a 401. Returns whether the request should be repeated.
    async fn replace(&self, rejected: &AccessToken) -> bool {
        match self {
            Self::Static(_) => false,
            // Only the provider knows whether its token is still valid.
            Self::Provided(tokens) => {
                tokens.access_token().await.is_ok_and(|token| token.header() != rejected.header())
            }
            Self::Cached(cache) => cache.replace(rejected).await,
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
