//! Each construct of C1's documents occurs in a synthetic document of a hundred operations.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use specgen::Dialect;

use crate::{document, entries, operations, schemas};

/// A fact about a property: its schema, message and name.
type PropertyFact = (&'static str, fn(&str, &str, &Value) -> bool);
/// A fact about a named schema.
type SchemaFact = (&'static str, fn(&str, &Value) -> bool);
/// A fact about an operation: its path, method and value.
type OperationFact = (&'static str, fn(&str, &str, &Value) -> bool);

fn is_reference(value: &Value) -> bool {
    value.get("$ref").is_some()
}

fn has_type(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|types| types.contains(&json!(name)))
}

fn is_nullable(schema: &Value) -> bool {
    schema["nullable"] == true || has_type(schema, "null")
}

fn describes(schema: &Value, part: &str) -> bool {
    schema["description"].as_str().is_some_and(|text| text.contains(part))
}

/// The values of an enum that a property holds, alone or in a list.
fn values(schema: &Value) -> Vec<&str> {
    let values = schema["enum"].as_array().or_else(|| schema["items"]["enum"].as_array());
    values.into_iter().flatten().filter_map(Value::as_str).collect()
}

fn prefix<'v>(values: &[&'v str]) -> Option<&'v str> {
    let prefix =
        values.iter().find_map(|value| value.strip_suffix("UNSPECIFIED")).filter(|prefix| !prefix.is_empty())?;
    values.iter().all(|value| value.starts_with(prefix)).then_some(prefix)
}

const SPELLINGS: [PropertyFact; 14] = [
    ("nullable beside a type", |_, _, p| p["nullable"] == true && p["type"] == "string"),
    ("null among types", |_, _, p| p["type"] == json!(["string", "null"])),
    ("oneOf a reference and null", |_, _, p| is_reference(&p["oneOf"][0]) && p["oneOf"][1] == json!({"type": "null"})),
    ("allOf a reference, nullable", |_, _, p| is_reference(&p["allOf"][0]) && p["nullable"] == true),
    ("allOf a reference and an extension", |_, _, p| is_reference(&p["allOf"][0]) && p["allOf"][1].is_object()),
    ("a plain reference", |_, _, p| is_reference(p)),
    ("a reference with siblings", |_, _, p| is_reference(p) && p.get("description").is_some()),
    ("a nullable list", |_, _, p| p["type"] == "array" && p["nullable"] == true),
    ("a list with null among types", |_, _, p| p["type"] == json!(["array", "null"])),
    ("any JSON value", |_, _, p| p["type"].as_array().is_some_and(|types| types.len() == 6)),
    ("a closed free-form object", |_, _, p| {
        p["type"] == "object" && p["additionalProperties"] == false && p.get("properties").is_none()
    }),
    ("an open free-form object", |_, _, p| {
        has_type(p, "object") && p["additionalProperties"] == true && p.get("properties").is_none()
    }),
    ("readOnly: false", |_, _, p| p["readOnly"] == false),
    ("readOnly: true", |_, _, p| p["readOnly"] == true),
];

