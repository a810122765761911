//! The builder of clients.

mod api_keys;
mod config;
mod connections;
mod credentials;
mod environment;
mod transport;

use std::fmt;
use std::marker::PhantomData;

use crate::core_client::CoreClient;
use crate::credential::DeviceLogin;
use crate::error::Error;
use config::Settings;

/// A client type that a [`ClientBuilder`] builds: the one of `c1-api`, with the accessors of the API's services.
pub trait ApiClient: From<CoreClient> {
    /// JSON names of the fields that the models mark as sensitive.
    const SENSITIVE_FIELDS: &'static [&'static str];

    /// The methods of the builder that set a credential of the API, for errors.
    const CREDENTIALS: &'static str =
        "bearer_token(..), client_credentials(..), workload_federation(..) and token_provider(..)";
}

/// The builder of a client.
///
/// A client needs a server and a credential. The server is a [`tenant`](Self::tenant) or a [`base_url`](Self::base_url). The
/// credential is one of [`client_credentials`](Self::client_credentials) and [`workload_federation`](Self::workload_federation),
/// which also imply the server, [`bearer_token`](Self::bearer_token) and [`token_provider`](Self::token_provider).
///
/// Other APIs than C1 may require [API keys](Self::api_key_header), [a user and a password](Self::basic_auth), or
/// [no credential](Self::without_credential).
///
/// By default the timeouts are 10 seconds for connecting, 60 seconds for an attempt and 3 minutes for a call with all its
/// attempts, and a response body above 64 MiB is an error. Redirects are not followed. Proxies are those of the environment
/// (`HTTPS_PROXY`, `NO_PROXY`), except for a server on the loopback interface.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

impl<C: ApiClient> ClientBuilder<C> {
    /// Creates a builder with the server and the credential of the environment. An empty variable counts as not set.
    ///
    /// The credential is `CONDUCTORONE_ACCESS_TOKEN`, else an OIDC token with `CONDUCTORONE_CLIENT_ID` (workload federation), else
    /// `CONDUCTORONE_CLIENT_ID` with `CONDUCTORONE_CLIENT_SECRET`. The OIDC token is `CONDUCTORONE_OIDC_TOKEN`, else that of HCP
    /// Terraform: `TFC_WORKLOAD_IDENTITY_TOKEN_CONDUCTORONE`, else `TFC_WORKLOAD_IDENTITY_TOKEN`. The server is
    /// `CONDUCTORONE_SERVER_URL`, else `CONDUCTORONE_TENANT_DOMAIN` (`acme.conductor.one`; without a dot, a tenant of
    /// `conductor.one`), else the host in `CONDUCTORONE_CLIENT_ID`. Debug events show which variables were used.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if the server or the credential is missing, for a malformed variable,
    /// and for `CONDUCTORONE_SERVER_URL` and `CONDUCTORONE_TENANT_DOMAIN` of different hosts.
    pub fn from_env() -> Result<Self, Error> {
        Settings::from_env().map(|settings| Self { settings, client: PhantomData })
    }

    /// Sets the tenant's domain, such as `acme.conductor.one`, or `acme.c1eu.ai` in the EU.
    ///
    /// A name without a dot is always a tenant of `conductor.one`: `acme` is `acme.conductor.one`, even if your tenant is
    /// `acme.c1eu.ai`. [`from_env`](Self::from_env) needs neither.
    pub fn tenant(mut self, domain: impl Into<String>) -> Self {
        self.settings.tenant = Some(domain.into());
        self
    }

    /// Sets the URL of the API's root, instead of a [`tenant`](Self::tenant).
    ///
    /// The scheme must be `https`, or `http` for loopback hosts in tests. The URL may have a path, but no user, query or fragment.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// Sets the URL of the API's root unless [`base_url`](Self::base_url) does. Operations with a server of their own are sent there;
    /// with a `base_url`, they are sent to it like all others.
    pub fn default_base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.default_base_url = Some(url.into());
        self
    }

    /// Starts the login of a person in a browser, with the server and the network settings of this builder.
    ///
    /// It needs no credential.
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build) and `Client::device_login`.
    pub async fn device_login(self, client_id: impl Into<String>) -> Result<DeviceLogin, Error> {
        self.settings.device_login(client_id.into()).await
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for a setting that is missing, ambiguous or malformed, and for
    /// `https` without a TLS feature; [`ErrorKind::Connect`](crate::ErrorKind::Connect) if the system's TLS cannot be set up.
    pub fn build(self) -> Result<C, Error> {
        self.settings.build(C::CREDENTIALS, C::SENSITIVE_FIELDS).map(C::from)
    }
}

impl<C> Clone for ClientBuilder<C> {
    fn clone(&self) -> Self {
        Self { settings: self.settings.clone(), client: PhantomData }
    }
}

impl<C> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self { settings: Settings::default(), client: PhantomData }
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("settings", &self.settings).finish()
    }
}
