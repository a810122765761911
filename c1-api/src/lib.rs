//! Client for the C1 (ConductorOne) identity governance API.
//!
//! A [`Client`] has one method for each of the API's services, and a service has one for each of its operations. An
//! operation gives a [`Call`]: await it for the response, or go through all its pages with [`Call::items`].
//!
#![cfg_attr(feature = "user-v1", doc = "```no_run")]
#![cfg_attr(not(feature = "user-v1"), doc = "```ignore")]
//! use c1_api::Client;
//! use c1_api::user::v1::SearchUsersRequest;
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let token = std::env::var("CONDUCTORONE_ACCESS_TOKEN")?;
//!     let client = Client::builder().tenant("acme").bearer_token(token).build()?;
//!
//!     let request = SearchUsersRequest { query: "ada".into(), ..Default::default() };
//!     let mut users = client.user_search().search(request).items();
//!     while let Some(view) = users.try_next().await? {
//!         if let Some(user) = view.user {
//!             println!("{} <{}>", user.display_name, user.email);
//!         }
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # Credentials
//!
//! A client has one of these; [`Client::from_env`] finds it, and the server, in the environment.
//!
//! * [`client_credentials`](ClientBuilder::client_credentials): the id and the secret of a client.
//! * [`workload_federation`](ClientBuilder::workload_federation): no secret of its own, but the OIDC tokens that GitHub Actions,
//!   Kubernetes or another [`TokenSource`] gives the workload.
//! * [`token_provider`](ClientBuilder::token_provider) and [`bearer_token`](ClientBuilder::bearer_token): tokens from elsewhere.
//!
//! The first two are exchanged for access tokens, one at a time for all calls, which may be bound to a key: see [`Dpop`].
//!
//! No secret is shown by any `Debug`, error or event, and those that the client keeps are zeroed when they are dropped. What the
//! HTTP stack copies while it sends is not, nor is the key in the form in which ring signs with it.
//!
//! # Errors
//!
//! Every failure is an [`Error`]: its text is for people, its [`kind`](Error::kind) for programs. A path parameter
//! that is empty, `.` or `..` is refused before anything is sent, as the server would take the path for another one.
//!
//! Nothing waits for ever: an attempt, and a call with all its attempts, have a limit of time. What may be sent again is,
//! where that can help, as [`RetryPolicy`] tells. All of it can be set for a client and for a call.
//!
//! # Features
//!
//! * `full` (default): all packages of the API. In its place, name those that you use: the feature of `c1.api.user.v1`,
//!   which is the module `user::v1`, is `user-v1`.
//! * `rustls` (default): TLS in Rust, with ring, and the roots of the operating system.
//! * `native-tls`: TLS of the operating system. `rustls` wins where both are on; without either, only plain http to
//!   loopback hosts is possible.

// What is deprecated is still read and written; only its users are told. Methods are called and shaped as the API's
// operations are, whatever Rust's own methods of these names do.
#[allow(deprecated)]
#[allow(clippy::module_inception, clippy::new_ret_no_self, clippy::should_implement_trait)]
#[allow(clippy::too_many_arguments, clippy::wrong_self_convention)]
// The printer wraps a long arm of a `match` in braces, and ends what it wraps without a semicolon.
#[allow(clippy::semicolon_if_nothing_returned)]
#[rustfmt::skip]
mod generated;
// A package may have no enum, no list or no operation, and then has no use for a part of this.
#[cfg_attr(not(feature = "full"), allow(dead_code, unused_imports, unused_macros))]
mod runtime;

// The modules of the packages, each by its name.
include!("generated/exports.rs");

pub use runtime::operation::{Operation, Paged, WithParams};
pub use runtime::{
    Call, CallFuture, Client, ClientBuilder, FieldMask, FieldPath, Items, ItemsWithPage, Pages, RawRequest,
    SeveralCases,
};

#[doc(inline)]
pub use c1_api_core::wire::{Any, Empty, FieldSink, FieldSource, Message, OpenEnum, UnknownValue, Wire};
#[doc(inline)]
pub use c1_api_core::{
    BadRequest, Code, Dpop, Encoder, Error, ErrorDetail, ErrorInfo, ErrorKind, FieldViolation, Help, HelpLink,
    HttpBody, HttpService, LocalizedMessage, OperationInfo, Param, PreconditionFailure, PreconditionViolation,
    QuotaFailure, QuotaViolation, RequestInfo, ResourceInfo, Response, RetryInfo, RetryPolicy, TokenSource,
};

// The first program that a newcomer copies has to compile.
#[cfg(all(doctest, feature = "user-v1"))]
#[doc = include_str!("../../README.md")]
struct Readme;