const TYPES: [PropertyFact; 26] = [
    ("a boolean", |_, _, p| p["type"] == "boolean"),
    ("a nullable boolean", |_, _, p| has_type(p, "boolean") && is_nullable(p)),
    ("int32", |_, _, p| p["type"] == "integer" && p["format"] == "int32"),
    ("uint32", |_, _, p| p["type"] == "integer" && p["format"] == "uint32"),
    ("int64 in a string", |_, _, p| p["type"] == "string" && p["format"] == "int64"),
    ("uint64 in a string", |_, _, p| p["type"] == "string" && p["format"] == "uint64"),
    ("a nullable int64", |_, _, p| p["format"] == "int64" && is_nullable(p)),
    ("a number", |_, _, p| p["type"] == "number"),
    ("a double", |_, _, p| p["format"] == "double"),
    ("a time", |_, _, p| has_type(p, "string") && p["format"] == "date-time"),
    ("a duration", |_, _, p| has_type(p, "string") && p["format"] == "duration"),
    ("bytes", |_, _, p| has_type(p, "string") && p["format"] == "base64"),
    ("an enum", |_, _, p| p["type"] == "string" && p["enum"].is_array()),
    ("a nullable enum", |_, _, p| p["enum"].is_array() && is_nullable(p)),
    ("a list of enums", |_, _, p| p["items"]["enum"].is_array()),
    ("a list of messages", |_, _, p| is_reference(&p["items"])),
    ("a list of strings", |_, _, p| p["items"]["type"] == "string" && p["items"].get("format").is_none()),
    ("a list of int64", |_, _, p| p["items"]["format"] == "int64"),
    ("a list of free-form objects", |_, _, p| {
        p["items"]["type"] == "object" && p["items"].get("additionalProperties").is_some()
    }),
    ("a map of strings", |_, _, p| p["additionalProperties"]["type"] == "string"),
    ("a map of messages", |_, _, p| is_reference(&p["additionalProperties"])),
    ("a map of int64", |_, _, p| p["additionalProperties"]["format"] == "int64"),
    ("an Any with @type", |_, _, p| {
        p["properties"]["@type"]["type"] == "string" && p["additionalProperties"] == true && has_type(p, "object")
    }),
    ("an Any without properties", |_, _, p| p["properties"] == json!({}) && p["additionalProperties"] == false),
    ("a list of Any", |_, _, p| p["items"]["properties"].is_object()),
    ("an Empty", |_, _, p| {
        has_type(p, "object") && p.get("properties").is_none() && p.get("additionalProperties").is_none()
    }),
];

const ENUMS: [PropertyFact; 7] = [
    ("a prefix of two words or more", |_, _, p| {
        prefix(&values(p)).is_some_and(|prefix| prefix.matches('_').count() > 1)
    }),
    ("values without a prefix", |_, _, p| values(p).len() > 1 && prefix(&values(p)).is_none()),
    ("unknown values are allowed", |_, _, p| p["x-speakeasy-unknown-values"] == "allow"),
    ("a value UNKNOWN", |_, _, p| values(p).contains(&"UNKNOWN")),
    ("a zero value ..._UNKNOWN", |_, _, p| values(p).iter().any(|value| value.ends_with("_UNKNOWN"))),
    ("a value UNRECOGNIZED", |_, _, p| values(p).contains(&"UNRECOGNIZED")),
    ("a value ..._SELF", |_, _, p| values(p).iter().any(|value| value.ends_with("_SELF"))),
];

const PROPERTIES: [PropertyFact; 16] = [
    ("an update mask", |_, name, p| name == "updateMask" && has_type(p, "string")),
    ("an expand mask", |_, name, p| name == "expandMask" && p.to_string().contains("ExpandMask")),
    ("paths of an expand mask", |message, name, p| {
        message.ends_with("ExpandMask")
            && name == "paths"
            && (describes(p, "supported paths are") || describes(p, "any combination of"))
    }),
    ("expanded objects", |_, name, p| name == "expanded" && p["items"]["type"] == "object"),
    ("a path to related objects", |message, name, p| {
        message.ends_with("View") && name.ends_with("Path") && describes(p, "JSONPATH")
    }),
    ("a page token", |_, name, _| name == "pageToken"),
    ("a next page token", |_, name, _| name == "nextPageToken"),
    ("items in `list`", |message, name, p| message.ends_with("Response") && name == "list" && has_type(p, "array")),
    ("items elsewhere", |message, name, p| {
        message.ends_with("Response") && name != "list" && name != "expanded" && is_reference(&p["items"])
    }),
    ("deprecated", |_, _, p| p["deprecated"] == true),
    ("deprecated in prose", |_, _, p| describes(p, "Deprecated: ")),
    ("a sunset", |_, _, p| p["x-sunset"].is_string()),
    ("part of a oneof", |_, _, p| describes(p, "This field is part of the `")),
    ("boilerplate", |_, name, p| p["description"] == format!("The {name} field.")),
    ("no description", |_, _, p| p.get("description").is_none()),
    ("a plural of initials", |_, name, _| name.ends_with("IDs")),
];

const PROSE: [PropertyFact; 9] = [
    ("a reference of Markdown", |_, _, p| describes(p, "[a][b]")),
    ("a tag", |_, _, p| describes(p, "<tag>")),
    ("a bare URL", |_, _, p| describes(p, "See https://")),
    ("an indented block", |_, _, p| describes(p, "\n\n    ")),
    ("a list", |_, _, p| describes(p, "\n - ")),
    ("a heading", |_, _, p| describes(p, "# Not a heading")),
    ("an unbalanced code span", |_, _, p| {
        p["description"].as_str().is_some_and(|text| text.matches('`').count() % 2 == 1)
    }),
    ("the end of a comment", |_, _, p| describes(p, "*/")),
    ("letters beyond ASCII", |_, _, p| p["description"].as_str().is_some_and(|text| !text.is_ascii())),
];

