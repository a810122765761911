//! The command `vendor`: valid documents, and documents that are refused or have hostile names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{fails, files, real, workspace, write, xtask};

/// A documentation page with a vendored document.
fn page(document: &str) -> String {
    let text = fs::read_to_string(real("specs").join(document)).expect("a vendored document");
    format!("# Search\n\n````yaml https://example.com/spec post /api/v1/search/users\n{text}````\n")
}

#[test]
fn vendor_replaces_the_named_documents() {
    let root = workspace();
    write(&root, "search-users.md", page("search-users.yaml"));
    write(&root, "Clients.md", page("search-personal-clients.yaml"));
    fs::remove_file(root.path().join("specs/search-personal-clients.yaml")).expect("a vendored document");
    assert!(fails(&root, &["vendor", "search-users.md"]).starts_with("error[C1X0013]"));

    let stdout = xtask(&root, &["vendor", "--replace-all", "search-users.md", "Clients.md"]).succeeded();
    insta::assert_snapshot!(stdout, @r"
    nothing to compare with: specs/ has no intact documents
    vendored specs/search-users.yaml from search-users.md: POST /api/v1/search/users
    vendored specs/clients.yaml from Clients.md: POST /api/v1/search/users
    now run `cargo xtask codegen`
    ");
    let names: Vec<_> = files(&root.path().join("specs")).into_keys().collect();
    let names: Vec<_> = names.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(names, ["README.md", "SOURCES.toml", "clients.yaml", "overlay.yaml", "search-users.yaml"]);
    let users = |root: &Path| fs::read(root.join("specs/search-users.yaml")).expect("a vendored document");
    assert_eq!(users(root.path()), users(&real("")));
    xtask(&root, &["codegen"]).succeeded();
}

#[test]
fn vendor_writes_all_documents_or_none() {
    let root = workspace();
    write(&root, "good.md", page("search-users.yaml"));
    write(&root, "page.md", "# No block\n");
    write(&root, "not-openapi.yaml", "a: 1\n");
    write(&root, "version-two.json", "{\"swagger\": \"2.0\"}\n");
    write(&root, "broken.yaml", "openapi: [\n");
    for bad in ["page.md", "not-openapi.yaml", "version-two.json", "broken.yaml"] {
        let errors = fails(&root, &["vendor", "good.md", bad]);
        assert!(errors.lines().any(|line| line.trim_start().starts_with(&format!("--> {bad}"))), "{errors}");
    }
    insta::assert_snapshot!(fails(&root, &["vendor", "good.md", "page.md", "missing.yaml", "specs", "overlay.txt"]));
}

/// A document with an operation and a schema.
const API: &str = "\
openapi: 3.1.0
info: {title: API, version: '1'}
paths:
  /books/{id}:
    get:
      operationId: c1.api.book.v1.BookService.Get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: A book.
          content: {application/json: {schema: {$ref: '#/components/schemas/c1.api.book.v1.Book'}}}
components:
  schemas:
    c1.api.book.v1.Book:
      type: object
      properties:
        title: {type: string}
";

#[test]
fn invalid_documents_are_errors_and_change_nothing() {
    let (_, rest) = API.split_once("/books/{id}:").expect("a path");
    let (operation, _) = rest.split_once("components:\n").expect("an operation");
    let second = format!("  /shelves/{{id}}:{operation}components:\n");
    let cycle =
        "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}";
    let title = "        title: {type: string}\n";
    let user =
        "    c1.api.user.v1.UserRef: {type: object, properties: {id: {type: boolean}}}\n    c1.api.book.v1.Book:";
    let invalid = [
        ("not YAML", "openapi: [\n".to_owned()),
        ("not text", "openapi: \0\n".to_owned()),
        ("not OpenAPI", "title: API\n".to_owned()),
        ("a list", "- openapi: 3.1.0\n".to_owned()),
        ("a version that is a number", API.replace("3.1.0", "3.1")),
        ("version 2.0", "swagger: '2.0'\ninfo: {}\npaths: {}\n".to_owned()),
        ("empty", String::new()),
        ("nothing but a comment", "# to be written\n".to_owned()),
        ("a dangling reference", API.replace("v1.Book'", "v1.Shelf'")),
        ("references in a circle", API.replace("components:\n  schemas:", cycle)),
        ("two operations of one id", API.replace("components:\n", &second)),
        ("a parameter that the path lacks", API.replace("/books/{id}", "/books")),
        ("a path with a parameter that is not described", API.replace("{id}:", "{id}/{part}:")),
        ("names that collide", API.replace(title, "        a_title: {type: string}\n        aTitle: {type: string}\n")),
        ("a repeated key", API.replace(title, &title.repeat(2))),
        ("documents that disagree", API.replace("    c1.api.book.v1.Book:", user)),
        ("an unknown type", API.replace("{type: string}\n", "{type: strng}\n")),
    ];
    let root = workspace();
    let errors = invalid.map(|(name, text)| {
        assert_ne!(text, API, "{name}");
        write(&root, "invalid.yaml", text);
        format!("{name}\n{}", fails(&root, &["vendor", "invalid.yaml"]))
    });
    insta::assert_snapshot!(errors.join("\n"));
    write(&root, "invalid.yaml", API);
    xtask(&root, &["vendor", "invalid.yaml"]).succeeded();
}

#[test]
fn names_never_lead_out_of_the_generated_folder() {
    let long = "x".repeat(10_000);
    let names =
        ["../../escaped", "c1.api.../../escaped.v1.X", "/escaped", "..", "", "a\\b", "\"; fn main() {}", "\0", &long];
    let root = workspace();
    let before = files(root.path());
    let is_expected = |path: &PathBuf| {
        let expected = ["c1-api/src/generated", "specs", "hostile.yaml"].map(|path| root.path().join(path));
        before.contains_key(path) || expected.iter().any(|expected| path.starts_with(expected))
    };
    let mut outcomes = BTreeSet::new();
    for text in names.iter().flat_map(|name| named(name)) {
        write(&root, "hostile.yaml", &text);
        let run = xtask(&root, &["vendor", "hostile.yaml"]);
        match run.code {
            Some(0) => drop(xtask(&root, &["codegen"]).succeeded()),
            _ => drop(run.failed()),
        }
        outcomes.insert(run.code);
        let found = files(root.path());
        let astray: Vec<_> = found.keys().filter(|path| !is_expected(path)).collect();
        assert!(astray.is_empty(), "{astray:?} from\n{text}");
    }
    assert_eq!(outcomes.len(), 2, "some names are errors, others are escaped");
}

/// Documents with this name of a schema, a property, an enum value and an operation.
fn named(name: &str) -> [String; 4] {
    let name = format!("{name:?}");
    let schema = "    c1.api.book.v1.Book:\n";
    let title = "title: {type: string}";
    [
        API.replace(schema, &format!("    {name}: {{type: object}}\n{schema}")),
        API.replace("title:", &format!("{name}:")),
        API.replace(title, &format!("title: {{type: string, enum: [{name}, other]}}")),
        API.replace("c1.api.book.v1.BookService.Get", &name),
    ]
}
