//! Properties that hold for any input. The bounded tests of this crate and the fuzz targets in `fuzz/` check the same ones.
//!
//! A property is a function of bytes that panics if it does not hold. It reaches the code under test by its public API only: the
//! generator by `codegen::generate`, the maintainers' commands by their library, the SDK by a client whose transport is a service
//! in memory.

mod choices;
pub mod credentials;
pub mod documents;
mod exchange;
pub mod generator;
pub mod messages;
pub mod responses;
pub mod scalars;
mod secrets;
pub mod spec_store;

/// A property with its name, which is that of its fuzz target and of its folder of seeds.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// The name.
    pub name: &'static str,
    /// Panics if the property does not hold for the bytes.
    pub check: fn(&[u8]),
    /// The number of inputs in a bounded test, besides the seeds.
    pub inputs: usize,
}

/// All properties.
pub const PROPERTIES: [Property; 14] = [
    Property { name: "specification", check: generator::specification, inputs: 600 },
    Property { name: "document", check: generator::document, inputs: 800 },
    Property { name: "overlay", check: generator::overlay, inputs: 600 },
    Property { name: "page", check: documents::page, inputs: 5000 },
    Property { name: "sources", check: spec_store::sources, inputs: 2000 },
    Property { name: "message", check: messages::message, inputs: 10000 },
    Property { name: "expanded", check: messages::expanded, inputs: 10000 },
    Property { name: "scalar", check: scalars::scalar, inputs: 20000 },
    Property { name: "error_response", check: responses::error_response, inputs: 3000 },
    Property { name: "misfit", check: responses::misfit, inputs: 2000 },
    Property { name: "retry_after", check: responses::retry_after, inputs: 2000 },
    Property { name: "token_response", check: credentials::token_response, inputs: 500 },
    Property { name: "challenge", check: credentials::challenge, inputs: 500 },
    Property { name: "client_secret", check: credentials::client_secret, inputs: 2000 },
];
