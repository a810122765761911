//! The way to one server: a transport and, for the default one, its connections.

use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response};
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};
use tower::ServiceExt;

use crate::connection_pool::ConnectionPool;
use crate::transport::{Body, BoxError, Transport};

/// Sends requests, and leaves connections that do not answer in time.
#[derive(Clone)]
pub(crate) struct Channel {
    transport: Transport,
    /// `None` for a transport of the user's, who also owns its connections.
    pool: Option<ConnectionPool>,
}

impl Channel {
    pub(crate) fn new(transport: Transport, pool: Option<ConnectionPool>) -> Self {
        Self { transport, pool }
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    pub(crate) fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Body>, BoxError>> + use<> {
        self.transport.clone().oneshot(request)
    }

    /// The connections of the attempt that begins now.
    pub(crate) fn lease(&self) -> Lease<'_> {
        Lease(self.pool.as_ref().map(|pool| (pool, pool.generation())))
    }
}

/// The connections that an attempt uses.
#[derive(Clone, Copy)]
pub(crate) struct Lease<'a>(Option<(&'a ConnectionPool, u64)>);

impl Lease<'_> {
    /// Runs a part of the attempt until `end`. After a timeout, no later attempt uses the same connections.
    ///
    /// The future stays where it is: those of calls are large.
    pub(crate) async fn until<F: Future>(self, end: Instant, part: Pin<&mut F>) -> Result<F::Output, Elapsed> {
        let outcome = timeout_at(end, part).await;
        if let (Err(_), Some((pool, generation))) = (&outcome, self.0) {
            pool.abandon(generation);
        }
        outcome
    }
}

impl From<Transport> for Channel {
    fn from(transport: Transport) -> Self {
        Self::new(transport, None)
    }
}
