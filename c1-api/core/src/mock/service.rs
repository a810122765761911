//! The mock as a tower service, below retries, authentication and decoding.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use tower::Service;

use super::engine::Engine;
use super::received_request::ReceivedRequest;
use super::reply::{Fault, Reply};
use crate::error::BoxError;
use crate::transport::Body;

/// The mock as an HTTP service; returned by [`MockServer::service`](super::MockServer::service).
#[derive(Clone, Debug)]
pub struct MockService(Arc<Engine>);

impl MockService {
    pub(super) fn new(engine: Arc<Engine>) -> Self {
        Self(engine)
    }
}

impl Service<Request<Bytes>> for MockService {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let engine = Arc::clone(&self.0);
        Box::pin(async move {
            let reply = engine.reply(ReceivedRequest::new(request));
            if !reply.delay.is_zero() {
                tokio::time::sleep(reply.delay).await;
            }
            response(reply)
        })
    }
}

fn response(reply: Reply) -> Result<Response<Body>, BoxError> {
    let body = match reply.fault {
        Some(Fault::Reset) => return Err(reset().into()),
        Some(Fault::Truncated(bytes)) => CutBody::new(&reply.body, bytes, reset().into()).boxed_unsync(),
        Some(Fault::Revoked) | None => full(reply.body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    Ok(response)
}

/// A body of these bytes.
pub(super) fn full(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never: Infallible| match never {}).boxed_unsync()
}

fn reset() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "the mock reset the connection")
}

/// A body that ends with an error.
pub(super) struct CutBody {
    /// The announced length.
    length: u64,
    data: Option<Bytes>,
    /// Whether the data was passed on. A server that finds the error at once would not send it.
    is_flushed: bool,
    error: Option<BoxError>,
}

impl CutBody {
    /// The first `bytes` of `body`, then `error`.
    pub(super) fn new(body: &Bytes, bytes: usize, error: BoxError) -> Self {
        let data = body.slice(..bytes.min(body.len()));
        // A body that is announced as complete would not be missed.
        let length = u64::try_from(body.len().max(data.len() + 1)).unwrap_or(u64::MAX);
        Self { length, data: Some(data).filter(|data| !data.is_empty()), is_flushed: false, error: Some(error) }
    }
}

impl HttpBody for CutBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(data) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        if !std::mem::replace(&mut self.is_flushed, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.error.take().map(Err))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
