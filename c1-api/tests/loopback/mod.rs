//! A cheap HTTP/1.1 server on the loopback interface, for what makes many thousands of calls.
//!
//! It has a thread and a runtime to itself, so that neither its tasks nor its allocations pass for the client's, and it
//! allocates nothing for a request of some kilobytes once a connection is there.

use std::future::pending;
use std::sync::Arc;
use std::thread::JoinHandle;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;

/// What is sent for a request, and what becomes of the connection then.
#[derive(Clone)]
pub(crate) enum Answer {
    /// A whole answer; the connection stays open.
    Keep(Bytes),
    /// An answer, or a part of one or nothing of it; the connection is closed.
    Close(Bytes),
    /// The same; the connection is reset.
    Reset(Bytes),
}

/// The server; dropping it closes all its connections and waits for its thread.
pub(crate) struct Loopback {
    url: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Loopback {
    /// Starts a server that sends what `answer` says for the head of a request: the request line and the headers.
    pub(crate) fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let (stop, stopped) = oneshot::channel();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_io().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    () = accept(listener, Arc::new(answer)) => (),
                    _ = stopped => (),
                }
            });
        });
        Self { url, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        drop(self.stop.take());
        // A panic of the server's has been printed, and the test has failed for want of answers.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// An answer of this status with a JSON body. `headers` are whole lines.
pub(crate) fn json(status: &str, headers: &str, body: &str) -> Bytes {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n");
    (head + body).into()
}

async fn accept<A>(listener: TcpListener, answer: Arc<A>)
where
    A: Fn(&str) -> Answer + Send + Sync + 'static,
{
    while let Ok((mut stream, _)) = listener.accept().await {
        // An answer is one write, which is not to wait for the acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let answer = Arc::clone(&answer);
        tokio::spawn(async move {
            if let End::Reset = converse(&mut stream, &*answer).await {
                // Closing a socket that does not linger resets it.
                let _ = stream.set_zero_linger();
            }
        });
    }
    pending::<()>().await;
}

/// What becomes of a connection when no more is to be said.
pub(crate) enum End {
    Closed,
    Reset,
}

/// Answers the requests of one connection until either side has enough.
pub(crate) async fn converse(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    answer: &impl Fn(&str) -> Answer,
) -> End {
    let mut read = Vec::with_capacity(2 * 1024);
    loop {
        let Some((body, end)) = bounds(&read) else {
            if !matches!(stream.read_buf(&mut read).await, Ok(1..)) {
                return End::Closed;
            }
            continue;
        };
        let head = std::str::from_utf8(&read[..body]).expect("a client that sends ASCII");
        let answer = answer(head);
        read.drain(..end);
        let (Answer::Keep(bytes) | Answer::Close(bytes) | Answer::Reset(bytes)) = &answer;
        if stream.write_all(bytes).await.is_err() {
            return End::Closed;
        }
        match answer {
            Answer::Keep(_) => {}
            Answer::Close(_) => {
                let _ = stream.shutdown().await;
                return End::Closed;
            }
            Answer::Reset(_) => return End::Reset,
        }
    }
}

/// Where the body of the first request begins and ends; `None` while a part of it is missing.
fn bounds(read: &[u8]) -> Option<(usize, usize)> {
    let body = read.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let mut lines = read[..body].split(|byte| *byte == b'\n');
    let length = lines.find_map(content_length).unwrap_or(0);
    (read.len() >= body + length).then_some((body, body + length))
}

fn content_length(line: &[u8]) -> Option<usize> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().expect("a length"))
}
