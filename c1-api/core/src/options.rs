//! What one call does otherwise than the client's others.

use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use crate::encoder::Encoder;
use crate::error::Error;
use crate::retry::RetryPolicy;

/// The settings of one call. Those that are not set are the client's.
#[derive(Clone, Default, Debug)]
pub struct CallOptions {
    /// How long the call may take in all.
    pub timeout: Option<Duration>,
    /// When it is sent again.
    pub retry: Option<RetryPolicy>,
    headers: HeaderMap,
    query: Vec<(String, String)>,
    body: Map<String, Value>,
    /// What is wrong with the first of the headers that could not be taken.
    refused_header: Option<String>,
}

impl CallOptions {
    /// Sets a header; one that cannot be sent is an error of the call.
    pub fn set_header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(why) => {
                self.refused_header.get_or_insert(why);
            }
        }
    }

    /// Adds a pair to the query.
    pub fn add_query(&mut self, name: String, value: String) {
        self.query.push((name, value));
    }

    /// Sets a field of the body.
    pub fn set_body_field(&mut self, name: String, value: Value) {
        self.body.insert(name, value);
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Adds to the request what an operation does not know of.
    pub(crate) fn encode(&self, out: &mut Encoder) {
        if let Some(why) = &self.refused_header {
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

/// A header, its value marked as sensitive, or what is wrong with it.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    const DPOP: HeaderName = HeaderName::from_static("dpop");
    const OWN: [HeaderName; 8] =
        [ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DPOP, HOST, TRANSFER_ENCODING, USER_AGENT];
    let name =
        HeaderName::try_from(name).map_err(|_| "header: expected the name of a header, such as `x-team`".to_owned())?;
    if OWN.contains(&name) {
        return Err(format!("header: `{name}` is set by the client itself"));
    }
    // The cause is dropped, and the value not shown: it may be a secret.
    let mut value =
        HeaderValue::try_from(value).map_err(|_| format!("header: the value of `{name}` cannot be sent"))?;
    value.set_sensitive(true);
    Ok((name, value))
}
