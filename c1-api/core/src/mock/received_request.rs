//! Requests that the mock received.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Request, Uri};
use serde_json::Value;

/// A request as the mock received it, with its headers and its body verbatim.
///
/// Cloning it is cheap. `Debug` shows neither the values of headers nor the body.
#[derive(Clone)]
pub struct ReceivedRequest(Arc<Request<Bytes>>);

impl ReceivedRequest {
    pub(super) fn new(request: Request<Bytes>) -> Self {
        Self(Arc::new(request))
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.0.method()
    }

    /// Returns the URI: absolute for requests of [`MockServer::client`](super::MockServer::client), else a path with a query.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.0.uri()
    }

    /// Returns the path, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.uri().path()
    }

    /// Returns the decoded pairs of the query.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.0.uri().query().unwrap_or_default().as_bytes()).into_owned().collect()
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// Returns the body verbatim.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.0.body()
    }

    /// Returns the body as JSON; `null` if it is empty or not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.0.body()).unwrap_or_default()
    }

    pub(super) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.0.headers().get(name)?.to_str().ok()
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&HeaderName> = self.headers().keys().collect();
        f.debug_struct("ReceivedRequest")
            .field("method", self.method())
            .field("path", &self.path())
            .field("headers", &names)
            .field("body_bytes", &self.body().len())
            .finish_non_exhaustive()
    }
}
