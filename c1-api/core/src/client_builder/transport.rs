//! Settings of requests and of the transport.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tower::{Layer, Service};

use super::{ApiClient, ClientBuilder};
use crate::drift::{Drift, Listener};
use crate::error::BoxError;
use crate::redact::Redactor;
use crate::retry::RetryPolicy;
use crate::transport::{self, Transport};

impl<C: ApiClient> ClientBuilder<C> {
    /// Sets the timeout of one attempt, from connecting to the last byte of the response. Default: 60 seconds.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.settings.network.attempt_timeout = limit;
        self
    }

    /// Sets the timeout of a call, including its attempts, the delays between them and a token request. Default: 3 minutes.
    ///
    /// Each page is a call of its own.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.network.timeout = limit;
        self
    }

    /// Sets the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.network.retry = policy;
        self
    }

    /// Sets the maximum response body size in bytes. Default: 64 MiB.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.settings.network.max_body_bytes = limit;
        self
    }

    /// Logs the bodies of requests and responses, as debug events with the target `c1_api::bodies`. Default: `false`.
    ///
    /// Bodies contain personal data, such as names and addresses. These parts are redacted: fields that the models mark as
    /// sensitive, fields whose names contain `secret`, `token`, `password`, `key` or the like, and the client's credential if the
    /// server repeats it. A secret in a field with another name is logged. At most 16,384 characters of a body are logged, and a
    /// body that is not JSON is not logged. Bodies of the token endpoint are never logged.
    pub fn log_bodies(mut self, log: bool) -> Self {
        self.settings.network.bodies = log.then_some(Redactor::new(C::SENSITIVE_FIELDS));
        self
    }

    /// Calls `listener` with each difference between a response and the specification: an unknown property, an unknown enum value,
    /// a value of another type, an undeclared status. See [`drift`](crate::drift).
    ///
    /// It is called once for each operation, path and kind, in the task that awaits the response, so it should return soon. The last
    /// listener is effective.
    ///
    /// ```
    /// # fn main() -> Result<(), c1_api::Error> {
    /// # let builder = c1_api::Client::builder().tenant("acme").bearer_token("token");
    /// let client = builder.on_drift(|drift| eprintln!("{drift}")).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_drift(mut self, listener: impl Fn(Drift) + Send + Sync + 'static) -> Self {
        self.settings.on_drift = Some(Listener::new(listener));
        self
    }

    /// Sets a prefix for the `User-Agent` header, such as `my-app/1.0`.
    pub fn user_agent(mut self, prefix: impl Into<String>) -> Self {
        self.settings.network.user_agent = Some(prefix.into());
        self
    }

    /// Sets a header of every request. Its value is treated as a secret.
    ///
    /// Headers that the client sets itself, such as `Authorization`, are an error of [`build`](Self::build).
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.settings.network.set_header(name, value);
        self
    }

    /// Sends requests with `service` instead of the network, such as in tests.
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

    /// Adds a layer around the transport, outside of earlier layers. It handles each attempt, including token requests.
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
