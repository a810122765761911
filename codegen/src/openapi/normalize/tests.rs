use serde_json::{Value, json};

use super::normalize;

/// The normalized form of a property's schema.
fn normalized(schema: &Value) -> Value {
    let mut document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {"p": schema}}}}});
    normalize(&mut document);
    let once = document.clone();
    normalize(&mut document);
    assert_eq!(document, once, "not idempotent");
    document["components"]["schemas"]["A"]["properties"]["p"].take()
}

#[test]
fn spellings_of_nullable() {
    let reference = json!({"$ref": "#/components/schemas/A"});
    let nothing = json!({"type": "null"});
    let nullable_reference = json!({"allOf": [reference], "nullable": true});
    let cases = [
        (json!({"type": "string"}), json!({"type": "string"})),
        (json!({"type": ["string"]}), json!({"type": "string"})),
        (json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true})),
        (json!({"type": ["null", "string"]}), json!({"type": "string", "nullable": true})),
        (json!({"type": "string", "nullable": false}), json!({"type": "string"})),
        (json!({"oneOf": [reference, nothing]}), nullable_reference.clone()),
        (json!({"oneOf": [nothing, reference]}), nullable_reference.clone()),
        (json!({"anyOf": [reference, nothing]}), nullable_reference.clone()),
        (json!({"oneOf": [reference, {"nullable": true}]}), nullable_reference.clone()),
        (json!({"anyOf": [{"nullable": true}, reference]}), nullable_reference.clone()),
        (json!({"oneOf": [reference]}), json!({"allOf": [reference]})),
        (json!({"anyOf": [{"type": "string"}]}), json!({"type": "string"})),
        (json!({"allOf": [reference], "nullable": true}), nullable_reference.clone()),
        (json!({"$ref": "#/components/schemas/A", "nullable": true}), nullable_reference.clone()),
        (json!({"oneOf": [{"type": "string"}, nothing]}), json!({"type": "string", "nullable": true})),
        (json!({"type": "string", "enum": ["A", null]}), json!({"type": "string", "enum": ["A"], "nullable": true})),
    ];
    for (spelt, expected) in cases {
        assert_eq!(normalized(&spelt), expected, "{spelt}");
    }
}

#[test]
fn unknown_constructs_are_unchanged() {
    let reference = json!({"$ref": "#/components/schemas/A"});
    let cases = [
        json!({"type": ["string", "strng"]}),
        json!({"prefixItems": 1, "patternProperties": []}),
        json!({"type": "null"}),
        json!({"type": []}),
        json!({"oneOf": [reference, {"type": "string"}]}),
        json!({"oneOf": [reference, {"type": "null", "description": "None."}]}),
        json!({"oneOf": [{"type": "null"}, {"type": "null"}]}),
        json!({"allOf": [reference, {"type": "object"}]}),
        json!({"allOf": "all"}),
        json!({"type": 7}),
    ];
    for strange in cases {
        assert_eq!(normalized(&strange), strange);
    }
}

#[test]
fn several_types_are_no_constraint() {
    let all = json!({"type": ["string", "number", "object", "array", "boolean", "null"], "description": "Any."});
    assert_eq!(normalized(&all), json!({"description": "Any."}));
    let but_null = json!({"type": ["string", "number", "object", "array", "boolean"]});
    assert_eq!(normalized(&but_null), json!({}));
    assert_eq!(normalized(&json!({"type": ["string", "integer"]})), json!({}));
}

