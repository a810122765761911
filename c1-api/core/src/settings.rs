//! From settings to a connection, with an error for each mistake.

use crate::connection::{Connection, Parts};
use crate::credential::{CredentialSettings, DeviceLogin};
use crate::error::Error;
use crate::network::NetworkSettings;
use crate::retry::Budget;
use crate::server::Server;

/// What a client is built from, as it was given.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The name of a tenant, or else `base_url`.
    pub tenant: Option<String>,
    /// The URL of the API's root, or else `tenant`.
    pub base_url: Option<String>,
    /// Who calls.
    pub credentials: CredentialSettings,
    /// How to send.
    pub network: NetworkSettings,
}

impl Settings {
    /// Checks the settings. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting that is missing, given twice or malformed, and TLS that cannot be set up.
    pub fn connect(&self) -> Result<Connection, Error> {
        let server = self.server()?;
        let defaults = self.network.defaults()?;
        let transport = self.network.transport(&server)?;
        let credential = self.credentials.credential(&server, &transport, &defaults, &self.network)?;
        Ok(Connection::new(Parts { server, credential, transport, defaults, budget: Budget::default() }))
    }

    /// Starts the login of a person, for the public OAuth client `client_id`.
    ///
    /// # Errors
    ///
    /// Those of [`connect`](Self::connect), and a server that gives no code.
    pub async fn device_login(&self, client_id: String) -> Result<DeviceLogin, Error> {
        DeviceLogin::start(self.server()?, &self.network, client_id).await
    }

    fn server(&self) -> Result<Server, Error> {
        match (&self.tenant, &self.base_url) {
            (Some(tenant), None) => Server::of_tenant(tenant),
            (None, Some(url)) => Server::at(url),
            (None, None) => self.credentials.server()?.ok_or_else(|| {
                Error::invalid_input("no server was given; set tenant(..) or base_url(..), client_credentials(..) or workload_federation(..)")
            }),
            (Some(_), Some(_)) => {
                Err(Error::invalid_input("two servers were given; set either tenant(..) or base_url(..)"))
            }
        }
    }
}
