//! The settings of a client that are about its credential.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use secrecy::SecretString;

use super::Credential;
use super::client_id::ClientId;
use super::endpoint::Endpoint;
use super::minter::Minter;
use super::provider::Provider;
use super::signing_key::SigningKey;
use crate::error::Error;
use crate::network::Defaults;
use crate::server::Server;
use crate::transport::{BoxError, Transport};

/// How long asking for a token may take at most: the answer is small, and every call waits for it.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// The credentials that were given: one of them has to be, and no more.
#[derive(Clone, Default)]
pub struct CredentialSettings {
    bearer_token: Option<SecretString>,
    token_provider: Option<Provider>,
    client: Option<Client>,
}

/// The id and the secret of a client, as they were given.
#[derive(Clone)]
struct Client {
    id: String,
    secret: SecretString,
}

impl CredentialSettings {
    /// Sends this token with each request.
    pub fn set_bearer_token(&mut self, token: SecretString) {
        self.bearer_token = Some(token);
    }

    /// Exchanges the secret of a client for tokens.
    pub fn set_client(&mut self, id: String, secret: SecretString) {
        self.client = Some(Client { id, secret });
    }

    /// Sends the token that `provider` gives.
    pub fn set_token_provider<F, Fut, T, E>(&mut self, provider: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<SecretString>,
        E: Into<BoxError>,
    {
        self.token_provider = Some(Provider::new(provider));
    }

    /// The server that a client id names; `None` where there is no client id.
    pub(crate) fn server(&self) -> Result<Option<Server>, Error> {
        self.client.as_ref().map(|client| ClientId::parse(&client.id).map(|id| id.server().clone())).transpose()
    }

    /// The one credential that was given, for use with `server` over `transport`, as the client makes its calls.
    pub(crate) fn credential(
        &self,
        server: &Server,
        transport: &Transport,
        defaults: &Defaults,
    ) -> Result<Credential, Error> {
        match (&self.bearer_token, &self.token_provider, &self.client) {
            (Some(token), None, None) => Credential::bearer(token),
            (None, Some(provider), None) => Ok(Credential::Provided(provider.clone())),
            (None, None, Some(client)) => {
                let endpoint = Endpoint {
                    server: server.clone(),
                    transport: transport.clone(),
                    client_id: ClientId::parse(&client.id)?,
                    key: SigningKey::parse(&client.secret)?,
                    user_agent: defaults.user_agent.clone(),
                    timeout: defaults.attempt_timeout.min(LONGEST_ANSWER),
                    clock: Utc::now,
                };
                Ok(Credential::Minted(Arc::new(Minter::new(endpoint, defaults.retry))))
            }
            (None, None, None) => Err(Error::invalid_input(
                "no credential was given; set bearer_token(..), client_credentials(..) or token_provider(..)",
            )),
            _ => Err(Error::invalid_input(
                "several credentials were given; set one of bearer_token(..), client_credentials(..) and token_provider(..)",
            )),
        }
    }
}

/// Shows which credentials were given, and nothing of them: a client id too may be a secret in the wrong place.
impl fmt::Debug for CredentialSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = [
            ("bearer_token", self.bearer_token.is_some()),
            ("token_provider", self.token_provider.is_some()),
            ("client_credentials", self.client.is_some()),
        ];
        f.debug_set().entries(given.iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name)).finish()
    }
}
