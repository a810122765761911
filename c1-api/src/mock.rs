//! An in-memory C1 for tests, with the feature `mock`.
//!
//! A [`MockServer`] answers below retries, authentication, paging and decoding, so a test exercises what a program does. It opens
//! no socket. An operation is named by its type, such as `user::v1::user_search::UserSearch`, which the return type of its method
//! shows.
//!
#![cfg_attr(feature = "user-v1", doc = "```")]
#![cfg_attr(not(feature = "user-v1"), doc = "```ignore")]
//! use std::time::Duration;
//! use c1_api::mock::{MockServer, Reply, dummies};
//! use c1_api::user::v1::{SearchUsersRequest, UserView, user_search::UserSearch};
//! use futures_util::TryStreamExt;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), c1_api::Error> {
//! let c1 = MockServer::new();
//! c1.on::<UserSearch>().times(1).respond(Reply::rate_limited(Duration::from_secs(30)));
//! c1.on::<UserSearch>().times(1).respond(Reply::unauthorized());
//! c1.on::<UserSearch>().times(3).pages(dummies::<UserView>(25), 10);
//!
//! let call = c1.client().user_search().search(SearchUsersRequest::new().query("ada"));
//! let users: Vec<UserView> = call.items().try_collect().await?;
//! assert_eq!((users.len(), c1.issued_tokens()), (25, 2));
//! # Ok(())
//! # }
//! ```
//!
//! Delays and lifetimes follow tokio's clock: with `#[tokio::test(start_paused = true)]`, the test above takes no time.
//!
//! # Responses
//!
//! A handler receives the decoded request, and returns a response, a [`Reply`], or a `Result` of them. A [`Reply`] is an error with
//! its details, any body, or a fault: a delay, a reset or truncated connection, a 401 until there is a new token, a 429.
//!
#![cfg_attr(feature = "user-v1", doc = "```")]
#![cfg_attr(not(feature = "user-v1"), doc = "```ignore")]
//! use c1_api::error::Code;
//! use c1_api::mock::{MockServer, Reply, dummy};
//! use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse, User, UserView, user_search::UserSearch};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), c1_api::Error> {
//! let c1 = MockServer::new();
//! c1.on::<UserSearch>().respond_with(|call| match call.request().query.as_str() {
//!     "" => Err(Reply::error(Code::INVALID_ARGUMENT, "the query is empty")),
//!     query => {
//!         let user = User { display_name: query.to_owned(), ..dummy(1) };
//!         let view = UserView { user: Some(user), ..Default::default() };
//!         Ok(SearchUsersResponse { list: vec![view], ..Default::default() })
//!     }
//! });
//!
//! let users = c1.client().user_search();
//! let page = users.search(SearchUsersRequest::new().query("ada")).await?;
//! assert_eq!(page.list[0].user()?.display_name, "ada");
//! assert!(users.search(SearchUsersRequest::new()).await.unwrap_err().is_invalid_argument());
//! assert_eq!(c1.requests_of::<UserSearch>()[0].request().query, "ada");
//! # Ok(())
//! # }
//! ```
//!
//! # Order and number
//!
//! The first expectation that fits and is not exhausted answers. [`Expectation::when`] adds a condition, [`Expectation::times`] a
//! number, and a [`Sequence`] an order. Dropping the mock fails the test if an expectation was not fulfilled, or if a request was
//! unexpected.
//!
//! ```
//! use c1_api::mock::{MockServer, Reply, Sequence};
//! use http::Method;
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), c1_api::Error> {
//! let (c1, sequence) = (MockServer::new(), Sequence::new());
//! c1.on_request(Method::POST, "/api/v1/robots").in_sequence(&sequence).respond(json!({ "id": "r2" }));
//! c1.on_request(Method::GET, "/api/v1/robots/{id}").in_sequence(&sequence).respond_with(|call| {
//!     json!({ "id": call.parameter("id") })
//! });
//!
//! let client = c1.client();
//! client.request(Method::POST, "/api/v1/robots").await?;
//! assert_eq!(client.request(Method::GET, "/api/v1/robots/r2").await?["id"], "r2");
//! c1.assert_done();
//! # Ok(())
//! # }
//! ```
//!
//! # Other programs
//!
//! [`MockServer::serve`] serves the same mock on a loopback port. The feature adds no dependency that the HTTP client lacks.
//!
//! ```
//! use c1_api::mock::MockServer;
//! use http::Method;
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), c1_api::Error> {
//! let c1 = MockServer::new();
//! c1.on_request(Method::GET, "/api/v1/apps").respond(json!({ "list": [] }));
//! let served = c1.serve().await?;
//! // Give `served.url()` to the other program.
//! let client = c1_api::Client::builder().base_url(served.url()).bearer_token("any").build()?;
//! client.request(Method::GET, "/api/v1/apps").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Record and replay
//!
//! A [`Recorder`] writes the calls of a client to a file without their secrets. [`MockServer::replay`] answers from it, and reports
//! how a request differs from the recorded ones.
//!
//! ```
//! use c1_api::mock::{MockServer, Recorder};
//! use http::Method;
//! # use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let file = folder.path().join("apps.json");
//! # let c1 = MockServer::new();
//! # c1.on_request(Method::GET, "/api/v1/apps").respond(json!({ "list": ["a"] }));
//! # let builder = c1.client_builder();
//! let recorder = Recorder::create(&file)?.scrub(|name, _value| name == "email");
//! let client = builder.layer(recorder.clone()).build()?;
//! client.request(Method::GET, "/api/v1/apps").await?;
//! recorder.finish()?;
//!
//! let replayed = MockServer::replay(&file)?;
//! let apps = replayed.client().request(Method::GET, "/api/v1/apps").await?;
//! assert_eq!(apps["list"][0], "a");
//! # Ok(())
//! # }
//! ```

use crate::Client;

/// An in-memory C1. Its methods are documented at [`c1_api_core::mock::MockServer`].
pub type MockServer = c1_api_core::mock::MockServer<Client>;

/// A layer that records calls. Its methods are documented at [`c1_api_core::mock::Recorder`].
pub type Recorder = c1_api_core::mock::Recorder<Client>;

#[doc(inline)]
pub use c1_api_core::mock::{
    AnyRequest, Expectation, IntoReply, MockOperation, MockService, ReadError, Received, ReceivedRequest,
    RecordingService, Reply, RequestReader, Sequence, Served, Times, dummies, dummy,
};
