//! A server that follows a script for each request, in violation of HTTP if the script says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// What is done on a connection once a request's head is there. When all is done, the connection is closed.
#[derive(Clone)]
pub(crate) enum Act {
    /// Sends this as it is.
    Send(Bytes),
    /// Sends so many bytes, each after so many milliseconds; in blocks if the delay is zero.
    Drip(usize, u64),
    /// Waits for so many milliseconds.
    Wait(u64),
    /// Resets the connection, so that what was sent may be lost.
    Reset,
}

/// The server; dropping it closes all its connections.
pub(crate) struct Hostile {
    url: String,
    counts: Arc<Counts>,
    _accepting: JoinSet<()>,
}

#[derive(Default)]
struct Counts {
    requests: AtomicUsize,
    sent: AtomicUsize,
}

impl Hostile {
    /// Starts a server that asks `acts` what to do, with the number of requests before.
    pub(crate) async fn start(acts: impl Fn(usize) -> Vec<Act> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let counts = Arc::new(Counts::default());
        let shared = Arc::clone(&counts);
        let mut accepting = JoinSet::new();
        accepting.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                if read_head(&mut stream).await {
                    let acts = acts(shared.requests.fetch_add(1, Ordering::Relaxed));
                    connections.spawn(perform(stream, acts, Arc::clone(&shared)));
                }
            }
        });
        Self { url, counts, _accepting: accepting }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// How many requests have come.
    pub(crate) fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::Relaxed)
    }

    /// How many bytes have been taken by the client, or lie in the socket's buffers.
    pub(crate) fn sent(&self) -> usize {
        self.counts.sent.load(Ordering::Relaxed)
    }
}

/// Reads to the end of a request's head; whether there was one. The bodies of the tests arrive with it.
async fn read_head(stream: &mut TcpStream) -> bool {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if !matches!(stream.read_buf(&mut head).await, Ok(1..)) {
            return false;
        }
    }
    true
}

async fn perform(mut stream: TcpStream, acts: Vec<Act>, counts: Arc<Counts>) {
    for act in acts {
        let sent = match act {
            Act::Send(bytes) => send(&mut stream, &bytes, &counts).await,
            Act::Drip(bytes, 0) => {
                let block = [b'x'; 64 * 1024];
                let mut left = bytes;
                let mut sent = true;
                while sent && left > 0 {
                    let size = left.min(block.len());
                    sent = send(&mut stream, &block[..size], &counts).await;
                    left -= size;
                }
                sent
            }
            Act::Drip(bytes, pause) => {
                let mut sent = true;
                for _ in 0..bytes {
                    sleep(Duration::from_millis(pause)).await;
                    sent = sent && send(&mut stream, b" ", &counts).await;
                }
                sent
            }
            Act::Wait(pause) => {
                sleep(Duration::from_millis(pause)).await;
                true
            }
            Act::Reset => {
                // Closing a socket that does not linger resets it.
                let _ = stream.set_zero_linger();
                return;
            }
        };
        if !sent {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

/// Sends `bytes`; whether the client still took them.
async fn send(stream: &mut TcpStream, bytes: &[u8], counts: &Counts) -> bool {
    let sent = stream.write_all(bytes).await.is_ok();
    counts.sent.fetch_add(bytes.len(), Ordering::Relaxed);
    sent
}
