//! Many documents to one. The same definition twice is one definition.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::grammar::{self, Grammar, Kind};
use crate::error::{Bounded, Error};
use crate::pointer;

/// All documents as one.
pub(crate) struct Merged {
    /// An OpenAPI document of nothing but operations and schemas, without the keys that are not read.
    pub(crate) tree: Value,
    pub(crate) files: Files,
}

/// Which file each definition comes from. A definition keeps its JSON pointer when documents are merged.
#[derive(Debug, Default)]
pub(crate) struct Files(BTreeMap<String, String>);

impl Files {
    /// The file that holds what `pointer` leads to.
    pub(crate) fn of(&self, pointer: &str) -> &str {
        let definition = pointer.match_indices('/').nth(3).map_or(pointer, |(end, _)| &pointer[..end]);
        self.0.get(definition).map_or("specs", String::as_str)
    }
}

/// Merges documents of these file names.
pub(crate) fn merge(mut documents: Vec<(String, Value)>) -> Result<Merged, Vec<Error>> {
    documents.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut merge = Merge { files: Files::default(), errors: Vec::new() };
    let mut tree = json!({"paths": {}, "components": {"schemas": {}}});
    for (file, mut document) in documents {
        merge.root(&file, &mut document, &mut tree);
        for (path, item) in take(&mut document, "/paths") {
            let at = pointer::child("/paths", &path);
            let operations = without_words(item);
            if !operations.is_empty() {
                merge.entries(&file, &at, operations, &mut tree["paths"][&path]);
            }
        }
        let schemas = take(&mut document, "/components/schemas");
        merge.entries(&file, "/components/schemas", schemas, &mut tree["components"]["schemas"]);
    }
    match merge.errors.is_empty() {
        true => Ok(Merged { tree: without_unread(tree), files: merge.files }),
        false => Err(merge.errors),
    }
}

fn take(document: &mut Value, pointer: &str) -> Map<String, Value> {
    match document.pointer_mut(pointer).map(Value::take) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

/// The operations of a path item.
fn without_words(item: Value) -> Map<String, Value> {
    let Value::Object(item) = item else { return Map::new() };
    item.into_iter().filter(|(_, value)| value.get("operationId").is_some()).collect()
}

struct Merge {
    files: Files,
    errors: Vec<Error>,
}

impl Merge {
    /// What the root says to the generator must be the same everywhere.
    fn root(&mut self, file: &str, document: &mut Value, tree: &mut Value) {
        let key = "x-rust-presence";
        let value = document.get_mut(key).map_or(Value::Null, Value::take);
        let at = pointer::child("", key);
        match self.files.0.get(&at) {
            Some(first) if tree[key] != value => {
                let message = format!("this document's {key} is {value}, that of {first} is {}", tree[key]);
                self.errors.push(Error::new(file, at, message).help("set it for all documents in specs/overlay.yaml"));
            }
            Some(_) => {}
            None => {
                if !value.is_null() {
                    tree[key] = value;
                }
                self.files.0.insert(at, file.to_owned());
            }
        }
    }

    fn entries(&mut self, file: &str, at: &str, from: Map<String, Value>, into: &mut Value) {
        for (name, value) in from {
            let at = pointer::child(at, &name);
            let Some(first) = self.files.0.get(&at) else {
                into[&name] = value;
                self.files.0.insert(at, file.to_owned());
                continue;
            };
            let grammar = if at.starts_with("/paths/") { &grammar::OPERATION } else { &grammar::SCHEMA };
            if let Some(place) = difference(&into[&name], &value, grammar, &at) {
                let message = format!("`{}` is not the same here as in {first}#{place}", Bounded(&name));
                let help = format!(
                    "the two were published at different times: vendor {file} anew, and {first} too if it is the older one"
                );
                self.errors.push(Error::new(file, &place, message).help(help));
            }
        }
    }
}

/// Where the two first differ in what matters.
fn difference(left: &Value, right: &Value, grammar: &'static Grammar, at: &str) -> Option<String> {
    let (Value::Object(left), Value::Object(right)) = (left, right) else {
        return (left != right).then(|| at.to_owned());
    };
    let keys = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key)));
    keys.filter_map(|key| {
        let at = pointer::child(at, key);
        let kind = grammar.kind(key).unwrap_or(Kind::Any);
        match (left.get(key), right.get(key), kind) {
            (_, _, Kind::Words | Kind::Prose) => None,
            (Some(left), Some(right), Kind::Object(inner) | Kind::FlagOr(inner)) => difference(left, right, inner, &at),
            (Some(Value::Array(left)), Some(Value::Array(right)), Kind::List(inner)) if left.len() == right.len() => {
                let mut pairs = left.iter().zip(right).enumerate();
                pairs.find_map(|(index, (left, right))| {
                    difference(left, right, inner, &pointer::child(&at, &index.to_string()))
                })
            }
            (Some(Value::Object(left)), Some(Value::Object(right)), Kind::Map(inner)) => {
                let mut names = left.keys().chain(right.keys());
                names.find_map(|name| {
                    let at = pointer::child(&at, name);
                    match (left.get(name), right.get(name)) {
                        (Some(left), Some(right)) => difference(left, right, inner, &at),
                        _ => Some(at),
                    }
                })
            }
            (left, right, _) => (left != right).then_some(at),
        }
    })
    .next()
}

/// Without what lowering does not read: `openapiv3` is strict about some of it, and it is a third of the document.
fn without_unread(mut tree: Value) -> Value {
    grammar::walk(&mut tree, &grammar::ROOT, "", &mut |object, grammar, _| {
        object.retain(|key, _| key.starts_with("x-") || !matches!(grammar.kind(key), Some(Kind::Words)));
    });
    // The library insists on these two, whatever they say.
    tree["openapi"] = json!("3.1.0");
    tree["info"] = json!({"title": "", "version": ""});
    tree
}

#[cfg(test)]
mod tests;
