//! Settings of one call.

use std::time::Duration;

use http::HeaderMap;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::headers::Headers;
use crate::request::RequestBuilder;
use crate::retry::RetryPolicy;

/// The settings of one call, which take precedence over those of the client.
#[derive(Clone, Default, Debug)]
pub(crate) struct CallOptions {
    /// The timeout of the call with all its attempts.
    pub(crate) timeout: Option<Duration>,
    /// The retry policy.
    pub(crate) retry: Option<RetryPolicy>,
    /// Whether the body of a success is left unread, to be read while it arrives.
    pub(crate) is_stream: bool,
    headers: Headers,
    query: Vec<(String, String)>,
    body: Map<String, Value>,
}

impl CallOptions {
    /// Sets a header. An invalid one becomes the error of the call.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        self.headers.set(name, value);
    }

    /// Adds a pair to the query.
    pub(crate) fn add_query(&mut self, name: String, value: String) {
        self.query.push((name, value));
    }

    /// Sets a field of the body.
    pub(crate) fn set_body_field(&mut self, name: String, value: Value) {
        self.body.insert(name, value);
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.headers.valid()
    }

    /// Adds the query and the body fields to the request.
    pub(crate) fn encode(&self, out: &mut RequestBuilder) {
        if let Some(why) = self.headers.error() {
            out.fail(Error::invalid_input(format!("{why}; nothing was sent")));
        }
        for (name, value) in &self.query {
            out.append(name, value);
        }
        if !self.body.is_empty() {
            out.merge(&self.body);
        }
    }
}
