//! Reports of changes: tiny documents, each changed in one way.

mod docs;
mod formats;
mod rust;
mod spec;
mod wire;
