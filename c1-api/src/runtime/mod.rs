//! What all generated operations share: the only code that sends.

mod answer;
mod builder;
mod call;
mod client;
mod credential;
mod encoder;
mod error;
mod exchange;
// Whether any response has related objects, or any message oneofs, depends on the documents.
#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod expanded;
mod field_mask;
mod network;
#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod oneof;
mod options;
mod paging;
mod param;
mod place;
mod random;
mod raw;
mod retry;
mod rpc;
mod server;
mod tls;
mod transport;
mod words;

pub(crate) mod operation;
pub(crate) mod wire;

pub use answer::Response;
pub use builder::ClientBuilder;
pub use call::{Call, CallFuture};
pub use client::Client;
pub use error::{Error, ErrorKind};
pub use field_mask::{FieldMask, FieldPath};
pub use oneof::SeveralCases;
pub use paging::{Items, ItemsWithPage, Pages};
pub use param::Param;
pub use raw::RawRequest;
pub use retry::RetryPolicy;
pub use rpc::{
    BadRequest, Code, ErrorDetail, ErrorInfo, FieldViolation, Help, HelpLink, LocalizedMessage, PreconditionFailure,
    PreconditionViolation, QuotaFailure, QuotaViolation, RequestInfo, ResourceInfo, RetryInfo,
};
pub use transport::{Body as HttpBody, Transport as HttpService};

#[cfg(test)]
mod tests;
