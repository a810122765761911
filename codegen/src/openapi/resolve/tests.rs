use serde_json::{Value, json};

use super::{resolve, resolve_within};
use crate::openapi::Document;
use crate::openapi::source::Source;

fn resolved(tree: Value) -> Value {
    let mut document = Document { source: Source::default(), tree };
    assert_eq!(resolve(&mut document), []);
    document.tree
}

fn messages(tree: Value) -> Vec<String> {
    let mut document = Document { source: Source::default(), tree };
    resolve(&mut document).iter().map(|error| format!("{}: {}", error.location().pointer, error.message())).collect()
}

#[test]
fn an_operation_has_the_parameters_of_its_path_that_it_does_not_define() {
    let document = resolved(json!({
        "paths": {"/a/{id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}, {"name": "q", "in": "query", "schema": {}}],
            "get": {"parameters": [{"name": "q", "in": "query", "required": true}, {"name": "q", "in": "header"}]},
            "put": {},
        }},
        "components": {"parameters": {"id": {"name": "id", "in": "path"}}},
    }));
    let item = &document["paths"]["/a/{id}"];
    let id = json!({"name": "id", "in": "path"});
    let expected = json!([{"name": "q", "in": "query", "required": true}, {"name": "q", "in": "header"}, id]);
    assert_eq!(item["get"]["parameters"], expected);
    assert_eq!(item["put"]["parameters"], json!([id, {"name": "q", "in": "query", "schema": {}}]));
    assert!(item.get("parameters").is_none());
}

#[test]
fn references_are_replaced_by_their_targets_and_those_to_schemas_are_kept() {
    let document = resolved(json!({
        "paths": {"/a": {"$ref": "#/components/pathItems/a"}, "/b": {"$ref": "#/paths/~1a", "summary": "B"}},
        "components": {
            "pathItems": {"a": {"get": {
                "requestBody": {"$ref": "#/components/requestBodies/a"},
                "responses": {"200": {"$ref": "#/components/responses/a", "description": "own"}},
            }}},
            "requestBodies": {"a": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/A"}, "example": {"$ref": "#/nowhere"},
            }}}},
            "responses": {"a": {"description": "shared", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/A/properties/a%20b/items", "nullable": true},
            }}}},
            "schemas": {
                "A": {"properties": {"a b": {"items": {"type": "string"}}, "$ref": {"type": "string"}}},
                "B": {"properties": {"a": {"$ref": "#/components/schemas/odd~1name"}}},
            },
        },
    }));
    let operation = json!({
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
        "responses": {"200": {"description": "own", "content": {"application/json": {
            "schema": {"allOf": [{"type": "string"}], "nullable": true},
        }}}},
    });
    assert_eq!(document["paths"], json!({"/a": {"get": operation}, "/b": {"get": operation, "summary": "B"}}));
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["A"]["properties"]["$ref"], json!({"type": "string"}));
    assert_eq!(schemas["B"]["properties"]["a"], json!({"$ref": "#/components/schemas/odd/name"}));
}

#[test]
fn references_that_lead_nowhere_or_elsewhere_are_errors() {
    let schema = |reference: &str| {
        let properties = json!({"a": {"$ref": reference}, "b": {"$ref": "#/components/schemas/A/properties/b"}});
        messages(json!({"components": {"schemas": {"A": {"properties": properties}}}}))
    };
    let at = "/components/schemas/A/properties";
    let cyclic = format!(
        "{at}/b/$ref: the reference to `/components/schemas/A/properties/b` leads back to itself, or through too many others"
    );
    for (reference, expected) in [
        ("#/components/schemas/B/properties/c", "there is nothing at `/components/schemas/B/properties/c`"),
        ("other.yaml#/A", "the reference `other.yaml#/A` does not lead into this document"),
        ("#anchor", "the reference `#anchor` does not lead into this document"),
        ("", "the reference `` does not lead into this document"),
    ] {
        assert_eq!(schema(reference), [format!("{at}/a/$ref: {expected}"), cyclic.clone()], "{reference}");
    }
}

#[test]
fn references_that_multiply_are_an_error() {
    let level = |next: usize| {
        let reference = json!({"$ref": format!("#/components/schemas/A/properties/{next}")});
        let properties: serde_json::Map<String, Value> =
            (0..100).map(|at| (at.to_string(), reference.clone())).collect();
        json!({"properties": properties})
    };
    let properties: serde_json::Map<String, Value> = (0..7).map(|at| (at.to_string(), level(at + 1))).collect();
    let tree = json!({"components": {"schemas": {"A": {"properties": properties}}}});
    let errors = resolve_within(&mut Document { source: Source::default(), tree }, 10_000);
    assert!(errors.iter().any(|error| error.message() == "references repeat more than 10000 values"), "{errors:?}");
}
