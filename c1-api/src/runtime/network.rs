//! The settings of a client that are about sending, and what becomes of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response};
use tower::{Layer, Service};

use crate::runtime::builder::ClientBuilder;
use crate::runtime::error::Error;
use crate::runtime::options::header;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::server::Server;
use crate::runtime::transport::{BoxError, Transport, of_service, over, over_network};

const AGENT: &str = concat!("c1-api-rust/", env!("CARGO_PKG_VERSION"));

/// What the calls of a client have in common.
pub(crate) struct Defaults {
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
}

/// The settings as they were given.
#[derive(Clone, Debug)]
pub(crate) struct NetworkSettings {
    connect_timeout: Duration,
    attempt_timeout: Duration,
    timeout: Duration,
    retry: RetryPolicy,
    max_body_bytes: usize,
    user_agent: Option<String>,
    headers: HeaderMap,
    /// What is wrong with the first of the headers that could not be taken.
    refused_header: Option<String>,
    service: Option<Transport>,
    services: usize,
    layers: Vec<Wrap>,
}

/// A layer, whatever its type.
#[derive(Clone)]
struct Wrap(Arc<dyn Fn(Transport) -> Transport + Send + Sync>);

impl ClientBuilder {
    /// How long making a connection may take, TLS included; 10 seconds by default.
    ///
    /// It has no effect on a client or a service of your own.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.network.connect_timeout = limit;
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the answer; 60 seconds by default.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.network.attempt_timeout = limit;
        self
    }

    /// How long a call may take in all: its attempts, the waits between them, and a new token where one is needed; 3 minutes
    /// by default. Of pages, each is a call.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.network.timeout = limit;
        self
    }

    /// When calls are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.network.retry = policy;
        self
    }

    /// The largest answer that is read, in bytes; 64 MiB by default.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.network.max_body_bytes = limit;
        self
    }

    /// What to put before the crate's own user agent, such as `my-app/1.0`.
    pub fn user_agent(mut self, prefix: impl Into<String>) -> Self {
        self.network.user_agent = Some(prefix.into());
        self
    }

    /// A header of every request. The value is treated as a secret.
    ///
    /// Those that the client sets itself, `Authorization` among them, are an error of [`build`](Self::build).
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                self.network.headers.insert(name, value);
            }
            Err(why) => {
                self.network.refused_header.get_or_insert(why);
            }
        }
        self
    }

    /// A client of reqwest's to send with, for settings that this builder lacks.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: the token is for one host alone.
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.transport(over(client))
    }

    /// A service to send with in place of the network, as tests and proxies do.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use http::{Request, Response};
    /// use http_body_util::Full;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), c1_api::Error> {
    /// let service = tower::service_fn(async |_request: Request<Bytes>| {
    ///     Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from(r#"{"list": []}"#))))
    /// });
    /// let client = c1_api::Client::builder().tenant("acme").bearer_token("token").service(service).build()?;
    /// let answer = client.request(http::Method::GET, "/api/v1/apps").await?;
    /// assert_eq!(answer, serde_json::json!({ "list": [] }));
    /// # Ok(())
    /// # }
    /// ```
    pub fn service<S, B>(self, service: S) -> Self
    where
        S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport(of_service(service))
    }

    /// A layer around what sends, outside of the layers given before it. It sees each attempt, those for tokens included.
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<Transport> + Send + Sync + 'static,
        L::Service: Service<Request<Bytes>, Response = Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Bytes>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Bytes>>>::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.network.layers.push(Wrap(Arc::new(move |inner| of_service(layer.layer(inner)))));
        self
    }

    fn transport(mut self, transport: Transport) -> Self {
        self.network.service = Some(transport);
        self.network.services += 1;
        self
    }
}

impl NetworkSettings {
    /// What sends requests to `server`.
    pub(crate) fn transport(&self, server: &Server) -> Result<Transport, Error> {
        if self.services > 1 {
            return Err(Error::invalid_input(
                "several ways to send were given; set one of reqwest_client(..) and service(..)",
            ));
        }
        let innermost = match &self.service {
            Some(transport) => transport.clone(),
            None => over_network(server, self.connect_timeout)?,
        };
        Ok(self.layers.iter().fold(innermost, |inner, wrap| (wrap.0)(inner)))
    }

    pub(crate) fn defaults(&self) -> Result<Defaults, Error> {
        let timeouts = [
            ("connect_timeout", self.connect_timeout),
            ("attempt_timeout", self.attempt_timeout),
            ("timeout", self.timeout),
        ];
        if let Some((name, _)) = timeouts.iter().find(|(_, limit)| limit.is_zero()) {
            return Err(Error::invalid_input(format!("{name}: expected more than no time at all")));
        }
        if let Some(why) = &self.refused_header {
            return Err(Error::invalid_input(why.clone()));
        }
        Ok(Defaults {
            user_agent: self.agent()?,
            headers: self.headers.clone(),
            attempt_timeout: self.attempt_timeout,
            timeout: self.timeout,
            retry: self.retry,
            max_body_bytes: self.max_body_bytes,
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

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(60),
            timeout: Duration::from_secs(180),
            retry: RetryPolicy::default(),
            // No page is near it, and reading on would use up the memory.
            max_body_bytes: 64 * 1024 * 1024,
            user_agent: None,
            headers: HeaderMap::new(),
            refused_header: None,
            service: None,
            services: 0,
            layers: Vec::new(),
        }
    }
}

impl fmt::Debug for Wrap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Layer")
    }
}
