//! The settings of connections: certificates, proxies, addresses, and how long they live.
//!
//! None of them has an effect on a [`service`](ClientBuilder::service) or a
//! [`reqwest_client`](ClientBuilder::reqwest_client) of the user's.

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::SecretString;

use super::{ApiClient, ClientBuilder};
use crate::transport;

impl<C: ApiClient> ClientBuilder<C> {
    /// Limits how long connecting may take, TLS included; 10 seconds by default.
    ///
    /// It has no effect on a client or a service of your own.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.settings.network.http.connect_timeout = limit;
        self
    }

    /// Trusts the certificates in `pem`, besides those that the operating system trusts. May be called repeatedly.
    ///
    /// It is for a proxy that inspects TLS, or a private authority. PEM that has no certificate is an error of
    /// [`build`](Self::build).
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let pem = std::fs::read("/etc/ssl/private-authority.pem")?;
    /// let client = c1_api::Client::builder().tenant("acme").bearer_token("token").root_certificate(pem).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.settings.network.http.add_root_certificate(pem.as_ref());
        self
    }

    /// Presents a certificate to the API's server, if it asks for one (mTLS).
    ///
    /// `pem` has the certificate, its intermediates and its unencrypted private key; with `native-tls`, the key is a PKCS #8 one.
    /// They are never sent to the server of a [`TokenSource`](crate::TokenSource), and the client keeps the key in memory.
    pub fn identity(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.settings.network.http.set_identity(pem.as_ref());
        self
    }

    /// Connects through the proxy at `url`, in place of those in the environment.
    ///
    /// The URL, such as `http://user:password@proxy.example:3128`, is treated as a secret. A server on the loopback interface
    /// is never reached by a proxy. The last call of this method and [`no_proxy`](Self::no_proxy) counts.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.settings.network.http.set_proxy(url.into());
        self
    }

    /// Ignores the proxies in the environment.
    pub fn no_proxy(mut self) -> Self {
        self.settings.network.http.unset_proxy();
        self
    }

    /// Connects to `address` for `host`, in place of the addresses that DNS has for it. May be called once for each host.
    ///
    /// The port of `address` counts, unless it is 0 or the base URL has one. TLS still requires a certificate of `host`.
    pub fn resolve(mut self, host: impl Into<String>, address: SocketAddr) -> Self {
        self.settings.network.http.add_address(host.into(), address);
        self
    }

    /// Sets when a silent HTTP/2 connection is pinged while calls are under way, and how long the peer may take to reply; 15 and
    /// 10 seconds by default.
    ///
    /// A peer that does not reply in time is gone: the connection is closed, and its calls are retried on another one if that
    /// does no harm. With an interval of [`Duration::MAX`] there are no pings.
    pub fn http2_keep_alive(mut self, interval: Duration, timeout: Duration) -> Self {
        self.settings.network.http.keep_alive_interval = interval;
        self.settings.network.http.keep_alive_timeout = timeout;
        self
    }

    /// Limits how long a connection is kept without a call; 50 seconds by default.
    ///
    /// Common load balancers close connections that idle for 60 seconds, perhaps while the next request is on its way.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.settings.network.http.pool_idle_timeout = limit;
        self
    }

    /// Offers HTTP/1.1 only, for proxies that fail with HTTP/2.
    pub fn http1_only(mut self) -> Self {
        self.settings.network.http.http1_only = true;
        self
    }

    /// Sends with this client, for settings that this builder lacks.
    ///
    /// This is the only method with a type of reqwest's, whose next major version will change its signature.
    ///
    /// Build the client with `redirect(reqwest::redirect::Policy::none())`: the token is for one host alone.
    /// What it finds where it was redirected to is an error of the kind [`Redirect`](crate::ErrorKind::Redirect). A connection on
    /// which an attempt timed out is used again, so set `http2_keep_alive_interval`, too.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.settings.network.set_transport(transport::from_reqwest(client));
        self
    }
}
