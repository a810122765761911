//! The mock on a loopback port.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::{Request, Response};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::service::MockService;
use crate::error::{BoxError, Error, ErrorKind};
use crate::transport::Body;

/// The maximum request body size in bytes.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// A mock on a loopback port; returned by [`MockServer::serve`](super::MockServer::serve). Dropping it closes the port.
#[derive(Debug)]
#[must_use = "dropping it closes the port"]
pub struct Served {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Served {
    /// Returns the URL of the API's root, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(super) async fn serve(service: MockService) -> Result<Served, Error> {
    let failed = |cause: std::io::Error| {
        Error::new(ErrorKind::Transport, format!("the mock has no port: {cause}")).with_source(cause)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let task = tokio::spawn(async move {
        // Dropping the set ends the connections.
        let mut connections = JoinSet::new();
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                connections.spawn(converse(stream, service.clone()));
            }
            while connections.try_join_next().is_some() {}
        }
    });
    Ok(Served { address, task })
}

/// Answers the requests of one connection.
async fn converse(stream: TcpStream, service: MockService) {
    // A response is one write, which should not wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let is_reset = Arc::new(AtomicBool::new(false));
    let handler = Handler { service, is_reset: Arc::clone(&is_reset) };
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), handler);
    let _ = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    if is_reset.load(Ordering::Relaxed) {
        // Closing a socket that does not linger resets the connection.
        let _ = connection.into_parts().io.into_inner().set_zero_linger();
    }
}

/// The mock as a service of hyper.
struct Handler {
    service: MockService,
    /// Whether the reply is a reset.
    is_reset: Arc<AtomicBool>,
}

impl Service<Request<Incoming>> for Handler {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let (mut service, is_reset) = (self.service.clone(), Arc::clone(&self.is_reset));
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = Limited::new(body, MAX_BODY).collect().await?.to_bytes();
            let reply = tower::Service::call(&mut service, Request::from_parts(head, body)).await;
            is_reset.store(reply.is_err(), Ordering::Relaxed);
            reply
        })
    }
}
