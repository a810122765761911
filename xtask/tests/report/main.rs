//! Reports of single changes in small documents.

mod docs;
mod formats;
mod rust;
mod spec;
mod wire;
