//! Inheritance to unions: a schema with a discriminator that others extend is one of those others.

use serde_json::{Map, Value, json};

use super::pointer;

/// Rewrites each named schema with a discriminator and without members: `oneOf` the schemas that extend it by `allOf`, or
/// that its mapping names. Those get its properties in place of the reference. Idempotent.
pub(super) fn to_unions(document: &mut Value) {
    let Some(schemas) = document.pointer_mut(pointer::SCHEMAS).and_then(Value::as_object_mut) else { return };
    schemas.values_mut().for_each(hoist_discriminator);
    let is_base = |schema: &Value| {
        schema.get("discriminator").is_some() && ["oneOf", "anyOf"].iter().all(|key| schema.get(key).is_none())
    };
    let bases: Vec<String> =
        schemas.iter().filter(|(_, schema)| is_base(schema)).map(|(name, _)| name.clone()).collect();
    for base in bases {
        let variants = variants(schemas, &base);
        let Some(Value::Object(schema)) = schemas.get_mut(&base).filter(|_| !variants.is_empty()) else { continue };
        let members: Vec<Value> =
            variants.iter().map(|name| json!({"$ref": pointer::schema_reference(name)})).collect();
        let mut union = Map::from_iter([("oneOf".to_owned(), Value::Array(members))]);
        for key in ["discriminator", "description", "deprecated", "x-rust-name"] {
            union.extend(schema.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        let mut properties = std::mem::replace(schema, union);
        properties.remove("discriminator");
        replace_reference(schemas, &base, &Value::Object(properties));
    }
}

/// The discriminator of an inline part of a schema is that of the schema.
fn hoist_discriminator(schema: &mut Value) {
    let parts = schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten();
    let hoisted = parts.filter_map(Value::as_object_mut).find_map(|part| part.remove("discriminator"));
    if let (Some(discriminator), Value::Object(schema)) = (hoisted, schema) {
        schema.entry("discriminator").or_insert(discriminator);
    }
}

/// The names of the schemas that extend a base, or that its mapping names.
fn variants(schemas: &Map<String, Value>, base: &str) -> Vec<String> {
    let mapping = schemas[base]["discriminator"]["mapping"].as_object();
    let mapped = mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str);
    let mapped = mapped.map(|target| pointer::schema_name(target).unwrap_or(target));
    let extends = |schema: &Value| references(schema).any(|name| name == base);
    let extending = schemas.iter().filter(|(_, schema)| extends(schema)).map(|(name, _)| name.as_str());
    let mut names: Vec<&str> =
        mapped.chain(extending).filter(|name| *name != base && schemas.contains_key(*name)).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}

/// The names of the schemas that a schema extends.
fn references(schema: &Value) -> impl Iterator<Item = &str> {
    let members = schema["allOf"].as_array().into_iter().flatten();
    members.filter_map(|member| pointer::schema_name(member["$ref"].as_str()?))
}

/// Writes the properties of a base into the schemas that extend it.
fn replace_reference(schemas: &mut Map<String, Value>, base: &str, properties: &Value) {
    let reference = pointer::schema_reference(base);
    for schema in schemas.values_mut() {
        for member in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
            if member["$ref"] == reference.as_str() {
                *member = properties.clone();
            }
        }
    }
}
