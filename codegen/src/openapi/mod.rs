//! Texts to one document with only supported keys and values.
//!
//! Each step is a function of the one before it: [`parse`], [`overlay`], [`resolve`], [`normalize`],
//! [`validate`], [`merge`].

mod composition;
mod inheritance;
mod keywords;
mod merge;
mod normalize;
mod overlay;
mod parse;
pub mod pointer;
mod recursion;
mod resolve;
mod servers;
mod source;
mod spans;
mod usage;
mod validate;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

pub(crate) use merge::{Merged, merge};
pub use servers::server_url;
pub(crate) use source::{Source, Sources};
pub use usage::Usage;
pub(crate) use usage::usage;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity, codes};
use crate::{TextFile, UnmatchedActions};
use overlay::Overlay;

/// A document as a tree of JSON values.
pub(crate) struct Document {
    pub(crate) source: Source,
    pub(crate) tree: Value,
}

/// Parses all documents.
pub(crate) fn parse(files: &[TextFile]) -> Result<Vec<Document>, Diagnostics> {
    if files.is_empty() {
        return Err(Diagnostic::new(&codes::NO_DOCUMENTS, "specs", "the documents to generate from are missing")
            .help("vendor one: `cargo xtask vendor FILE`")
            .into());
    }
    Diagnostics::collect(files.iter().map(parse_one))
}

/// Parses a YAML or JSON document.
pub(crate) fn parse_one(file: &TextFile) -> Result<Document, Diagnostics> {
    let (tree, spans) = parse::parse(&file.file, &file.text)?;
    Ok(Document { source: Source::new(&file.file, &file.text, spans), tree })
}

/// Applies the overlay's actions to each document.
pub(crate) fn overlay(
    documents: &mut [Document],
    overlay: Option<&TextFile>,
    unmatched: UnmatchedActions,
) -> Result<(), Diagnostics> {
    let Some(overlay) = overlay else { return Ok(()) };
    let Document { source, tree } = parse_one(overlay)?;
    let mut overlay = Overlay::parse(&source, &tree)?;
    for document in documents {
        overlay.apply(&source, &mut document.tree)?;
    }
    match unmatched {
        UnmatchedActions::Error => Diagnostics::none_or(overlay.unmatched(&source), ()),
        UnmatchedActions::Ignore => Ok(()),
    }
}

/// Removes the definitions at these JSON pointers.
pub(crate) fn leave_out(documents: &mut [Document], pointers: &BTreeSet<String>) {
    for pointer in pointers {
        let Some((owner, _)) = pointer.rsplit_once('/') else { continue };
        let key = pointer::split(pointer).pop().unwrap_or_default();
        for document in documents.iter_mut() {
            if let Some(Value::Object(owner)) = document.tree.pointer_mut(owner) {
                owner.remove(&key);
            }
        }
    }
}

/// Replaces every reference that is not to a named schema by a copy of its target.
pub(crate) fn resolve(documents: &mut [Document]) -> Result<(), Diagnostics> {
    Diagnostics::none_or(documents.iter_mut().flat_map(resolve::resolve).collect(), ())
}

/// Rewrites every spelling of one meaning into one.
pub(crate) fn normalize(documents: &mut [Document]) {
    for document in documents {
        normalize::normalize(&mut document.tree);
    }
}

/// Checks that every document uses only supported keys and values. Returns warnings.
pub(crate) fn validate(documents: &[Document]) -> Result<Vec<Diagnostic>, Diagnostics> {
    let found = documents.iter().flat_map(|document| validate::validate(&document.source, &document.tree));
    let (errors, warnings) = found.partition(|diagnostic: &Diagnostic| diagnostic.code().severity == Severity::Error);
    Diagnostics::none_or(errors, warnings)
}

/// Checks that a document alone, with the overlay applied, can be generated from.
pub(crate) fn validate_one(file: &TextFile, overlay: Option<&TextFile>) -> Result<(), Diagnostics> {
    let mut documents = parse(std::slice::from_ref(file))?;
    self::overlay(&mut documents, overlay, UnmatchedActions::Ignore)?;
    resolve(&mut documents)?;
    normalize(&mut documents);
    validate(&documents)?;
    let has_keys = |value: &Value| value.as_object().is_some_and(|object| !object.is_empty());
    let defines_something = |Document { tree, .. }: &Document| {
        let mut path_items = tree["paths"].as_object().into_iter().flat_map(Map::values);
        path_items.any(has_keys) || has_keys(&tree["components"]["schemas"])
    };
    if documents.iter().any(defines_something) {
        return Ok(());
    }
    let message = "this document defines no operation and no schema";
    let error = Diagnostic::new(&codes::NOTHING_DEFINED, &file.file, message);
    Err(error.help("it may be incomplete, or a part of another: name the whole document").into())
}
