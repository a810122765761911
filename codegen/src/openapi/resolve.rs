//! Replaces references by copies of their targets, so that later stages see references to named schemas only.
//!
//! Parameters of path items become parameters of their operations.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::keywords::{Keywords, Kind, OPERATION, PATH_ITEM, ROOT, SCHEMA};
use super::{Document, pointer};
use crate::diagnostics::{Bounded, Code, Diagnostic, codes};

/// How many values all copies of a document may have. The largest public documents need a tenth of it.
const MOST_COPIED: usize = 1_000_000;

/// How many references may lead to one another.
const MOST_NESTED: usize = 8;

/// Resolves the references of a document. Errors about copies are reported at what they are copies of.
pub(super) fn resolve(document: &mut Document) -> Vec<Diagnostic> {
    resolve_within(document, MOST_COPIED)
}

fn resolve_within(document: &mut Document, most: usize) -> Vec<Diagnostic> {
    let original = document.tree.clone();
    let mut resolver = Resolver {
        original: &original,
        most,
        copied: 0,
        is_full: false,
        active: Vec::new(),
        copies: Vec::new(),
        errors: Vec::new(),
    };
    resolver.value(&mut document.tree, Kind::Object(&ROOT), "");
    let Resolver { copies, errors, .. } = resolver;
    document.source.add_copies(copies);
    errors.into_iter().map(|(code, at, message, help)| document.source.error(code, &at, message).help(help)).collect()
}

struct Resolver<'d> {
    /// The document before any reference was resolved.
    original: &'d Value,
    /// How many values all copies may have.
    most: usize,
    /// The number of values in all copies.
    copied: usize,
    /// Whether that number was reported to be too large.
    is_full: bool,
    /// The pointers of the targets that are being copied.
    active: Vec<String>,
    /// The pointer of each copy, and of its target.
    copies: Vec<(String, String)>,
    errors: Vec<(&'static Code, String, String, &'static str)>,
}

