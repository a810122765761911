//! Checks that a document uses only keys and values that the generator supports.

use serde_json::{Map, Number, Value};

use super::keywords::{Keywords, Kind, MEDIA_TYPE, PATH_ITEM, RESPONSE, ROOT, SCHEMA, is_own};
use super::pointer;
use super::source::Source;
use crate::diagnostics::{Bounded, Code, Diagnostic, codes};

const SUPPORT: &str =
    "remove it by an action in specs/overlay.yaml, or support it: begin in codegen/src/openapi/keywords.rs";

/// Everything in the document that the generator would otherwise have to ignore silently.
pub(super) fn validate(source: &Source, document: &Value) -> Vec<Diagnostic> {
    let is_protobuf = document.get("x-rust-presence").is_some();
    let mut validator = Validator { source, is_protobuf, errors: Vec::new() };
    validator.version(document);
    if validator.errors.is_empty() {
        validator.value(document, Kind::Object(&ROOT), "", "");
    }
    validator.errors
}

/// Keys of JSON Schema that change the type of a value, and are not supported.
const JSON_SCHEMA: [&str; 14] = [
    "$anchor",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveRef",
    "$vocabulary",
    "definitions",
    "dependentSchemas",
    "dependencies",
    "else",
    "if",
    "then",
    "unevaluatedItems",
];

struct Validator<'s> {
    source: &'s Source,
    /// In protobuf, a key without effect is a mistake.
    is_protobuf: bool,
    errors: Vec<Diagnostic>,
}

