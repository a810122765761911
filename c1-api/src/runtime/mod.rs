//! What all generated operations share. What sends is beneath it, in `c1-api-core`.

#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod client;
mod concurrent;
// Whether any response has related objects, or any message oneofs, depends on the documents.
#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod expanded;
mod field_mask;
#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod oneof;
mod paging;
mod raw;

pub(crate) mod operation;
// So does whether any field is sensitive.
#[allow(unused_imports)]
pub(crate) mod wire;

#[cfg(feature = "blocking")]
pub use blocking::Waiting;
pub use builder::ClientBuilder;
pub use call::{Call, CallFuture};
pub use client::Client;
pub use concurrent::{Concurrent, Unordered, concurrent};
pub use field_mask::{FieldMask, FieldPath};
pub use oneof::SeveralCases;
pub use paging::{Items, ItemsWithPage, Pages};
pub use raw::RawRequest;

#[cfg(test)]
mod tests;
