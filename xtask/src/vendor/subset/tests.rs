use ::codegen::diagnostics::Location;
use serde_json::json;

use super::*;

fn whole() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "API"},
        "tags": [{"name": "Book", "description": "Books."}, {"name": "Shelf"}],
        "security": [{"bearer": []}],
        "servers": [{"url": "https://example.com"}],
        "paths": {
            "/books/{id}": {
                "parameters": [{"$ref": "#/components/parameters/id"}],
                "get": {
                    "operationId": "c1.api.book.v1.BookService.Get",
                    "tags": ["Book"],
                    "responses": {"200": {"schema": {"$ref": "#/components/schemas/a~1b"}}},
                },
                "delete": {
                    "operationId": "c1.api.book.v1.BookService.Delete",
                    "responses": {"200": {"schema": {"$ref": "#/components/schemas/Gone"}}},
                },
            },
            "/shelves": {"get": {
                "operationId": "c1.api.shelf.v1.ShelfService.Get",
                "schema": {"$ref": "#/components/schemas/Shelf"},
            }},
            "/pages": {"$ref": "#/components/pathItems/pages"},
        },
        "components": {
            "parameters": {"id": {"name": "id"}, "other": {}},
            "pathItems": {"pages": {
                "get": {"operationId": "c1.api.page.v2.PageService.Get", "schema": {"$ref": "#/components/schemas/Page/title"}},
                "put": {"operationId": "c1.api.page.v2.PageService.Put", "schema": {"$ref": "#/components/schemas/Gone"}},
            }},
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

fn cut(selection: &Selection<'_>) -> Result<Value, Diagnostic> {
    subset("a.yaml", &whole(), selection, &Related::new())
}

fn only(globs: &[&str]) -> Result<Value, Diagnostic> {
    let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
    cut(&Selection::Only(&globs))
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

#[test]
fn an_operation_has_all_components_that_it_refers_to() {
    let mut expected = whole();
    let remove = |value: &mut Value, keys: &[&str]| {
        keys.iter().for_each(|key| drop(value.as_object_mut().expect("an object").remove(*key)));
    };
    remove(&mut expected["paths"], &["/shelves", "/pages"]);
    remove(&mut expected["paths"]["/books/{id}"], &["delete"]);
    remove(&mut expected["components"], &["pathItems"]);
    remove(&mut expected["components"]["parameters"], &["other"]);
    remove(&mut expected["components"]["schemas"], &["Gone", "Shelf"]);
    expected["tags"].as_array_mut().expect("a list").pop();
    assert_eq!(cut(&Selection::Operation("GET /books/{id}")).expect("the operation"), expected);
    assert_eq!(only(&["c1.api.book.v1.BookService.Get"]).expect("the operation"), expected);
}

#[test]
fn a_glob_selects_everything_below_a_package() {
    let books = only(&["c1.api.book.*"]).expect("two operations");
    assert_eq!(keys(&books["paths"]), ["/books/{id}"]);
    assert_eq!(keys(&books["paths"]["/books/{id}"]), ["delete", "get", "parameters"]);
    let both = only(&["c1.api.shelf.*", "*.PageService.Get"]).expect("two operations");
    assert_eq!(keys(&both["paths"]), ["/pages", "/shelves"]);
    assert_eq!(both.get("tags"), None, "no operation has one");
    let all = only(&["*"]).expect("all operations");
    assert_eq!(keys(&all["components"]["schemas"]), ["Gone", "Page", "Shelf", "a/b"]);
}

#[test]
fn path_items_that_are_components_are_cut_like_others() {
    let page = only(&["c1.api.page.v2.PageService.Get"]).expect("the operation");
    assert_eq!(keys(&page["paths"]["/pages"]), ["get"]);
    assert_eq!(page["components"].get("pathItems"), None);
    // A reference into a schema needs all of it.
    assert_eq!(keys(&page["components"]["schemas"]), ["Page", "a/b"]);
}

#[test]
fn schemas_that_belong_to_others_are_kept() {
    let mut document = whole();
    document["components"]["schemas"] = json!({
        "Shelf": {"discriminator": {"propertyName": "kind", "mapping": {"wide": "Wide"}}},
        "Wide": {},
        "Narrow": {"allOf": [{"$ref": "#/components/schemas/Shelf"}, {"$ref": "#/components/schemas/Room"}]},
        "Room": {}, "Owner": {}, "Gone": {},
    });
    let related = Related::from([("/schemas/Room".to_owned(), BTreeSet::from(["/schemas/Owner".to_owned()]))]);
    let globs = ["c1.api.shelf.*".to_owned()];
    let subset = subset("a.yaml", &document, &Selection::Only(&globs), &related).expect("the operation");
    assert_eq!(keys(&subset["components"]["schemas"]), ["Narrow", "Owner", "Room", "Shelf", "Wide"]);
}

#[test]
fn a_missing_operation_is_an_error() {
    for operation in ["GET /", "PUT /books/{id}", "parameters /books/{id}", "GET", "", "GET  /shelves"] {
        cut(&Selection::Operation(operation)).expect_err(operation);
    }
    for document in [json!(null), json!([]), json!({"paths": null}), json!({"paths": {"/shelves": []}})] {
        let selection = Selection::Operation("GET /shelves");
        subset("a.yaml", &document, &selection, &Related::new()).expect_err("no operation");
    }
}

#[test]
fn a_glob_that_matches_nothing_is_an_error_with_similar_globs() {
    for (glob, similar) in [
        ("c1.api.boks.*", "c1.api.book.*"),
        ("c1.api.page.v1.*", "c1.api.page.v2.*"),
        ("book.*", "c1.api.book.*"),
        ("C1.API.BOOK.*", "c1.api.book.*"),
        ("c1.api.shelf.v1.ShelfService.get", "c1.api.shelf.v1.ShelfService.Get"),
        ("BookService.Get", "c1.api.book.v1.BookService.Get"),
        ("c1.api.book", "c1.api.book.*"),
    ] {
        let error = only(&["c1.api.shelf.*", glob]).expect_err(glob);
        assert_eq!(*error.location(), Location::at("a.yaml", "/paths"), "{glob}");
        assert!(error.to_string().lines().any(|line| line.trim() == similar), "{glob}: {error}");
    }
    for glob in ["", "xyz", "\u{1b}[2J"] {
        let error = only(&[glob]).expect_err(glob).to_string();
        assert!(!error.contains('\u{1b}'), "{error}");
    }
}

#[test]
fn a_document_without_components_has_none() {
    let document = json!({"openapi": "3.1.0", "paths": {"/shelves": {"get": {}}}});
    let selection = Selection::Operation("get /shelves");
    let subset = subset("a.yaml", &document, &selection, &Related::new()).expect("the operation");
    assert_eq!(subset["components"], json!({}));
    assert_eq!(subset["paths"], document["paths"]);
}
