//! The structure of a document's schemas as JSON Schema, without the constraints that types do not express.
//!
//! Lengths, ranges, patterns, formats and choices of required properties are left out, so that any text is a valid text. `oneOf` is `anyOf`: without those
//! constraints, a value may be of several parts.

use std::collections::BTreeSet;

use jsonschema::{Registry, RegistryBuilder, Validator};
use serde_json::{Map, Value, json};

use crate::request::decoded;

/// The URI of the copy.
const COPY: &str = "urn:structure";
/// The depth of references that are not to named schemas, which the copy contains inline.
const MAX_DEPTH: usize = 16;

/// The structure of all schemas.
pub(crate) struct Structure<'a> {
    document: &'a Value,
    registry: Registry<'static>,
}

impl<'a> Structure<'a> {
    pub(crate) fn new(document: &'a Value) -> Result<Self, String> {
        let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
        let schemas: Map<String, Value> =
            schemas.map(|(name, schema)| (name.clone(), copy(document, schema, 0))).collect();
        let all = json!({ "components": { "schemas": schemas } });
        let registry = Registry::new().add(COPY, all).and_then(RegistryBuilder::prepare);
        Ok(Self { document, registry: registry.map_err(|error| error.to_string())? })
    }

    /// The validator of a schema of the document.
    pub(crate) fn validator(&self, schema: &Value) -> Result<Validator, String> {
        let schema = copy(self.document, schema, 0);
        jsonschema::options().with_registry(&self.registry).build(&schema).map_err(|error| error.to_string())
    }
}

fn copy(document: &Value, schema: &Value, depth: usize) -> Value {
    let Some(keys) = schema.as_object().filter(|_| depth < MAX_DEPTH) else {
        return if schema == &Value::Bool(false) { schema.clone() } else { true.into() };
    };
    let again = |schema: &Value| copy(document, schema, depth + 1);
    let list = |schemas: &Value| schemas.as_array().into_iter().flatten().map(again).collect::<Value>();
    let mut structure = Map::new();
    for (key, value) in keys {
        let (key, value) = match key.as_str() {
            "$ref" => ("allOf", json!([referenced(document, value, depth)])),
            "type" | "const" | "enum" => (key.as_str(), value.clone()),
            "required" => {
                // Only responses have these, so a request is valid without them.
                let is_read_only =
                    |name: &&Value| name.as_str().is_some_and(|name| is_read_only(document, schema, name, 0));
                let names = value.as_array().into_iter().flatten().filter(|name| !is_read_only(name));
                // Some documents name one twice.
                let names: BTreeSet<&str> = names.filter_map(Value::as_str).collect();
                ("required", json!(names))
            }
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                ("properties", properties.map(|(name, schema)| (name.clone(), again(schema))).collect())
            }
            "items" | "additionalProperties" if value.is_object() => (key.as_str(), again(value)),
            // A type does not express which of its properties go together.
            "oneOf" | "anyOf" if are_only_required(value) => continue,
            "prefixItems" | "allOf" | "anyOf" => (key.as_str(), list(value)),
            "oneOf" => ("anyOf", list(value)),
            _ => continue,
        };
        // A reference beside `allOf`, or `oneOf` beside `anyOf`: both hold.
        if structure.contains_key(key) {
            structure = Map::from_iter([("allOf".to_owned(), json!([structure, { (key): value }]))]);
        } else {
            structure.insert(key.to_owned(), value);
        }
    }
    match keys.get("nullable").and_then(Value::as_bool) {
        Some(true) => json!({ "anyOf": [{ "type": "null" }, structure] }),
        Some(false) => json!({ "allOf": [{ "not": { "type": "null" } }, structure] }),
        None => structure.into(),
    }
}

/// Whether schemas say only which properties are required.
fn are_only_required(schemas: &Value) -> bool {
    let is_only = |schema: &Value| {
        schema.as_object().is_some_and(|keys| keys.keys().all(|key| matches!(key.as_str(), "required" | "description")))
    };
    schemas.as_array().is_some_and(|schemas| schemas.iter().all(is_only))
}

/// Whether a property is one of responses alone, also in the parts of a schema.
fn is_read_only(document: &Value, schema: &Value, name: &str, depth: usize) -> bool {
    let target = pointer(&schema["$ref"]).and_then(|at| document.pointer(&at));
    let parts = schema["allOf"].as_array().into_iter().flatten().chain(target);
    let mut parts = parts.filter(|_| depth < MAX_DEPTH);
    schema["properties"][name]["readOnly"] == true || parts.any(|part| is_read_only(document, part, name, depth + 1))
}

/// Whether the schema at a pointer is one of several of a place: a variant beside properties, or a property that another part has.
/// The generator joins these.
pub(crate) fn is_joined(document: &Value, at: &str) -> bool {
    let keys: Vec<&str> = at.split('/').collect();
    (1..keys.len().saturating_sub(1)).any(|index| {
        let parent = schema_at(document, &keys[..index].join("/"));
        let Some(parent) = parent.filter(|_| keys[index + 1].bytes().all(|byte| byte.is_ascii_digit())) else {
            return false;
        };
        match (keys[index], keys.get(index + 3)) {
            ("oneOf" | "anyOf", _) if index + 2 == keys.len() => {
                ["properties", "allOf"].iter().any(|key| parent.get(key).is_some())
            }
            ("allOf", Some(name)) if keys[index + 2] == "properties" => {
                describing(document, parent, &unescaped(name), 0) > 1
            }
            _ => false,
        }
    })
}

/// The number of parts of a schema that describe a property.
fn describing(document: &Value, schema: &Value, name: &str, depth: usize) -> usize {
    let target = pointer(&schema["$ref"]).and_then(|at| document.pointer(&at));
    let parts = schema["allOf"].as_array().into_iter().flatten().chain(target).filter(|_| depth < MAX_DEPTH);
    let own = usize::from(schema["properties"].get(name).is_some());
    own + parts.map(|part| describing(document, part, name, depth + 1)).sum::<usize>()
}

/// What a reference leads to: a schema of the copy, or the target itself.
fn referenced(document: &Value, reference: &Value, depth: usize) -> Value {
    let pointer = pointer(reference).unwrap_or_default();
    let name = pointer.strip_prefix("/components/schemas/");
    if name.is_some_and(|name| !name.contains('/')) {
        return json!({ "$ref": format!("{COPY}#{pointer}") });
    }
    document.pointer(&pointer).map_or(Value::Bool(true), |target| copy(document, target, depth + 1))
}

/// The schema at a JSON pointer, which may lead through references.
pub(crate) fn schema_at<'a>(document: &'a Value, at: &str) -> Option<&'a Value> {
    at.split('/').skip(1).try_fold(document, |value, key| {
        let key = unescaped(key);
        let value = pointer(&value["$ref"]).map_or(Some(value), |at| document.pointer(&at))?;
        match value {
            Value::Array(values) => values.get(key.parse::<usize>().ok()?),
            value => value.get(&key),
        }
    })
}

/// The JSON pointer of a reference into the document.
pub(crate) fn pointer(reference: &Value) -> Option<String> {
    let encoded = reference.as_str()?.strip_prefix('#')?;
    Some(decoded(encoded).unwrap_or_else(|_| encoded.to_owned()))
}

/// The JSON pointer of a named schema.
pub(super) fn named_schema(name: &str) -> String {
    format!("/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A name in a JSON pointer, without its escapes.
pub(crate) fn unescaped(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}
