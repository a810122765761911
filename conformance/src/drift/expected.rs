//! What must be reported of a response: everything in it that the document does not have.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Document, Kind, Operation, Shape};
use crate::sink::Drifted;

/// The differences between a response and the document.
pub(super) fn of_response(document: &Document, operation: &Operation, response: &Value) -> BTreeSet<Drifted> {
    let mut walk = Walk { document, operation: &operation.id, found: BTreeSet::new() };
    walk.value(&document.shape(&operation.response), response, "");
    walk.found
}

struct Walk<'a> {
    document: &'a Document,
    operation: &'a str,
    found: BTreeSet<Drifted>,
}

impl Walk<'_> {
    fn value(&mut self, shape: &Shape<'_>, value: &Value, path: &str) {
        match (shape.kind, value) {
            (Kind::Message(schema), Value::Object(fields)) => {
                for (name, value) in fields {
                    let path = below(path, name);
                    match schema["properties"].get(name) {
                        Some(property) => self.value(&self.document.property(name, property), value, &path),
                        None => self.add(path, "unknown_property", ""),
                    }
                }
            }
            (Kind::List(items), Value::Array(elements)) => {
                let (shape, path) = (self.document.shape(items), format!("{path}[]"));
                elements.iter().for_each(|element| self.value(&shape, element, &path));
            }
            (Kind::Map(values), Value::Object(entries)) => {
                let (shape, path) = (self.document.shape(values), below(path, "*"));
                entries.values().for_each(|value| self.value(&shape, value, &path));
            }
            (Kind::Enum(values), Value::String(text)) if !text.is_empty() && !values.contains(value) => {
                self.add(path.to_owned(), "unknown_enum_value", text);
            }
            _ => {}
        }
    }

    fn add(&mut self, path: String, kind: &str, value: &str) {
        let (operation, kind) = (self.operation.to_owned(), kind.to_owned());
        self.found.insert(Drifted { operation, path, kind, value: value.to_owned() });
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
