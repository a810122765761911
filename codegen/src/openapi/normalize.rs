//! Rewrites every spelling of one meaning into the one that the rest of the generator reads.
//!
//! C1 published the same API with four spellings of "may be null", so a Rust type must not depend on the spelling.
//! Nothing here fails: unknown constructs stay as they are, and `validate` reports them.

use serde_json::{Map, Value, json};

use super::keywords::{self, Kind, SCHEMA, TYPES, is_own};
use super::{composition, inheritance, pointer, recursion, servers};

type Object = Map<String, Value>;

/// Rewrites a whole document. Idempotent.
pub(super) fn normalize(document: &mut Value) {
    recursion::resolve(document);
    inheritance::to_unions(document);
    servers::to_operations(document);
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
    let named = document.pointer_mut(pointer::SCHEMAS).and_then(Value::as_object_mut);
    for schema in named.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        schema.remove("nullable");
    }
}

fn schema(object: &mut Object) {
    schemas_in(object).for_each(open_schema);
    several_types(object);
    null_among_types(object);
    composition::normalize(object);
    constant(object);
    null_among_values(object);
    texts(object);
    encoding(object);
    wrap_reference(object);
    drop_empty_members(object);
    items(object);
    pattern(object);
    implied_type(object);
    any_items(object);
    drop_inert(object);
    open_object(object);
    if object.get("additionalProperties") == Some(&json!({})) {
        object.insert("additionalProperties".to_owned(), Value::Bool(true));
    }
}

/// The schemas directly in a schema.
fn schemas_in(object: &mut Object) -> impl Iterator<Item = &mut Value> {
    let schemas = object.iter_mut().map(|(key, value)| match (SCHEMA.kind(key), value) {
        (Some(Kind::Map(_)), Value::Object(schemas)) => schemas.values_mut().collect(),
        (Some(Kind::List(_)), Value::Array(schemas)) => schemas.iter_mut().collect(),
        (Some(Kind::Object(_)), schema) => vec![schema],
        _ => Vec::new(),
    });
    schemas.flatten()
}

/// `true` is the schema `{}`.
fn open_schema(schema: &mut Value) {
    if *schema == Value::Bool(true) {
        *schema = json!({});
    }
}

/// A value of several types is any value.
fn several_types(object: &mut Object) {
    let Some(Value::Array(types)) = object.get("type") else { return };
    let is_known = |name: &Value| TYPES.iter().any(|known| name == known);
    if types.iter().filter(|name| *name != "null").count() > 1 && types.iter().all(is_known) {
        object.remove("type");
    }
}

/// `const: X` is `enum: [X]`.
fn constant(object: &mut Object) {
    if let Some(value) = object.remove("const") {
        object.entry("enum").or_insert_with(|| json!([value]));
    }
}

/// The values of an enum of strings that YAML reads as numbers or booleans.
fn texts(object: &mut Object) {
    if object.get("type").is_none_or(|ty| ty != "string") {
        return;
    }
    for value in object.get_mut("enum").and_then(Value::as_array_mut).into_iter().flatten() {
        if value.is_number() || value.is_boolean() {
            *value = Value::String(value.to_string());
        }
    }
}

/// The spelling of `format: byte` and `format: binary` in OpenAPI 3.1.
fn encoding(object: &mut Object) {
    let format = match (object.get("contentEncoding").and_then(Value::as_str), object.get("contentMediaType")) {
        (Some("base64" | "base64url"), _) => "byte",
        (None | Some("binary"), Some(media)) if media == "application/octet-stream" => "binary",
        _ => return,
    };
    object.entry("format").or_insert_with(|| json!(format));
}

/// The elements of a tuple are those of a list, of their only type or of any: a Rust tuple would refuse another number.
fn items(object: &mut Object) {
    let Some(Value::Array(members)) = object.get_mut("prefixItems") else { return };
    let mut members = std::mem::take(members);
    object.remove("prefixItems");
    members.iter_mut().for_each(open_schema);
    members.extend(object.remove("items").filter(Value::is_object));
    let first = members.pop().unwrap_or_else(|| json!({}));
    let items = if members.iter().all(|member| *member == first) { first } else { json!({}) };
    object.insert("items".to_owned(), items);
}

