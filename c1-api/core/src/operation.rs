//! How an operation describes itself. The generated implementations are data; the runtime alone acts on them.

use serde::de::DeserializeOwned;

use crate::operation_info::OperationInfo;
use crate::request::{Encoder, encoder};

/// An operation of the API, as a value that holds its request.
///
/// The crate's operations implement it, and [`Call`](crate::Call), [`Pages`](crate::Pages) and
/// [`Items`](crate::Items) are generic over it. Implement it to call what this version of the crate does not know:
///
/// ```
/// use c1_api::{Call, Client, Error};
/// use c1_api::operation::{Encoder, Operation, OperationInfo};
///
/// #[derive(Clone)]
/// struct GetRobot {
///     id: String,
/// }
///
/// impl Operation for GetRobot {
///     type Response = serde_json::Value;
///
///     const INFO: OperationInfo =
///         OperationInfo::new("c1.api.robot.v1.Robots.Get", http::Method::GET, "/api/v1/robots/{id}").idempotent();
///
///     fn encode(&self, out: &mut Encoder) {
///         out.path("id", &self.id);
///     }
/// }
///
/// async fn name_of(client: &Client, id: &str) -> Result<String, Error> {
///     let robot = Call::new(client, GetRobot { id: id.to_owned() }).await?;
///     Ok(robot["displayName"].as_str().unwrap_or_default().to_owned())
/// }
/// ```
pub trait Operation: Clone + Send + Sync + 'static {
    /// What the server answers with.
    type Response: DeserializeOwned + Send + 'static;

    /// What there is to know about the operation before it has a request.
    const INFO: OperationInfo;

    /// Writes the path parameters, the query and the body of this request into `out`.
    fn encode(&self, out: &mut Encoder);
}

/// An operation that answers in pages.
pub trait Paged: Operation {
    /// What the pages hold.
    type Item: Send + 'static;

    /// Makes this the request for the page that `token` stands for.
    fn set_page_token(&mut self, token: String);

    /// The token of the page that follows `page`; empty on the last one.
    fn next_page_token(page: &Self::Response) -> &str;

    /// Takes the items out of `page`; the rest of it stays.
    fn take_items(page: &mut Self::Response) -> Vec<Self::Item>;
}

/// An operation with optional parameters, which [`Call::params`](crate::Call::params) sets.
pub trait WithParams: Operation {
    /// The optional parameters.
    type Params;

    /// The parameters of this request.
    fn params_mut(&mut self) -> &mut Self::Params;
}

pub(crate) fn encoded<O: Operation>(operation: &O) -> Encoder {
    let mut out = encoder(O::INFO);
    operation.encode(&mut out);
    out
}
