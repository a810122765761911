//! Settings of connections: certificates, proxies, addresses and lifetimes.
//!
//! They do not affect a [`service`](ClientBuilder::service) or a [`reqwest_client`](ClientBuilder::reqwest_client) of the user.

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::SecretString;

use super::{ApiClient, ClientBuilder};

impl<C: ApiClient> ClientBuilder<C> {
    /// Sets the timeout of connecting, including TLS. Default: 10 seconds.
    ///
    /// It does not affect a client or a service of your own.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.settings.network.http.connect_timeout = limit;
        self
    }

    /// Trusts the certificates in `pem` in addition to those of the operating system. May be called repeatedly.
    ///
    /// Use it for a proxy that inspects TLS, or a private authority. PEM without a certificate is an error of
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

    /// Presents a certificate to the API's server if it requests one (mTLS).
    ///
    /// `pem` has the certificate, its intermediates and its unencrypted private key; with `native-tls`, the key is a PKCS #8 one.
    /// They are never sent to the server of a [`TokenSource`](crate::TokenSource), and the client keeps the key in memory.
    pub fn identity(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.settings.network.http.set_identity(pem.as_ref());
        self
    }

    /// Connects through the proxy at `url`, instead of those of the environment.
    ///
    /// The URL, such as `http://user:password@proxy.example:3128`, is treated as a secret. A server on the loopback interface
    /// is always reached directly. The last call of this method or [`no_proxy`](Self::no_proxy) is effective.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.settings.network.http.set_proxy(url.into());
        self
    }

    /// Ignores the proxies of the environment.
    pub fn no_proxy(mut self) -> Self {
        self.settings.network.http.unset_proxy();
        self
    }

    /// Connects to `address` for `host`, instead of its addresses in DNS. May be called once for each host.
    ///
    /// The port of `address` is used, unless it is 0 or the base URL has one. TLS still requires a certificate of `host`.
    pub fn resolve(mut self, host: impl Into<String>, address: SocketAddr) -> Self {
        self.settings.network.http.add_address(host.into(), address);
        self
    }

    /// Sets the interval of pings on a silent HTTP/2 connection with calls in progress, and the timeout of the reply.
    ///
    /// Default: 15 and 10 seconds. If the peer does not reply in time, the connection is closed, and its calls are retried on
    /// another one if they are idempotent. An interval of [`Duration::MAX`] turns pings off.
    #[cfg(feature = "http2")]
    pub fn http2_keep_alive(mut self, interval: Duration, timeout: Duration) -> Self {
        self.settings.network.http.keep_alive_interval = interval;
        self.settings.network.http.keep_alive_timeout = timeout;
        self
    }

    /// Sets how long an idle connection is kept. Default: 50 seconds.
    ///
    /// Common load balancers close connections after 60 idle seconds, perhaps while the next request is being sent.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.settings.network.http.pool_idle_timeout = limit;
        self
    }

    /// Offers HTTP/1.1 only, for proxies that fail with HTTP/2. Without the feature `http2`, no client offers HTTP/2.
    pub fn http1_only(mut self) -> Self {
        self.settings.network.http.http1_only = true;
        self
    }

    /// Sends requests with `client`, for settings that this builder lacks.
    ///
    /// This is the only method with a type of reqwest. A new major version of reqwest changes its signature.
    ///
    /// Build the client with `redirect(reqwest::redirect::Policy::none())`, as the token is for one host only. A response after a
    /// redirect is an error of the kind [`Redirect`](crate::ErrorKind::Redirect). A connection is used again after an attempt on
    /// it timed out, so set `http2_keep_alive_interval`, too.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.settings.network.set_reqwest_client(client);
        self
    }
}
