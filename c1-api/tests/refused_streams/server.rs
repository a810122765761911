//! An HTTP/2 server that refuses requests, written in raw frames (RFC 9113, 6).

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::{certificates, tcp};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;

/// The field `:status: 200`, by its index in the static table of HPACK.
const STATUS_200: u8 = 0x88;

/// What is done when a request is complete.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Respond,
    RefuseStream,
    /// Resets the stream by an error that does not say whether the request was processed.
    ResetStream,
    /// Ends the connection without an error. The last processed stream is that of the request, or an earlier one.
    GoAway {
        includes_stream: bool,
    },
}

/// The server; dropping it closes its connections.
pub(crate) struct Server {
    address: SocketAddr,
    authority: String,
    requests: Arc<AtomicUsize>,
    _accepting: JoinSet<()>,
}

impl Server {
    /// Starts a server that does one of `acts` for each request, and responds to further ones.
    pub(crate) async fn start(acts: Vec<Act>) -> Self {
        let authority = certificates::authority("refusing");
        let mut config = certificates::server_config(&authority, "127.0.0.1", 2999);
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (acts, requests) = (Arc::new(acts), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&requests);
        let (address, accepting) = tcp::accepting(move |stream| {
            let (acceptor, acts, counted) = (acceptor.clone(), Arc::clone(&acts), Arc::clone(&counted));
            async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    // The client ends the connection at any time.
                    let _ = serve(&mut stream, &acts, &counted).await;
                    let _ = stream.shutdown().await;
                }
            }
        })
        .await;
        Self { address, authority: certificates::authority_pem(&authority), requests, _accepting: accepting }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The certificate to trust, as PEM.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// The number of complete requests.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

async fn serve(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    acts: &[Act],
    requests: &AtomicUsize,
) -> io::Result<()> {
    stream.read_exact(&mut [0; PREFACE.len()]).await?;
    send(stream, SETTINGS, 0, 0, &[]).await?;
    loop {
        let (kind, flags, id) = read(stream).await?;
        match kind {
            SETTINGS if flags & ACK == 0 => send(stream, SETTINGS, ACK, 0, &[]).await?,
            HEADERS | DATA if flags & END_STREAM != 0 => {
                let act = acts.get(requests.fetch_add(1, Ordering::Relaxed)).copied().unwrap_or(Act::Respond);
                match act {
                    Act::Respond => {
                        send(stream, HEADERS, END_HEADERS, id, &[STATUS_200]).await?;
                        send(stream, DATA, END_STREAM, id, b"{}").await?;
                    }
                    Act::RefuseStream => send(stream, RST_STREAM, 0, id, &REFUSED_STREAM.to_be_bytes()).await?,
                    Act::ResetStream => send(stream, RST_STREAM, 0, id, &INTERNAL_ERROR.to_be_bytes()).await?,
                    Act::GoAway { includes_stream } => {
                        let last = if includes_stream { id } else { id.saturating_sub(2) };
                        let payload = [last.to_be_bytes(), NO_ERROR.to_be_bytes()].concat();
                        return send(stream, GOAWAY, 0, 0, &payload).await;
                    }
                }
            }
            _ => {}
        }
    }
}

/// Reads a frame, and returns its type, its flags and its stream.
async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<(u8, u8, u32)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await?;
    let [a, b, c, kind, flags, id @ ..] = head;
    let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    stream.read_exact(&mut payload).await?;
    Ok((kind, flags, u32::from_be_bytes(id)))
}

async fn send(stream: &mut (impl AsyncWrite + Unpin), kind: u8, flags: u8, id: u32, payload: &[u8]) -> io::Result<()> {
    let [_, a, b, c] = (payload.len() as u32).to_be_bytes();
    let head = [&[a, b, c, kind, flags][..], &id.to_be_bytes()].concat();
    stream.write_all(&[&head, payload].concat()).await
}
