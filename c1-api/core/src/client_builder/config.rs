//! The settings of a builder, and the client that follows from them.

use std::fmt;
use std::sync::Arc;

use crate::base_url::BaseUrl;
use crate::core_client::{CoreClient, Shared};
use crate::credential::{CredentialConfig, DeviceLogin};
use crate::drift::{DriftLog, Listener};
use crate::error::Error;
use crate::retry::RetryBudget;
use crate::transport_config::TransportConfig;

/// The settings of a builder, not checked yet.
#[derive(Clone, Default)]
pub(super) struct Settings {
    /// The domain of a tenant, or its name alone.
    pub(super) tenant: Option<String>,
    /// The URL of the API's root, as an alternative to `tenant`.
    pub(super) base_url: Option<String>,
    /// The first server of the specification.
    pub(super) default_base_url: Option<String>,
    pub(super) credentials: CredentialConfig,
    pub(super) network: TransportConfig,
    /// Called with each difference between a response and the specification.
    pub(super) on_drift: Option<Listener>,
}

impl Settings {
    /// Builds the client, whose credential is one of `choice`, and whose models have these sensitive fields. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting is missing, ambiguous or malformed, or TLS cannot be set up.
    pub(super) fn build(&self, choice: &str, sensitive: &'static [&'static str]) -> Result<CoreClient, Error> {
        let base_url = self.base_url()?;
        let defaults = self.network.defaults()?;
        let channel = self.network.channel(&base_url)?;
        let keys = self.credentials.keys()?;
        if keys.survives_redirects() && self.network.may_follow_redirects() {
            return Err(Error::invalid_input(
                "reqwest_client(..) may follow redirects, which would send the API key to another host; use the settings of this \
                 builder, or service(..) with a client that follows none",
            ));
        }
        let credential = self.credentials.credential(&keys, &base_url, &channel, &defaults, &self.network, choice)?;
        let drift = Arc::new(DriftLog::new(self.on_drift.clone(), sensitive));
        let has_own_servers = self.tenant.is_none() && self.base_url.is_none();
        let budget = RetryBudget::default();
        Ok(CoreClient::new(Shared { base_url, has_own_servers, credential, keys, channel, defaults, budget, drift }))
    }

    /// Starts the login of a person, for the public OAuth client `client_id`.
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build), and a server that sends no code.
    pub(super) async fn device_login(&self, client_id: String) -> Result<DeviceLogin, Error> {
        DeviceLogin::start(self.base_url()?, &self.network, client_id).await
    }

    fn base_url(&self) -> Result<BaseUrl, Error> {
        match (&self.tenant, &self.base_url) {
            (Some(tenant), None) => BaseUrl::from_tenant(tenant),
            (None, Some(url)) => BaseUrl::parse(url),
            (None, None) => match &self.default_base_url {
                Some(url) => BaseUrl::parse(url),
                None => self.credentials.base_url()?.ok_or_else(|| {
                    Error::invalid_input("the server is missing; set tenant(..) or base_url(..), client_credentials(..) or workload_federation(..)")
                }),
            },
            (Some(_), Some(_)) => {
                Err(Error::invalid_input("the server is set twice; set either tenant(..) or base_url(..)"))
            }
        }
    }
}

/// Shows neither the tenant nor an invalid base URL, which may be a misplaced secret or contain a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base_url =
            self.base_url.as_deref().or(self.default_base_url.as_deref()).map(|url| match BaseUrl::parse(url) {
                Ok(base_url) => base_url.root().to_owned(),
                Err(_) => "[invalid]".to_owned(),
            });
        f.debug_struct("Settings")
            .field("has_tenant", &self.tenant.is_some())
            .field("base_url", &base_url)
            .field("credentials", &self.credentials)
            .field("network", &self.network)
            .field("on_drift", &self.on_drift)
            .finish()
    }
}
