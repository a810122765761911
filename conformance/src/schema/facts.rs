//! What a schema says of its values.

use serde_json::{Value, json};

/// The discriminator of a schema, which may be in one of its own parts; `null` if there is none.
pub(super) fn discriminator(schema: &Value) -> &Value {
    let own = schema.get("discriminator");
    let mut in_parts = parts(schema, "allOf").filter_map(|part| part.get("discriminator"));
    own.or_else(|| in_parts.next()).unwrap_or(&Value::Null)
}

/// Whether a property has a single value, and only in responses: that value is its zero, which is not written.
pub(super) fn is_left_out(property: &Value) -> bool {
    property["readOnly"] == true && parts(property, "enum").count() == 1
}

/// Whether a value is an empty list of a property that only responses have. As the zeros of scalars, it is not written.
pub(super) fn is_empty_of_response(property: &Value, value: &Value) -> bool {
    property["readOnly"] == true && *value == json!([])
}

/// The parts of a schema under a key.
pub(super) fn parts<'a>(schema: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    schema[key].as_array().into_iter().flatten()
}

/// Whether a schema allows any value: one that only describes what the schemas beside it allow.
pub(super) fn allows_anything(schema: &Value) -> bool {
    let keys = ["$ref", "type", "properties", "additionalProperties", "items", "enum", "const"];
    !is_composed(schema) && keys.iter().all(|key| schema.get(key).is_none())
}

/// Whether a schema allows any object, which a part says of the objects of the others.
pub(super) fn is_free_form(schema: &Value) -> bool {
    let keys = ["properties", "additionalProperties"];
    schema["type"] == "object" && !is_composed(schema) && keys.iter().all(|key| !schema[key].is_object())
}

pub(super) fn is_composed(schema: &Value) -> bool {
    ["allOf", "oneOf", "anyOf"].iter().any(|key| parts(schema, key).next().is_some())
}

pub(super) fn is_nullable(schema: &Value) -> bool {
    let is_null = |part: &Value| part["type"] == "null";
    let types = schema["type"].as_array();
    schema["nullable"] == true
        || types.is_some_and(|types| types.iter().any(|name| name == "null"))
        || ["oneOf", "anyOf"].iter().any(|key| parts(schema, key).any(is_null))
}
