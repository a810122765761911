//! A server on the loopback interface that does to each request what it is told, however wrong that is.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is done on a connection once a request's head is there. When all is done, the connection is closed.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Sends this as it is.
    Send(String),
    /// Sends this one byte after the other, waiting before each.
    Drip(String, Duration),
    /// Sends this over and over again for as long as it is taken.
    Flood(String),
    /// Sends nothing for a while.
    Pause(Duration),
    /// Sends nothing until the client goes away.
    Hang,
}

/// The server, for as long as the test runs.
pub(crate) struct Server {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server that asks `answer` what to do, with the head of each request.
    pub(crate) fn start(answer: impl Fn(&str) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let server = Self { url, heads: Arc::clone(&heads) };
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (answer, heads) = (Arc::clone(&answer), Arc::clone(&heads));
                thread::spawn(move || serve(stream, &heads, |head| answer(head)));
            }
        });
        server
    }

    /// Starts a server that answers every request with this document.
    pub(crate) fn of(document: &str) -> Self {
        let answer = document_of(document, "");
        Self::start(move |_| answer.clone())
    }

    /// The URL of a path on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The heads of the requests that have come.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no thread panics").clone()
    }

    /// What was said, without the port, which is another each time.
    pub(crate) fn hide(&self, said: &str) -> String {
        said.replace(&self.url, "http://server").replace(self.url.trim_start_matches("http://"), "server")
    }
}

/// A whole answer with a document, and these more lines of its head.
pub(crate) fn document_of(document: &str, headers: &str) -> Vec<Act> {
    let length = document.len();
    vec![Act::Send(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/yaml\r\nContent-Length: {length}\r\n{headers}\r\n{document}"
    ))]
}

fn serve(mut stream: TcpStream, heads: &Mutex<Vec<String>>, answer: impl Fn(&str) -> Vec<Act>) {
    let Some(head) = read_head(&mut stream) else { return };
    heads.lock().expect("no thread panics").push(head.clone());
    for act in answer(&head) {
        if perform(&mut stream, &act).is_err() {
            return;
        }
    }
    // The client may be gone.
    let _closed = stream.shutdown(Shutdown::Write);
}

/// Everything up to the empty line; none where there is no such line.
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