#[test]
fn keys_of_json_schema_have_the_spelling_of_openapi_3_0() {
    let string = || json!({"type": "string"});
    let cases = [
        (json!({"const": "a"}), json!({"type": "string", "enum": ["a"]})),
        (json!({"enum": [1, 2]}), json!({"type": "integer", "enum": [1, 2]})),
        (json!({"enum": [1, 2.5]}), json!({"type": "number", "enum": [1, 2.5]})),
        (json!({"enum": [true]}), json!({"type": "boolean", "enum": [true]})),
        (json!({"enum": [1, "a", null]}), json!({"enum": [1, "a"], "nullable": true})),
        (json!({"enum": [null]}), json!({})),
        (json!({"properties": {"a": true}}), json!({"type": "object", "properties": {"a": {}}})),
        (json!({"required": ["a"]}), json!({"type": "object", "required": ["a"]})),
        (json!({"items": true}), json!({"type": "array", "items": {}})),
        (json!({"prefixItems": [string(), string()]}), json!({"type": "array", "items": string()})),
        (json!({"prefixItems": [string(), true], "items": false}), json!({"type": "array", "items": {}})),
        (json!({"patternProperties": {"^a": string()}}), json!({"type": "object", "additionalProperties": string()})),
        (
            json!({"patternProperties": {"^a": string(), "^b": {}}}),
            json!({"type": "object", "additionalProperties": true}),
        ),
        (json!({"type": "array"}), json!({"type": "array", "items": {}})),
        (json!({"type": "string", "required": ["a"], "additionalProperties": false}), string()),
        (json!({"allOf": [{}]}), json!({})),
        (json!({"additionalProperties": {}}), json!({"type": "object", "additionalProperties": true})),
        (
            json!({"type": "string", "contentEncoding": "base64"}),
            json!({"type": "string", "contentEncoding": "base64", "format": "byte"}),
        ),
        (
            json!({"type": "string", "contentMediaType": "application/octet-stream"}),
            json!({"type": "string", "contentMediaType": "application/octet-stream", "format": "binary"}),
        ),
        (
            json!({"properties": {"a": string()}, "allOf": [{"properties": {"b": string()}}]}),
            json!({"properties": {"a": string()}, "allOf": [{"type": "object", "properties": {"b": string()}}]}),
        ),
        (json!({"$ref": "#/a", "allOf": [string()]}), json!({"allOf": [{"$ref": "#/a"}, string()]})),
    ];
    for (schema, expected) in cases {
        assert_eq!(normalized(&schema), expected, "{schema}");
    }
}

#[test]
fn empty_members_are_dropped() {
    let reference = json!({"$ref": "#/components/schemas/A"});
    let cases = [
        (json!({"allOf": [reference, {"x-other": 1}]}), json!({"allOf": [reference]})),
        (
            json!({"allOf": [reference, {"description": "Words."}, {}]}),
            json!({"allOf": [reference], "description": "Words."}),
        ),
        (
            json!({"allOf": [reference, {"description": "Inner."}], "description": "Outer."}),
            json!({"allOf": [reference], "description": "Outer."}),
        ),
        (json!({"allOf": [{"type": "string", "format": "int64"}]}), json!({"type": "string", "format": "int64"})),
        (
            json!({"allOf": [{"type": "string", "description": "Inner."}], "description": "Outer."}),
            json!({"type": "string", "description": "Outer."}),
        ),
    ];
    for (spelt, expected) in cases {
        assert_eq!(normalized(&spelt), expected, "{spelt}");
    }
}

#[test]
fn siblings_of_a_reference_are_kept() {
    let reference = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(normalized(&reference), reference);
    let described = json!({"$ref": "#/components/schemas/A", "description": "Words."});
    assert_eq!(normalized(&described), json!({"allOf": [reference], "description": "Words."}));
}

#[test]
fn closed_objects_without_properties_are_opened() {
    let closed = json!({"type": "object", "additionalProperties": false});
    assert_eq!(normalized(&closed), json!({"type": "object", "additionalProperties": true}));
    let any = json!({"type": "object", "properties": {}, "additionalProperties": false});
    let expected = json!({"type": "object", "properties": {"@type": {"type": "string"}}, "additionalProperties": true});
    assert_eq!(normalized(&any), expected);
    let named = json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false});
    assert_eq!(normalized(&named), named);
}

#[test]
fn schemas_are_found_at_every_position() {
    let nullable = json!({"type": "string", "nullable": true});
    let spelt = json!({"type": ["string", "null"]});
    assert_eq!(normalized(&json!({"type": "array", "items": spelt}))["items"], nullable);
    assert_eq!(normalized(&json!({"type": "object", "additionalProperties": spelt}))["additionalProperties"], nullable);
    let mut document = json!({"paths": {"/a": {"get": {"parameters": [{"schema": spelt}]}}}});
    normalize(&mut document);
    assert_eq!(document["paths"]["/a"]["get"]["parameters"][0]["schema"], nullable);
}

#[test]
fn ignored_values_are_unchanged() {
    let example = json!({"type": "string", "example": {"type": ["string", "null"], "readOnly": false}});
    assert_eq!(normalized(&example), example);
}

#[test]
fn named_schemas_of_protobuf_are_not_nullable() {
    let mut document = json!({"components": {"schemas": {"A": {"type": ["object", "null"]}}}});
    normalize(&mut document);
    assert_eq!(document["components"]["schemas"]["A"], json!({"type": "object", "nullable": true}));
    document["x-rust-presence"] = json!("protobuf");
    normalize(&mut document);
    assert_eq!(document["components"]["schemas"]["A"], json!({"type": "object"}));
}
