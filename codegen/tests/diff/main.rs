//! What a change of a document is found to be: tiny documents, each changed in one way.

mod spec;
mod wire;
mod words;
