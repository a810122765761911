//! The part of a document that describes one operation: what a documentation page shows of the whole.

use std::collections::BTreeSet;

use ::codegen::diagnostics::{Diagnostic, Location};

use crate::codes;
use serde_json::{Map, Value};

/// What `document` says of the `operation`, which is written `POST /api/v1/search/users`: the operation, and all
/// components that it refers to, directly or not. What is said of the API as a whole stays, save its tags.
///
/// # Errors
///
/// Where the document, which messages call `path`, does not describe the operation.
pub(super) fn subset(path: &str, document: &Value, operation: &str) -> Result<Value, Diagnostic> {
    let item = item(document, operation).ok_or_else(|| {
        Diagnostic::new(
            &codes::OPERATION_GONE,
            Location::at(path, "/paths"),
            format!("{operation} is not described there any more"),
        )
        .help("vendor the whole document instead of its parts: `cargo xtask vendor --replace-all URL`")
    })?;
    let mut subset = document.as_object().cloned().unwrap_or_default();
    subset.remove("tags");
    let components = subset.insert("paths".to_owned(), item).and(subset.remove("components"));
    let used = used(&subset, components.as_ref());
    subset.insert("components".to_owned(), used);
    Ok(Value::Object(subset))
}

/// The `paths` of a document that has this operation alone.
fn item(document: &Value, operation: &str) -> Option<Value> {
    let (method, path) = operation.split_once(' ')?;
    let method = METHODS.into_iter().find(|known| known.eq_ignore_ascii_case(method))?;
    let mut item = document.get("paths")?.get(path)?.as_object()?.clone();
    item.get(method)?;
    item.retain(|key, _| key == method || !METHODS.contains(&key.as_str()));
    Some(Value::Object(Map::from_iter([(path.to_owned(), Value::Object(item))])))
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What stands under this key is referred to by names alone, from wherever security is spoken of.
const SCHEMES: &str = "securitySchemes";

/// Those of the components that `subset` refers to, and those that they refer to in turn.
fn used(subset: &Map<String, Value>, components: Option<&Value>) -> Value {
    let mut used = Map::new();
    let Some(components) = components else { return Value::Object(used) };
    if let Some(schemes) = components.get(SCHEMES) {
        used.insert(SCHEMES.to_owned(), schemes.clone());
    }
    let mut known = BTreeSet::new();
    let mut open: Vec<&Value> = subset.values().chain(components.get(SCHEMES)).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(values) => open.extend(values),
            Value::String(text) => {
                let reference = text.strip_prefix("#/components/").and_then(|reference| reference.split_once('/'));
                let Some((section, name)) = reference.map(|(section, name)| (section.to_owned(), unescape(name)))
                else {
                    continue;
                };
                let Some(component) = components.get(&section).and_then(|section| section.get(&name)) else { continue };
                if known.insert((section.clone(), name.clone())) {
                    open.push(component);
                    let section = used.entry(section).or_insert_with(|| Value::Object(Map::new()));
                    section.as_object_mut().map(|section| section.insert(name, component.clone()));
                }
            }
            _ => {}
        }
    }
    Value::Object(used)
}

/// A name in a JSON pointer without its escapes.
fn unescape(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn whole() -> Value {
        json!({
            "openapi": "3.1.0",
            "info": {"title": "API"},
            "tags": [{"name": "Book"}],
            "security": [{"bearer": []}],
            "paths": {
                "/books/{id}": {
                    "parameters": [{"$ref": "#/components/parameters/id"}],
                    "get": {"responses": {"200": {"schema": {"$ref": "#/components/schemas/a~1b"}}}},
                    "delete": {"responses": {"200": {"schema": {"$ref": "#/components/schemas/Gone"}}}},
                },
                "/shelves": {"get": {"schema": {"$ref": "#/components/schemas/Shelf"}}},
            },
            "components": {
                "parameters": {"id": {"name": "id"}, "other": {}},
                "schemas": {
                    "a/b": {"properties": {"next": {"$ref": "#/components/schemas/Page"}}},
                    "Page": {"properties": {
                        "back": {"$ref": "#/components/schemas/a~1b"},
                        "missing": {"$ref": "#/components/schemas/Missing"},
                        "odd": {"description": "#/components/", "title": "#/components/schemas"},
                    }},
                    "Gone": {}, "Shelf": {},
                },
                "securitySchemes": {"bearer": {"type": "http"}},
            },
        })
    }

    #[test]
    fn an_operation_comes_with_all_that_it_refers_to() {
        let subset = subset("a.yaml", &whole(), "GET /books/{id}").expect("it is described");
        let mut expected = whole();
        let root = expected.as_object_mut().expect("an object");
        root.remove("tags");
        root["paths"].as_object_mut().expect("an object").remove("/shelves");
        root["paths"]["/books/{id}"].as_object_mut().expect("an object").remove("delete");
        root["components"]["parameters"].as_object_mut().expect("an object").remove("other");
        for name in ["Gone", "Shelf"] {
            root["components"]["schemas"].as_object_mut().expect("an object").remove(name);
        }
        assert_eq!(subset, expected);
    }

    #[test]
    fn an_operation_that_is_not_there_is_told() {
        for operation in ["GET /", "PUT /books/{id}", "parameters /books/{id}", "GET", "", "GET  /shelves"] {
            subset("a.yaml", &whole(), operation).expect_err(operation);
        }
        for document in [json!(null), json!([]), json!({"paths": null}), json!({"paths": {"/shelves": []}})] {
            subset("a.yaml", &document, "GET /shelves").expect_err("nothing is described");
        }
    }

    #[test]
    fn a_document_without_components_has_none() {
        let document = json!({"openapi": "3.1.0", "paths": {"/shelves": {"get": {}}}});
        let subset = subset("a.yaml", &document, "get /shelves").expect("it is described");
        assert_eq!(subset["components"], json!({}));
        assert_eq!(subset["paths"], document["paths"]);
    }
}