/// The only pattern of names is that of all additional properties; any value may have one of several patterns.
fn pattern(object: &mut Object) {
    let Some(Value::Object(patterns)) = object.get_mut("patternProperties") else { return };
    let patterns = std::mem::take(patterns);
    object.remove("patternProperties");
    let additional = object.get("additionalProperties").is_some_and(Value::is_object);
    let mut schemas = patterns.into_iter().map(|(_, schema)| schema);
    let values = match (schemas.next(), schemas.next()) {
        (Some(only), None) if !additional => only,
        _ => Value::Bool(true),
    };
    object.insert("additionalProperties".to_owned(), values);
}

/// The elements of an array may be anything, unless `items` says more.
fn any_items(object: &mut Object) {
    if object.get("type").is_some_and(|ty| ty == "array") {
        object.entry("items").or_insert_with(|| json!({}));
    }
}

/// Constraints of objects have no effect on other values.
fn drop_inert(object: &mut Object) {
    if object.get("type").is_some_and(|ty| ty.is_string() && ty != "object") {
        object.remove("required");
        object.remove("additionalProperties");
    }
}

/// The type that other keys imply.
fn implied_type(object: &mut Object) {
    if ["type", "$ref", "allOf", "oneOf", "anyOf"].iter().any(|key| object.contains_key(*key)) {
        return;
    }
    let has = |keys: &[&str]| keys.iter().any(|key| object.contains_key(*key));
    let values = object.get("enum").and_then(Value::as_array);
    let all = |is: fn(&Value) -> bool| values.is_some_and(|values| !values.is_empty() && values.iter().all(is));
    let name = if has(&["properties", "required", "additionalProperties"]) {
        "object"
    } else if has(&["items"]) {
        "array"
    } else if all(Value::is_string) {
        "string"
    } else if all(|value| value.is_i64() || value.is_u64()) {
        "integer"
    } else if all(Value::is_number) {
        "number"
    } else if all(Value::is_boolean) {
        "boolean"
    } else {
        return;
    };
    object.insert("type".to_owned(), json!(name));
}

/// `type: [T, 'null']` is `type: T` with `nullable`.
fn null_among_types(object: &mut Object) {
    let Some(Value::Array(types)) = object.get("type") else { return };
    let is_null = |name: &Value| name == "null";
    let nullable = types.iter().any(is_null);
    let mut others = types.iter().filter(|name| !is_null(name));
    if let (Some(only), None) = (others.next(), others.next()) {
        let only = only.clone();
        object.insert("type".to_owned(), only);
        if nullable {
            object.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
}

/// A `null` among the values of an enum means `nullable`.
fn null_among_values(object: &mut Object) {
    let Some(Value::Array(values)) = object.get_mut("enum") else { return };
    let before = values.len();
    values.retain(|value| !value.is_null());
    if values.is_empty() && before > 0 && !object.contains_key("type") {
        object.remove("enum");
    }
    let Some(Value::Array(values)) = object.get("enum") else { return };
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
    let had_members = !members.is_empty();
    members.retain(|member| {
        let keeps = member.as_object().is_none_or(|member| member.keys().any(constrains));
        if !keeps && description.is_none() {
            description = member.get("description").cloned();
        }
        keeps
    });
    if had_members && members.is_empty() {
        object.remove("allOf");
    }
    if let Some(description) = description {
        object.entry("description").or_insert(description);
    }
    let object_keys: Vec<String> = object.keys().cloned().collect();
    let Some(Value::Array(members)) = object.get_mut("allOf") else { return };
    let [Value::Object(only)] = members.as_mut_slice() else { return };
    let is_shared = |key: &String| object_keys.contains(key) && constrains(key);
    if only.contains_key("$ref") || only.keys().any(|key| SCHEMA.kind(key).is_none() || is_shared(key)) {
        return;
    }
    let only = std::mem::take(only);
    object.remove("allOf");
    for (key, value) in only {
        object.entry(key).or_insert(value);
    }
    schema(object);
}

/// Wraps a `$ref` that has siblings, so that every other `$ref` is alone.
fn wrap_reference(object: &mut Object) {
    if object.len() > 1
        && let Some(reference) = object.remove("$ref")
    {
        let reference = json!({"$ref": reference});
        match object.get_mut("allOf") {
            Some(Value::Array(members)) => members.insert(0, reference),
            _ => _ = object.insert("allOf".to_owned(), Value::Array(vec![reference])),
        }
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
