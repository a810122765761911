//! Synthesizes OpenAPI documents of any size in the style of C1's: the same schemas, spellings and proportions, with
//! other names.
//!
//! A document is a pure function of its [`Options`]. It shares nothing with the generator that reads it, and no package
//! with C1's own documents, so it can be vendored beside them.

mod api;
mod document;
mod fields;
mod messages;
mod operations;
mod packages;
mod payloads;
mod prose;
mod random;
mod showcase;
mod words;
mod yaml;

pub use document::Dialect;

/// What to synthesize.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The number of operations. From 100 on, a document has every construct that C1's documents have.
    pub operations: usize,
    /// The seed of names, shapes and spellings.
    pub seed: u64,
    /// The spelling of the document.
    pub dialect: Dialect,
}

/// Synthesizes a document in YAML.
#[must_use]
pub fn synthesize(options: &Options) -> String {
    let api = packages::api(options.operations, options.seed);
    document::print(&api, options.dialect, options.seed)
}
