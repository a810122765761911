//! Requests that no operation of this crate describes.

use std::fmt;

use http::Method;
use serde_json::Value;

use crate::call::Call;
use crate::error::Error;
use crate::operation::Operation;
use crate::operation_info::OperationInfo;
use crate::param::Param;
use crate::request::Encoder;

/// A request that `Client::request` makes: the operation of a [`Call`] whose method and path are known at run time alone.
#[derive(Clone)]
pub struct RawRequest {
    method: Method,
    /// The path below the API's root, with parameters in braces.
    path: String,
    /// What stands in the path in place of each parameter.
    parameters: Vec<(String, String)>,
    body: Option<Value>,
    idempotent: bool,
}

impl RawRequest {
    /// A request without parameters and body. GET, HEAD, OPTIONS, PUT and DELETE count as idempotent.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        let idempotent = method.is_idempotent();
        Self { method, path: path.into(), parameters: Vec::new(), body: None, idempotent }
    }
}

impl Call<RawRequest> {
    /// Replaces `{name}` in the path by `value`, percent-encoded as by [`Encoder::path`]: a `/` becomes `%2F`.
    ///
    /// An empty value and one with `.` or `..` between slashes are refused.
    pub fn path(mut self, name: impl Into<String>, value: &impl Param) -> Self {
        let name = name.into();
        let parameters = &mut self.operation_mut().parameters;
        value.write(&mut |text| parameters.push((name.clone(), text.to_owned())));
        self
    }

    /// The body of the request.
    pub fn json(mut self, body: Value) -> Self {
        self.operation_mut().body = Some(body);
        self
    }

    /// Says that sending the request twice does no more than sending it once, whatever its method.
    pub fn idempotent(mut self) -> Self {
        self.operation_mut().idempotent = true;
        self
    }
}

impl Operation for RawRequest {
    type Response = Value;

    // The request itself says all of this.
    const INFO: OperationInfo = OperationInfo::new("request", Method::GET, "");

    fn encode(&self, out: &mut Encoder) {
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

/// A path that is not one, appended to the server's name, could make another server's of it.
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
