//! The client, and the macros of `c1-api-core` that generated code uses.

mod client;

// Generated code uses those that its documents need.
#[cfg(feature = "registry")]
pub(crate) use c1_api_core::registry;
#[allow(unused_imports)]
pub(crate) use c1_api_core::{
    any_of, expand_mask, expanded, mask_from, message, mocked, oneof, open_enum, params, payload, related, setter,
    subject, union, waiters,
};
pub use client::{Client, ClientBuilder};

#[cfg(test)]
pub(crate) mod oneof_tests;
#[cfg(test)]
pub(crate) mod wire_tests;
