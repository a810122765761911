//! Access to the values of a document, whose kinds validation has checked.

use serde_json::Value;

use crate::ir::Docs;

/// The keys that make a schema more than a reference with notes.
const STRUCTURE: [&str; 5] = ["properties", "required", "additionalProperties", "items", "enum"];

/// The string under `key`.
pub(super) fn string(object: &Value, key: &str) -> Option<String> {
    object[key].as_str().map(str::to_owned)
}

/// The elements of a list of strings.
pub(super) fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The entries of an object, in the order of their keys.
pub(super) fn entries(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// The values of an enum that are not those of a string.
fn values(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["enum"].as_array().into_iter().flatten().filter(|_| schema["type"] != "string")
}

/// The docs of a schema or an operation.
pub(super) fn docs(object: &Value) -> Docs {
    Docs {
        summary: string(object, "summary").unwrap_or_default(),
        description: string(object, "description").unwrap_or_default(),
        deprecated: object["deprecated"] == true,
        sunset: string(object, "x-sunset"),
        read_only: object["readOnly"] == true,
        default: object.get("default").filter(|default| !default.is_null()).map(Value::to_string),
        values: values(object).map(Value::to_string).collect(),
        ..Docs::default()
    }
}

/// The reference that a schema is, alone or as the only member of an `allOf` with notes.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    let only = schema["allOf"].as_array().filter(|members| members.len() == 1 && !has_structure(schema));
    schema.get("$ref").or_else(|| only?.first()?.get("$ref"))?.as_str()
}

/// Whether a schema is composed of others, and is not a reference to one.
pub(super) fn is_composed(schema: &Value) -> bool {
    schema.get("allOf").is_some() && reference(schema).is_none()
}

/// Whether a schema says more than its `allOf`.
pub(super) fn has_structure(schema: &Value) -> bool {
    STRUCTURE.iter().any(|key| schema.get(key).is_some())
}
