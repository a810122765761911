//! From settings to a client, with an error for each mistake.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::runtime::client::{Client, Parts};
use crate::runtime::error::Error;
use crate::runtime::server::Server;
use crate::runtime::transport::over_network;

/// The largest body that is read, in bytes: no page is near it, and reading on would use up the memory.
pub(crate) const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// Settings for a [`Client`].
///
/// A server ([`tenant`](Self::tenant) or [`base_url`](Self::base_url)) and a credential
/// ([`bearer_token`](Self::bearer_token)) are needed. Connecting may take 10 seconds, and a whole attempt 60; an
/// answer above 64 MiB is an error. Redirects are never followed. Proxies are taken from the environment
/// (`HTTPS_PROXY`, `NO_PROXY`), but not for a server on the loopback interface.
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    tenant: Option<String>,
    base_url: Option<String>,
    bearer_token: Option<SecretString>,
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

    /// The token that each request carries. It is sent to the API's host alone, and nothing here ever prints it.
    pub fn bearer_token(mut self, token: impl Into<SecretString>) -> Self {
        self.bearer_token = Some(token.into());
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
        let authorization = self.authorization()?;
        let transport = over_network(&server)?;
        Ok(Client::from_parts(Parts { server, authorization, transport, body_limit: BODY_LIMIT }))
    }

    fn server(&self) -> Result<Server, Error> {
        match (&self.tenant, &self.base_url) {
            (Some(tenant), None) => Server::of_tenant(tenant),
            (None, Some(url)) => Server::at(url),
            (None, None) => Err(Error::invalid_input("no server was given; set tenant(..) or base_url(..)")),
            (Some(_), Some(_)) => {
                Err(Error::invalid_input("two servers were given; set either tenant(..) or base_url(..)"))
            }
        }
    }

    fn authorization(&self) -> Result<HeaderValue, Error> {
        let Some(token) = &self.bearer_token else {
            return Err(Error::invalid_input("no credential was given; set bearer_token(..)"));
        };
        let token = token.expose_secret();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid_input(
                "bearer_token: expected a token of visible ASCII characters; is there a space or a line break in it?",
            ));
        }
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))
            // The cause is dropped, as nothing about a token belongs in an error.
            .map_err(|_| Error::invalid_input("bearer_token: the token cannot stand in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}
