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
use crate::runtime::builder::ClientBuilder;
use crate::runtime::error::Error;
use crate::runtime::network::Defaults;
use crate::runtime::server::Server;
use crate::runtime::transport::{BoxError, Transport};

/// How long asking for a token may take at most: the answer is small, and every call waits for it.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// The credentials that were given: one of them has to be, and no more.
#[derive(Clone, Default)]
pub(crate) struct CredentialSettings {
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

impl ClientBuilder {
    /// The token that each request carries. It is sent to the API's host alone, and nothing here ever prints it.
    pub fn bearer_token(mut self, token: impl Into<SecretString>) -> Self {
        self.credentials.bearer_token = Some(token.into());
        self
    }

    /// The id (`clever-fox-42195@acme.conductor.one/pcc`) and the secret (`secret-token:...`) of a client, as C1 gave them.
    ///
    /// They are exchanged for access tokens at the server's own token endpoint, when the first call needs one. All calls of the
    /// client and of its clones share a token. It is renewed before it expires, and once where the API refuses it.
    /// Where no server is set, it is the one that the id names.
    ///
    /// ```
    /// # fn client(id: String, secret: String) -> Result<c1_api::Client, c1_api::Error> {
    /// c1_api::Client::builder().client_credentials(id, secret).build()
    /// # }
    /// ```
    pub fn client_credentials(mut self, client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        self.credentials.client = Some(Client { id: client_id.into(), secret: client_secret.into() });
        self
    }

    /// A function that gives the token of the moment, for those who have tokens from elsewhere.
    ///
    /// It is called for each attempt, so it should keep its token for as long as that is good. Where the API refuses a token with
    /// 401, the function is called again, and if it then gives another one, the request is sent once more. What it fails with
    /// becomes an error of the kind [`Auth`](crate::ErrorKind::Auth), whose text has the text of the cause: no secret
    /// should be in it.
    ///
    /// ```
    /// # fn client() -> Result<c1_api::Client, c1_api::Error> {
    /// let client = c1_api::Client::builder()
    ///     .tenant("acme")
    ///     .token_provider(async || std::fs::read_to_string("/run/secrets/c1").map(|token| token.trim().to_owned()))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn token_provider<F, Fut, T, E>(mut self, provider: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<SecretString>,
        E: Into<BoxError>,
    {
        self.credentials.token_provider = Some(Provider::new(provider));
        self
    }
}

impl CredentialSettings {
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
