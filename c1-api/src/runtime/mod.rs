//! What all generated operations share: the only code that sends.

mod builder;
mod call;
mod client;
mod encoder;
mod error;
mod exchange;
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
pub use paging::{Items, Pages};
pub use param::Param;

#[cfg(test)]
mod tests;
