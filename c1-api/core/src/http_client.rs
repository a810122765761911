//! The settings of the default HTTP client, and the reqwest client that follows from them.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{ClientBuilder, Proxy};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::base_url::BaseUrl;
use crate::error::{Error, ErrorKind};
use crate::tls::Tls;
use crate::transport::root_cause;

/// The longest duration of a timer. Adding `Duration::MAX` to a time overflows.
const MAX_DURATION: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Settings of the connections to a server.
#[derive(Clone)]
pub(crate) struct HttpClientConfig {
    /// The timeout of connecting.
    pub(crate) connect_timeout: Duration,
    /// How long an HTTP/2 connection with calls in progress may be silent before it is pinged.
    pub(crate) keep_alive_interval: Duration,
    /// How long the peer may take to reply to a ping.
    pub(crate) keep_alive_timeout: Duration,
    /// How long an idle connection is kept.
    pub(crate) pool_idle_timeout: Duration,
    /// Whether only HTTP/1.1 is offered.
    pub(crate) http1_only: bool,
    root_certificates: Vec<Vec<u8>>,
    identity: Option<Arc<Zeroizing<Vec<u8>>>>,
    proxy: ProxySetting,
    addresses: Vec<(String, SocketAddr)>,
}

#[derive(Clone)]
enum ProxySetting {
    /// `HTTPS_PROXY` and similar variables.
    Environment,
    Off,
    Url(SecretString),
}

/// Whether the client certificate is presented.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClientCertificate {
    /// For the API's server.
    Presented,
    /// For any other server.
    Omitted,
}

impl HttpClientConfig {
    /// Also trusts the certificates in `pem`.
    pub(crate) fn add_root_certificate(&mut self, pem: &[u8]) {
        self.root_certificates.push(pem.to_vec());
    }

    /// Presents the certificate in `pem`, which includes its private key.
    pub(crate) fn set_identity(&mut self, pem: &[u8]) {
        self.identity = Some(Arc::new(Zeroizing::new(pem.to_vec())));
    }

    /// Connects through the proxy at `url`.
    pub(crate) fn set_proxy(&mut self, url: SecretString) {
        self.proxy = ProxySetting::Url(url);
    }

    /// Connects without a proxy.
    pub(crate) fn unset_proxy(&mut self) {
        self.proxy = ProxySetting::Off;
    }

    /// Connects to `address` instead of the addresses of `host` in DNS.
    pub(crate) fn add_address(&mut self, host: String, address: SocketAddr) {
        self.addresses.push((host, address));
    }

    /// The timeouts by their names in the builder.
    pub(crate) fn timeouts(&self) -> [(&'static str, Duration); 4] {
        [
            ("connect_timeout", self.connect_timeout),
            ("http2_keep_alive", self.keep_alive_interval),
            ("http2_keep_alive", self.keep_alive_timeout),
            ("pool_idle_timeout", self.pool_idle_timeout),
        ]
    }

    /// Checks the settings, and returns a function that builds clients for `base_url`.
    pub(crate) fn factory(
        &self,
        base_url: &BaseUrl,
        certificate: ClientCertificate,
    ) -> Result<impl Fn() -> Result<reqwest::Client, Error> + Send + Sync + 'static, Error> {
        let tls = if base_url.is_https() {
            let identity = self.identity.as_ref().filter(|_| certificate == ClientCertificate::Presented);
            Tls::new(&self.root_certificates, identity.map(|pem| &pem[..]), self.http1_only)?
        } else {
            Tls::plain()?
        };
        // A proxy would connect to its own loopback interface, and would see the token in plain http.
        let proxy = if base_url.is_loopback() { Some(None) } else { self.proxy.parse()? };
        let settings = self.clone();
        Ok(move || {
            let builder = settings.configure(reqwest::Client::builder());
            let builder = match &proxy {
                None => builder,
                Some(None) => builder.no_proxy(),
                Some(Some(proxy)) => builder.no_proxy().proxy(proxy.clone()),
            };
            tls.configure(builder).build().map_err(|cause| {
                Error::new(ErrorKind::Connect, format!("the HTTP client cannot be set up: {}", root_cause(&cause)))
                    .with_source(cause)
            })
        })
    }

    // The caller limits the time of an attempt, equally for all transports.
    fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        let builder = builder
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout.min(MAX_DURATION))
            .no_brotli()
            .no_deflate();
        #[cfg(feature = "http2")]
        let builder = builder
            .http2_keep_alive_interval(self.keep_alive_interval.min(MAX_DURATION))
            .http2_keep_alive_timeout(self.keep_alive_timeout.min(MAX_DURATION));
        // Other crates may have enabled reqwest's features, which should not affect this client.
        let builder = if cfg!(feature = "gzip") { builder } else { builder.no_gzip() };
        let builder = if cfg!(feature = "zstd") { builder } else { builder.no_zstd() };
        let builder = if self.http1_only { builder.http1_only() } else { builder };
        self.addresses.iter().fold(builder, |builder, (host, address)| builder.resolve(host, *address))
    }
}

impl ProxySetting {
    /// Returns `None` for the proxies of the environment, `Some(None)` for none.
    fn parse(&self) -> Result<Option<Option<Proxy>>, Error> {
        let url = match self {
            Self::Environment => return Ok(None),
            Self::Off => return Ok(Some(None)),
            Self::Url(url) => url.expose_secret(),
        };
        // The cause is dropped: it may repeat the URL, which may have a password.
        let is_supported = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        let url = Url::parse(url).ok().filter(is_supported);
        url.and_then(|url| Proxy::all(url).ok()).map(|proxy| Some(Some(proxy))).ok_or_else(|| {
            Error::invalid_input(
                "proxy: expected a URL such as `http://proxy.example:3128`, of the scheme http or https",
            )
        })
    }
}

impl Default for HttpClientConfig {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            keep_alive_interval: Duration::from_secs(15),
            keep_alive_timeout: Duration::from_secs(10),
            // Common load balancers close idle connections after 60 seconds.
            pool_idle_timeout: Duration::from_secs(50),
            http1_only: !cfg!(feature = "http2"),
            root_certificates: Vec::new(),
            identity: None,
            proxy: ProxySetting::Environment,
            addresses: Vec::new(),
        }
    }
}

/// Shows neither the identity nor the URL of the proxy, which may have a password.
impl fmt::Debug for HttpClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClientConfig")
            .field("connect_timeout", &self.connect_timeout)
            .field("keep_alive_interval", &self.keep_alive_interval)
            .field("keep_alive_timeout", &self.keep_alive_timeout)
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("http1_only", &self.http1_only)
            .field("root_certificates", &self.root_certificates.len())
            .field("has_identity", &self.identity.is_some())
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}
