//! The command `vendor --only`: the operations of globs, with what they refer to.

use std::fs;
use std::sync::{Arc, Mutex};

use crate::server::{Server, document_of};
use crate::workspace::{Workspace, codes};
use crate::{API, newer, page, part};

const BOOKS: &str = "c1.api.book.v1.BookService.*";

/// A server with a changeable document.
fn changing(document: &Arc<Mutex<String>>) -> Server {
    let document = Arc::clone(document);
    Server::start(move |_| document_of(&document.lock().expect("no thread panics"), ""))
}

/// The document of specs/ as values, so that its spelling does not matter.
fn values(text: &str) -> serde_yaml::Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn the_choice_is_kept_and_obeyed_by_updates() {
    let document = Arc::new(Mutex::new(API.to_owned()));
    let server = changing(&document);
    let workspace = Workspace::new();
    let url = server.url("/api/v1/openapi.yaml");
    let dry = workspace.vendor(&["--dry-run", "--replace-all", "--only", BOOKS, &url]);
    assert!(dry.succeeded().ends_with("nothing was written\n") && workspace.specs().is_empty(), "{dry:?}");

    let run = workspace.vendor(&["--replace-all", "--only", BOOKS, &url]);
    insta::assert_snapshot!(server.hide(run.succeeded()));
    assert_eq!(values(&workspace.specs()["openapi.yaml"]), values(&part()));
    insta::assert_snapshot!(server.hide(&workspace.specs()["SOURCES.toml"]));

    let before = workspace.specs();
    assert_eq!(workspace.vendor(&["--update"]).succeeded(), "unchanged specs/openapi.yaml\nspecs/ is unchanged\n");
    *document.lock().expect("no thread panics") = API.replace("label: {type: string}", "label: {type: integer}");
    assert_eq!(workspace.vendor(&["--update"]).succeeded(), "unchanged specs/openapi.yaml\nspecs/ is unchanged\n");
    assert_eq!(workspace.specs(), before, "nothing of the part has changed");

    *document.lock().expect("no thread panics") = newer();
    let run = workspace.vendor(&["--update"]);
    insta::assert_snapshot!(server.hide(run.succeeded()));
    let updated = &workspace.specs()["openapi.yaml"];
    assert!(updated.contains("author") && !updated.contains("Shelf"), "{updated}");

    *document.lock().expect("no thread panics") = API.replace("BookService", "VolumeService");
    insta::assert_snapshot!(server.hide(&workspace.fails(&["--update"])));
}

#[test]
fn several_globs_add_up() {
    let workspace = Workspace::new();
    workspace.write("api.yaml", API);
    workspace.vendor(&["--only", BOOKS, "--only", "*.ShelfService.Get", "api.yaml"]).succeeded();
    let specs = workspace.specs();
    assert_eq!(values(&specs["api.yaml"]), values(API));
    assert!(specs["SOURCES.toml"].contains("c1.api.book.v1.BookService.*"), "{}", specs["SOURCES.toml"]);

    workspace.vendor(&["api.yaml"]).succeeded();
    assert_eq!(workspace.specs()["api.yaml"], API, "without globs, the whole document");
    assert!(!workspace.specs()["SOURCES.toml"].contains("only"));
}

#[test]
fn a_glob_that_matches_nothing_writes_nothing() {
    let workspace = Workspace::with("api.yaml", API);
    insta::assert_snapshot!(workspace.fails(&["--only", BOOKS, "--only", "c1.api.boks.*", "api.yaml"]));
    workspace.write("other.yaml", &API.replace("c1.api.book", "c1.api.tree"));
    let errors = workspace.fails(&["--only", BOOKS, "api.yaml", "other.yaml"]);
    assert_eq!(codes(&errors), ["C1X0031"], "each document needs an operation of each glob: {errors}");
}

#[test]
fn the_globs_outweigh_the_operation_of_a_page() {
    let server = Server::of(API);
    let workspace = Workspace::new();
    workspace.write("books.md", &page(&server.url("/whole"), API));
    workspace.vendor(&["--only", "*.ShelfService.*", "books.md"]).succeeded();
    let sources = &workspace.specs()["SOURCES.toml"];
    assert!(!sources.contains("operation"), "{sources}");
    assert_eq!(workspace.vendor(&["--update"]).succeeded(), "unchanged specs/books.yaml\nspecs/ is unchanged\n");
}

/// An overlay with actions for books and for shelves.
const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Repairs, version: '1'}
actions:
  - target: $.components.schemas['c1.api.book.v1.Book']
    update: {x-rust-name: Volume}
  - target: $.components.schemas['c1.api.book.v1.Shelf']
    update: {x-rust-name: Board}
";

#[test]
fn actions_for_other_operations_match_the_whole_document_only() {
    let workspace = Workspace::new();
    workspace.write("api.yaml", API);
    workspace.write("specs/overlay.yaml", OVERLAY);
    workspace.vendor(&["--only", BOOKS, "api.yaml"]).succeeded();
    // Commands that have only the part accept them.
    let listed = workspace.command(&["list", "models"]);
    assert!(listed.succeeded().contains("Volume") && !listed.stdout.contains("Board"), "{listed:?}");
    workspace.command(&["explain", "c1.api.book.v1.Book"]).succeeded();
    fs::create_dir(workspace.root().join("c1-api")).expect("a folder");
    workspace.write("c1-api/Cargo.toml", "[package]\nname = \"c1-api\"\nversion = \"0.1.0\"\n");
    workspace.command(&["diff", "specs", "specs"]).succeeded();

    workspace.write("specs/overlay.yaml", &OVERLAY.replace("v1.Shelf", "v1.Shelve"));
    assert_eq!(codes(&workspace.fails(&["--only", BOOKS, "api.yaml"])), ["C1G0032"]);
    workspace.command(&["list", "models"]).succeeded();
}

#[test]
fn related_schemas_belong_to_the_part() {
    let workspace = Workspace::new();
    let view = "    c1.api.book.v1.Book:\n      type: object\n      properties:\n";
    let api = API
        .replace(view, &format!("{view}        shelfPath: {{type: string, x-rust-related: c1.api.book.v1.Shelf}}\n"));
    workspace.write("api.yaml", &api);
    workspace.vendor(&["--only", BOOKS, "api.yaml"]).succeeded();
    let document = values(&workspace.specs()["api.yaml"]);
    assert_eq!(document["components"], values(&api)["components"]);
    assert_eq!(document["paths"].as_mapping().expect("paths").len(), 1);
}
