//! The credential settings of a client.

use std::env;
use std::fmt;
use std::sync::Arc;

use chrono::Utc;
use secrecy::SecretString;

use super::Credential;
use super::api_keys::{ApiKeys, KeyConfig};
use super::auth_client::AuthClient;
use super::client_id::ClientId;
use super::clock_skew::ClockSkew;
use super::dpop::{Dpop, ProofSigner};
use super::grant::{ClientAuthentication, Grant};
use super::signing_key::SigningKey;
use super::source::{Github, TokenSource};
use super::token_cache::TokenCache;
use super::token_endpoint::TokenEndpoint;
use super::token_provider::TokenProvider;
use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::error::BoxError;
use crate::error::Error;
use crate::transport_config::{CallDefaults, TransportConfig};

/// The credentials that were set. A client needs exactly one of them.
#[derive(Clone, Default)]
pub(crate) struct CredentialConfig {
    bearer_token: Option<SecretString>,
    token_provider: Option<TokenProvider>,
    /// The id and the secret of a client, not checked yet.
    client: Option<(String, SecretString)>,
    /// The id of a client and the source of its OIDC tokens.
    federation: Option<(String, TokenSource)>,
    dpop: Dpop,
    /// API keys, and a user with a password.
    keys: KeyConfig,
    /// Whether a client may have no credential.
    optional: bool,
}

impl CredentialConfig {
    /// Sends this token with each request.
    pub(crate) fn set_bearer_token(&mut self, token: SecretString) {
        self.bearer_token = Some(token);
    }

    /// Requests tokens with the secret of a client.
    pub(crate) fn set_client(&mut self, id: String, secret: SecretString) {
        self.client = Some((id, secret));
    }

    /// Exchanges the OIDC tokens of a workload for access tokens.
    pub(crate) fn set_federation(&mut self, id: String, source: TokenSource) {
        self.federation = Some((id, source));
    }

    /// The API keys, which may be set besides a token.
    pub(crate) fn keys_mut(&mut self) -> &mut KeyConfig {
        &mut self.keys
    }

    /// Allows a client without a credential.
    pub(crate) fn set_optional(&mut self) {
        self.optional = true;
    }

    /// Sets whether tokens are bound to a key.
    pub(crate) fn set_dpop(&mut self, dpop: Dpop) {
        self.dpop = dpop;
    }

    /// Sends the tokens that `provider` returns.
    pub(crate) fn set_token_provider<F, Fut, T, E>(&mut self, provider: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<SecretString>,
        E: Into<BoxError>,
    {
        self.token_provider = Some(TokenProvider::new(provider));
    }

    /// The base URL in the client id; `None` without a client id.
    pub(crate) fn base_url(&self) -> Result<Option<BaseUrl>, Error> {
        let of_client = self.client.as_ref().map(|(id, _)| id);
        let id = of_client.or(self.federation.as_ref().map(|(id, _)| id));
        id.map(|id| ClientId::parse(id).map(|id| id.base_url().clone())).transpose()
    }

    /// Checks the API keys.
    pub(crate) fn keys(&self) -> Result<ApiKeys, Error> {
        self.keys.build()
    }

    /// Builds the source of tokens that was set, if the API needs one besides the `keys`.
    pub(crate) fn credential(
        &self,
        keys: &ApiKeys,
        base_url: &BaseUrl,
        channel: &Channel,
        defaults: &CallDefaults,
        network: &TransportConfig,
        choice: &str,
    ) -> Result<Option<Credential>, Error> {
        let has_token = self.names().next().is_some();
        if has_token && keys.sets_authorization() {
            return Err(Error::invalid_input(
                "more than one credential is set; the `authorization` header has one of them",
            ));
        }
        let (grant, key) = match (&self.bearer_token, &self.token_provider, &self.client, &self.federation) {
            (Some(token), None, None, None) => return self.unbound(Some(Credential::bearer(token)?)),
            (None, Some(tokens), None, None) => return self.unbound(Some(Credential::Provided(tokens.clone()))),
            (None, None, Some((id, secret)), None) => {
                let key = SigningKey::parse(secret)?;
                (Grant { client_id: ClientId::parse(id)?, authentication: ClientAuthentication::Key(key.clone()) }, key)
            }
            (None, None, None, Some((id, source))) => {
                let client_id = ClientId::parse(id)?;
                let variable = |name: &str| env::var(name).ok();
                // C1 expects the tenant's domain, which another server, such as a gateway, may not have.
                let audience = client_id.base_url().host().to_owned();
                let github = || Github::new(&audience, variable, network, defaults);
                let authentication = ClientAuthentication::Token(source.ready(github)?);
                (Grant { client_id, authentication }, SigningKey::generate()?)
            }
            (None, None, None, None) if self.optional || !keys.is_empty() => return self.unbound(None),
            (None, None, None, None) => {
                return Err(Error::invalid_input(format!("the credential is missing; set one of {choice}")));
            }
            _ => return Err(Error::invalid_input(format!("more than one credential is set; set one of {choice}"))),
        };
        let endpoint = TokenEndpoint {
            client: AuthClient::new(base_url.clone(), channel.clone(), defaults),
            grant,
            proof_signer: ProofSigner::new(self.dpop, key, ClockSkew::new(Utc::now)),
        };
        Ok(Some(Credential::Cached(Arc::new(TokenCache::new(endpoint, defaults.retry)))))
    }

    /// The methods of the builder that set a source of tokens.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        let credentials = [
            ("bearer_token", self.bearer_token.is_some()),
            ("token_provider", self.token_provider.is_some()),
            ("client_credentials", self.client.is_some()),
            ("workload_federation", self.federation.is_some()),
        ];
        credentials.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name)
    }

    /// Checks a credential whose tokens come from elsewhere, so that the client cannot bind them.
    fn unbound(&self, credential: Option<Credential>) -> Result<Option<Credential>, Error> {
        if self.dpop == Dpop::Required {
            return Err(Error::invalid_input(
                "dpop: tokens that come from elsewhere cannot be bound to a key of the client's; use client_credentials(..) or \
                 workload_federation(..)",
            ));
        }
        Ok(credential)
    }
}

/// Shows which credentials were set, but not their values: even a client id may be a misplaced secret.
impl fmt::Debug for CredentialConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names().chain(self.keys.names())).finish()
    }
}
