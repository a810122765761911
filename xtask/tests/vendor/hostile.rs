//! Slow, endless and invalid responses: each is an error, and specs/ is unchanged.

use std::net::TcpListener;
use std::time::Duration;

use crate::API;
use crate::server::{Act, Server};
use crate::workspace::{Workspace, codes};

fn send(text: impl Into<String>) -> Act {
    Act::Send(text.into())
}

/// A valid response head with these headers.
fn head(headers: &str) -> Act {
    send(format!("HTTP/1.1 200 OK\r\n{headers}\r\n"))
}

fn redirect(to: &str) -> Vec<Act> {
    vec![send(format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"))]
}

/// The name and actions of each server.
fn hostile() -> Vec<(&'static str, Vec<Act>)> {
    let drip = |text: &str| Act::Drip(text.to_owned(), Duration::from_millis(50));
    let whole = format!("Content-Length: {}\r\n", API.len());
    let half = &API[..API.len() / 2];
    let flood = |text: &str| Act::Flood(text.to_owned());
    vec![
        ("never answers", vec![Act::Hang]),
        ("hangs in its head", vec![send("HTTP/1.1 200 OK\r\nContent-"), Act::Hang]),
        ("hangs after its head", vec![head(&whole), Act::Hang]),
        ("hangs in the document", vec![head(&whole), send(half), Act::Hang]),
        ("drips its head", vec![drip("HTTP/1.1 200 OK\r\nContent-Type: application/yaml\r\n")]),
        ("drips the document", vec![head(&whole), drip(API)]),
        ("drips chunks", vec![head("Transfer-Encoding: chunked\r\n"), drip(&"1\r\n#\r\n".repeat(100))]),
        ("goes in circles", redirect("/api.yaml")),
        ("leads to a file", redirect("file:///etc/passwd")),
        ("leads to nothing", redirect("http://")),
        ("leads to another protocol", redirect("ftp://example.com/?token=secret")),
        ("leads nowhere", vec![send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")]),
        ("is about to send 2 GB", vec![head("Content-Length: 2147483648\r\n"), Act::Hang]),
        (
            "sends chunks without an end",
            vec![head("Transfer-Encoding: chunked\r\n"), flood(&format!("400\r\n{}\r\n", "#".repeat(1024)))],
        ),
        ("sends without an end", vec![head(""), flood("# a comment\n")]),
        ("has a head without an end", vec![send("HTTP/1.1 200 OK\r\n"), flood("X-Header: value\r\n")]),
        ("sends a page", vec![head("Content-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\n"), send("<html>")]),
        (
            "calls a page YAML",
            vec![head("Content-Type: application/yaml\r\nContent-Length: 17\r\n"), send("\n<!DOCTYPE html>\n")],
        ),
        ("sends an image", vec![head("Content-Type: image/png\r\nContent-Length: 4\r\n"), send("\u{89}PNG")]),
        ("has an odd type", vec![head("Content-Type: \u{1b}[2J/x\r\nContent-Length: 0\r\n")]),
        ("compresses unasked", vec![head("Content-Encoding: gzip\r\nContent-Length: 2\r\n"), send("\u{1f}\u{8b}")]),
        ("sends half of it", vec![head(&whole), send(half)]),
        (
            "sends half of the chunks",
            vec![head("Transfer-Encoding: chunked\r\n"), send(format!("{:x}\r\n{half}\r\n", half.len()))],
        ),
        ("sends half a document as a whole", vec![head(&format!("Content-Length: {}\r\n", half.len())), send(half)]),
        ("sends nothing", vec![head("Content-Length: 0\r\n")]),
        ("hangs up", Vec::new()),
        ("speaks something else", vec![send("SSH-2.0-OpenSSH_9.6\r\n")]),
        ("sends two lengths", vec![head("Content-Length: 5\r\nContent-Length: 6\r\n"), send("openapi")]),
        ("wants a password", vec![send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")]),
        ("has nothing there", vec![send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]),
        ("has a fault", vec![send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")]),
        ("answers that nothing is new", vec![send("HTTP/1.1 304 Not Modified\r\n\r\n")]),
        ("has no content", vec![send("HTTP/1.1 204 No Content\r\n\r\n")]),
        ("sends a part", vec![send("HTTP/1.1 206 Partial Content\r\nContent-Length: 1\r\n\r\n#")]),
        ("has a status of its own", vec![send("HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n")]),
    ]
}

/// Whether a server of this name needs a timeout.
fn waits(name: &str) -> bool {
    ["never", "hangs in", "hangs after", "drips"].iter().any(|start| name.starts_with(start))
}

#[test]
fn each_is_an_error_and_changes_nothing() {
    let workspace = Workspace::with("api.yaml", API);
    let errors = std::thread::scope(|scope| {
        let workspace = &workspace;
        let runs: Vec<_> = hostile()
            .into_iter()
            .map(|(name, acts)| {
                scope.spawn(move || {
                    let server = Server::start(move |_| acts.clone());
                    // Servers without a delay may take longer on a slow machine.
                    let timeout = if waits(name) { "1" } else { "60" };
                    let run = workspace.vendor(&[&server.url("/api.yaml"), "--timeout", timeout]);
                    format!("{name}\n{}", server.hide(&run.failed()))
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().expect("a errors")).collect::<Vec<_>>()
    });
    assert_eq!(workspace.specs(), Workspace::with("api.yaml", API).specs());
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn an_unreachable_server_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let errors = Workspace::new().fails(&[&format!("http://{address}/api.yaml")]);
    assert_eq!(codes(&errors), ["C1X0028"]);
}

#[test]
fn https_needs_tls() {
    // The server has no TLS.
    let server = Server::of(API);
    let url = server.url("/api.yaml").replace("http://", "https://");
    let errors = Workspace::new().fails(&[&url, "--timeout", "1"]);
    assert_eq!(codes(&errors), ["C1X0028"]);
    assert!(server.heads().is_empty());
}
