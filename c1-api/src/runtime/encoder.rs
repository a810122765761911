//! From an operation's request to an HTTP request.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::runtime::error::Error;
use crate::runtime::operation::OperationInfo;
use crate::runtime::param::Param;
use crate::runtime::server::Server;

/// All but RFC 3986's unreserved characters, so that a value never ends the segment or the pair that it stands in.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const AGENT: HeaderValue = HeaderValue::from_static(concat!("c1-api-rust/", env!("CARGO_PKG_VERSION")));

/// Collects the parts of a request while an [`Operation`](crate::Operation) writes them.
///
/// A part that cannot be sent is remembered, and becomes the error of the call in place of a request.
pub struct Encoder {
    info: OperationInfo,
    path: String,
    query: String,
    body: Option<Bytes>,
    failure: Option<Error>,
}

impl Encoder {
    pub(crate) fn new(info: OperationInfo) -> Self {
        let path = info.path.to_owned();
        Self { info, path, query: String::new(), body: None, failure: None }
    }

    /// Puts `value` where the path has `{name}`, percent-encoded, so that it stays within its segment.
    ///
    /// An empty value, `.` and `..` are refused: a server would read such a path as that of another resource.
    pub fn path(&mut self, name: &'static str, value: &impl Param) {
        value.write(&mut |text| self.fill(name, text));
    }

    /// Adds `value` to the query, a list as one pair for each element; zero is not sent.
    pub fn query(&mut self, name: &'static str, value: &impl Param) {
        if !value.is_zero() {
            value.write(&mut |text| self.append(name, text));
        }
    }

    /// Sends `body` as JSON; the last body given counts.
    pub fn body(&mut self, body: &impl Serialize) {
        self.set_body(serde_json::to_vec(body));
    }

    /// Sends `{}`, for operations whose body has no properties.
    pub fn empty_body(&mut self) {
        self.body = Some(Bytes::from_static(b"{}"));
    }

    pub(crate) fn operation(&self) -> &'static str {
        self.info.id
    }

    /// The request to `server`, which still lacks its credential.
    pub(crate) fn into_request(self, server: &Server) -> Result<Request<Bytes>, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if self.path.contains('{') {
            return Err(Error::invalid_input(format!("the path `{}` lacks a parameter; nothing was sent", self.path)));
        }
        let uri = Uri::try_from(format!("{}{}{}", server.root(), self.path, self.query)).map_err(|cause| {
            Error::invalid_input("the parameters are too long for a URL; nothing was sent").caused_by(cause)
        })?;

        let has_body = self.body.is_some();
        let mut request = Request::new(self.body.unwrap_or_default());
        *request.method_mut() = self.info.method;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, AGENT);
        if has_body {
            headers.insert(CONTENT_TYPE, JSON);
        }
        Ok(request)
    }

    fn fill(&mut self, name: &str, text: &str) {
        // A server reads such a path as that of the collection: a DELETE of one thing would address them all.
        if matches!(text, "" | "." | "..") {
            self.fail(Error::invalid_input(format!(
                "the parameter `{name}` is `{text}`, which would lead to another resource; pass an id; nothing was sent"
            )));
            return;
        }
        let value = utf8_percent_encode(text, RESERVED).to_string();
        self.path = self.path.replacen(&format!("{{{name}}}"), &value, 1);
    }

    fn append(&mut self, name: &str, text: &str) {
        self.query.push(if self.query.is_empty() { '?' } else { '&' });
        self.query.extend(utf8_percent_encode(name, RESERVED));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(text, RESERVED));
    }

    fn set_body(&mut self, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(json) => self.body = Some(json.into()),
            Err(cause) => self.fail(
                Error::invalid_input(format!("the request cannot be written as JSON: {cause}; nothing was sent"))
                    .caused_by(cause),
            ),
        }
    }

    /// The first failure is kept: those after it are often its consequences.
    fn fail(&mut self, failure: Error) {
        self.failure.get_or_insert(failure);
    }
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").field("operation", &self.info.id).finish_non_exhaustive()
    }
}
