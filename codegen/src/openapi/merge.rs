//! Merges documents into one. Equal definitions are one definition.

use std::sync::Arc;

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
pub(crate) fn merge(mut documents: Vec<Document>) -> Result<Merged, Diagnostics> {
    documents.sort_by(|left, right| left.source.file.cmp(&right.source.file));
    let tree = json!({"paths": {}, "components": {"schemas": {}}});
    let mut merge = Merge { tree, sources: Sources::default(), errors: Vec::new() };
    for Document { source, mut tree } in documents {
        let source = Arc::new(source);
        for key in ["x-rust-presence", "x-rust-packages"] {
            merge.setting(&source, key, tree.get_mut(key).map_or(Value::Null, Value::take));
        }
        for (path, item) in take(&mut tree, "/paths") {
            let Value::Object(item) = item else { continue };
            // The summary and the description of a path item are not operations.
            let is_operation = |key: &str| matches!(keywords::PATH_ITEM.kind(key), Some(Kind::Object(_)));
            for (method, operation) in item.into_iter().filter(|(key, _)| is_operation(key)) {
                merge.definition(&source, ["paths", &path, &method], operation, &keywords::OPERATION);
            }
        }
        for (name, schema) in take(&mut tree, pointer::SCHEMAS) {
            merge.definition(&source, ["components", "schemas", &name], schema, &keywords::SCHEMA);
        }
    }
    Diagnostics::none_or(merge.errors, Merged { tree: without_ignored_keys(merge.tree), sources: merge.sources })
}

fn take(document: &mut Value, pointer: &str) -> Map<String, Value> {
    match document.pointer_mut(pointer).map(Value::take) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

struct Merge {
    tree: Value,
    sources: Sources,
    errors: Vec<Diagnostic>,
}

impl Merge {
    /// Merges a setting of the root, which must be equal in all documents.
    fn setting(&mut self, source: &Arc<Source>, key: &str, value: Value) {
        let at = pointer::child("", key);
        let Some(first) = self.sources.definition(&at) else {
            if !value.is_null() {
                self.tree[key] = value;
            }
            return self.sources.define(at, source);
        };
        let expected = &self.tree[key];
        if *expected != value {
            let message = format!("{key} is {value} in this document, and {expected} in {}", first.file);
            let error = source.error(&codes::CONFLICTING_SETTINGS, &at, message);
            self.errors.push(error.help("set it for all documents in specs/overlay.yaml"));
        }
    }

    fn definition(&mut self, source: &Arc<Source>, names: [&str; 3], value: Value, keywords: &'static Keywords) {
        let at = pointer::join(names);
        let merged = names.iter().fold(&mut self.tree, |parent, name| &mut parent[name]);
        let Some(first) = self.sources.definition(&at) else {
            *merged = value;
            return self.sources.define(at, source);
        };
        if let Some(place) = difference(Some(merged), Some(&value), Kind::Object(keywords), at) {
            let (name, file, first) = (Bounded(names[2]), &source.file, &first.file);
            let message = format!("`{name}` differs from its definition in {first}");
            let help = format!(
                "the two were published at different times: vendor {file} anew, and {first} too if it is the older one"
            );
            self.errors.push(source.error(&codes::CONFLICTING_DEFINITIONS, &place, message).help(help));
        }
    }
}

/// The pointer of the first difference that matters.
fn difference(left: Option<&Value>, right: Option<&Value>, kind: Kind, at: String) -> Option<String> {
    let nested = |left, right, key: &str| {
        difference(left, right, kind.child(key).unwrap_or(Kind::Any), pointer::child(&at, key))
    };
    match (kind, left, right) {
        (Kind::Ignored | Kind::Prose, ..) => None,
        (Kind::Object(_) | Kind::BoolOr(_) | Kind::Map(_), Some(Value::Object(left)), Some(Value::Object(right))) => {
            let mut keys = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key)));
            keys.find_map(|key| nested(left.get(key), right.get(key), key))
        }
        (Kind::List(_), Some(Value::Array(left)), Some(Value::Array(right))) if left.len() == right.len() => {
            (0..left.len()).find_map(|index| nested(left.get(index), right.get(index), &index.to_string()))
        }
        _ => (left != right).then_some(at),
    }
}

/// Removes the keys that lowering does not read, a third of a document. An extension that lowering reads is a keyword,
/// which validation checks.
fn without_ignored_keys(mut tree: Value) -> Value {
    keywords::walk(&mut tree, Kind::Object(&keywords::ROOT), &mut |object, keywords| {
        object.retain(|key, _| !matches!(keywords.kind(key), Some(Kind::Ignored)));
    });
    tree
}

#[cfg(test)]
mod tests;
