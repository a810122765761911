//! Synthetic documents are OpenAPI by the judgement of others: its JSON Schema, and the crate `openapiv3`.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use serde_json::Value;
use specgen::Dialect;

use crate::{DIALECTS, document, operations, schemas, text};

/// As published at <https://spec.openapis.org/oas/3.1/schema/2022-10-07>.
const OPENAPI: &str = include_str!("openapi-3.1.json");

#[test]
fn documents_fit_the_json_schema_of_openapi() {
    let schema: Value = serde_json::from_str(OPENAPI).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a JSON Schema");
    assert!(!validator.is_valid(&serde_json::json!({ "openapi": "3.1.0" })), "the judge refuses something");
    for dialect in DIALECTS {
        for operations in [3, 150] {
            let document = document(operations, 1, dialect);
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|error| format!("{}: {error:.200}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{dialect:?}: {errors:#?}");
        }
    }
}

#[test]
fn schemas_are_json_schemas() {
    for dialect in DIALECTS {
        let document = document(150, 1, dialect);
        for (name, schema) in schemas(&document) {
            jsonschema::meta::validate(schema).unwrap_or_else(|error| panic!("{dialect:?}: {name}: {error}"));
        }
    }
}

#[test]
fn documents_are_read_by_openapiv3() {
    // It reads version 3.0, which has no list of types.
    for dialect in [Dialect::Nullable, Dialect::AllOf] {
        let text =
            text(150, 1, dialect).replace("            - string\n            - number\n", "            - string\n");
        let mut value: Value = serde_yaml::from_str(&text).expect("YAML");
        remove_lists_of_types(&mut value);
        let document: OpenAPI = serde_json::from_value(value).expect("OpenAPI");
        assert_eq!(document.operations().count(), 150);
        assert!(document.components.expect("components").schemas.len() > 300);
    }
}

/// Only the property that is any JSON value has one in these dialects.
fn remove_lists_of_types(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("type").is_some_and(Value::is_array) {
                object.remove("type");
            }
            object.values_mut().for_each(remove_lists_of_types);
        }
        Value::Array(values) => values.iter_mut().for_each(remove_lists_of_types),
        _ => {}
    }
}

#[test]
fn references_have_targets_and_ids_are_unique() {
    for seed in 0..4 {
        let document = document(150, seed, Dialect::Mixed);
        let names: BTreeSet<&str> = schemas(&document).map(|(name, _)| name).collect();
        let mut references = BTreeSet::new();
        collect(&document, &mut references);
        let missing: Vec<&&str> = references.iter().filter(|name| !names.contains(**name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let ids: BTreeSet<_> =
            operations(&document).map(|(_, _, operation)| operation["operationId"].as_str()).collect();
        assert_eq!(ids.len(), 150);
    }
}

fn collect<'v>(value: &'v Value, references: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(object) => {
            references.extend(object.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next()));
            object.values().for_each(|value| collect(value, references));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
