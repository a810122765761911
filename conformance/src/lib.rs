//! Judges c1-api by the documents alone.
//!
//! Nothing here uses the generator's view of the documents. A *sampler* reads the document and makes values of each schema; an
//! *oracle* has the canonical form of protobuf JSON; a strict copy of the document judges what is written, by the crate
//! `jsonschema`; a *server* in memory records what is sent. Before it judges, the harness plants faults in right requests: a
//! run fails if one of them is not noticed. A *differential* compares the models with [twins] by serde's derive.
//!
//! `cargo xtask conformance` prints the [tables](Tables) of a crate, and runs them with this library.

// Twins name the crate as other crates do.
#[cfg(test)]
extern crate self as conformance;

mod api;
mod baseline;
mod calls;
pub mod command;
mod differential;
mod document;
mod drift;
mod edits;
mod faults;
mod finding;
mod json;
mod models;
mod operations;
mod oracle;
mod prism;
mod proving;
mod recursion;
mod reference;
mod report;
mod request;
mod run;
mod sampler;
mod scalar;
mod schema;
mod server;
mod shrink;
mod sink;
mod strict;
mod tables;
pub mod twins;
mod values;

pub use baseline::Baseline;
pub use calls::{Call, Input as CallInput, Table};
pub use document::{Document, Operation as DocumentedOperation, Parameter};
pub use finding::{Finding, Subject, SubjectKind};
pub use report::Report;
pub use run::{Options, run};
pub use server::{ROOT, Server, TOKEN};
pub use sink::{Drifted, Sink};
pub use tables::{Case, Input, Model, Oneof, Operation, Pending, Tables, model, read, write};

#[cfg(test)]
mod tests;
