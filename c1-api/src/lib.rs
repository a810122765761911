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
//! async fn main() -> Result<(), c1_api::Error> {
//!     let client = Client::from_env()?;
//!     let request = SearchUsersRequest::new().query("ada").page_size(100);
//!     let mut users = client.user_search().search(request).items();
//!     while let Some(view) = users.try_next().await? {
//!         let user = view.into_user()?;
//!         println!("{} <{}>", user.display_name, user.email);
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
//! A person without a client gets one by [`Client::device_login`], as the example `login` shows.
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
//! # Without async
//!
//! With the feature `blocking`, `wait()` takes the place of `await`: on a [`Call`], and on [`Pages`], [`Items`] and
//! [`Concurrent`], which it makes iterators. It is for threads that are in no tokio runtime; in one, it is an error.
//!
#![cfg_attr(all(feature = "blocking", feature = "user-v1"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "blocking", feature = "user-v1")), doc = "```ignore")]
//! # use c1_api::user::v1::SearchUsersRequest;
//! # fn main() -> Result<(), c1_api::Error> {
//! let client = c1_api::Client::from_env()?;
//! for view in client.user_search().search(SearchUsersRequest::new()).items().wait() {
//!     println!("{:?}", view?.user);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Many calls
//!
//! A [`Client`] is cheap to clone and made for many tasks at once. [`concurrent`] makes a number of calls, or of `async` blocks,
//! but only so many of them at a time. A limit of requests per second is a layer around what sends, as in the example
//! `rate_limit`.
//!
//! # Observability
//!
//! Calls tell what they do by [`tracing`], under the target `c1_api`. Where nobody listens, that costs next to nothing.
//! The names are those of [OpenTelemetry's conventions for HTTP clients], and the example `opentelemetry` exports them.
//!
//! | span | level | what it is | fields |
//! | --- | --- | --- | --- |
//! | `c1.call` | info | a call: its attempts, the waits between them, the reading of the response | `otel.name` and `c1.operation` (the operation's id), `error.type`, `otel.status_code` |
//! | `c1.attempt` | info | one request, called `{method} {url.template}` by `otel.name` | `otel.kind` (`client`), `c1.operation`, `http.request.method`, `http.request.resend_count` (from the second attempt of a call on), `http.response.status_code`, `server.address`, `server.port`, `url.scheme`, `url.template`, `error.type`, `otel.status_code` |
//! | `c1.token` | info | getting an access token: its requests are `c1.attempt`s in it, with `c1.operation` `token` | `error.type`, `otel.status_code` |
//!
//! `url.template` is the path below the API's root, with its parameters in braces, and of a raw request as it was given to
//! [`Client::request`]: an id that is a parameter of it is not told. `error.type` is the status from 400 on,
//! else the kind of the [`Error`] (`timeout`, `decode`). A token that is renewed ahead of time has a trace of its own, as the
//! call that finds it due does not wait for it.
//!
//! Events of the level debug tell the sizes of each attempt's bodies in bytes (`http.request.body.size`,
//! `http.response.body.size`) and how many seconds it took (`http.client.request.duration`), and when a request is sent again
//! and after how many seconds (`c1.retry.delay`). This crate tells no whole URL and no header ever, and bodies only where
//! [`ClientBuilder::log_bodies`] asks for them.
//!
//! [`tracing`]: https://docs.rs/tracing
//! [OpenTelemetry's conventions for HTTP clients]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
//!
//! # Features
//!
//! * `full` (default): all packages of the API. In its place, name those that you use: the feature of `c1.api.user.v1`,
//!   which is the module `user::v1`, is `user-v1`.
//! * `rustls` (default): TLS in Rust, with ring, and the roots of the operating system.
//! * `native-tls`: TLS of the operating system. `rustls` wins where both are on; without either, only plain http to
//!   loopback hosts is possible.
//! * `blocking`: calls from code that is not asynchronous.
//! * `gzip`, `zstd`: compressed responses.

//!
//! # Services
//!
#![cfg_attr(feature = "full", doc = include_str!("generated/services.md"))]
#![cfg_attr(not(feature = "full"), doc = "Documented with the feature `full`.")]

// Deprecated elements are still read and written. Methods are named and shaped as the API's operations are, whatever
// Rust's own methods of these names do. An element without a description has a name that says it all.
#[allow(deprecated, missing_docs)]
#[allow(clippy::module_inception, clippy::new_ret_no_self, clippy::should_implement_trait)]
#[allow(clippy::too_many_arguments, clippy::wrong_self_convention)]
#[rustfmt::skip]
mod generated;
mod runtime;
#[cfg(test)]
mod tests;

// The modules of the packages. No other name in `generated` is public, and without a feature there is none.
#[cfg_attr(not(feature = "full"), allow(unused_imports, unreachable_pub))]
pub use generated::*;

#[cfg(feature = "blocking")]
#[doc(inline)]
pub use c1_api_core::BlockingIter;
#[doc(inline)]
pub use c1_api_core::wire::{Any, Empty};
#[doc(inline)]
pub use c1_api_core::{
    Call, CallFuture, Concurrent, DeviceLogin, Dpop, Error, ErrorKind, Expanded, FieldMask, FieldPath, Items,
    ItemsWithPage, Pages, PersonalCredential, RawRequest, Response, RetryPolicy, TokenSource, Unordered, concurrent,
};
pub use runtime::{Client, ClientBuilder};

// Here, as the client and generated code are joined in no other module.
#[doc(hidden)]
impl c1_api_core::ApiClient for Client {
    const SENSITIVE_FIELDS: &'static [&'static str] = SENSITIVE;
}

/// Details of errors: the status code and the messages of `google.rpc`.
pub mod error {
    #[doc(inline)]
    pub use c1_api_core::{
        BadRequest, Code, ErrorDetail, ErrorInfo, FieldViolation, Help, HelpLink, LocalizedMessage,
        PreconditionFailure, PreconditionViolation, QuotaFailure, QuotaViolation, RequestInfo, ResourceInfo, RetryInfo,
    };
}

/// Operations as values: for code that is generic over them, and for operations that this version of the crate lacks.
pub mod operation {
    #[doc(inline)]
    pub use c1_api_core::{CoreClient, Encoder, Operation, OperationInfo, Paged, Param, WithParams};
}

/// The HTTP service below a client: for tests, and for layers around it.
pub mod transport {
    #[doc(inline)]
    pub use c1_api_core::{HttpBody, HttpService};
}

/// How models and enums are read and written. Semantic versioning does not cover this module.
pub mod codec {
    #[doc(inline)]
    pub use c1_api_core::MultipleCasesSet;
    #[doc(inline)]
    pub use c1_api_core::wire::{FieldSink, FieldSource, Message, OpenEnum, UnlistedValue, Wire};
}

// The first program that a newcomer copies has to compile.
#[cfg(all(doctest, feature = "user-v1"))]
#[doc = include_str!("../../README.md")]
struct Readme;