impl Validator<'_> {
    fn error(&mut self, code: &'static Code, at: &str, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(self.source.error(code, at, message).help(help));
    }

    /// Reports a document that is not OpenAPI 3 once, instead of each of its keys.
    fn version(&mut self, document: &Value) {
        let code = &codes::NOT_OPENAPI;
        let help = "name an OpenAPI 3.0 or 3.1 document";
        if document.is_null() {
            return self.error(code, "", "the document is empty", help);
        }
        if let Some(version) = document.get("swagger") {
            let message = format!("OpenAPI (Swagger) {version} is not supported");
            return self.error(code, "/swagger", message, "convert it to OpenAPI 3");
        }
        let Some(version) = document.get("openapi") else {
            return self.error(code, "", "this is not an OpenAPI document: it has no `openapi` key", help);
        };
        let is_supported = |version: &str| version.starts_with("3.0") || version.starts_with("3.1");
        if !version.as_str().is_some_and(is_supported) {
            let help = if version.is_string() { help } else { "write the version as a string: \"3.1.0\"" };
            let message = format!("OpenAPI {} is not supported", Bounded(&version.to_string()));
            self.error(code, "/openapi", message, help);
        }
    }

    /// Checks a value and everything in it; `key` is its key in an object that has keywords.
    fn value(&mut self, value: &Value, kind: Kind, key: &str, at: &str) {
        match (kind, value) {
            (Kind::Ignored | Kind::Any, _)
            | (Kind::Values, Value::Array(_))
            | (Kind::String | Kind::Prose, Value::String(_))
            | (Kind::Bool | Kind::Flag | Kind::BoolOr(_), Value::Bool(_)) => {}
            (Kind::Seconds, Value::Number(count)) if is_seconds(count) => {}
            (Kind::Names, Value::Object(names)) if names.values().all(Value::is_string) => {}
            (Kind::Choice(choices), Value::String(choice)) if choices.contains(&choice.as_str()) => {}
            (Kind::Choice(choices), Value::String(choice)) => {
                let is_extension = key.starts_with("x-");
                let code = if is_extension { &codes::INVALID_EXTENSION } else { &codes::UNSUPPORTED_VALUE };
                let message = format!("`{}` is not supported here", Bounded(choice));
                self.error(code, at, message, format!("use one of: {}", choices.join(", ")));
            }
            (Kind::Choice(_), Value::Array(_)) => {
                let message = format!("the combination of types {} is not supported", Bounded(&value.to_string()));
                self.error(&codes::UNSUPPORTED_VALUE, at, message, SUPPORT);
            }
            (Kind::Object(keywords) | Kind::BoolOr(keywords), Value::Object(object)) => {
                self.object(object, keywords, at);
            }
            (Kind::Map(keywords), Value::Object(values)) => {
                for (name, value) in values {
                    let at = pointer::child(at, name);
                    self.name(name, keywords, &at);
                    self.value(value, kind.child(name).unwrap_or(Kind::Any), "", &at);
                }
            }
            (Kind::Strings | Kind::List(_), Value::Array(values)) => {
                let element = kind.child("").unwrap_or(Kind::Any);
                for (index, value) in values.iter().enumerate() {
                    self.value(value, element, "", &pointer::child(at, &index.to_string()));
                }
            }
            _ => self.wrong_kind(value, kind, key, at),
        }
    }

    /// Checks a key that is a name from the document.
    fn name(&mut self, name: &str, keywords: &'static Keywords, at: &str) {
        let shown = Bounded(name);
        if name.starts_with("x-") {
        } else if std::ptr::eq(keywords, &PATH_ITEM) && !name.starts_with('/') {
            let help = "correct it: a path begins where the server's URL ends";
            self.error(&codes::INVALID_PATH, at, format!("the path `{shown}` does not begin with `/`"), help);
        } else if std::ptr::eq(keywords, &RESPONSE) && !is_status(name) {
            let help = "use a status such as 200, a range such as 4XX, or `default`";
            self.error(&codes::UNSUPPORTED_KEY, at, format!("`{shown}` is not a status of a response"), help);
        } else if std::ptr::eq(keywords, &MEDIA_TYPE) && !is_media_type(name) {
            let help = "use a type such as `application/json`";
            self.error(&codes::UNSUPPORTED_KEY, at, format!("`{shown}` is not a content type"), help);
        }
    }

    fn wrong_kind(&mut self, found: &Value, kind: Kind, key: &str, at: &str) {
        let expected = match kind {
            Kind::Bool | Kind::Flag => "true or false",
            Kind::Seconds => "a positive number of seconds",
            Kind::Strings | Kind::Values | Kind::List(_) => "a list",
            Kind::Names => "an object of strings",
            Kind::Map(_) | Kind::Object(_) | Kind::BoolOr(_) => "an object",
            Kind::Ignored | Kind::Prose | Kind::Any | Kind::String | Kind::Choice(_) => "a string",
        };
        let found = found.to_string();
        let found = Bounded(&found);
        if key.starts_with("x-") {
            let message = format!("{key} is {found}, not {expected}");
            return self.error(&codes::INVALID_EXTENSION, at, message, format!("give it {expected}"));
        }
        let message = format!("expected {expected}, found {found}");
        self.error(&codes::WRONG_KIND, at, message, "correct the document, or add an action to specs/overlay.yaml");
    }

    fn object(&mut self, object: &Map<String, Value>, keywords: &'static Keywords, at: &str) {
        if object.contains_key("$ref") && keywords.kind("$ref").is_none() {
            let message = format!("a reference in place of {} is not supported", keywords.name);
            let at = pointer::child(at, "$ref");
            return self.error(&codes::UNSUPPORTED_REFERENCE, &at, message, "define it in place");
        }
        for key in keywords.required.iter().filter(|key| !object.contains_key(**key)) {
            let message = format!("`{key}` is missing in {}", keywords.name);
            self.error(&codes::MISSING_KEY, at, message, format!("add `{key}`"));
        }
        for (key, value) in object {
            let at = pointer::child(at, key);
            match keywords.kind(key) {
                Some(kind) => self.value(value, kind, key, &at),
                None => self.unknown_key(key, keywords, &at),
            }
        }
        if std::ptr::eq(keywords, &SCHEMA) {
            self.schema(object, at);
        }
    }

    fn unknown_key(&mut self, key: &str, keywords: &Keywords, at: &str) {
        let name = keywords.name;
        if !self.is_protobuf && std::ptr::eq(keywords, &SCHEMA) && !is_own(key) && !JSON_SCHEMA.contains(&key) {
            let message = format!("`{}` is not a key of JSON Schema, and has no effect", Bounded(key));
            return self.error(&codes::UNKNOWN_KEY, at, message, "correct it, or remove it");
        }
        if !is_own(key) {
            let message = format!("`{}` is not supported in {name}", Bounded(key));
            return self.error(&codes::UNSUPPORTED_KEY, at, message, SUPPORT);
        }
        let known = keywords.extensions().join(", ");
        let help = if known.is_empty() { "remove it".to_owned() } else { format!("use one of: {known}") };
        let message = format!("`{}` has no effect in {name}", Bounded(key));
        self.error(&codes::MISPLACED_EXTENSION, at, message, help);
    }

    /// Rules about several keys of a schema.
    fn schema(&mut self, schema: &Map<String, Value>, at: &str) {
        let ty = schema.get("type").and_then(Value::as_str);
        for (key, owner) in [("items", "array"), ("properties", "object")] {
            if self.is_protobuf && schema.contains_key(key) && ty.is_some_and(|ty| ty != owner) {
                let message = format!("`{key}` is in a schema that is not of type {owner}");
                let at = pointer::child(at, key);
                self.error(&codes::KEY_WITHOUT_TYPE, &at, message, format!("add `type: {owner}`"));
            }
        }
        if schema.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            let at = pointer::child(at, "enum");
            self.error(&codes::EMPTY_ENUM, &at, "the enum has no values", "list its values, or remove it");
        }
        let is_union = schema.contains_key("oneOf") || schema.contains_key("anyOf");
        let others = ["allOf", "anyOf", "enum", "items", "properties", "additionalProperties"];
        let beside = others
            .into_iter()
            .find(|key| is_union && schema.contains_key(*key) && (*key != "anyOf" || schema.contains_key("oneOf")));
        if let Some(beside) = beside {
            let message = format!("`{beside}` beside `oneOf` or `anyOf` is not supported");
            self.error(&codes::UNSUPPORTED_COMPOSITION, &pointer::child(at, beside), message, SUPPORT);
        }
        if schema.get("allOf").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            let at = pointer::child(at, "allOf");
            self.error(&codes::UNSUPPORTED_COMPOSITION, &at, "the schema is composed of nothing", "remove `allOf`");
        }
        let values = schema.get("enum").and_then(Value::as_array).filter(|_| ty == Some("string"));
        for (index, value) in values.into_iter().flatten().enumerate() {
            self.value(value, Kind::String, "", &pointer::join_to(at, ["enum", &index.to_string()]));
        }
    }
}

/// `200`, `4XX` or `default`.
fn is_status(name: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || c == 'X';
    name == "default"
        || (name.len() == 3 && name.starts_with(|c| ('1'..='5').contains(&c)) && name.chars().all(is_digit))
}

/// `application/json; charset=utf-8`: characters of a header value.
fn is_media_type(name: &str) -> bool {
    name.contains('/') && name.chars().all(|c| c == ' ' || c.is_ascii_graphic())
}

fn is_seconds(count: &Number) -> bool {
    count.as_u64().is_some_and(|count| count > 0 && u32::try_from(count).is_ok())
}

#[cfg(test)]
mod tests;
