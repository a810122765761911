//! A server on the loopback interface with scripted, possibly invalid responses.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// An action after the head of a request. The connection is closed after the last one.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Sends the text.
    Send(String),
    /// Sends the text byte by byte, with a delay before each.
    Drip(String, Duration),
    /// Sends the text repeatedly until the client closes the connection.
    Flood(String),
    /// Waits.
    Pause(Duration),
    /// Waits until the client closes the connection.
    Hang,
}

/// A server that runs until the end of the test.
pub(crate) struct Server {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server that responds to the head of each request with the actions of `respond`.
    pub(crate) fn start(respond: impl Fn(&str) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let server = Self { url, heads: Arc::clone(&heads) };
        let respond = Arc::new(respond);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (respond, heads) = (Arc::clone(&respond), Arc::clone(&heads));
                thread::spawn(move || serve(stream, &heads, |head| respond(head)));
            }
        });
        server
    }

    /// Starts a server that responds to every request with this document.
    pub(crate) fn of(document: &str) -> Self {
        let respond = document_of(document, "");
        Self::start(move |_| respond.clone())
    }

    /// The URL of a path on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The heads of all requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no thread panics").clone()
    }

    /// The text without the random port.
    pub(crate) fn hide(&self, text: &str) -> String {
        text.replace(&self.url, "http://server").replace(self.url.trim_start_matches("http://"), "server")
    }
}

/// A complete response with a document and these headers.
pub(crate) fn document_of(document: &str, headers: &str) -> Vec<Act> {
    let length = document.len();
    vec![Act::Send(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/yaml\r\nContent-Length: {length}\r\n{headers}\r\n{document}"
    ))]
}

fn serve(mut stream: TcpStream, heads: &Mutex<Vec<String>>, respond: impl Fn(&str) -> Vec<Act>) {
    let Some(head) = read_head(&mut stream) else { return };
    heads.lock().expect("no thread panics").push(head.clone());
    for act in respond(&head) {
        if perform(&mut stream, &act).is_err() {
            return;
        }
    }
    // The client may have closed the connection.
    let _closed = stream.shutdown(Shutdown::Write);
}

/// Reads a head up to the empty line. Returns `None` without such a line.
fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    String::from_utf8(head).ok()
}

fn perform(stream: &mut TcpStream, act: &Act) -> std::io::Result<()> {
    match act {
        Act::Send(text) => stream.write_all(text.as_bytes()),
        Act::Drip(text, pause) => text.as_bytes().iter().try_for_each(|byte| {
            thread::sleep(*pause);
            stream.write_all(&[*byte])
        }),
        Act::Flood(text) => {
            let text = text.repeat(1 + 64 * 1024 / text.len());
            loop {
                stream.write_all(text.as_bytes())?;
            }
        }
        Act::Pause(pause) => {
            thread::sleep(*pause);
            Ok(())
        }
        Act::Hang => stream.read_to_end(&mut Vec::new()).map(drop),
    }
}
