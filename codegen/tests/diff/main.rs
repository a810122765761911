//! What a change of a document is found to be: tiny documents, each changed in one way.

mod formats;
mod rust;
mod spec;
mod wire;
mod words;