const SCHEMAS: [SchemaFact; 9] = [
    ("a oneof", |_, s| describes(s, "This message contains a oneof named ")),
    ("seven oneofs", |_, s| s["description"].as_str().is_some_and(|text| text.matches("a oneof named ").count() == 7)),
    ("no properties", |_, s| s.get("properties").is_none()),
    ("required properties", |_, s| s["required"].is_array()),
    ("a nested message", |name, _| local(name).contains('.')),
    ("a message that repeats its parent", |name, _| {
        local(name).split_once('.').is_some_and(|(outer, inner)| inner.starts_with(outer))
    }),
    ("a request without path parameters", |name, _| name.ends_with("RequestInput")),
    ("an included payload", |name, s| local(name).starts_with("Payload") && s["x-speakeasy-include"] == true),
    ("more than thirty properties", |_, s| entries(&s["properties"]).count() > 30),
];

const OPERATIONS: [OperationFact; 24] = [
    ("GET", |_, method, _| method == "get"),
    ("POST", |_, method, _| method == "post"),
    ("PUT or PATCH", |_, method, _| matches!(method, "put" | "patch")),
    ("DELETE with a body", |_, method, o| method == "delete" && o.get("requestBody").is_some()),
    ("DELETE without a body", |_, method, o| method == "delete" && o.get("requestBody").is_none()),
    ("DELETE of a path that ends in a parameter", |path, method, _| method == "delete" && path.ends_with('}')),
    ("two parameters in the path", |path, _, _| path.matches('{').count() == 2),
    ("a number in the path", |_, _, o| parameter(o, |p| p["in"] == "path" && p["schema"]["format"] == "int64")),
    ("page_token in the query", |_, _, o| parameter(o, |p| p["in"] == "query" && p["name"] == "page_token")),
    ("an integer in the query", |_, _, o| parameter(o, |p| p["in"] == "query" && p["schema"]["type"] == "integer")),
    ("an enum in the query", |_, _, o| parameter(o, |p| p["in"] == "query" && p["schema"]["enum"].is_array())),
    ("GET of pages without parameters", |_, method, o| {
        method == "get"
            && o["operationId"].as_str().is_some_and(|id| id.ends_with(".List"))
            && !parameter(o, |p| p["in"] == "query")
    }),
    ("declared pagination", |_, _, o| o["x-speakeasy-pagination"]["type"] == "cursor"),
    ("a search", |path, method, _| method == "post" && path.contains("/search/")),
    ("alpha", |_, _, o| o["x-stability-level"] == "alpha"),
    ("beta", |_, _, o| o["x-stability-level"] == "beta"),
    ("stable", |_, _, o| o["x-stability-level"] == "stable"),
    ("draft", |_, _, o| o["x-stability-level"] == "draft"),
    ("deprecated with a sunset", |_, _, o| o["deprecated"] == true && o["x-sunset"].is_string()),
    ("a group", |_, _, o| o["x-speakeasy-group"].is_string() && o["x-speakeasy-name-override"].is_string()),
    ("codes of a missing entity", |_, _, o| o["x-speakeasy-entity-missing-codes"] == json!([404])),
    ("a service with the suffix", |_, _, o| service(o).ends_with("Service")),
    ("a service without the suffix", |_, _, o| !service(o).ends_with("Service")),
    ("only JSON with status 200", |_, _, o| {
        let responses: Vec<&str> = entries(&o["responses"]).map(|(status, _)| status).collect();
        responses == ["200"] && o["responses"]["200"]["content"]["application/json"].is_object()
    }),
];

fn parameter(operation: &Value, is: fn(&Value) -> bool) -> bool {
    operation["parameters"].as_array().into_iter().flatten().any(is)
}

fn service(operation: &Value) -> &str {
    operation["operationId"].as_str().and_then(|id| id.rsplit('.').nth(1)).unwrap_or_default()
}

fn local(name: &str) -> &str {
    name.split_once(".v1.").map_or(name, |(_, local)| local)
}

