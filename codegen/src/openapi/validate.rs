//! Checks that a document uses only what the generator understands.

use serde_json::{Map, Value};

use super::keywords::{Keywords, Kind, PATH_ITEM, ROOT, SCHEMA, is_own};
use super::pointer;
use super::source::Source;
use crate::diagnostics::{Bounded, Code, Diagnostic, codes};

const SUPPORT: &str =
    "remove it by an action in specs/overlay.yaml, or support it: begin in codegen/src/openapi/keywords.rs";

/// Everything in the document that the generator would otherwise have to ignore silently.
pub(super) fn validate(source: &Source, document: &Value) -> Vec<Diagnostic> {
    let mut validator = Validator { source, errors: Vec::new() };
    validator.version(document);
    if validator.errors.is_empty() {
        validator.object(document, &ROOT, "");
    }
    validator.errors
}

struct Validator<'s> {
    source: &'s Source,
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

    fn object(&mut self, value: &Value, keywords: &'static Keywords, at: &str) {
        let Value::Object(object) = value else {
            return self.expected("an object", value, at);
        };
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
                Some(kind) => self.value(value, kind, &at),
                None => self.unknown_key(key, keywords, &at),
            }
        }
        if std::ptr::eq(keywords, &SCHEMA) {
            self.schema(object, at);
        }
    }

    fn unknown_key(&mut self, key: &str, keywords: &Keywords, at: &str) {
        let name = keywords.name;
        if !is_own(key) {
            let message = format!("`{}` is not supported in {name}", Bounded(key));
            return self.error(&codes::UNSUPPORTED_KEY, at, message, SUPPORT);
        }
        let known = keywords.extensions().join(", ");
        let help = if known.is_empty() { "remove it".to_owned() } else { format!("use one of: {known}") };
        let message = format!("`{}` has no effect in {name}", Bounded(key));
        self.error(&codes::MISPLACED_EXTENSION, at, message, help);
    }

    fn value(&mut self, value: &Value, kind: Kind, at: &str) {
        match (kind, value) {
            (Kind::Ignored | Kind::Any, _)
            | (Kind::String | Kind::Prose, Value::String(_))
            | (Kind::Bool | Kind::BoolOr(_), Value::Bool(_)) => {}
            (Kind::Choice(choices), Value::String(choice)) => self.choice(choices, choice, at),
            (Kind::Choice(_), Value::Array(_)) => {
                let message = format!("the combination of types {} is not supported", Bounded(&value.to_string()));
                self.error(&codes::UNSUPPORTED_VALUE, at, message, SUPPORT);
            }
            (Kind::String | Kind::Prose | Kind::Choice(_), _) => self.expected("a string", value, at),
            (Kind::Bool, _) => self.expected("true or false", value, at),
            (Kind::Strings, Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(value, Kind::String, &pointer::child(at, &index.to_string()));
                }
            }
            (Kind::List(keywords), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.object(value, keywords, &pointer::child(at, &index.to_string()));
                }
            }
            (Kind::Strings | Kind::List(_), _) => self.expected("a list", value, at),
            (Kind::Map(keywords), Value::Object(values)) => self.map(values, keywords, at),
            (Kind::Map(_), _) => self.expected("an object", value, at),
            (Kind::Object(keywords) | Kind::BoolOr(keywords), _) => self.object(value, keywords, at),
        }
    }

    fn map(&mut self, values: &Map<String, Value>, keywords: &'static Keywords, at: &str) {
        // Properties and schemas may have names like `x-...`; elsewhere such a name is an extension.
        let is_name = |name: &str| std::ptr::eq(keywords, &SCHEMA) || !name.starts_with("x-");
        for (name, value) in values.iter().filter(|(name, _)| is_name(name)) {
            let at = pointer::child(at, name);
            if std::ptr::eq(keywords, &PATH_ITEM) && !name.starts_with('/') {
                let message = format!("the path `{}` does not begin with `/`", Bounded(name));
                self.error(&codes::INVALID_PATH, &at, message, "correct it: a path begins where the server's URL ends");
            }
            self.object(value, keywords, &at);
        }
    }

    fn expected(&mut self, expected: &str, found: &Value, at: &str) {
        let message = format!("expected {expected}, found {}", Bounded(&found.to_string()));
        self.error(&codes::WRONG_KIND, at, message, "correct the document, or add an action to specs/overlay.yaml");
    }

    fn choice(&mut self, choices: &[&str], choice: &str, at: &str) {
        if !choices.contains(&choice) {
            let message = format!("`{}` is not supported here", Bounded(choice));
            self.error(&codes::UNSUPPORTED_VALUE, at, message, format!("use one of: {}", choices.join(", ")));
        }
    }

    /// Rules about several keys of a schema.
    fn schema(&mut self, schema: &Map<String, Value>, at: &str) {
        let ty = schema.get("type").and_then(Value::as_str);
        for (key, owner) in [
            ("enum", "string"),
            ("items", "array"),
            ("properties", "object"),
            ("required", "object"),
            ("additionalProperties", "object"),
        ] {
            if schema.contains_key(key) && ty != Some(owner) {
                let message = format!("`{key}` is in a schema that is not of type {owner}");
                let at = pointer::child(at, key);
                self.error(&codes::KEY_WITHOUT_TYPE, &at, message, format!("add `type: {owner}`"));
            }
        }
        if schema.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            let at = pointer::child(at, "enum");
            self.error(&codes::EMPTY_ENUM, &at, "the enum has no values", "list its values, or remove it");
        }
        if ty == Some("array") && !schema.contains_key("items") {
            self.error(
                &codes::MISSING_KEY,
                at,
                "`items` is missing in an array",
                "add `items`: the schema of its elements",
            );
        }
        self.all_of(schema, ty, at);
    }

    fn all_of(&mut self, schema: &Map<String, Value>, ty: Option<&str>, at: &str) {
        let Some(Value::Array(members)) = schema.get("allOf") else { return };
        let is_reference = |member: &Value| member.as_object().is_some_and(|m| m.len() == 1 && m.contains_key("$ref"));
        if members.len() != 1 || !members.iter().all(is_reference) || ty.is_some() {
            let message = "a schema composed of several others is not supported";
            self.error(&codes::UNSUPPORTED_COMPOSITION, &pointer::child(at, "allOf"), message, SUPPORT);
        }
    }
}

#[cfg(test)]
mod tests;
