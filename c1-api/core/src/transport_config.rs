//! The transport settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::connection_pool::ConnectionPool;
use crate::error::Error;
use crate::headers::Headers;
use crate::http_client::{ClientCertificate, HttpClientConfig};
use crate::redact::Redactor;
use crate::retry::RetryPolicy;
use crate::transport::{Transport, from_pool, from_reqwest};

const AGENT: &str = concat!("c1-api-rust/", env!("CARGO_PKG_VERSION"));

/// The settings that all calls of a client share.
pub(crate) struct CallDefaults {
    pub(crate) user_agent: HeaderValue,
    /// Headers of every request.
    pub(crate) headers: HeaderMap,
    /// The timeout of one attempt, from connecting to the last byte of the response.
    pub(crate) attempt_timeout: Duration,
    /// The timeout of a call, including all attempts, the delays between them and a token request.
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// The maximum response body size in bytes.
    pub(crate) max_body_bytes: usize,
    /// How bodies are redacted for logs; `None` if they are not logged.
    pub(crate) bodies: Option<Redactor>,
}

/// The transport settings, not checked yet.
#[derive(Clone, Debug)]
pub(crate) struct TransportConfig {
    /// The settings of the default HTTP client.
    pub(crate) http: HttpClientConfig,
    /// The timeout of one attempt.
    pub(crate) attempt_timeout: Duration,
    /// The timeout of a call with all its attempts.
    pub(crate) timeout: Duration,
    /// The retry policy.
    pub(crate) retry: RetryPolicy,
    /// The maximum response body size in bytes.
    pub(crate) max_body_bytes: usize,
    /// How bodies are redacted for logs; `None` if they are not logged.
    pub(crate) bodies: Option<Redactor>,
    /// The prefix of the `User-Agent` header.
    pub(crate) user_agent: Option<String>,
    headers: Headers,
    service: Option<Transport>,
    services: usize,
    /// Whether a client of the user sends, with a policy of its own.
    may_follow_redirects: bool,
    layers: Vec<LayerFn>,
}

/// A type-erased layer.
#[derive(Clone)]
struct LayerFn(Arc<dyn Fn(Transport) -> Transport + Send + Sync>);

impl TransportConfig {
    /// Sets a header of every request. An invalid one is an error of the builder.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        self.headers.set(name, value);
    }

    /// Sends with this transport instead of the default one.
    pub(crate) fn set_transport(&mut self, transport: Transport) {
        self.service = Some(transport);
        self.services += 1;
    }

    /// Sends with this client, which may follow redirects.
    pub(crate) fn set_reqwest_client(&mut self, client: reqwest::Client) {
        self.set_transport(from_reqwest(client));
        self.may_follow_redirects = true;
    }

    pub(crate) fn may_follow_redirects(&self) -> bool {
        self.may_follow_redirects
    }

    /// Adds a layer around the transport, outside of the layers before it.
    pub(crate) fn add_layer(&mut self, layer: impl Fn(Transport) -> Transport + Send + Sync + 'static) {
        self.layers.push(LayerFn(Arc::new(layer)));
    }

    /// The channel to the API's server.
    pub(crate) fn channel(&self, base_url: &BaseUrl) -> Result<Channel, Error> {
        self.channel_to(base_url, ClientCertificate::Presented)
    }

    /// The channel to a server of a third party, which never gets the client's certificate.
    pub(crate) fn third_party_channel(&self, base_url: &BaseUrl) -> Result<Channel, Error> {
        self.channel_to(base_url, ClientCertificate::Omitted)
    }

    fn channel_to(&self, base_url: &BaseUrl, certificate: ClientCertificate) -> Result<Channel, Error> {
        if self.services > 1 {
            return Err(Error::invalid_input(
                "more than one transport is set; set one of reqwest_client(..) and service(..)",
            ));
        }
        let (innermost, pool) = match &self.service {
            Some(transport) => (transport.clone(), None),
            None => {
                let pool = ConnectionPool::new(self.http.factory(base_url, certificate)?)?;
                (from_pool(pool.clone()), Some(pool))
            }
        };
        Ok(Channel::new(self.layers.iter().fold(innermost, |inner, wrap| (wrap.0)(inner)), pool))
    }

    pub(crate) fn defaults(&self) -> Result<CallDefaults, Error> {
        let timeouts = [("attempt_timeout", self.attempt_timeout), ("timeout", self.timeout)];
        let timeouts = self.http.timeouts().into_iter().chain(timeouts);
        if let Some((name, _)) = timeouts.into_iter().find(|(_, limit)| limit.is_zero()) {
            return Err(Error::invalid_input(format!("{name}: expected more than zero")));
        }
        if let Some(why) = self.headers.error() {
            return Err(Error::invalid_input(why));
        }
        Ok(CallDefaults {
            user_agent: self.agent()?,
            headers: self.headers.valid().clone(),
            attempt_timeout: self.attempt_timeout,
            timeout: self.timeout,
            retry: self.retry,
            max_body_bytes: self.max_body_bytes,
            bodies: self.bodies,
        })
    }

    fn agent(&self) -> Result<HeaderValue, Error> {
        let Some(prefix) = &self.user_agent else {
            return Ok(HeaderValue::from_static(AGENT));
        };
        let is_visible = prefix.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        HeaderValue::try_from(format!("{} {AGENT}", prefix.trim())).ok().filter(|_| is_visible).ok_or_else(|| {
            Error::invalid_input("user_agent: expected visible ASCII characters on one line, such as `my-app/1.0`")
        })
    }
}

impl Default for TransportConfig {
    fn default() -> Self {
        Self {
            http: HttpClientConfig::default(),
            attempt_timeout: Duration::from_secs(60),
            timeout: Duration::from_secs(180),
            retry: RetryPolicy::default(),
            // Far above the size of any page. Reading without a limit could exhaust the memory.
            max_body_bytes: 64 * 1024 * 1024,
            bodies: None,
            user_agent: None,
            headers: Headers::default(),
            service: None,
            services: 0,
            may_follow_redirects: false,
            layers: Vec::new(),
        }
    }
}

impl fmt::Debug for LayerFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Layer")
    }
}
