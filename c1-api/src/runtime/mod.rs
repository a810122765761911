//! What all generated operations share. What sends is beneath it, in `c1-api-core`.

#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod accessors;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod client;
mod concurrent;
// Whether any response has related objects depends on the documents.
#[allow(dead_code, unused_imports, unused_macros)]
pub(crate) mod expanded;
#[cfg(test)]
pub(crate) mod oneof_tests;
mod paging;
#[allow(unused_imports, unused_macros)]
pub(crate) mod params;
mod raw;

pub(crate) mod operation;
#[cfg(test)]
pub(crate) mod wire_tests;

pub use accessors::Expanded;
#[allow(unused_imports)]
pub(crate) use accessors::{payload, related, subject};
#[cfg(feature = "blocking")]
pub use blocking::Waiting;
pub use builder::ClientBuilder;
#[allow(unused_imports)]
pub(crate) use c1_api_core::oneof;
pub use c1_api_core::{FieldMask, FieldPath};
#[allow(unused_imports)]
pub(crate) use c1_api_core::{expand_mask, message, open_enum, setter};
pub use call::{Call, CallFuture};
pub use client::Client;
pub use concurrent::{Concurrent, Unordered, concurrent};
#[allow(unused_imports)]
pub(crate) use expanded::expanded;
pub use paging::{Items, ItemsWithPage, Pages};
#[allow(unused_imports)]
pub(crate) use params::params;
pub use raw::RawRequest;

#[cfg(test)]
mod tests;
