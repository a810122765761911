//! The settings of a client that are about sending, and what becomes of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::connection_pool::ConnectionPool;
use crate::error::Error;
use crate::headers::Headers;
use crate::http_client::{HttpClientConfig, Present};
use crate::redact::Redactor;
use crate::retry::RetryPolicy;
use crate::transport::{Transport, from_pool};

const AGENT: &str = concat!("c1-api-rust/", env!("CARGO_PKG_VERSION"));

/// What the calls of a client have in common.
pub(crate) struct CallDefaults {
    pub(crate) user_agent: HeaderValue,
    /// Of every call's requests.
    pub(crate) headers: HeaderMap,
    /// How long one attempt may take, from connecting to the last byte of the answer.
    pub(crate) attempt_timeout: Duration,
    /// How long a call may take, all attempts, the waits between them and a new token included.
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// The largest body that is read, in bytes.
    pub(crate) max_body_bytes: usize,
    /// How the bodies are shown to who listens; `None` where they are not.
    pub(crate) bodies: Option<Redactor>,
}

/// The settings as they were given.
#[derive(Clone, Debug)]
pub(crate) struct TransportConfig {
    /// The connections, unless something else sends.
    pub(crate) http: HttpClientConfig,
    /// How long one attempt may take.
    pub(crate) attempt_timeout: Duration,
    /// How long a call may take in all.
    pub(crate) timeout: Duration,
    /// When calls are sent again.
    pub(crate) retry: RetryPolicy,
    /// The largest answer that is read, in bytes.
    pub(crate) max_body_bytes: usize,
    /// How the bodies of the API's requests and answers are logged; `None` for not at all.
    pub(crate) bodies: Option<Redactor>,
    /// What stands before the crate's own user agent.
    pub(crate) user_agent: Option<String>,
    headers: Headers,
    service: Option<Transport>,
    services: usize,
    layers: Vec<LayerFn>,
}

/// A layer, whatever its type.
#[derive(Clone)]
struct LayerFn(Arc<dyn Fn(Transport) -> Transport + Send + Sync>);

impl TransportConfig {
    /// Sets a header of every request; one that cannot be sent is an error of what is built.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        self.headers.set(name, value);
    }

    /// Sends with this, in place of a client of its own.
    pub(crate) fn set_transport(&mut self, transport: Transport) {
        self.service = Some(transport);
        self.services += 1;
    }

    /// Puts a layer around what sends, outside of those before it.
    pub(crate) fn add_layer(&mut self, layer: impl Fn(Transport) -> Transport + Send + Sync + 'static) {
        self.layers.push(LayerFn(Arc::new(layer)));
    }

    /// What sends requests to the API at `server`.
    pub(crate) fn channel(&self, base_url: &BaseUrl) -> Result<Channel, Error> {
        self.channel_to(base_url, Present::Identity)
    }

    /// What sends requests to a `server` that is not the API's, and never sees the client's certificate.
    pub(crate) fn transport(&self, base_url: &BaseUrl) -> Result<Transport, Error> {
        self.channel_to(base_url, Present::Nothing).map(|channel| channel.transport().clone())
    }

    fn channel_to(&self, base_url: &BaseUrl, present: Present) -> Result<Channel, Error> {
        if self.services > 1 {
            return Err(Error::invalid_input(
                "several ways to send were given; set one of reqwest_client(..) and service(..)",
            ));
        }
        let (innermost, pool) = match &self.service {
            Some(transport) => (transport.clone(), None),
            None => {
                let pool = ConnectionPool::new(self.http.factory(base_url, present)?)?;
                (from_pool(pool.clone()), Some(pool))
            }
        };
        Ok(Channel::new(self.layers.iter().fold(innermost, |inner, wrap| (wrap.0)(inner)), pool))
    }

    pub(crate) fn defaults(&self) -> Result<CallDefaults, Error> {
        let timeouts = [("attempt_timeout", self.attempt_timeout), ("timeout", self.timeout)];
        let timeouts = self.http.timeouts().into_iter().chain(timeouts);
        if let Some((name, _)) = timeouts.into_iter().find(|(_, limit)| limit.is_zero()) {
            return Err(Error::invalid_input(format!("{name}: expected more than no time at all")));
        }
        if let Some(why) = self.headers.refused() {
            return Err(Error::invalid_input(why));
        }
        Ok(CallDefaults {
            user_agent: self.agent()?,
            headers: self.headers.taken().clone(),
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
            // No page is near it, and reading on would use up the memory.
            max_body_bytes: 64 * 1024 * 1024,
            bodies: None,
            user_agent: None,
            headers: Headers::default(),
            service: None,
            services: 0,
            layers: Vec::new(),
        }
    }
}

impl fmt::Debug for LayerFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Layer")
    }
}
