//! Client for the C1 (ConductorOne) identity governance API.
//!
//! A [`Client`] has a method for each service of the API, and a service has a method for each operation. An operation returns a
//! [`Call`]: await it for the response, or iterate over all its pages with [`Call::items`].
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
//! A client has one of these credentials. [`Client::from_env`] takes it, and the server, from the environment.
//!
//! * [`client_credentials`](ClientBuilder::client_credentials): the id and the secret of a client.
//! * [`workload_federation`](ClientBuilder::workload_federation): the OIDC tokens of GitHub Actions, Kubernetes or another
//!   [`TokenSource`], without a secret of its own.
//! * [`token_provider`](ClientBuilder::token_provider) and [`bearer_token`](ClientBuilder::bearer_token): tokens from elsewhere.
//!
//! [`Client::device_login`] creates a credential for a person; see the example `login`.
//!
//! The first two are exchanged for access tokens, which all calls share. Tokens can be bound to a key; see [`Dpop`].
//!
//! `Debug`, errors and events never show secrets. Secrets in the client are zeroed on drop, except for copies in the HTTP stack and
//! the key inside ring.
//!
//! # Errors
//!
//! Every failure is an [`Error`]. Its text is for people, its [`kind`](Error::kind) for programs. A path parameter that is empty,
//! `.` or `..` is an error, and nothing is sent, as the path would address another resource.
//!
//! Every attempt and every call has a timeout. Idempotent operations are retried, within a retry budget and the timeout of the
//! call; see [`RetryPolicy`]. All of this can be set for a client and for a call.
//!
//! # Without async
//!
//! With the feature `blocking`, use `wait()` instead of `await`: on a [`Call`], and on [`Pages`], [`Items`] and [`Concurrent`],
//! for which it returns iterators. It works in threads without a tokio runtime, and is an error in others.
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
//! A [`Client`] is cheap to clone, and many tasks can use it concurrently. [`concurrent`] runs many calls or `async` blocks with a
//! limit on their number at a time. A limit of requests per second is a layer around the transport; see the example `rate_limit`.
//!
//! # Observability
//!
//! Calls emit [`tracing`] spans and events under the target `c1_api`. Disabled spans cost almost nothing. The names follow
//! [OpenTelemetry's conventions for HTTP clients]. The example `opentelemetry` exports them.
//!
//! | span | level | content | fields |
//! | --- | --- | --- | --- |
//! | `c1.call` | info | a call: its attempts, the delays between them, the decoding of the response | `otel.name` and `c1.operation` (the operation's id), `error.type`, `otel.status_code` |
//! | `c1.attempt` | info | one request, whose `otel.name` is `{method} {url.template}` | `otel.kind` (`client`), `c1.operation`, `http.request.method`, `http.request.resend_count` (from the second attempt on), `http.response.status_code`, `server.address`, `server.port`, `url.scheme`, `url.template`, `error.type`, `otel.status_code` |
//! | `c1.token` | info | a request for an access token: its attempts are `c1.attempt`s in it, with `c1.operation` `token` (`github_oidc_token` for GitHub's) | `error.type`, `otel.status_code` |
//! | `c1.device_login` | info | a login of a person: its attempts have `c1.operation` `device_authorization`, `token` (one for each poll) and `personal_client` | `error.type`, `otel.status_code` |
//!
//! `url.template` is the path below the API's root with its parameters in braces, without their values. For a raw request it is
//! the path in [`Client::request`]. `error.type` is the status from 400 on, else the kind of the [`Error`] (`timeout`, `decode`). The
//! renewal of a token has its own trace, as no call waits for it.
//!
//! Debug events show the size of each attempt's bodies in bytes (`http.request.body.size`, `http.response.body.size`), its duration
//! in seconds (`http.client.request.duration`), and the delay of retries and polls in seconds (`c1.retry.delay`). Full URLs and headers are
//! never logged. Bodies are logged only with [`ClientBuilder::log_bodies`].
//!
//! [`tracing`]: https://docs.rs/tracing
//! [OpenTelemetry's conventions for HTTP clients]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
//!
//! # Features
//!
//! * `full` (default): all packages of the API. To compile less, enable only the packages that you use: the feature of
//!   `c1.api.user.v1`, which is the module `user::v1`, is `user-v1`.
//! * `rustls` (default): TLS in Rust, with ring and the roots of the operating system.
//! * `native-tls`: TLS of the operating system. `rustls` takes precedence if both are enabled. Without either, the server can only
//!   be a loopback host with plain http.
//! * `blocking`: calls from synchronous code.
//! * `registry`: the module [`registry`](https://docs.rs/c1-api/latest/c1_api/registry/), which describes all operations at run
//!   time.
//! * `gzip`, `zstd`: compressed responses.
//! * `mock`: an in-memory C1 for tests.
//!
//! # Services
//!
#![cfg_attr(feature = "full", doc = include_str!("generated/services.md"))]
#![cfg_attr(not(feature = "full"), doc = "Documented with the feature `full`.")]

