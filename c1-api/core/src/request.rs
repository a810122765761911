//! The builder of an operation's HTTP request.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::operation_info::OperationInfo;
use crate::operation_name::OperationName;
use crate::param::Param;

/// All but RFC 3986's unreserved characters, so a value never ends its path segment or query pair.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const JSON: &str = "application/json";

/// Collects the parts of a request.
///
/// The first part that cannot be sent becomes the error of the call, and nothing is sent.
pub struct RequestBuilder {
    operation: OperationName,
    method: Method,
    /// The path as the operation describes it, with its parameters in braces.
    template: Cow<'static, str>,
    path: String,
    idempotent: bool,
    query: String,
    /// The header parameters, and the cookies.
    headers: HeaderMap,
    accept: &'static str,
    statuses: &'static [u16],
    server: Option<&'static str>,
    content_type: Cow<'static, str>,
    body: Option<Bytes>,
    failure: Option<Error>,
}

impl RequestBuilder {
    /// Begins a request of the operation `info`.
    pub(crate) fn new(info: OperationInfo) -> Self {
        Self {
            operation: info.clone().into(),
            method: info.method,
            template: Cow::Borrowed(info.path),
            path: info.path.to_owned(),
            idempotent: info.idempotent,
            query: String::new(),
            headers: HeaderMap::new(),
            accept: info.accept,
            statuses: info.statuses,
            server: info.server,
            content_type: Cow::Borrowed(JSON),
            body: None,
            failure: None,
        }
    }

    /// Replaces the method, the path and the idempotency of the operation.
    pub(crate) fn describe(&mut self, method: Method, path: &str, idempotent: bool) {
        self.operation = OperationName::of_request(&method, path);
        self.method = method;
        self.template = Cow::Owned(path.to_owned());
        path.clone_into(&mut self.path);
        self.idempotent = idempotent;
    }

    /// Replaces `{name}` in the path by `value`, percent-encoded so that it stays within its segment.
    ///
    /// An empty value, `.` and `..` are errors, as such a path would address another resource. A `/` in a value is sent as `%2F`,
    /// which RFC 3986 distinguishes from a `/` between segments, so an id may contain it. Some gateways decode it before they route,
    /// so a value with `.` or `..` between slashes is an error as well.
    pub fn path(&mut self, name: &'static str, value: &impl Param) {
        value.write(&mut |text| self.fill(name, text));
    }

    /// Adds `value` to the query, a list as one pair for each element. Default values are not sent.
    pub fn query(&mut self, name: &'static str, value: &impl Param) {
        if !value.is_default() {
            value.write(&mut |text| self.append(name, text));
        }
    }

    /// Adds pairs, which are percent-encoded already, to the query: `beta=true`.
    pub fn fixed_query(&mut self, pairs: &'static str) {
        self.query.push(if self.query.is_empty() { '?' } else { '&' });
        self.query.push_str(pairs);
    }

    /// Sets `body` as the JSON body, replacing an earlier one.
    pub fn body(&mut self, body: &impl Serialize) {
        self.set_body(serde_json::to_vec(body));
    }

    /// Sets the body `{}`, for operations whose body has no properties.
    pub fn empty_body(&mut self) {
        self.body = Some(Bytes::from_static(b"{}"));
    }

    /// The path, the query with its `?`, and the body.
    #[cfg(feature = "mock")]
    pub(crate) fn parts(&self) -> (&str, &str, &[u8]) {
        (&self.path, &self.query, self.body.as_deref().unwrap_or_default())
    }

    pub(crate) fn operation(&self) -> OperationName {
        self.operation.clone()
    }

