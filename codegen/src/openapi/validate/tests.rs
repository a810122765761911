use serde_json::{Value, json};

use super::validate;
use crate::openapi::normalize;
use crate::openapi::source::Source;

/// The pointers of the errors in a document with only this schema, from the schema.
fn pointers(schema: &Value) -> Vec<String> {
    let components = json!({"schemas": {"A": schema}});
    let mut document =
        json!({"openapi": "3.1.0", "x-rust-presence": "protobuf", "paths": {}, "components": components});
    normalize::normalize(&mut document);
    let errors = validate(&Source::default(), &document);
    let pointer = |pointer: &str| pointer.strip_prefix("/components/schemas/A").unwrap_or(pointer).to_owned();
    errors.iter().map(|error| pointer(&error.location().pointer)).collect()
}

#[test]
fn supported_schemas_are_valid() {
    let cases = [
        json!({}),
        json!({"type": "object", "properties": {"x-named": {"type": "string"}, "x-rust-named": {"type": "string"}}}),
        json!({"type": "object", "additionalProperties": false, "x-anything": {"at": ["all"]}}),
        json!({"type": "object", "properties": {"a": {"type": "string", "example": {"oneOf": 7}}}}),
        json!({"type": "array", "items": {}, "minItems": 1}),
        json!({"type": "string", "enum": ["A"], "default": "A", "x-rust-name": "Name", "x-rust-sensitive": true}),
    ];
    for schema in cases {
        assert_eq!(pointers(&schema), Vec::<String>::new(), "{schema}");
    }
}

#[test]
fn unsupported_schemas_are_errors_at_their_location() {
    let cases = [
        (json!(null), ""),
        (json!({"if": {}}), "/if"),
        (json!({"type": "strng"}), "/type"),
        (json!({"type": ["string", "strng"]}), "/type"),
        (json!({"type": "object", "properties": {"a": []}}), "/properties/a"),
        (json!({"type": "object", "properties": {"a": {"type": "string", "items": {}}}}), "/properties/a/items"),
        (json!({"type": "object", "additionalProperties": 7}), "/additionalProperties"),
        (json!({"type": "object", "required": ["a", 7]}), "/required/1"),
        (json!({"type": "string", "enum": []}), "/enum"),
        (json!({"type": "string", "enum": [{}]}), "/enum/0"),
        (json!({"type": "string", "readOnly": "no"}), "/readOnly"),
        (json!({"allOf": []}), "/allOf"),
        (json!({"allOf": {}}), "/allOf"),
        (json!({"type": "object", "x-rust-names": "A"}), "/x-rust-names"),
        (json!({"type": "object", "x-rust-presence": "protobuf"}), "/x-rust-presence"),
    ];
    for (schema, expected) in cases {
        assert_eq!(pointers(&schema), [expected], "{schema}");
    }
}

#[test]
fn a_document_that_is_not_openapi_3_is_one_error() {
    let cases = [
        (json!(null), ""),
        (json!([]), ""),
        (json!({"nonsense": 1, "more": 2}), ""),
        (json!({"swagger": "2.0", "definitions": {}}), "/swagger"),
        (json!({"openapi": "2.9", "nonsense": 1}), "/openapi"),
        (json!({"openapi": 3.1, "nonsense": 1}), "/openapi"),
    ];
    for (document, expected) in cases {
        let errors = validate(&Source::default(), &document);
        assert_eq!(
            errors.iter().map(|error| error.location().pointer.as_str()).collect::<Vec<_>>(),
            [expected],
            "{document}"
        );
    }
}

#[test]
fn an_unsupported_reference_is_one_error() {
    let operation =
        json!({"operationId": "a.v1.A.Get", "responses": {"200": {"$ref": "#/a"}}, "parameters": [{"$ref": "#/b"}]});
    let document = json!({"openapi": "3.1.0", "paths": {"/a": {"get": operation}}});
    let errors = validate(&Source::default(), &document);
    let pointers: Vec<_> = errors.iter().map(|error| (error.code().id, error.location().pointer.as_str())).collect();
    let expected = ["/paths/~1a/get/parameters/0/$ref", "/paths/~1a/get/responses/200/$ref"];
    assert_eq!(pointers, expected.map(|pointer| (crate::diagnostics::codes::UNSUPPORTED_REFERENCE.id, pointer)));
}
