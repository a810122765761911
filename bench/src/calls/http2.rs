//! A cheap HTTP/2 server on the loopback interface, in a thread of its own.

use std::thread::JoinHandle;

use bytes::Bytes;
use h2::RecvStream;
use h2::server::SendResponse;
use http::Response;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::error::{Error, Result};

/// The server; dropping it closes its connections and waits for its thread.
pub(super) struct Http2 {
    url: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Http2 {
    /// Starts a server that answers each request with this JSON text.
    pub(super) fn start(body: String) -> Result<Self> {
        let failed = |error: std::io::Error| Error::new(format!("a server cannot be started: {error}"));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        let runtime = Builder::new_current_thread().enable_io().build().map_err(failed)?;
        let (stop, stopped) = oneshot::channel();
        let body = Bytes::from(body);
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, body) => (),
                    _ = stopped => (),
                }
            });
        });
        Ok(Self { url, stop: Some(stop), thread: Some(thread) })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Http2 {
    fn drop(&mut self) {
        drop(self.stop.take());
        // A panic has been printed, and the calls have failed.
        let _joined = self.thread.take().map(JoinHandle::join);
    }
}

async fn accept(listener: std::net::TcpListener, body: Bytes) {
    let listener = TcpListener::from_std(listener).expect("a listener that does not block");
    while let Ok((stream, _)) = listener.accept().await {
        let _unsupported = stream.set_nodelay(true);
        tokio::spawn(serve(stream, body.clone()));
    }
}

/// Answers the requests of one connection until the client closes it.
async fn serve(stream: TcpStream, body: Bytes) {
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    while let Some(Ok((request, respond))) = connection.accept().await {
        tokio::spawn(answer(request.into_body(), respond, body.clone()));
    }
}

/// Reads a request, and sends the body. The client may be gone at any time.
async fn answer(mut request: RecvStream, mut respond: SendResponse<Bytes>, body: Bytes) {
    while let Some(Ok(part)) = request.data().await {
        let _closed = request.flow_control().release_capacity(part.len());
    }
    let head = Response::builder().header("content-type", "application/json");
    let head = head.header("content-length", body.len()).body(()).expect("a response");
    if let Ok(mut stream) = respond.send_response(head, false) {
        let _closed = stream.send_data(body, true);
    }
}
