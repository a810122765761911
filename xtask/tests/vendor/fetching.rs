//! What is taken from a server that means well.

use crate::server::{Act, Server, document_of};
use crate::workspace::Workspace;
use crate::{API, page};

#[test]
fn a_document_comes_with_what_the_server_says_of_it() {
    let headers = "ETag: W/\"1\"\r\nLast-Modified: Sat, 21 Nov 2026 22:00:00 GMT\r\n";
    let answer = document_of(API, headers);
    let server = Server::start(move |_| answer.clone());
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
fn a_page_is_from_where_it_was_fetched() {
    let page = page("https://example.com/whole", API);
    for (path, kind) in [("/docs/books.md", "text/plain"), ("/docs/books", "text/markdown; charset=utf-8")] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
        let server = Server::start(move |_| vec![Act::Send(answer.clone())]);
        let workspace = Workspace::new();
        workspace.vendor(&[&server.url(path)]).succeeded();
        let specs = workspace.specs();
        assert_eq!(specs["books.yaml"], API);
        let source = format!("origin = \"{}\"\noperation = \"GET /books/{{id}}\"\n", server.url(path));
        assert!(specs["SOURCES.toml"].ends_with(&source), "{}", specs["SOURCES.toml"]);
    }
}

#[test]
fn servers_may_send_in_every_way_of_http() {
    let chunked: String = API.lines().map(|line| format!("{:x}\r\n{line}\n\r\n", line.len() + 1)).collect();
    let answers = [
        ("chunks", format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}0\r\n\r\n")),
        ("no type", format!("HTTP/1.1 200 Fine\r\ncontent-length: {}\r\n\r\n{API}", API.len())),
        ("version 1.0", format!("HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{API}", API.len())),
        (
            "an identity",
            format!("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: {}\r\n\r\n{API}", API.len()),
        ),
    ];
    for (name, answer) in answers {
        let server = Server::start(move |_| vec![Act::Send(answer.clone())]);
        let workspace = Workspace::new();
        workspace.vendor(&[&server.url("/api.yaml")]).succeeded();
        assert_eq!(workspace.specs()["api.yaml"], API, "{name}");
    }
}

#[test]
fn an_end_that_nothing_tells_is_warned_of() {
    let server = Server::start(|_| vec![Act::Send(format!("HTTP/1.1 200 OK\r\n\r\n{API}"))]);
    let workspace = Workspace::new();
    let run = workspace.vendor(&[&server.url("/api.yaml")]);
    assert_eq!(run.code, Some(0), "{run:?}");
    insta::assert_snapshot!(server.hide(&run.stderr));
    assert_eq!(workspace.specs()["api.yaml"], API);
}

#[test]
fn a_few_redirects_are_followed() {
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
    assert!(sources.contains("/hop/0\"\n"), "the URL that was named is the one to keep: {sources}");
}
