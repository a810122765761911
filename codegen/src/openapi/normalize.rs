//! Rewrites every spelling of one meaning into the one that the rest of the generator reads.
//!
//! C1 published the same API with four spellings of "may be null", so a Rust type must not depend on the spelling.
//! Nothing here fails: unknown constructs stay as they are, and `validate` reports them.

use serde_json::{Map, Value, json};

use super::inheritance;
use super::keywords::{self, Kind, SCHEMA, is_own};

type Object = Map<String, Value>;

/// Rewrites a whole document. Idempotent.
pub(super) fn normalize(document: &mut Value) {
    inheritance::to_unions(document);
    keywords::walk(document, Kind::Object(&keywords::ROOT), &mut |object, keywords| {
        // Half of the documents write `readOnly: false`, the others leave it out.
        object.retain(|key, value| {
            *value != Value::Bool(false) || is_own(key) || !matches!(keywords.kind(key), Some(Kind::Bool))
        });
        if std::ptr::eq(keywords, &SCHEMA) {
            schema(object);
        }
    });
    if document.get("x-rust-presence").is_none() {
        return;
    }
    // In protobuf, a named schema is a message; its uses decide whether it may be null.
    let named = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for schema in named.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        schema.remove("nullable");
    }
}

fn schema(object: &mut Object) {
    null_among_types(object);
    drop_constraints(object);
    null_among_members(object, "oneOf");
    null_among_members(object, "anyOf");
    null_among_values(object);
    drop_empty_members(object);
    wrap_reference(object);
    open_object(object);
}

/// `type: [T, 'null']` is `type: T` with `nullable`; all types at once are no constraint.
fn null_among_types(object: &mut Object) {
    let Some(Value::Array(types)) = object.get("type") else { return };
    let is_null = |name: &Value| name == "null";
    let nullable = types.iter().any(is_null);
    let others: Vec<Value> = types.iter().filter(|name| !is_null(name)).cloned().collect();
    let any = ["string", "number", "object", "array", "boolean"];
    if nullable && any.iter().all(|name| others.iter().any(|other| other == name)) {
        object.remove("type");
    } else if let [only] = others.as_slice() {
        object.insert("type".to_owned(), only.clone());
        if nullable {
            object.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
}

/// `oneOf: [X, {type: 'null'}]` is `allOf: [X]` with `nullable`, and `oneOf: [X]` is `allOf: [X]`. One of C1's
/// documents spells the null member `{nullable: true}`.
fn null_among_members(object: &mut Object, key: &str) {
    let Some(Value::Array(members)) = object.get(key) else { return };
    let is_null = |member: &Value| *member == json!({"type": "null"}) || *member == json!({"nullable": true});
    let others: Vec<Value> = members.iter().filter(|member| !is_null(member)).cloned().collect();
    let nullable = others.len() < members.len();
    if nullable && others.len() > 1 {
        object.insert(key.to_owned(), Value::Array(others));
        object.insert("nullable".to_owned(), Value::Bool(true));
    } else if others.len() == 1
        && members.len() <= 2
        && !["allOf", "discriminator"].iter().any(|key| object.contains_key(*key))
    {
        object.remove(key);
        object.insert("allOf".to_owned(), Value::Array(others));
        if nullable {
            object.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
}

/// Members that only require properties constrain a value, and do not change its type.
fn drop_constraints(object: &mut Object) {
    for key in ["oneOf", "anyOf"] {
        let is_constraint = |member: &Value| {
            member
                .as_object()
                .is_some_and(|member| member.keys().all(|key| matches!(key.as_str(), "required" | "title")))
        };
        let members = object.get(key).and_then(Value::as_array);
        if members.is_some_and(|members| members.iter().all(is_constraint)) {
            object.remove(key);
        }
    }
}

/// A `null` among the values of an enum means `nullable`.
fn null_among_values(object: &mut Object) {
    let Some(Value::Array(values)) = object.get_mut("enum") else { return };
    let before = values.len();
    values.retain(|value| !value.is_null());
    if values.len() < before {
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// `allOf: [X, {x-...}]` is `allOf: [X]`: a member without a constraint validates nothing, and its description is that
/// of the whole schema. A single member that is not a reference is the schema itself.
fn drop_empty_members(object: &mut Object) {
    let Some(Value::Array(members)) = object.get_mut("allOf") else { return };
    let constrains = |key: &String| !matches!(SCHEMA.kind(key), Some(Kind::Ignored | Kind::Prose));
    let mut description = None;
    members.retain(|member| {
        let keeps = member.as_object().is_none_or(|member| member.keys().any(constrains));
        if !keeps && description.is_none() {
            description = member.get("description").cloned();
        }
        keeps
    });
    if let Some(description) = description {
        object.entry("description").or_insert(description);
    }
    let Some(Value::Array(members)) = object.get_mut("allOf") else { return };
    let [Value::Object(only)] = members.as_mut_slice() else { return };
    if only.contains_key("$ref") || only.keys().any(|key| SCHEMA.kind(key).is_none()) {
        return;
    }
    let only = std::mem::take(only);
    object.remove("allOf");
    for (key, value) in only {
        object.entry(key).or_insert(value);
    }
    null_among_types(object);
}

/// Wraps a `$ref` that has siblings, so that every other `$ref` is alone.
fn wrap_reference(object: &mut Object) {
    if object.len() > 1
        && !object.contains_key("allOf")
        && let Some(reference) = object.remove("$ref")
    {
        object.insert("allOf".to_owned(), json!([{"$ref": reference}]));
    }
}

/// Opens an object that names no property and forbids all others. C1's exporter of May wrote this for a free-form
/// object, and with an empty `properties` for a protobuf `Any`; the one of August writes the open object.
fn open_object(object: &mut Object) {
    let closed = object.get("additionalProperties") == Some(&Value::Bool(false));
    let properties = object.get("properties").and_then(Value::as_object);
    if !closed || properties.is_some_and(|properties| !properties.is_empty()) {
        return;
    }
    if properties.is_some() {
        object.insert("properties".to_owned(), json!({"@type": {"type": "string"}}));
    }
    object.insert("additionalProperties".to_owned(), Value::Bool(true));
}

#[cfg(test)]
mod tests;
