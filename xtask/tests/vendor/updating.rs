//! The command `vendor --update`.

use std::sync::{Arc, Mutex};

use crate::server::{Act, Server, document_of};
use crate::workspace::{Workspace, codes};
use crate::{API, newer, page, part};

/// A server with a changeable document, whose length is its `ETag`.
fn versioned(document: &Arc<Mutex<String>>) -> Server {
    let document = Arc::clone(document);
    Server::start(move |head| {
        let document = document.lock().expect("no thread panics");
        let version = format!("\"{}\"", document.len());
        if head.contains(&format!("if-none-match: {version}\r\n")) {
            vec![Act::Send(format!("HTTP/1.1 304 Not Modified\r\nETag: {version}\r\n\r\n"))]
        } else {
            document_of(&document, &format!("ETag: {version}\r\nLast-Modified: yesterday\r\n"))
        }
    })
}

#[test]
fn unchanged_documents_are_not_downloaded() {
    let document = Arc::new(Mutex::new(API.to_owned()));
    let server = versioned(&document);
    let workspace = Workspace::new();
    workspace.vendor(&[&server.url("/api.yaml")]).succeeded();
    let before = workspace.specs();

    assert_eq!(workspace.vendor(&["--update"]).succeeded(), "unchanged specs/api.yaml\nspecs/ is unchanged\n");
    assert_eq!(workspace.specs(), before);
    let head = server.heads().pop().expect("a request");
    assert!(head.contains("if-modified-since: yesterday\r\n"), "{head}");

    *document.lock().expect("no thread panics") = newer();
    let run = workspace.vendor(&["--update"]);
    insta::assert_snapshot!(server.hide(run.succeeded()));
    assert_eq!(workspace.specs()["api.yaml"], newer());
    let etag = format!("etag = '\"{}\"'\n", newer().len());
    assert!(workspace.specs()["SOURCES.toml"].contains(&etag), "{}", workspace.specs()["SOURCES.toml"]);
    workspace.vendor(&["--update"]).succeeded();
}

#[test]
fn modified_documents_are_downloaded() {
    let server = versioned(&Arc::new(Mutex::new(API.to_owned())));
    let workspace = Workspace::new();
    workspace.vendor(&[&server.url("/api.yaml")]).succeeded();
    let before = workspace.specs();
    workspace.write("specs/api.yaml", "altered\n");
    let run = workspace.vendor(&["--update"]);
    assert!(run.succeeded().starts_with("nothing to compare with: specs/ has no intact documents\n"), "{run:?}");
    assert_eq!(workspace.specs(), before);
}

#[test]
fn an_operation_is_extracted_from_the_whole_document() {
    let document = Arc::new(Mutex::new(API.to_owned()));
    let server = versioned(&document);
    let workspace = Workspace::with("books.md", &page(&server.url("/whole"), &part()));
    let before = workspace.specs();
    assert_eq!(workspace.vendor(&["--update"]).succeeded(), "unchanged specs/books.yaml\nspecs/ is unchanged\n");
    assert_eq!(workspace.specs(), before, "an equivalent document is not rewritten");

    *document.lock().expect("no thread panics") = newer();
    let run = workspace.vendor(&["--update"]);
    insta::assert_snapshot!(server.hide(run.succeeded()));
    insta::assert_snapshot!(workspace.specs()["books.yaml"]);
    assert!(workspace.vendor(&["--update"]).succeeded().starts_with("unchanged specs/books.yaml\n"));

    *document.lock().expect("no thread panics") = API.replace("/books/{id}", "/volumes/{id}");
    insta::assert_snapshot!(server.hide(&workspace.fails(&["--update"])));
}

#[test]
fn a_page_of_another_operation_is_an_error() {
    let server = Server::of(&page("https://example.com/whole", API).replace("/books/{id}\n", "/shelves\n"));
    let workspace = Workspace::with("books.md", &page(&server.url("/page"), API));
    insta::assert_snapshot!(server.hide(&workspace.fails(&["--update"])));
}

#[test]
fn documents_of_one_url_get_the_same_validators() {
    let document = Arc::new(Mutex::new(API.to_owned()));
    let server = versioned(&document);
    let workspace = Workspace::new();
    let shelves = page(&server.url("/whole"), API).replace("/books/{id}\n", "/shelves\n");
    workspace.write("books.md", &page(&server.url("/whole"), API));
    workspace.write("shelves.md", &shelves);
    workspace.vendor(&["books.md", "shelves.md"]).succeeded();
    workspace.vendor(&["--update"]).succeeded();
    *document.lock().expect("no thread panics") = newer();
    workspace.vendor(&["--update"]).succeeded();
    assert_eq!(workspace.read("specs/SOURCES.toml").matches("etag = ").count(), 2);
    assert!(!workspace.specs()["shelves.yaml"].contains("author"), "{}", workspace.specs()["shelves.yaml"]);
    let run = workspace.vendor(&["--update"]);
    assert!(run.succeeded().starts_with("unchanged specs/books.yaml\nunchanged specs/shelves.yaml\n"), "{run:?}");
    assert!(server.heads().pop().expect("a request").contains("if-none-match: "));
}

#[test]
fn each_url_is_fetched_once() {
    let server = Server::of(&newer());
    let workspace = Workspace::new();
    let origin = server.url("/whole");
    workspace.write("one.md", &page(&origin, &part()));
    workspace.write("two.md", &page(&origin, &part()));
    workspace.vendor(&["one.md", "two.md"]).succeeded();
    workspace.vendor(&["--update"]).succeeded();
    assert_eq!(server.heads().len(), 1);
    assert_eq!(workspace.specs()["one.yaml"], workspace.specs()["two.yaml"]);
    assert!(workspace.specs()["one.yaml"].contains("author"));
}

#[test]
fn documents_without_url_are_reported() {
    let server = Server::of(API);
    let workspace = Workspace::with("local.yaml", API);
    insta::assert_snapshot!(workspace.fails(&["--update"]));

    workspace.vendor(&[&server.url("/remote.yaml")]).succeeded();
    insta::assert_snapshot!(workspace.vendor(&["--update"]).succeeded());
    workspace.write("specs/SOURCES.toml", "");
    workspace.fails(&["--update"]);
}

#[test]
fn an_update_writes_all_documents_or_none() {
    let server = Server::start(|head| {
        if head.starts_with("GET /good.yaml ") {
            document_of(&newer(), "")
        } else {
            vec![Act::Send("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n".to_owned())]
        }
    });
    let workspace = Workspace::new();
    for name in ["good.yaml", "bad.yaml", "worse.yaml"] {
        workspace.write(name, API);
        workspace.vendor(&[name]).succeeded();
        workspace
            .relocate(&format!("origin = \"{name}\""), &format!("origin = \"{}\"", server.url(&format!("/{name}"))));
    }
    insta::assert_snapshot!(server.hide(&workspace.fails(&["--update"])));
}

#[test]
fn passwords_in_the_list_are_never_shown() {
    let workspace = Workspace::with("local.yaml", API);
    workspace.relocate("origin = \"local.yaml\"", "origin = \"http://ada:secret@127.0.0.1/api.yaml\"");
    let errors = workspace.fails(&["--update"]);
    assert_eq!(codes(&errors), ["C1X0027"]);
    assert!(!errors.contains("secret"), "{errors}");
}
