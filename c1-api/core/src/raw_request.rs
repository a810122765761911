//! Requests without a generated operation.

use std::fmt;

use http::Method;
use serde_json::Value;

use crate::call::Call;
use crate::error::Error;
use crate::operation::Operation;
use crate::operation_info::OperationInfo;
use crate::param::Param;
use crate::request::RequestBuilder;

/// A request whose method and path are known only at run time; returned in a [`Call`] by `Client::request`.
#[derive(Clone)]
pub struct RawRequest {
    method: Method,
    /// The path below the base URL, with parameters in braces.
    path: String,
    /// Names and values of parameters in the path.
    parameters: Vec<(String, String)>,
    body: Option<Value>,
    idempotent: bool,
}

impl RawRequest {
    /// Creates a request without parameters and body. GET, HEAD, OPTIONS, PUT and DELETE are idempotent.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        let idempotent = method.is_idempotent();
        Self { method, path: path.into(), parameters: Vec::new(), body: None, idempotent }
    }
}

impl Call<RawRequest> {
    /// Replaces `{name}` in the path by `value`, percent-encoded as by [`RequestBuilder::path`]: a `/` becomes `%2F`.
    ///
    /// An empty value and one with `.` or `..` between slashes are errors.
    pub fn path(mut self, name: impl Into<String>, value: &impl Param) -> Self {
        let name = name.into();
        let parameters = &mut self.operation_mut().parameters;
        value.write(&mut |text| parameters.push((name.clone(), text.to_owned())));
        self
    }

    /// Sets the JSON body of the request.
    pub fn json(mut self, body: Value) -> Self {
        self.operation_mut().body = Some(body);
        self
    }

    /// Marks the request as idempotent, so that it is retried like an idempotent operation.
    pub fn idempotent(mut self) -> Self {
        self.operation_mut().idempotent = true;
        self
    }
}

impl Operation for RawRequest {
    type Response = Value;

    // `encode` replaces these values.
    const INFO: OperationInfo = OperationInfo::new("request", Method::GET, "");

    fn encode(&self, out: &mut RequestBuilder) {
        if let Err(why) = check(&self.path) {
            out.fail(Error::invalid_input(format!("the path {why}; nothing was sent")));
            return;
        }
        out.describe(self.method.clone(), &self.path, self.idempotent);
        for (name, text) in &self.parameters {
            out.fill(name, text);
        }
        if let Some(body) = &self.body {
            out.body(body);
        }
    }
}

/// Shows neither the parameters nor the body, which may be secrets.
impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest").field("method", &self.method).field("path", &self.path).finish_non_exhaustive()
    }
}

/// Checks that a path, appended to the base URL, cannot change the host.
fn check(path: &str) -> Result<(), &'static str> {
    let Some(below) = path.strip_prefix('/') else {
        return Err("does not begin with `/`");
    };
    if path.contains(['?', '#', '\\']) {
        return Err("has a query, a fragment or a backslash; set the query by query(..)");
    }
    if below.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        return Err("has an empty segment, a `.` or a `..`, which would lead to another resource");
    }
    Ok(())
}