#[test]
fn each_fact_occurs() {
    for seed in 1..=4 {
        let document = document(100, seed, Dialect::Mixed);
        let mut missing = Vec::new();
        for (name, is) in [SPELLINGS.as_slice(), &TYPES, &ENUMS, &PROPERTIES, &PROSE].concat() {
            let mut properties = schemas(&document).flat_map(|(message, schema)| {
                entries(&schema["properties"]).map(move |(name, property)| (message, name, property))
            });
            if !properties.any(|(message, name, property)| is(message, name, property)) {
                missing.push(name);
            }
        }
        missing.extend(
            SCHEMAS
                .iter()
                .filter(|(_, is)| !schemas(&document).any(|(name, schema)| is(name, schema)))
                .map(|(name, _)| *name),
        );
        missing.extend(
            OPERATIONS
                .iter()
                .filter(|(_, is)| !operations(&document).any(|(path, method, operation)| is(path, method, operation)))
                .map(|(name, _)| *name),
        );
        assert!(missing.is_empty(), "seed {seed}: {missing:#?}");
    }
}

#[test]
fn nothing_occurs_that_c1_does_not_write() {
    let document = document(100, 1, Dialect::Mixed);
    assert_eq!(document["openapi"], "3.1.0");
    for (_, _, operation) in operations(&document) {
        assert!(operation["requestBody"].get("required").is_none(), "every body is optional");
        let in_query = |p: &&Value| p["in"] == "query";
        for parameter in operation["parameters"].as_array().into_iter().flatten().filter(in_query) {
            let name = parameter["name"].as_str().expect("a name");
            assert_eq!(name, name.to_lowercase(), "parameters are in snake case");
        }
    }
}

#[test]
fn properties_have_the_names_that_rust_reserves() {
    let document = document(100, 1, Dialect::Mixed);
    let names: BTreeSet<&str> =
        schemas(&document).flat_map(|(_, schema)| entries(&schema["properties"])).map(|(name, _)| name).collect();
    for name in ["const", "in", "type", "ref", "self", "enum", "@type"] {
        assert!(names.contains(name), "{name}");
    }
}

#[test]
fn packages_have_versions_and_share_last_segments() {
    let document = document(400, 1, Dialect::Mixed);
    let names: Vec<&str> = schemas(&document).map(|(name, _)| name).collect();
    let second = names.iter().filter_map(|name| name.split_once(".v2."));
    let collides = |(package, local): (&str, &str)| names.contains(&format!("{package}.v1.{local}").as_str());
    assert!(second.filter(|name| collides(*name)).count() > 5);
}

#[test]
fn references_form_cycles_within_packages_only() {
    let document = document(100, 1, Dialect::Mixed);
    let edges: BTreeSet<(&str, &str)> = schemas(&document).flat_map(|(name, schema)| edges(name, schema)).collect();
    let package = |name: &str| name.split_once(".v1.").map_or(name.to_owned(), |(package, _)| package.to_owned());
    let cyclic: Vec<_> = edges.iter().filter(|(from, to)| reached(&edges, to).contains(from)).collect();
    assert!(cyclic.iter().any(|(from, to)| from == to), "a message in itself");
    assert!(cyclic.iter().any(|(from, to)| from != to), "two messages in each other");
    assert!(cyclic.iter().all(|(from, to)| package(from) == package(to)), "{cyclic:?}");
}

/// The messages that references lead to from a message.
fn reached<'v>(edges: &BTreeSet<(&'v str, &'v str)>, from: &'v str) -> BTreeSet<&'v str> {
    let (mut reached, mut rest) = (BTreeSet::from([from]), vec![from]);
    while let Some(from) = rest.pop() {
        let next = edges.range((from, "")..).take_while(|(source, _)| *source == from).map(|(_, to)| *to);
        rest.extend(next.filter(|to| reached.insert(to)));
    }
    reached
}

fn edges<'v>(name: &'v str, schema: &'v Value) -> Vec<(&'v str, &'v str)> {
    let mut found = Vec::new();
    let mut rest = vec![schema];
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(object) => {
                let target = object.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
                found.extend(target.map(|target| (name, target)));
                rest.extend(object.values());
            }
            Value::Array(values) => rest.extend(values),
            _ => {}
        }
    }
    found
}
