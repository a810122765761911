//! Requests that no operation of this crate describes.

use std::fmt;

use c1_api_core::{Encoder, OperationInfo, Param, RawParts};
use http::Method;
use serde_json::Value;

use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::operation::Operation;

/// A request that [`Client::request`] makes: the operation of a [`Call`] whose method and path are known at run time alone.
#[derive(Clone)]
pub struct RawRequest {
    parts: RawParts,
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
        let parts = RawParts { method, path: path.into(), parameters: Vec::new(), body: None, idempotent };
        Call::new(self, RawRequest { parts })
    }
}

impl Call<RawRequest> {
    /// Replaces `{name}` in the path by `value`, percent-encoded as by [`Encoder::path`]: a `/` becomes `%2F`.
    ///
    /// An empty value and one with `.` or `..` between slashes are refused.
    pub fn path(mut self, name: impl Into<String>, value: &impl Param) -> Self {
        let name = name.into();
        let parameters = &mut self.operation_mut().parts.parameters;
        value.write(&mut |text| parameters.push((name.clone(), text.to_owned())));
        self
    }

    /// The body of the request.
    pub fn json(mut self, body: Value) -> Self {
        self.operation_mut().parts.body = Some(body);
        self
    }

    /// Says that sending the request twice does no more than sending it once, whatever its method.
    pub fn idempotent(mut self) -> Self {
        self.operation_mut().parts.idempotent = true;
        self
    }
}

impl Operation for RawRequest {
    type Response = Value;

    // The request itself says all of this.
    const INFO: OperationInfo = OperationInfo::new("request", Method::GET, "");

    fn encode(&self, out: &mut Encoder) {
        self.parts.encode(out);
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RawParts { method, path, .. } = &self.parts;
        f.debug_struct("RawRequest").field("method", method).field("path", path).finish_non_exhaustive()
    }
}