    pub(crate) fn template(&self) -> Cow<'static, str> {
        self.template.clone()
    }

    /// The statuses 2xx and 3xx that the operation declares; empty if it allows any.
    pub(crate) fn statuses(&self) -> &'static [u16] {
        self.statuses
    }

    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// The URL of the operation's own server.
    pub(crate) fn server(&self) -> Option<&'static str> {
        self.server
    }

    pub(crate) fn set_accept(&mut self, media_types: &'static str) {
        self.accept = media_types;
    }

    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Sets the body and its content type.
    pub(crate) fn content(&mut self, media_type: impl Into<Cow<'static, str>>, body: Bytes) {
        self.content_type = media_type.into();
        self.body = Some(body);
    }

    /// Adds a pair to the query, even with a default value.
    pub(crate) fn append(&mut self, name: &str, text: &str) {
        self.query.push(if self.query.is_empty() { '?' } else { '&' });
        self.query.extend(utf8_percent_encode(name, RESERVED));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(text, RESERVED));
    }

    /// Adds a pair that is percent-encoded already to the query.
    pub(crate) fn append_encoded(&mut self, name: &str, text: &str) {
        let separator = if self.query.is_empty() { '?' } else { '&' };
        self.query.extend([separator.to_string().as_str(), name, "=", text]);
    }

    /// Adds a pair, percent-encoded already, to the header `Cookie`.
    pub(crate) fn add_cookie(&mut self, pair: &str) {
        let earlier = self.headers.get(COOKIE).and_then(|value| value.to_str().ok());
        let cookies = earlier.map_or_else(|| pair.to_owned(), |earlier| format!("{earlier}; {pair}"));
        if let Ok(mut value) = HeaderValue::try_from(cookies) {
            value.set_sensitive(true);
            self.headers.insert(COOKIE, value);
        }
    }

    /// Sets fields of the body, replacing those of the same names.
    pub(crate) fn merge(&mut self, fields: &Map<String, Value>) {
        let body = match &self.body {
            Some(body) => serde_json::from_slice(body),
            None => Ok(Map::new()),
        };
        match body {
            Ok(mut body) => {
                body.extend(fields.clone());
                self.set_body(serde_json::to_vec(&body));
            }
            Err(cause) => self.fail(
                Error::invalid_input("the body is not an object, so no field can be added; nothing was sent")
                    .with_source(cause),
            ),
        }
    }

    /// Builds the request, which still lacks its credential.
    pub(crate) fn into_request(self, base_url: &BaseUrl) -> Result<Request<Bytes>, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        // Values are percent-encoded, so a brace is from the template. The error shows the template, as the path may have ids in it.
        if let Some((_, missing)) = self.path.split_once('{') {
            let (name, template) = (missing.split('}').next().unwrap_or_default(), &self.template);
            return Err(Error::invalid_input(format!(
                "the path `{template}` lacks a value for `{name}`; nothing was sent"
            )));
        }
        let is_verbatim = is_verbatim(&self.path);
        let uri = parse_uri(format!("{}{}{}", base_url.root(), self.path, self.query), is_verbatim)?;

        let has_body = self.body.is_some();
        let mut request = Request::new(self.body.unwrap_or_default());
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, header_value(self.accept)?);
        if has_body {
            headers.insert(CONTENT_TYPE, header_value(&self.content_type)?);
        }
        Ok(request)
    }

    /// Replaces `{name}` in the path by `text`.
    pub(crate) fn fill(&mut self, name: &str, text: &str) {
        self.fill_encoded(name, text, &utf8_percent_encode(text, RESERVED).to_string());
    }

    /// Replaces `{name}` in the path by `value`, which is percent-encoded already, of `text`.
    pub(crate) fn fill_encoded(&mut self, name: &str, text: &str, value: &str) {
        // Such a path addresses the collection: a DELETE of one resource would delete them all.
        let is_dots = |part: &str| matches!(part, "." | "..");
        if text.is_empty() || is_dots(text) {
            self.fail(Error::invalid_input(format!(
                "the parameter `{name}` is `{text}`, which would lead to another resource; pass an id; nothing was sent"
            )));
            return;
        }
        if text.split(['/', '\\']).any(is_dots) {
            self.fail(Error::invalid_input(format!(
                "the parameter `{name}` has `.` or `..` next to a slash, which may lead to another resource; pass an id; \
                 nothing was sent"
            )));
            return;
        }
        self.path = self.path.replacen(&format!("{{{name}}}"), value, 1);
    }

    fn set_body(&mut self, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(json) => self.body = Some(json.into()),
            Err(cause) => self.fail(
                Error::invalid_input(format!("the request cannot be written as JSON: {cause}; nothing was sent"))
                    .with_source(cause),
            ),
        }
    }

    /// Keeps the first failure, as later ones are often its consequences.
    pub(crate) fn fail(&mut self, failure: Error) {
        self.failure.get_or_insert(failure);
    }
}

fn header_value(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text)
        .map_err(|_| Error::invalid_input(format!("`{text}` is not a content type; nothing was sent")))
}

/// A pair of a query, percent-encoded.
pub(crate) fn encoded_pair(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, RESERVED), utf8_percent_encode(value, RESERVED))
}

/// Parses the URI of a request. reqwest parses it as a URL again, which removes `.`, `..` and their encoded forms from the path.
fn parse_uri(intended: String, is_verbatim: bool) -> Result<Uri, Error> {
    let unusable = |cause: &dyn fmt::Display| {
        Error::invalid_input(format!("the parameters do not fit into a URL: {cause}; nothing was sent"))
    };
    if is_verbatim {
        return Uri::try_from(intended).map_err(|cause| unusable(&cause).with_source(cause));
    }
    let url = Url::parse(&intended).map_err(|cause| unusable(&cause).with_source(cause))?;
    let is_verbatim = url.as_str() == intended;
    if !is_verbatim && !is_same_path(url.as_str(), &intended) {
        return Err(Error::invalid_input(
            "the path has a segment that leads to another resource, such as an encoded `..`; nothing was sent",
        ));
    }
    let uri = Uri::try_from(intended).map_err(|cause| unusable(&cause).with_source(cause))?;
    if is_verbatim {
        return Ok(uri);
    }
    // Characters that a URL encodes are sent, and signed by proofs of possession, in their encoded form.
    Uri::try_from(String::from(url)).map_err(|cause| unusable(&cause).with_source(cause))
}

/// Whether URL parsing certainly keeps a path, as those of the API's operations. Parsing takes longer than this check.
fn is_verbatim(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_~:".contains(&byte);
    path.bytes().all(is_plain)
}

fn is_same_path(sent: &str, intended: &str) -> bool {
    let (mut sent, mut intended) = (sent.split('/'), intended.split('/'));
    loop {
        match (sent.next(), intended.next()) {
            (None, None) => return true,
            (Some(sent), Some(intended)) if percent_decode_str(sent).eq(percent_decode_str(intended)) => {}
            _ => return false,
        }
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder").field("operation", &self.operation).finish_non_exhaustive()
    }
}
