//! An HTTP/2 server that falls silent, and keeps its connections open.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use http::Response;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::certificates;

const TOKEN: &[u8] = br#"{"access_token": "open-sesame", "expires_in": 600}"#;
const OIDC_TOKEN: &[u8] = br#"{"value": "eyJ.of.github"}"#;
const THINGS: &[u8] = br#"{"a": 1}"#;

/// When a connection falls silent: not even pings are answered then.
#[derive(Clone, Copy)]
pub(crate) enum Silence {
    Never,
    /// After so many responses.
    After(usize),
    /// After so many responses and the head of the next one.
    InBodyAfter(usize),
}

/// The server; dropping it closes its connections.
pub(crate) struct Peer {
    address: SocketAddr,
    authority: String,
    counts: Arc<Counts>,
    _accepting: JoinSet<()>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    answered: AtomicUsize,
}

impl Peer {
    /// Starts a server that asks `silence` with the number of connections before.
    pub(crate) async fn start(silence: impl Fn(usize) -> Silence + Send + 'static) -> Self {
        let authority = certificates::authority("throwaway");
        let mut config = certificates::server_config(&authority, "127.0.0.1", 2999);
        config.alpn_protocols = vec![b"h2".to_vec()];
        let authority = certificates::authority_pem(&authority);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let shared = Arc::clone(&counts);
        let mut accepting = JoinSet::new();
        accepting.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let silence = silence(shared.connections.fetch_add(1, Ordering::Relaxed));
                connections.spawn(serve(acceptor.clone(), stream, silence, Arc::clone(&shared)));
            }
        });
        Self { address, authority, counts, _accepting: accepting }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The certificate to trust, as PEM.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    pub(crate) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::Relaxed)
    }

    /// How many whole responses were sent.
    pub(crate) fn answered(&self) -> usize {
        self.counts.answered.load(Ordering::Relaxed)
    }
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, silence: Silence, counts: Arc<Counts>) {
    let Ok(stream) = acceptor.accept(stream).await else {
        return;
    };
    // The client may have no use for a connection that it began.
    let Ok(mut connection) = h2::server::handshake(stream).await else {
        return;
    };
    let mut answered = 0;
    // The connection moves only while it is polled here: without that, it reads and writes nothing.
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        match silence {
            Silence::After(limit) if answered == limit => break,
            Silence::InBodyAfter(limit) if answered == limit => {
                let mut body = respond.send_response(Response::new(()), false).unwrap();
                body.send_data(Bytes::from_static(b"{\"a\": "), false).unwrap();
                // What was queued is written while the next request, which never comes, is waited for.
                let _ = tokio::time::timeout(Duration::from_millis(100), connection.accept()).await;
                break;
            }
            _ => {
                let body = match request.uri().path() {
                    "/auth/v1/token" => TOKEN,
                    "/idtoken" => OIDC_TOKEN,
                    _ => THINGS,
                };
                answer(&mut respond, body);
                answered += 1;
                counts.answered.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
    if !matches!(silence, Silence::Never) {
        pending::<()>().await;
    }
}

fn answer(respond: &mut SendResponse<Bytes>, body: &'static [u8]) {
    let mut stream = respond.send_response(Response::new(()), false).unwrap();
    stream.send_data(Bytes::from_static(body), true).unwrap();
}
