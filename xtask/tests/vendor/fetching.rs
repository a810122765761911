//! Downloads from servers without faults.

use crate::server::{Act, Server, document_of};
use crate::workspace::Workspace;
use crate::{API, page};

#[test]
fn a_download_has_validators() {
    let headers = "ETag: W/\"1\"\r\nLast-Modified: Sat, 21 Nov 2026 22:00:00 GMT\r\n";
    let response = document_of(API, headers);
    let server = Server::start(move |_| response.clone());
    let workspace = Workspace::new();
    let run = workspace.vendor(&[&server.url("/v1/My%20API.yaml?raw=1#top")]);
    insta::assert_snapshot!(server.hide(run.succeeded()));
    let specs = workspace.specs();
    assert_eq!(specs["my-20api.yaml"], API);
    insta::assert_snapshot!(server.hide(&specs["SOURCES.toml"]));
    let [head] = &server.heads()[..] else { panic!("one request") };
    assert!(head.starts_with("GET /v1/My%20API.yaml?raw=1 HTTP/1.1\r\n"), "{head}");
}

#[test]
fn the_origin_of_a_page_is_its_url() {
    let page = page("https://example.com/whole", API);
    for (path, kind) in [("/docs/books.md", "text/plain"), ("/docs/books", "text/markdown; charset=utf-8")] {
        let response =
            format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
        let server = Server::start(move |_| vec![Act::Send(response.clone())]);
        let workspace = Workspace::new();
        workspace.vendor(&[&server.url(path)]).succeeded();
        let specs = workspace.specs();
        assert_eq!(specs["books.yaml"], API);
        let source = format!("origin = \"{}\"\noperation = \"GET /books/{{id}}\"\n", server.url(path));
        assert!(specs["SOURCES.toml"].ends_with(&source), "{}", specs["SOURCES.toml"]);
    }
}

#[test]
fn all_encodings_of_bodies_are_read() {
    let chunked: String = API.lines().map(|line| format!("{:x}\r\n{line}\n\r\n", line.len() + 1)).collect();
    let responses = [
        ("chunks", format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}0\r\n\r\n")),
        ("no type", format!("HTTP/1.1 200 Fine\r\ncontent-length: {}\r\n\r\n{API}", API.len())),
        ("version 1.0", format!("HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{API}", API.len())),
        (
            "an identity",
            format!("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: {}\r\n\r\n{API}", API.len()),
        ),
    ];
    for (name, response) in responses {
        let server = Server::start(move |_| vec![Act::Send(response.clone())]);
        let workspace = Workspace::new();
        workspace.vendor(&[&server.url("/api.yaml")]).succeeded();
        assert_eq!(workspace.specs()["api.yaml"], API, "{name}");
    }
}

#[test]
fn a_body_without_length_is_a_warning() {
    let server = Server::start(|_| vec![Act::Send(format!("HTTP/1.1 200 OK\r\n\r\n{API}"))]);
    let workspace = Workspace::new();
    let run = workspace.vendor(&[&server.url("/api.yaml")]);
    assert_eq!(run.code, Some(0), "{run:?}");
    insta::assert_snapshot!(server.hide(&run.stderr));
    assert_eq!(workspace.specs()["api.yaml"], API);
}

#[test]
fn redirects_are_followed() {
    let server = Server::start(|head| match head.split(' ').nth(1).and_then(|path| path.strip_prefix("/hop/")) {
        Some("4") => document_of(API, ""),
        Some(hop) => {
            let next = hop.parse::<u32>().expect("a number") + 1;
            vec![Act::Send(format!("HTTP/1.1 302 Found\r\nLocation: /hop/{next}\r\nContent-Length: 0\r\n\r\n"))]
        }
        None => Vec::new(),
    });
    let workspace = Workspace::new();
    workspace.vendor(&[&server.url("/hop/0"), "--name", "api"]).succeeded();
    assert_eq!(server.heads().len(), 5);
    let sources = &workspace.specs()["SOURCES.toml"];
    assert!(sources.contains("/hop/0\"\n"), "the given URL is listed, not the final one: {sources}");
}
