//! A server on the loopback interface that serves one document, as a tenant of C1 does.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Serves the document until the end of the test. Returns its URL.
pub(crate) fn serve(document: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/api/v1/openapi.yaml", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // The client fails, and says so, if this does.
            let _sent = respond(stream, &document);
        }
    });
    url
}

fn respond(mut stream: TcpStream, document: &str) -> std::io::Result<()> {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let is_known = head.first().is_some_and(|line| line.starts_with("GET /api/v1/openapi.yaml "));
    let (status, body) = if is_known { ("200 OK", document) } else { ("404 Not Found", "") };
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: application/yaml\r\nContent-Length: {length}\r\n\r\n{body}")
}
