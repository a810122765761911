//! Whether a document says only what the generator understands.

use serde_json::{Map, Value};

use super::grammar::{Grammar, Kind, PATH_ITEM, ROOT, SCHEMA, is_own};
use crate::error::{Bounded, Error};
use crate::pointer;

const EXTENT: &str = "the generator does not know what it would mean: remove it by an action in specs/overlay.yaml, \
                      or support it, beginning in codegen/src/spec/grammar.rs";

/// Everything in `document` that the generator would otherwise have to pass over in silence.
pub(crate) fn check(file: &str, document: &Value) -> Vec<Error> {
    let mut check = Check { file, errors: Vec::new() };
    check.version(document);
    if check.errors.is_empty() {
        check.object(document, &ROOT, "");
    }
    check.errors
}

struct Check<'f> {
    file: &'f str,
    errors: Vec<Error>,
}

impl Check<'_> {
    fn error(&mut self, at: &str, message: String, help: impl Into<String>) {
        self.errors.push(Error::new(self.file, at, message).help(help));
    }

    /// Whatever is no OpenAPI 3 at all is told so once, and not key by key.
    fn version(&mut self, document: &Value) {
        let help = "name an OpenAPI 3.0 or 3.1 document";
        if document.is_null() {
            self.error("", "the document is empty".to_owned(), help);
        } else if let Some(version) = document.get("swagger") {
            self.error("/swagger", format!("OpenAPI (Swagger) {version} is not supported"), "convert it to OpenAPI 3");
        } else {
            match document.get("openapi").map(Value::as_str) {
                None => self.error("", "this is not an OpenAPI document: it has no `openapi` key".to_owned(), help),
                Some(Some(version)) if version.starts_with("3.0") || version.starts_with("3.1") => {}
                Some(version) => {
                    let help = if version.is_none() { "write the version as a string: \"3.1.0\"" } else { help };
                    let version = document["openapi"].to_string();
                    self.error("/openapi", format!("OpenAPI {} is not supported", Bounded(&version)), help);
                }
            }
        }
    }

    fn object(&mut self, value: &Value, grammar: &'static Grammar, at: &str) {
        let Value::Object(object) = value else {
            return self.expected("an object", value, at);
        };
        for key in grammar.required {
            if !object.contains_key(*key) {
                self.error(at, format!("`{key}` is missing in {}", grammar.name), format!("add `{key}`"));
            }
        }
        for (key, value) in object {
            let at = pointer::child(at, key);
            match grammar.kind(key) {
                Some(kind) => self.value(value, kind, &at),
                None if is_own(key) => {
                    let known = match grammar.extensions().join(", ") {
                        none if none.is_empty() => "remove it".to_owned(),
                        known => format!("those that have one are: {known}"),
                    };
                    self.error(&at, format!("`{}` has no meaning in {}", Bounded(key), grammar.name), known);
                }
                None => self.error(&at, format!("`{}` is not supported in {}", Bounded(key), grammar.name), EXTENT),
            }
        }
        if std::ptr::eq(grammar, &SCHEMA) {
            self.schema(object, at);
        }
    }

    fn value(&mut self, value: &Value, kind: Kind, at: &str) {
        match (kind, value) {
            (Kind::Words | Kind::Any, _)
            | (Kind::Text | Kind::Prose, Value::String(_))
            | (Kind::Flag | Kind::FlagOr(_), Value::Bool(_)) => {}
            (Kind::Choice(words), Value::String(word)) => self.choice(words, word, at),
            (Kind::Choice(_), Value::Array(_)) => {
                let mixture = value.to_string();
                self.error(at, format!("the mixture of types {} is not supported", Bounded(&mixture)), EXTENT);
            }
            (Kind::Text | Kind::Prose | Kind::Choice(_), _) => self.expected("a string", value, at),
            (Kind::Flag, _) => self.expected("true or false", value, at),
            (Kind::Texts, Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(value, Kind::Text, &pointer::child(at, &index.to_string()));
                }
            }
            (Kind::List(grammar), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.object(value, grammar, &pointer::child(at, &index.to_string()));
                }
            }
            (Kind::Texts | Kind::List(_), _) => self.expected("a list", value, at),
            (Kind::Map(grammar), Value::Object(values)) => {
                // Properties and schemas may be called `x-...`; elsewhere that is an extension.
                let named = |name: &str| std::ptr::eq(grammar, &SCHEMA) || !name.starts_with("x-");
                for (name, value) in values.iter().filter(|(name, _)| named(name)) {
                    let at = pointer::child(at, name);
                    if std::ptr::eq(grammar, &PATH_ITEM) && !name.starts_with('/') {
                        let message = format!("the path `{}` does not begin with `/`", Bounded(name));
                        self.error(&at, message, "correct it: a path begins where the server's URL ends");
                    }
                    self.object(value, grammar, &at);
                }
            }
            (Kind::Map(_), _) => self.expected("an object", value, at),
            (Kind::Object(grammar) | Kind::FlagOr(grammar), _) => self.object(value, grammar, at),
        }
    }

    fn expected(&mut self, expected: &str, found: &Value, at: &str) {
        let found = found.to_string();
        self.error(
            at,
            format!("here stands {} instead of {expected}", Bounded(&found)),
            "correct the document, or by an action in specs/overlay.yaml",
        );
    }

    fn choice(&mut self, words: &[&str], word: &str, at: &str) {
        if !words.contains(&word) {
            let known = words.join(", ");
            self.error(at, format!("`{}` is not supported here", Bounded(word)), format!("use one of: {known}"));
        }
    }

    /// What no single key can tell.
    fn schema(&mut self, schema: &Map<String, Value>, at: &str) {
        let name = schema.get("type").and_then(Value::as_str);
        let mut belongs = |key: &str, owner: &str| {
            if schema.contains_key(key) && name != Some(owner) {
                let at = pointer::child(at, key);
                self.error(
                    &at,
                    format!("`{key}` stands in a schema that is not of type {owner}"),
                    format!("add `type: {owner}`"),
                );
            }
        };
        belongs("enum", "string");
        belongs("items", "array");
        belongs("properties", "object");
        belongs("required", "object");
        belongs("additionalProperties", "object");
        if schema.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            self.error(
                &pointer::child(at, "enum"),
                "an enum without values".to_owned(),
                "name its values, or remove it",
            );
        }
        if name == Some("array") && !schema.contains_key("items") {
            self.error(at, "a list without `items`".to_owned(), "say by `items` what the list holds");
        }
        if let Some(Value::Array(members)) = schema.get("allOf") {
            let is_reference =
                |member: &Value| member.as_object().is_some_and(|m| m.len() == 1 && m.contains_key("$ref"));
            if members.len() != 1 || !members.iter().all(is_reference) || name.is_some() {
                self.error(
                    &pointer::child(at, "allOf"),
                    "a schema made of several others is not supported".to_owned(),
                    EXTENT,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests;
