//! Text to one `openapiv3` document that says only what the generator understands.
//!
//! Each step is a function of the one before it: [`parse`], [`normalize`], [`overlay`], [`validate`], [`merge`],
//! [`deserialize`].

mod keywords;
mod merge;
mod normalize;
mod overlay;
mod parse;
pub(crate) mod pointer;
mod source;
mod spans;
mod validate;

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use rayon::prelude::*;
use serde_json::{Map, Value};

pub(crate) use merge::Merged;
pub(crate) use source::{Source, Sources};

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
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
        return Err(Diagnostic::new(&codes::NO_DOCUMENTS, "specs", "there is no document to generate from")
            .help("vendor one: `cargo xtask vendor FILE`")
            .into());
    }
    let mut documents = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        match parse_one(file) {
            Ok(document) => documents.push(document),
            Err(found) => errors.extend(found),
        }
    }
    Diagnostics::none_or(errors, documents)
}

/// Parses a YAML or JSON document.
pub(crate) fn parse_one(file: &TextFile) -> Result<Document, Diagnostics> {
    let (tree, spans) = parse::parse(&file.file, &file.text)?;
    Ok(Document { source: Source::new(&file.file, &file.text, spans), tree })
}

/// Rewrites every spelling of one meaning into one.
pub(crate) fn normalize(documents: &mut [Document]) {
    for document in documents {
        normalize::normalize(&mut document.tree);
    }
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
        if overlay.apply(&mut document.tree) {
            // The overlay may use any spelling, too.
            normalize::normalize(&mut document.tree);
        }
    }
    match unmatched {
        UnmatchedActions::Error => Diagnostics::none_or(overlay.unmatched(&source), ()),
        UnmatchedActions::Ignore => Ok(()),
    }
}

/// Checks that every document uses only what the generator understands.
pub(crate) fn validate(documents: &[Document]) -> Result<(), Diagnostics> {
    let errors = documents.iter().flat_map(|document| validate::validate(&document.source, &document.tree));
    Diagnostics::none_or(errors.collect(), ())
}

/// Merges the documents into one.
pub(crate) fn merge(documents: Vec<Document>) -> Result<Merged, Diagnostics> {
    merge::merge(documents)
}

/// The merged document as typed OpenAPI.
///
/// Deserializes path items and schemas in parallel, as they are nearly all of a document.
pub(crate) fn deserialize(mut tree: Value) -> Result<OpenAPI, Diagnostics> {
    let paths = merge::take(&mut tree, "/paths");
    let schemas = merge::take(&mut tree, "/components/schemas");
    let typed = || -> serde_json::Result<OpenAPI> {
        tree["paths"] = Value::Object(Map::new());
        tree["components"]["schemas"] = Value::Object(Map::new());
        let mut document: OpenAPI = serde_json::from_value(tree)?;
        document.paths.paths = each(paths, serde_json::from_value)?;
        document.components.get_or_insert_default().schemas = each(schemas, serde_json::from_value)?;
        Ok(document)
    };
    typed().map_err(|error| {
        Diagnostic::new(&codes::INTERNAL, "specs", format!("the documents are not OpenAPI 3: {error}"))
            .help("validation should have reported this with its location: please report it")
            .into()
    })
}

/// Deserializes each value of an object.
fn each<T: Send>(
    object: Map<String, Value>,
    deserialize: fn(Value) -> serde_json::Result<T>,
) -> serde_json::Result<IndexMap<String, T>> {
    let values: Vec<(String, Value)> = object.into_iter().collect();
    let typed = values.into_par_iter().map(|(name, value)| Ok((name, deserialize(value)?)));
    Ok(typed.collect::<serde_json::Result<Vec<_>>>()?.into_iter().collect())
}

/// Checks that a document alone, with the overlay applied, is one that can be generated from.
pub(crate) fn validate_one(file: &TextFile, overlay: Option<&TextFile>) -> Result<(), Diagnostics> {
    let mut documents = parse(std::slice::from_ref(file))?;
    normalize(&mut documents);
    self::overlay(&mut documents, overlay, UnmatchedActions::Ignore)?;
    validate(&documents)?;
    if documents.iter().any(|document| is_empty(&document.tree)) {
        let message = "this document defines no operation and no schema";
        return Err(Diagnostic::new(&codes::NOTHING_DEFINED, &file.file, message)
            .help("it may be incomplete, or a part of another: name the whole document")
            .into());
    }
    Ok(())
}

/// Whether a document defines neither operations nor schemas.
fn is_empty(tree: &Value) -> bool {
    let has_no_keys = |value: Option<&Value>| value.and_then(Value::as_object).is_none_or(Map::is_empty);
    let mut items = tree.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    items.all(|item| has_no_keys(Some(item))) && has_no_keys(tree.pointer("/components/schemas"))
}
