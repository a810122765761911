//! The client of endpoints that issue credentials. Its requests and their small responses have secrets in them.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::response::Parts;
use http::{HeaderValue, Method, Request};
use secrecy::zeroize::Zeroizing;
use tokio::time::Instant;
use tracing::Instrument;
use url::form_urlencoded::Serializer;

use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::error::{Error, ErrorKind};
use crate::operation_name::OperationName;
use crate::telemetry::{self, OperationLabel};
use crate::transport::{self, BodyError};
use crate::transport_config::CallDefaults;

/// The maximum response body size in bytes.
const MAX_BODY: usize = 256 * 1024;

/// The longest timeout of a request. The response is small, and every call waits for it.
const MAX_TIMEOUT: Duration = Duration::from_secs(30);

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An endpoint that issues credentials.
pub(super) struct Endpoint {
    /// The name in errors.
    pub(super) name: &'static str,
    /// The path below the base URL.
    path: &'static str,
    /// The operation in telemetry. It is not one of the API's.
    operation: &'static str,
}

impl Endpoint {
    pub(super) const fn new(name: &'static str, operation: &'static str, path: &'static str) -> Self {
        Self { name, path, operation }
    }

    fn label(&self) -> OperationLabel {
        OperationLabel { operation: OperationName::fixed(self.operation), template: Cow::Borrowed(self.path) }
    }
}

/// The response of an endpoint. The body is zeroed on drop.
pub(super) struct AuthResponse {
    pub(super) head: Parts,
    pub(super) body: Zeroizing<Vec<u8>>,
    /// When the request was sent.
    pub(super) requested_at: Instant,
}

/// Sends requests to the endpoints of one server.
#[derive(Clone)]
pub(super) struct AuthClient {
    base_url: BaseUrl,
    channel: Channel,
    user_agent: HeaderValue,
    timeout: Duration,
}

impl AuthClient {
    pub(super) fn new(base_url: BaseUrl, channel: Channel, defaults: &CallDefaults) -> Self {
        let timeout = defaults.attempt_timeout.min(MAX_TIMEOUT);
        Self { base_url, channel, user_agent: defaults.user_agent.clone(), timeout }
    }

    pub(super) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// The timeout of one request.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Creates a request that posts a form. The form is zeroed when the request is dropped.
    pub(super) fn post_form(&self, endpoint: &Endpoint, pairs: &[(&str, &str)]) -> Result<Request<Bytes>, Error> {
        self.post(endpoint, FORM, form(pairs))
    }

    /// Creates a request that posts a JSON document.
    pub(super) fn post_json(&self, endpoint: &Endpoint, json: String) -> Result<Request<Bytes>, Error> {
        self.post(endpoint, JSON, json.into())
    }

    fn post(&self, endpoint: &Endpoint, content_type: HeaderValue, body: Bytes) -> Result<Request<Bytes>, Error> {
        let uri = format!("{}{}", self.base_url.root(), endpoint.path);
        let mut request = self.request(endpoint, Method::POST, &uri, body)?;
        request.headers_mut().insert(CONTENT_TYPE, content_type);
        Ok(request)
    }

    /// Creates a request to `uri`, which accepts JSON.
    pub(super) fn request(
        &self,
        endpoint: &Endpoint,
        method: Method,
        uri: &str,
        body: Bytes,
    ) -> Result<Request<Bytes>, Error> {
        Request::builder()
            .method(method)
            .uri(uri)
            .header(ACCEPT, JSON)
            .header(USER_AGENT, &self.user_agent)
            .body(body)
            // The cause is dropped: it may repeat the URL.
            .map_err(|_| Error::invalid_input(format!("the URL of {} cannot be sent to", endpoint.name)))
    }

    /// Sends `request`, in a span. A connection on which it times out is abandoned.
    pub(super) async fn send(&self, endpoint: &Endpoint, request: Request<Bytes>) -> Result<AuthResponse, Error> {
        let span = telemetry::attempt_span(&self.base_url, request.method(), &endpoint.label(), 0);
        let sent = request.body().len();
        let requested_at = Instant::now();
        let response = self.fetch(endpoint, request).instrument(span.clone());
        let response = self.channel.within(self.timeout, response).await.unwrap_or_else(|| {
            let (host, name, limit) = (self.base_url.host(), endpoint.name, self.timeout);
            let summary = format!("{host} did not respond in time: the timeout of {name} is {limit:?}");
            Err(Error::new(ErrorKind::Timeout, summary))
        });
        let received = response.as_ref().map(|(head, body)| (head.status, body.len()));
        telemetry::record_attempt(&span, sent, received, requested_at.elapsed());
        let (head, body) = response?;
        Ok(AuthResponse { head, body, requested_at })
    }

    async fn fetch(&self, endpoint: &Endpoint, request: Request<Bytes>) -> Result<(Parts, Zeroizing<Vec<u8>>), Error> {
        let failed = |cause| transport::failure(&self.base_url, cause);
        let (head, body) = self.channel.send(request).await.map_err(failed)?.into_parts();
        // A vector that grows leaves a copy behind. It seldom needs more room than this.
        let mut read = Zeroizing::new(Vec::with_capacity(16 * 1024));
        match transport::read(body, MAX_BODY, |data| read.extend_from_slice(&data)).await {
            Ok(()) => Ok((head, read)),
            // The status is enough.
            Err(_) if !head.status.is_success() => Ok((head, read)),
            Err(BodyError::Broken(cause)) => Err(failed(cause)),
            Err(BodyError::TooLarge) => {
                let summary = format!("the response of {} exceeds {MAX_BODY} bytes; is the URL right?", endpoint.name);
                Err(Error::new(ErrorKind::TooLarge, summary).with_status(head.status))
            }
        }
    }
}

fn form(pairs: &[(&str, &str)]) -> Bytes {
    // A string that grows leaves a copy behind, so it has its room from the start: encoding triples a byte at most.
    let length = pairs.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
    let mut form = Serializer::new(String::with_capacity(length));
    form.extend_pairs(pairs);
    Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()))
}
