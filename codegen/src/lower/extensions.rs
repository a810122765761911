//! Extensions, and what else documents say to people.

use std::collections::BTreeMap;

use openapiv3::SchemaData;
use serde_json::Value;

use super::Lowering;
use crate::diagnostics::codes;
use crate::ir::Docs;
use crate::openapi::pointer;

pub(super) type Extensions = indexmap::IndexMap<String, Value>;

impl Lowering<'_> {
    /// A string extension.
    pub(super) fn string_extension(&mut self, extensions: &Extensions, key: &str, at: &str) -> Option<String> {
        let value = extensions.get(key)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.invalid_extension(key, value, at, "a string");
        }
        text
    }

    /// A boolean extension.
    pub(super) fn bool_extension(&mut self, extensions: &Extensions, key: &str, at: &str) -> Option<bool> {
        let value = extensions.get(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.invalid_extension(key, value, at, "true or false");
        }
        flag
    }

    /// An extension that is an object of strings.
    pub(super) fn names_extension(&mut self, extensions: &Extensions, key: &str, at: &str) -> BTreeMap<String, String> {
        let Some(value) = extensions.get(key) else { return BTreeMap::new() };
        let entries = value.as_object().map(|object| object.iter());
        let names = entries.and_then(|mut entries| {
            entries.try_fold(BTreeMap::new(), |mut names, (key, name)| {
                names.insert(key.clone(), name.as_str()?.to_owned());
                Some(names)
            })
        });
        if names.is_none() {
            self.invalid_extension(key, value, at, "an object of strings");
        }
        names.unwrap_or_default()
    }

    fn invalid_extension(&mut self, key: &str, value: &Value, at: &str, expected: &str) {
        let message = format!("{key} is {value}, not {expected}");
        self.error(&codes::INVALID_EXTENSION, &pointer::child(at, key), message, format!("give it {expected}"));
    }
}

/// The docs of a schema.
pub(super) fn docs(data: &SchemaData) -> Docs {
    Docs {
        description: data.description.clone().unwrap_or_default(),
        deprecated: data.deprecated,
        read_only: data.read_only,
        default: data.default.as_ref().map(ToString::to_string),
        sunset: sunset(&data.extensions),
        ..Docs::default()
    }
}

/// `x-sunset`, whatever its form: it is only shown.
pub(super) fn sunset(extensions: &Extensions) -> Option<String> {
    extensions.get("x-sunset").map(|sunset| sunset.as_str().map_or_else(|| sunset.to_string(), str::to_owned))
}
