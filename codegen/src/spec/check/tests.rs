use serde_json::{Value, json};

use super::check;
use crate::spec::dialect;

/// Where something is wrong with a document whose one schema this is.
fn places(schema: &Value) -> Vec<String> {
    let mut document = json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"A": schema}}});
    dialect::normalise(&mut document);
    let errors = check("a.yaml", &document);
    let place = |pointer: &str| pointer.strip_prefix("/components/schemas/A").unwrap_or(pointer).to_owned();
    errors.iter().map(|error| place(error.pointer())).collect()
}

#[test]
fn what_is_understood_passes() {
    let cases = [
        json!({}),
        json!({"type": "object", "properties": {"x-named": {"type": "string"}, "x-rust-named": {"type": "string"}}}),
        json!({"type": "object", "additionalProperties": false, "x-anything": {"at": ["all"]}}),
        json!({"type": "object", "properties": {"a": {"type": "string", "example": {"oneOf": 7}}}}),
        json!({"type": "array", "items": {}, "minItems": 1}),
        json!({"type": "string", "enum": ["A"], "default": "A", "x-rust-name": "Name", "x-rust-sensitive": true}),
    ];
    for schema in cases {
        assert_eq!(places(&schema), Vec::<String>::new(), "{schema}");
    }
}

#[test]
fn what_is_not_understood_is_told_where_it_stands() {
    let cases = [
        (json!(null), ""),
        (json!({"const": 1}), "/const"),
        (json!({"type": "strng"}), "/type"),
        (json!({"type": ["string", "number"]}), "/type"),
        (json!({"type": "object", "properties": {"a": []}}), "/properties/a"),
        (json!({"type": "object", "properties": {"a": {"items": {}}}}), "/properties/a/items"),
        (json!({"type": "object", "additionalProperties": 7}), "/additionalProperties"),
        (json!({"type": "object", "required": ["a", 7]}), "/required/1"),
        (json!({"allOf": [{"$ref": "a"}], "required": ["b"]}), "/required"),
        (json!({"type": "array"}), ""),
        (json!({"type": "string", "enum": []}), "/enum"),
        (json!({"type": "string", "enum": [1]}), "/enum/0"),
        (json!({"type": "string", "readOnly": "no"}), "/readOnly"),
        (json!({"allOf": []}), "/allOf"),
        (json!({"allOf": [{"$ref": "a"}, {"$ref": "b"}]}), "/allOf"),
        (json!({"type": "object", "x-rust-names": "A"}), "/x-rust-names"),
        (json!({"type": "object", "x-rust-presence": "protobuf"}), "/x-rust-presence"),
    ];
    for (schema, expected) in cases {
        assert_eq!(places(&schema), [expected], "{schema}");
    }
}

#[test]
fn what_is_no_openapi_3_is_told_once() {
    let cases = [
        (json!(null), ""),
        (json!([]), ""),
        (json!({"nonsense": 1, "more": 2}), ""),
        (json!({"swagger": "2.0", "definitions": {}}), "/swagger"),
        (json!({"openapi": "2.9", "nonsense": 1}), "/openapi"),
        (json!({"openapi": 3.1, "nonsense": 1}), "/openapi"),
    ];
    for (document, expected) in cases {
        let errors = check("a.yaml", &document);
        assert_eq!(errors.iter().map(crate::Error::pointer).collect::<Vec<_>>(), [expected], "{document}");
    }
}
