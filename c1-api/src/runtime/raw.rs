//! Requests that no operation of this crate describes.

use std::fmt;

use http::Method;
use serde_json::Value;

use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::encoder::Encoder;
use crate::runtime::error::Error;
use crate::runtime::operation::{Operation, OperationInfo};
use crate::runtime::param::Param;

/// A request that [`Client::request`] makes: the operation of a [`Call`] whose method and path are known at run time alone.
#[derive(Clone)]
pub struct RawRequest {
    method: Method,
    path: String,
    parameters: Vec<(String, String)>,
    body: Option<Value>,
    idempotent: bool,
}

impl Client {
    /// A call of what this version of the crate does not know, with the same credential, retries and errors.
    ///
    /// The path stands below the API's root, and may have parameters in braces, which keep an id within its segment. The
    /// response is JSON. GET, HEAD, OPTIONS, PUT and DELETE count as idempotent, so they may be sent again where that may help.
    ///
    /// ```
    /// use c1_api::{Client, Error};
    /// use http::Method;
    /// use serde_json::json;
    ///
    /// async fn rename(client: &Client, id: &str) -> Result<(), Error> {
    ///     let path = "/api/v1/robots/{id}/name";
    ///     let call = client.request(Method::POST, path).path("id", &id.to_owned()).json(json!({ "name": "Marvin" }));
    ///     let robot = call.idempotent().await?;
    ///     println!("{}", robot["name"]);
    ///     Ok(())
    /// }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<RawRequest> {
        let idempotent = method.is_idempotent();
        Call::new(self, RawRequest { method, path: path.into(), parameters: Vec::new(), body: None, idempotent })
    }
}

impl Call<RawRequest> {
    /// What stands in the path in place of `{name}`, percent-encoded. An empty value, `.` and `..` are refused.
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

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest").field("method", &self.method).field("path", &self.path).finish_non_exhaustive()
    }
}
