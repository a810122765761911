use serde_json::{Value, json};

use super::normalise;

/// What becomes of a schema that is the property of a model.
fn normalised(schema: &Value) -> Value {
    let mut document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {"p": schema}}}}});
    normalise(&mut document);
    let once = document.clone();
    normalise(&mut document);
    assert_eq!(document, once, "twice is not once");
    document["components"]["schemas"]["A"]["properties"]["p"].take()
}

#[test]
fn spellings_of_may_be_null() {
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
        (json!({"allOf": [reference], "nullable": true}), nullable_reference.clone()),
        (json!({"$ref": "#/components/schemas/A", "nullable": true}), nullable_reference.clone()),
        (json!({"oneOf": [{"type": "string"}, nothing]}), json!({"type": "string", "nullable": true})),
        (json!({"type": "string", "enum": ["A", null]}), json!({"type": "string", "enum": ["A"], "nullable": true})),
    ];
    for (spelt, expected) in cases {
        assert_eq!(normalised(&spelt), expected, "{spelt}");
    }
}

#[test]
fn what_is_no_spelling_stays_for_the_check() {
    let reference = json!({"$ref": "#/components/schemas/A"});
    let cases = [
        json!({"type": ["string", "integer"]}),
        json!({"type": "null"}),
        json!({"type": []}),
        json!({"oneOf": [reference]}),
        json!({"oneOf": [reference, {"type": "string"}]}),
        json!({"oneOf": [reference, {"type": "null", "description": "None."}]}),
        json!({"oneOf": [{"type": "null"}, {"type": "null"}]}),
        json!({"allOf": [reference, {"type": "object"}]}),
        json!({"allOf": "all"}),
        json!({"type": 7}),
    ];
    for strange in cases {
        assert_eq!(normalised(&strange), strange);
    }
}

#[test]
fn all_types_at_once_are_no_constraint() {
    let all = json!({"type": ["string", "number", "object", "array", "boolean", "null"], "description": "Any."});
    assert_eq!(normalised(&all), json!({"description": "Any."}));
    let but_null = json!({"type": ["string", "number", "object", "array", "boolean"]});
    assert_eq!(normalised(&but_null), but_null);
}

#[test]
fn members_that_say_nothing_are_dropped() {
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
        assert_eq!(normalised(&spelt), expected, "{spelt}");
    }
}

#[test]
fn what_stands_beside_a_reference_is_kept() {
    let reference = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(normalised(&reference), reference);
    let described = json!({"$ref": "#/components/schemas/A", "description": "Words."});
    assert_eq!(normalised(&described), json!({"allOf": [reference], "description": "Words."}));
}

#[test]
fn objects_that_could_hold_nothing_hold_anything() {
    let closed = json!({"type": "object", "additionalProperties": false});
    assert_eq!(normalised(&closed), json!({"type": "object", "additionalProperties": true}));
    let any = json!({"type": "object", "properties": {}, "additionalProperties": false});
    let expected = json!({"type": "object", "properties": {"@type": {"type": "string"}}, "additionalProperties": true});
    assert_eq!(normalised(&any), expected);
    let named = json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false});
    assert_eq!(normalised(&named), named);
}

#[test]
fn schemas_are_found_wherever_they_stand() {
    let nullable = json!({"type": "string", "nullable": true});
    let spelt = json!({"type": ["string", "null"]});
    assert_eq!(normalised(&json!({"type": "array", "items": spelt}))["items"], nullable);
    assert_eq!(normalised(&json!({"type": "object", "additionalProperties": spelt}))["additionalProperties"], nullable);
    let mut document = json!({"paths": {"/a": {"get": {"parameters": [{"schema": spelt}]}}}});
    normalise(&mut document);
    assert_eq!(document["paths"]["/a"]["get"]["parameters"][0]["schema"], nullable);
}

#[test]
fn words_are_left_alone() {
    let example = json!({"type": "string", "example": {"type": ["string", "null"], "readOnly": false}});
    assert_eq!(normalised(&example), example);
}

#[test]
fn a_named_schema_says_nothing_of_null() {
    let mut document = json!({"components": {"schemas": {"A": {"type": ["object", "null"]}}}});
    normalise(&mut document);
    assert_eq!(document["components"]["schemas"]["A"], json!({"type": "object"}));
}
