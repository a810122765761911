use serde_json::{Value, json};

use super::{Document, Merged, merge};
use crate::openapi::source::Source;
use crate::openapi::spans::SpanTree;

fn document(schemas: &Value) -> Value {
    json!({"paths": {}, "components": {"schemas": schemas}})
}

fn merged(first: Value, second: Value) -> Result<Merged, Vec<String>> {
    let document = |file: &str, tree: Value| Document { source: Source::new(file, "", SpanTree::default()), tree };
    let merged = merge(vec![document("b.yaml", second), document("a.yaml", first)]);
    merged.map_err(|errors| {
        let pointers = errors.iter().map(|error| (&error.location().file, &error.location().pointer));
        pointers.map(|(file, pointer)| format!("{file}#{pointer}")).collect()
    })
}

#[test]
fn equal_definitions_are_one() {
    let same = [
        (json!({"type": "string", "description": "One."}), json!({"type": "string", "description": "Two."})),
        (json!({"type": "string", "title": "One"}), json!({"type": "string", "example": "two", "x-other": 2})),
        (json!({"items": {"description": "One."}}), json!({"items": {}})),
        (json!({"allOf": [{"description": "One."}]}), json!({"allOf": [{"title": "Two"}]})),
    ];
    for (first, second) in same {
        let merged = merged(
            document(&json!({"A": {"properties": {"p": first}}})),
            document(&json!({"A": {"properties": {"p": second}}})),
        );
        let merged = merged.unwrap_or_else(|pointers| panic!("{first} and {second}: {pointers:?}"));
        assert_eq!(merged.sources.file("/components/schemas/A/properties/p"), "a.yaml");
    }
}

#[test]
fn differences_are_errors_at_their_location() {
    let different = [
        (json!({"type": "string"}), json!({"type": "boolean"}), "/type"),
        (json!({"type": "string"}), json!({"type": "string", "nullable": true}), "/nullable"),
        (json!({"enum": ["A", "B"]}), json!({"enum": ["B", "A"]}), "/enum"),
        (json!({"items": {"type": "string"}}), json!({"items": {"type": "number"}}), "/items/type"),
        (json!({"additionalProperties": true}), json!({"additionalProperties": {}}), "/additionalProperties"),
        (json!({"properties": {"a": {}}}), json!({"properties": {"b": {}}}), "/properties/a"),
        (json!({"properties": {}}), json!({"properties": {"b": {}}}), "/properties/b"),
        (json!({"allOf": [{"$ref": "A"}]}), json!({"allOf": [{"$ref": "B"}]}), "/allOf/0/$ref"),
        (json!({"allOf": [{}]}), json!({"allOf": [{}, {}]}), "/allOf"),
        (json!({"x-rust-name": "A"}), json!({}), "/x-rust-name"),
        (json!({"default": 1}), json!({"default": 2}), "/default"),
    ];
    for (first, second, at) in different {
        let pointers = merged(document(&json!({"A": first})), document(&json!({"A": second}))).err();
        assert_eq!(pointers, Some(vec![format!("b.yaml#/components/schemas/A{at}")]), "{first} and {second}");
    }
}

#[test]
fn operations_of_one_path_are_merged() {
    let operation = |id: &str| json!({"operationId": id, "responses": {}});
    let first = json!({"paths": {"/a": {"summary": "Words.", "get": operation("A")}, "/empty": {}}});
    let second = json!({"paths": {"/a": {"put": operation("B")}}});
    let merged = merged(first, second).expect("operations of different methods");
    assert_eq!(merged.tree["paths"], json!({"/a": {"get": operation("A"), "put": operation("B")}}));
    assert_eq!(merged.sources.file("/paths/~1a/get/responses"), "a.yaml");
    assert_eq!(merged.sources.file("/paths/~1a/put"), "b.yaml");
}

#[test]
fn all_documents_have_one_presence() {
    let with = |presence: Value| json!({"x-rust-presence": presence});
    assert!(merged(with(json!("protobuf")), with(json!("protobuf"))).is_ok());
    let pointers = merged(with(json!("protobuf")), json!({})).err();
    assert_eq!(pointers, Some(vec!["b.yaml#/x-rust-presence".to_owned()]));
}

#[test]
fn ignored_keys_are_removed() {
    let described = json!({"A": {"type": "string", "description": "Words.", "x-sunset": "2027-05-30"}});
    let mut ignored = described.clone();
    for (key, value) in [("example", json!(1)), ("pattern", json!("a")), ("x-other", json!("b"))] {
        ignored["A"][key] = value;
    }
    let merged = merged(document(&ignored), document(&json!({}))).expect("no conflict");
    assert_eq!(merged.tree["components"]["schemas"], described);
}
