//! Extracts one operation from a document.

use std::collections::BTreeSet;

use ::codegen::diagnostics::{Diagnostic, Location};
use ::codegen::pointer;
use serde_json::{Map, Value};

use crate::codes;

/// Returns the part of `document` that an operation such as `POST /api/v1/search/users` needs.
///
/// That is the operation, all components that it refers to, directly or not, and all other keys except `tags`.
/// Diagnostics call the document `path`.
pub(super) fn subset(path: &str, document: &Value, operation: &str) -> Result<Value, Diagnostic> {
    let paths = only(document, operation).ok_or_else(|| {
        let message = format!("{operation} is not defined any more");
        Diagnostic::new(&codes::OPERATION_GONE, Location::at(path, "/paths"), message)
            .help("vendor the whole document: `cargo xtask vendor --replace-all URL`")
    })?;
    let mut subset = document.as_object().cloned().unwrap_or_default();
    subset.remove("tags");
    let components = subset.remove("components").unwrap_or_default();
    subset.insert("paths".to_owned(), paths);
    let components = referenced(&subset, &components);
    subset.insert("components".to_owned(), components);
    Ok(Value::Object(subset))
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The `paths` object with only this operation.
fn only(document: &Value, operation: &str) -> Option<Value> {
    let (method, path) = operation.split_once(' ')?;
    let method = METHODS.into_iter().find(|known| known.eq_ignore_ascii_case(method))?;
    let mut item = document.get("paths")?.get(path)?.as_object()?.clone();
    item.get(method)?;
    item.retain(|key, _| key == method || !METHODS.contains(&key.as_str()));
    Some(Value::Object(Map::from_iter([(path.to_owned(), Value::Object(item))])))
}

/// The components that `subset` refers to, directly or not, and the security schemes, which are referred to by name.
fn referenced(subset: &Map<String, Value>, components: &Value) -> Value {
    let schemes = &components["securitySchemes"];
    let mut references = BTreeSet::new();
    let mut open: Vec<&Value> = subset.values().chain([schemes]).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(values) => open.extend(values),
            Value::String(text) => {
                let Some(pointer) = text.strip_prefix("#/components") else { continue };
                let is_component = pointer.matches('/').count() == 2;
                if let Some(component) = components.pointer(pointer).filter(|_| is_component)
                    && references.insert(pointer)
                {
                    open.push(component);
                }
            }
            _ => {}
        }
    }
    let mut referenced = components.as_object().cloned().unwrap_or_default();
    referenced.retain(|section, components| {
        let Some(components) = components.as_object_mut() else { return false };
        components.retain(|name, _| {
            let pointer = pointer::child(&format!("/{section}"), name);
            section == "securitySchemes" || references.contains(pointer.as_str())
        });
        !components.is_empty()
    });
    Value::Object(referenced)
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
    fn an_operation_has_all_components_that_it_refers_to() {
        let subset = subset("a.yaml", &whole(), "GET /books/{id}").expect("the operation");
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
    fn a_missing_operation_is_an_error() {
        for operation in ["GET /", "PUT /books/{id}", "parameters /books/{id}", "GET", "", "GET  /shelves"] {
            subset("a.yaml", &whole(), operation).expect_err(operation);
        }
        for document in [json!(null), json!([]), json!({"paths": null}), json!({"paths": {"/shelves": []}})] {
            subset("a.yaml", &document, "GET /shelves").expect_err("no operation");
        }
    }

    #[test]
    fn a_document_without_components_has_none() {
        let document = json!({"openapi": "3.1.0", "paths": {"/shelves": {"get": {}}}});
        let subset = subset("a.yaml", &document, "get /shelves").expect("the operation");
        assert_eq!(subset["components"], json!({}));
        assert_eq!(subset["paths"], document["paths"]);
    }
}
