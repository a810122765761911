//! Runtime of `c1-api`: client builder, calls, pages, credentials, retries, errors and the wire format.
//!
//! Depend on `c1-api`, which re-exports everything that is meant for users. This crate contains all that no specification
//! changes, so it is compiled once, in parallel to other dependencies, however often the rest is generated.
//!
//! An operation writes its request to a [`RequestBuilder`], a [`CoreClient`] sends it with its retries, and the [`Response`] is
//! decoded in the crate that awaits the call.
#![cfg_attr(feature_badges, feature(doc_cfg))]

mod accessors;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod call_options;
mod channel;
mod client_builder;
mod concurrent;
mod connection_pool;
mod core_client;
mod credential;
pub mod drift;
mod drift_report;
mod error;
mod excerpt;
mod expand_mask;
pub mod expanded;
mod field_encoding;
mod field_mask;
mod headers;
mod http_client;
mod json_path;
#[cfg(feature = "mock")]
pub mod mock;
mod mocked;
pub mod oneof;
mod operation;
mod operation_info;
mod paging;
mod param;
mod param_style;
mod params;
#[cfg(any(feature = "mock", feature = "registry"))]
mod path_template;
mod redact;
#[cfg(feature = "registry")]
pub mod registry;
mod request;
mod request_body;
mod required_field;
mod response;
mod response_body;
mod retry_loop;
mod telemetry;
mod transport_config;
pub mod waiter;

mod base_url;
mod operation_name;
mod random;
mod raw_request;
mod request_id;
mod retry;
mod rpc;
mod sent_secrets;
mod setter;
mod stream;
mod style;
mod tls;
mod transport;
pub mod wire;

pub use accessors::Expanded;
#[cfg(feature = "blocking")]
pub use blocking::BlockingIter;
pub use call::{Call, CallFuture};
pub use client_builder::{ApiClient, ClientBuilder};
pub use concurrent::{Concurrent, Unordered, concurrent};
pub use core_client::CoreClient;
pub use credential::{DeviceLogin, Dpop, PersonalCredential, TokenSource};
pub use error::{BoxError, Error, ErrorKind};
pub use field_encoding::FieldEncoding;
pub use field_mask::{FieldMask, FieldPath, changed_fields};
pub use oneof::MultipleCasesSet;
pub use operation::{Operation, Paged, WithParams};
pub use operation_info::OperationInfo;
pub use paging::{Items, ItemsWithPage, Pages};
pub use param::Param;
pub use raw_request::RawRequest;
pub use request::RequestBuilder;
pub use required_field::require_field;
pub use response::Response;
pub use response_body::ResponseBody;
pub use retry::RetryPolicy;
pub use rpc::{
    BadRequest, Code, ErrorDetail, ErrorInfo, FieldViolation, Help, HelpLink, LocalizedMessage, PreconditionFailure,
    PreconditionViolation, QuotaFailure, QuotaViolation, RequestInfo, ResourceInfo, RetryInfo,
};
pub use stream::{Chunks, ItemStream, ServerSentEvent, StreamFormat, StreamItem, Streamed};
pub use style::ParamStyle;
pub use transport::{Body as HttpBody, Transport as HttpService};
pub use waiter::{WaitState, Waiter};
