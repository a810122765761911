//! From settings to a client, with an error for each mistake.

use std::sync::Arc;

use crate::runtime::client::{Client, Parts};
use crate::runtime::credential::CredentialSettings;
use crate::runtime::error::Error;
use crate::runtime::network::NetworkSettings;
use crate::runtime::retry::Budget;
use crate::runtime::server::Server;

/// Settings for a [`Client`].
///
/// A server ([`tenant`](Self::tenant) or [`base_url`](Self::base_url)) and a credential
/// ([`bearer_token`](Self::bearer_token), [`client_credentials`](Self::client_credentials), which may stand for the server too,
/// or [`token_provider`](Self::token_provider)) are needed. Connecting may take 10 seconds, an attempt 60, and a call with
/// all its attempts 3 minutes; an answer above 64 MiB is an error. Redirects are never followed. Proxies are taken from the
/// environment (`HTTPS_PROXY`, `NO_PROXY`), but not for a server on the loopback interface.
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    tenant: Option<String>,
    base_url: Option<String>,
    pub(super) credentials: CredentialSettings,
    pub(super) network: NetworkSettings,
}

impl ClientBuilder {
    /// The tenant's name: `acme` stands for `https://acme.conductor.one`.
    ///
    /// For any other host, such as `acme.c1eu.ai` in the EU, give a [`base_url`](Self::base_url).
    pub fn tenant(mut self, name: impl Into<String>) -> Self {
        self.tenant = Some(name.into());
        self
    }

    /// The URL that the paths of the API stand below, in place of a [`tenant`](Self::tenant).
    ///
    /// It must be `https`; plain `http` is for loopback hosts, in tests. It may have a path, but no user, query or fragment.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Checks the settings and makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for a setting that is missing, given twice or malformed, and for
    /// `https` without a TLS feature; [`ErrorKind::Connect`](crate::ErrorKind::Connect) where the system's TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let server = self.server()?;
        let defaults = self.network.defaults()?;
        let transport = self.network.transport(&server)?;
        let credential = self.credentials.credential(&server, &transport, &defaults)?;
        let parts = Parts { server, credential, transport, defaults, budget: Budget::default() };
        Ok(Client { parts: Arc::new(parts) })
    }

    fn server(&self) -> Result<Server, Error> {
        match (&self.tenant, &self.base_url) {
            (Some(tenant), None) => Server::of_tenant(tenant),
            (None, Some(url)) => Server::at(url),
            (None, None) => self.credentials.server()?.ok_or_else(|| {
                Error::invalid_input("no server was given; set tenant(..) or base_url(..), or client_credentials(..)")
            }),
            (Some(_), Some(_)) => {
                Err(Error::invalid_input("two servers were given; set either tenant(..) or base_url(..)"))
            }
        }
    }
}
