//! The settings that are about sending.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tower::{Layer, Service};

use super::{ApiClient, ClientBuilder};
use crate::error::BoxError;
use crate::redact::Redactor;
use crate::retry::RetryPolicy;
use crate::transport::{self, Transport};

impl<C: ApiClient> ClientBuilder<C> {
    /// How long one attempt may take, from connecting to the last byte of the answer; 60 seconds by default.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.settings.network.attempt_timeout = limit;
        self
    }

    /// How long a call may take in all: its attempts, the waits between them, and a new token where one is needed; 3 minutes
    /// by default. Of pages, each is a call.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.network.timeout = limit;
        self
    }

    /// When calls are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.network.retry = policy;
        self
    }

    /// The largest answer that is read, in bytes; 64 MiB by default.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.settings.network.max_body_bytes = limit;
        self
    }

    /// Whether the bodies of requests and answers are told, as events of the level debug and the target
    /// `c1_api::bodies`; not by default.
    ///
    /// They are somebody's data: names, addresses, whatever a form holds. Of fields that the models hide, and of those whose
    /// names have `secret`, `token`, `password`, `key` or the like in them, only the name is shown, and so it is with the
    /// credential of the client wherever a server repeats it. A secret in a field that is called otherwise is not
    /// recognised. No more than 16,384 characters of a body are shown, and nothing of one that is not JSON. What goes to and
    /// comes from the token endpoint is never told.
    pub fn log_bodies(mut self, log: bool) -> Self {
        self.settings.network.bodies = log.then_some(Redactor::new(C::SENSITIVE_FIELDS));
        self
    }

    /// What to put before the crate's own user agent, such as `my-app/1.0`.
    pub fn user_agent(mut self, prefix: impl Into<String>) -> Self {
        self.settings.network.user_agent = Some(prefix.into());
        self
    }

    /// A header of every request. The value is treated as a secret.
    ///
    /// Those that the client sets itself, `Authorization` among them, are an error of [`build`](Self::build).
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.settings.network.set_header(name, value);
        self
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
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.settings.network.set_transport(transport::from_service(service));
        self
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
        self.settings.network.add_layer(move |inner| transport::from_service(layer.layer(inner)));
        self
    }
}