impl Resolver<'_> {
    fn value(&mut self, value: &mut Value, kind: Kind, at: &str) {
        match (value, kind) {
            (Value::Object(object), Kind::Object(keywords) | Kind::BoolOr(keywords)) => {
                self.object(object, keywords, at);
            }
            (Value::Object(object), kind) => self.members(object, kind, at),
            (Value::Array(values), Kind::List(keywords)) => {
                for (index, value) in values.iter_mut().enumerate() {
                    self.value(value, Kind::Object(keywords), &pointer::child(at, &index.to_string()));
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, object: &mut Map<String, Value>, kind: Kind, at: &str) {
        for (key, value) in object {
            if let Some(kind) = kind.child(key) {
                self.value(value, kind, &pointer::child(at, key));
            }
        }
    }

    fn object(&mut self, object: &mut Map<String, Value>, keywords: &'static Keywords, at: &str) {
        let depth = self.active.len();
        while let Some(Value::String(reference)) = object.get("$ref") {
            let is_schema = std::ptr::eq(keywords, &SCHEMA);
            if is_schema && self.is_named(reference) {
                break;
            }
            let Some(target) = self.target(reference, at) else { break };
            let names = pointer::split(&target);
            if let (true, [components, schemas, name]) = (is_schema, names.as_slice())
                && components == "components"
                && schemas == "schemas"
            {
                object.insert("$ref".to_owned(), Value::String(pointer::schema_reference(name)));
                break;
            }
            let Some(copy) = self.copy(&target, keywords, at) else { break };
            object.remove("$ref");
            insert(object, copy, keywords);
            self.copies.push((at.to_owned(), target.clone()));
            self.active.push(target);
        }
        if std::ptr::eq(keywords, &PATH_ITEM) {
            self.path_item(object, at);
        } else {
            self.members(object, Kind::Object(keywords), at);
        }
        self.active.truncate(depth);
    }

    /// Whether a reference is to a named schema without any escapes, so that later stages find it by its name.
    fn is_named(&self, reference: &str) -> bool {
        let name = pointer::schema_name(reference);
        name.is_some_and(|name| self.original["components"]["schemas"].get(name).is_some())
    }

    /// The pointer that a reference leads to.
    fn target(&mut self, reference: &str, at: &str) -> Option<String> {
        let decoded = percent_decode_str(reference).decode_utf8_lossy().into_owned();
        match decoded.strip_prefix('#') {
            Some(target) if target.starts_with('/') => Some(target.to_owned()),
            _ => {
                let message = format!("the reference `{}` does not lead into this document", Bounded(reference));
                self.error(
                    &codes::UNSUPPORTED_REFERENCE,
                    at,
                    message,
                    "bundle all files into one document first, such as by `npx @redocly/cli bundle FILE`",
                )
            }
        }
    }

    /// A copy of the value at `target`.
    fn copy(&mut self, target: &str, keywords: &'static Keywords, at: &str) -> Option<Map<String, Value>> {
        let name = Bounded(target);
        if self.active.iter().any(|active| active == target) || self.active.len() >= MOST_NESTED {
            let message = format!("the reference to `{name}` leads back to itself, or through too many others");
            return self.error(&codes::UNSUPPORTED_REFERENCE, at, message, "name the schema under /components/schemas");
        }
        let Some(value) = self.original.pointer(target).and_then(Value::as_object) else {
            let message = format!("there is nothing at `{name}`");
            return self.error(
                &codes::UNSUPPORTED_REFERENCE,
                at,
                message,
                "correct the reference, or define its target",
            );
        };
        let copy = self.copied(value, Kind::Object(keywords));
        if self.copied > self.most {
            if self.is_full {
                return None;
            }
            self.is_full = true;
            let message = format!("references repeat more than {} values", self.most);
            return self.error(&codes::LIMIT, at, message, "name the schemas under /components/schemas");
        }
        Some(copy)
    }

    /// A copy without the keys that the generator ignores, such as examples.
    fn copied(&mut self, object: &Map<String, Value>, kind: Kind) -> Map<String, Value> {
        let mut copy = Map::new();
        for (key, value) in object {
            let kind = kind.child(key).unwrap_or(Kind::Any);
            if matches!(kind, Kind::Ignored) || self.copied > self.most {
                continue;
            }
            self.copied += 1;
            let value = match value {
                Value::Object(object) => Value::Object(self.copied(object, kind)),
                other => other.clone(),
            };
            copy.insert(key.clone(), value);
        }
        copy
    }

    /// Adds the parameters of a path item to each of its operations that does not define them itself.
    fn path_item(&mut self, item: &mut Map<String, Value>, at: &str) {
        self.members(item, Kind::Object(&PATH_ITEM), at);
        let Some(Value::Array(shared)) = item.get("parameters").cloned() else { return };
        item.remove("parameters");
        for (method, operation) in item {
            let is_operation =
                matches!(PATH_ITEM.kind(method), Some(Kind::Object(keywords)) if std::ptr::eq(keywords, &OPERATION));
            let Some(operation) = operation.as_object_mut().filter(|_| is_operation) else { continue };
            let own = operation.entry("parameters").or_insert_with(|| Value::Array(Vec::new()));
            let Some(own) = own.as_array_mut() else { continue };
            for (index, parameter) in shared.iter().enumerate() {
                let is_own = |own: &Value| own["name"] == parameter["name"] && own["in"] == parameter["in"];
                if !own.iter().any(is_own) {
                    let copy = pointer::join_to(at, [method, "parameters", &own.len().to_string()]);
                    self.copies.push((copy, pointer::join_to(at, ["parameters", &index.to_string()])));
                    own.push(parameter.clone());
                }
            }
        }
    }

    fn error<T>(&mut self, code: &'static Code, at: &str, message: String, help: &'static str) -> Option<T> {
        self.errors.push((code, pointer::child(at, "$ref"), message, help));
        None
    }
}

/// Inserts what a reference is to. Its siblings take precedence; those of a schema are constraints of their own.
fn insert(object: &mut Map<String, Value>, mut copy: Map<String, Value>, keywords: &'static Keywords) {
    if std::ptr::eq(keywords, &SCHEMA) && !object.is_empty() {
        let members = object.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
        if let Some(members) = members.as_array_mut() {
            members.insert(0, Value::Object(copy));
        }
        return;
    }
    copy.append(object);
    *object = copy;
}

#[cfg(test)]
mod tests;
