//! The channel to one server: a transport and, for the default transport, its connections.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep, sleep_until};
use tower::ServiceExt;

use crate::connection_pool::ConnectionPool;
use crate::error::BoxError;
use crate::transport::{Body, Transport};

/// Sends requests, and abandons connections on which an attempt timed out.
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

    pub(crate) fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Body>, BoxError>> + use<> {
        self.transport.clone().oneshot(request)
    }

    /// Runs an attempt that is one future. Returns `None` after `limit`; no later attempt uses the same connections then.
    pub(crate) async fn within<F: Future>(&self, limit: Duration, attempt: F) -> Option<F::Output> {
        let timer = pin!(sleep_until(Instant::now() + limit));
        self.lease().until(timer, pin!(attempt)).await
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
    /// Runs a part of the attempt. Returns `None` if `timer` fires first; no later attempt uses the same connections then.
    ///
    /// The parts of an attempt share one timer. They are not moved, as they are large.
    pub(crate) async fn until<F: Future>(self, mut timer: Pin<&mut Sleep>, mut part: Pin<&mut F>) -> Option<F::Output> {
        let outcome = poll_fn(|cx| {
            if let Poll::Ready(outcome) = part.as_mut().poll(cx) {
                return Poll::Ready(Some(outcome));
            }
            // A peer that sends without end uses up the cooperative budget of the task, which would delay the timeout.
            pin!(unconstrained(timer.as_mut())).poll(cx).map(|()| None)
        })
        .await;
        if let (None, Some((pool, generation))) = (&outcome, self.0) {
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
