//! What all generated operations share: the only code that sends.

mod builder;
mod call;
mod client;
mod encoder;
mod error;
mod exchange;
// Whether any response has related objects, or any message oneofs, depends on the documents.
#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod expanded;
mod field_mask;
#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod oneof;
mod paging;
mod param;
mod server;
mod tls;
mod transport;

pub(crate) mod operation;
pub(crate) mod wire;

pub use builder::ClientBuilder;
pub use call::{Call, CallFuture};
pub use client::Client;
pub use error::{Error, ErrorKind};
pub use field_mask::{FieldMask, FieldPath};
pub use oneof::SeveralCases;
pub use paging::{Items, ItemsWithPage, Pages};
pub use param::Param;

#[cfg(test)]
mod tests;
