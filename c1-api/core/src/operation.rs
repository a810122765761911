//! Operations as values. Generated implementations are data, on which only the runtime acts.

use serde::de::DeserializeOwned;

use crate::operation_info::OperationInfo;
use crate::request::RequestBuilder;
use crate::response_body::ResponseBody;

/// An operation of the API, as a value that holds its request.
///
/// Generated operations implement it. [`Call`](crate::Call), [`Pages`](crate::Pages) and [`Items`](crate::Items) are generic
/// over it. Implement it to call an operation that this version of the crate lacks:
///
/// ```
/// use c1_api::{Call, Client, Error};
/// use c1_api::operation::{Operation, OperationInfo, RequestBuilder};
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
///     fn encode(&self, out: &mut RequestBuilder) {
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
    /// The response body.
    type Response: DeserializeOwned + Send + 'static;

    /// The static description of the operation.
    const INFO: OperationInfo;

    /// Writes the parameters and the body of this request to `out`.
    fn encode(&self, out: &mut RequestBuilder);

    /// Decodes the body of a response with a success status: as JSON, unless an operation has another content type.
    ///
    /// # Errors
    ///
    /// The body does not have the form of the response.
    #[inline]
    fn decode(body: ResponseBody<'_>) -> Result<Self::Response, serde_json::Error> {
        body.object()
    }
}

/// An operation with a paginated response.
pub trait Paged: Operation {
    /// An item of a page.
    type Item: Send + 'static;

    /// Sets the page token of the request.
    fn set_page_token(&mut self, token: String);

    /// Returns the token of the next page; empty on the last page.
    fn next_page_token(page: &Self::Response) -> &str;

    /// Takes the items out of `page` and leaves the rest.
    fn take_items(page: &mut Self::Response) -> Vec<Self::Item>;
}

/// An operation with optional parameters, which [`Call::params`](crate::Call::params) sets.
pub trait WithParams: Operation {
    /// The optional parameters.
    type Params;

    /// Returns the parameters of this request.
    fn params_mut(&mut self) -> &mut Self::Params;
}

pub(crate) fn encoded<O: Operation>(operation: &O) -> RequestBuilder {
    let mut out = RequestBuilder::new(O::INFO);
    operation.encode(&mut out);
    out
}