// Deprecated elements are still read and written. Methods have the names and arguments of the API's operations, even if Rust has
// conventions for such names. Elements without a description have no documentation.
#[allow(deprecated, missing_docs)]
#[allow(clippy::large_enum_variant, clippy::module_inception, clippy::new_ret_no_self, clippy::should_implement_trait)]
#[allow(clippy::too_many_arguments, clippy::wrong_self_convention)]
#[rustfmt::skip]
mod generated;
#[cfg(feature = "mock")]
pub mod mock;
mod runtime;
#[cfg(test)]
mod tests;

// The modules of the packages. No other name in `generated` is public, and each module needs its feature.
#[cfg_attr(not(feature = "full"), allow(unused_imports, unreachable_pub))]
pub use generated::*;

#[cfg(feature = "blocking")]
#[doc(inline)]
pub use c1_api_core::BlockingIter;
#[doc(inline)]
pub use c1_api_core::wire::{Any, Empty, File};
#[doc(inline)]
pub use c1_api_core::{
    Call, CallFuture, Chunks, Concurrent, DeviceLogin, Dpop, Error, ErrorKind, Expanded, FieldMask, FieldPath,
    ItemStream, Items, ItemsWithPage, Pages, PersonalCredential, RawRequest, Response, RetryPolicy, ServerSentEvent,
    TokenSource, Unordered, WaitState, Waiter, concurrent, waiter,
};
pub use runtime::{Client, ClientBuilder};

// Here, so that the modules of the client and of generated code do not depend on each other.
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

/// Operations as values, for generic code, and for operations that this version of the crate lacks.
pub mod operation {
    #[doc(inline)]
    pub use c1_api_core::{
        CoreClient, FieldEncoding, Operation, OperationInfo, Paged, Param, ParamStyle, RequestBuilder, ResponseBody,
        StreamFormat, StreamItem, Streamed, WithParams,
    };
}

/// The operations of the API at run time, for command-line tools, proxies and allow-lists.
///
/// [`OPERATIONS`](registry::OPERATIONS) describes all operations, including those of packages whose features are off. It is data:
/// no operation is compiled for it. An example is at [`c1_api_core::registry`].
#[cfg(feature = "registry")]
pub mod registry {
    #[doc(inline)]
    pub use c1_api_core::registry::{OperationDescriptor, Registry};

    /// All operations of the API.
    pub const OPERATIONS: Registry = Registry::new(crate::generated::registry::OPERATIONS);
}

/// The HTTP service of a client, for tests and layers.
pub mod transport {
    #[doc(inline)]
    pub use c1_api_core::{HttpBody, HttpService};
}

/// Traits that read and write models and enums. Semantic versioning does not cover this module.
pub mod codec {
    #[doc(inline)]
    pub use c1_api_core::MultipleCasesSet;
    #[doc(inline)]
    pub use c1_api_core::wire::{FieldSink, FieldSource, Message, OpenEnum, Parts, Union, UnlistedValue, Wire};
}

// The programs of the readme must compile.
#[cfg(all(doctest, feature = "user-v1"))]
#[doc = include_str!("../../README.md")]
struct Readme;
