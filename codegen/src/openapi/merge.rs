//! Merges documents into one. Equal definitions are one definition.

use serde_json::{Map, Value, json};

use super::keywords::{self, Keywords, Kind};
use super::source::{Source, Sources};
use super::{Document, pointer};
use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};

/// All documents as one.
#[derive(Debug)]
pub(crate) struct Merged {
    /// An OpenAPI document of operations and schemas, without the keys that the generator ignores.
    pub(crate) tree: Value,
    pub(crate) sources: Sources,
}

/// Merges documents, in the order of their file names.
pub(super) fn merge(mut documents: Vec<Document>) -> Result<Merged, Diagnostics> {
    documents.sort_by(|left, right| left.source.file.cmp(&right.source.file));
    let mut merge = Merge { sources: Sources::default(), errors: Vec::new() };
    let mut tree = json!({"paths": {}, "components": {"schemas": {}}});
    for Document { source, tree: mut document } in documents {
        let index = merge.sources.add(source.clone());
        let origin = Origin { source, index };
        merge.root(&origin, &mut document, &mut tree);
        for (path, item) in take(&mut document, "/paths") {
            let at = pointer::child("/paths", &path);
            let operations = operations(item);
            if !operations.is_empty() {
                merge.definitions(&origin, &at, operations, &mut tree["paths"][&path]);
            }
        }
        let schemas = take(&mut document, "/components/schemas");
        merge.definitions(&origin, "/components/schemas", schemas, &mut tree["components"]["schemas"]);
    }
    Diagnostics::none_or(merge.errors, Merged { tree: without_ignored_keys(tree), sources: merge.sources })
}

pub(super) fn take(document: &mut Value, pointer: &str) -> Map<String, Value> {
    match document.pointer_mut(pointer).map(Value::take) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

/// The operations of a path item, without its summary and description.
fn operations(item: Value) -> Map<String, Value> {
    let Value::Object(item) = item else { return Map::new() };
    item.into_iter().filter(|(_, value)| value.get("operationId").is_some()).collect()
}

/// The document that is being merged.
struct Origin {
    source: Source,
    index: usize,
}

struct Merge {
    sources: Sources,
    errors: Vec<Diagnostic>,
}

impl Merge {
    /// Merges the settings of the root, which must be equal in all documents.
    fn root(&mut self, origin: &Origin, document: &mut Value, tree: &mut Value) {
        let key = "x-rust-presence";
        let value = document.get_mut(key).map_or(Value::Null, Value::take);
        let at = pointer::child("", key);
        let Some(first) = self.sources.definition(&at) else {
            if !value.is_null() {
                tree[key] = value;
            }
            return self.sources.define(at, origin.index);
        };
        if tree[key] != value {
            let message = format!("{key} is {value} in this document, and {} in {}", tree[key], first.file);
            let error = origin.source.error(&codes::CONFLICTING_SETTINGS, &at, message);
            self.errors.push(error.help("set it for all documents in specs/overlay.yaml"));
        }
    }

    fn definitions(&mut self, origin: &Origin, at: &str, from: Map<String, Value>, into: &mut Value) {
        for (name, value) in from {
            let at = pointer::child(at, &name);
            let Some(first) = self.sources.definition(&at) else {
                into[&name] = value;
                self.sources.define(at, origin.index);
                continue;
            };
            let keywords = if at.starts_with("/paths/") { &keywords::OPERATION } else { &keywords::SCHEMA };
            if let Some(place) = difference(&into[&name], &value, keywords, &at) {
                let message = format!("`{}` differs from its definition in {}", Bounded(&name), first.file);
                let help = format!(
                    "the two were published at different times: vendor {} anew, and {} too if it is the older one",
                    origin.source.file, first.file
                );
                let error = origin.source.error(&codes::CONFLICTING_DEFINITIONS, &place, message);
                self.errors.push(error.help(help));
            }
        }
    }
}

/// The pointer of the first difference that matters.
fn difference(left: &Value, right: &Value, keywords: &'static Keywords, at: &str) -> Option<String> {
    let (Value::Object(left), Value::Object(right)) = (left, right) else {
        return (left != right).then(|| at.to_owned());
    };
    let keys = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key)));
    keys.filter_map(|key| {
        let at = pointer::child(at, key);
        match (left.get(key), right.get(key), keywords.kind(key).unwrap_or(Kind::Any)) {
            (_, _, Kind::Ignored | Kind::Prose) => None,
            (Some(left), Some(right), Kind::Object(inner) | Kind::BoolOr(inner)) => difference(left, right, inner, &at),
            (Some(Value::Array(left)), Some(Value::Array(right)), Kind::List(inner)) if left.len() == right.len() => {
                let mut pairs = left.iter().zip(right).enumerate();
                pairs.find_map(|(index, (left, right))| {
                    difference(left, right, inner, &pointer::child(&at, &index.to_string()))
                })
            }
            (Some(Value::Object(left)), Some(Value::Object(right)), Kind::Map(inner)) => {
                difference_of_maps(left, right, inner, &at)
            }
            (left, right, _) => (left != right).then_some(at),
        }
    })
    .next()
}

fn difference_of_maps(
    left: &Map<String, Value>,
    right: &Map<String, Value>,
    keywords: &'static Keywords,
    at: &str,
) -> Option<String> {
    let mut names = left.keys().chain(right.keys());
    names.find_map(|name| {
        let at = pointer::child(at, name);
        match (left.get(name), right.get(name)) {
            (Some(left), Some(right)) => difference(left, right, keywords, &at),
            _ => Some(at),
        }
    })
}

/// Removes the keys that lowering does not read: `openapiv3` is strict about some, and they are a third of the document.
fn without_ignored_keys(mut tree: Value) -> Value {
    keywords::walk(&mut tree, &keywords::ROOT, "", &|object, keywords, _| {
        object.retain(|key, _| key.starts_with("x-") || !matches!(keywords.kind(key), Some(Kind::Ignored)));
    });
    // `openapiv3` requires these two and does not interpret them.
    tree["openapi"] = json!("3.1.0");
    tree["info"] = json!({"title": "", "version": ""});
    tree
}

#[cfg(test)]
mod tests;
