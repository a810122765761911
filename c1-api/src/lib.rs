//! Client for the C1 (ConductorOne) identity governance API.
//!
//! A [`Client`] has a method for each service of the API, and a service has a method for each operation. An operation returns a
//! [`Call`]: await it for the response, or iterate over all its pages with [`Call::items`].
//!
//! # Quick start
//!
//! ```sh
//! cargo add c1-api --no-default-features --features http2,rustls,user-v1
//! cargo add tokio --features macros,rt-multi-thread
//! ```
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
//! The credential and the server are those of the environment: `CONDUCTORONE_CLIENT_ID` with `CONDUCTORONE_CLIENT_SECRET`, or any
//! other of the [`credentials`](guide::credentials).
//!
//! # Guide
//!
#![doc = include_str!("guide/contents.md")]
//!
//! # Services
//!
//! The page of a package, such as `user::v1`, has a table of its operations.
//!
#![cfg_attr(feature = "full", doc = include_str!("generated/services.md"))]
#![cfg_attr(not(feature = "full"), doc = "Documented with the feature `full`.")]
#![cfg_attr(feature_badges, feature(doc_cfg))]

// Deprecated elements are still read and written. Methods have the names and arguments of the API's operations, even if Rust has
// conventions for such names. Elements without a description have no documentation.
#[allow(deprecated, missing_docs)]
#[allow(clippy::large_enum_variant, clippy::module_inception, clippy::new_ret_no_self, clippy::should_implement_trait)]
#[allow(clippy::too_many_arguments, clippy::wrong_self_convention)]
#[rustfmt::skip]
mod generated;
// Only rustdoc compiles it. Its examples need these features.
#[cfg(all(doc, any(not(doctest), all(feature = "blocking", feature = "full", feature = "mock", feature = "rustls"))))]
pub mod guide;
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
    TokenSource, Unordered, WaitState, Waiter, concurrent, drift, waiter,
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
