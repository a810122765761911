//! Waiters: calls that are repeated until a condition is met.
//!
//! Reads of C1 lag behind its writes by minutes, and a task may take days. A [`Waiter`] polls a [`Call`] until its response shows
//! the awaited state.
//!
//! ```
//! use std::time::Duration;
//! use c1_api::{Client, Error, WaitState};
//! use http::Method;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Error> {
//! # let polls = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
//! # let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| {
//! #     let before = polls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
//! #     let state = if before < 2 { "OPEN" } else { "CLOSED" };
//! #     let body = http_body_util::Full::new(bytes::Bytes::from(format!(r#"{{"state": "{state}"}}"#)));
//! #     std::future::ready(Ok::<_, std::convert::Infallible>(http::Response::new(body)))
//! # });
//! # let client = Client::builder().tenant("acme").bearer_token("token").service(service).build()?;
//! let call = client.request(Method::GET, "/api/v1/tickets/7");
//! let ticket = call
//!     .until(|ticket| match ticket["state"].as_str() {
//!         Some("CLOSED") => WaitState::Done,
//!         Some("LOST") => WaitState::Failed("the ticket is lost".into()),
//!         _ => WaitState::Pending,
//!     })
//!     .interval(Duration::from_millis(5))
//!     .timeout(Duration::from_secs(60))
//!     .on_progress(|progress| println!("open after {:?}, {} requests", progress.elapsed, progress.requests))
//!     .await?;
//! assert_eq!(ticket["state"], "CLOSED");
//! # Ok(())
//! # }
//! ```
//!
//! Operations with an `x-rust-waiter` in the overlay have ready-made waiters in a trait:
//! `client.task().get(id).until_closed()` with `use c1_api::task::v1::TaskGetWaiters`.
//!
//! [`Call::until`] waits for a state, [`Call::until_gone`] until a resource is gone.
//!
//! # Limits
//!
//! | setting | default |
//! | --- | --- |
//! | [`interval`](Waiter::interval): the longest delay before the second request; it doubles with each request | 5 seconds |
//! | [`max_interval`](Waiter::max_interval): the longest delay before any request | 60 seconds |
//! | [`timeout`](Waiter::timeout): how long to wait | 1 hour |
//! | [`max_requests`](Waiter::max_requests): how many requests to send | 1000 |
//!
//! Each delay is random, between half and the whole of its bound, and never shorter than a `Retry-After` of the server. The last
//! request is sent when the timeout ends, so a waiter ends at most one request later.
//!
//! # Errors
//!
//! A waiter tolerates the failures for which an idempotent operation is retried: no connection, a broken one, a timeout, and
//! the statuses 429, 502, 503 and 504. It ends with any other error, such as 404, unless you [tolerate](Waiter::tolerate) it.
//! A waiter that reaches a limit ends with [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), whose source is the last error of a
//! call. If the state can no longer be reached, it ends with [`ErrorKind::WaitFailed`](crate::ErrorKind::WaitFailed).

mod pace;
mod poll;
mod ready_made;

use std::fmt;
use std::time::Duration;

use pace::Limits;
use poll::Step;

use crate::call::Call;
use crate::error::Error;
use crate::operation::Operation;

/// What a response says about the awaited state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitState {
    /// The state is reached.
    Done,
    /// The state is not reached yet.
    Pending,
    /// The state can no longer be reached, for this reason.
    Failed(String),
}

/// A request of a [`Waiter`] that did not end it.
#[derive(Debug)]
#[non_exhaustive]
pub struct WaitProgress<'a, R> {
    /// The response, or an error that the waiter tolerates.
    pub outcome: Result<&'a R, &'a Error>,
    /// The number of requests so far.
    pub requests: u32,
    /// The time since the waiter began.
    pub elapsed: Duration,
    /// The delay before the next request.
    pub delay: Duration,
}

/// A call that is repeated until its response shows the awaited state. `.await` it; dropping the future ends it.
///
/// Returned by [`Call::until`] and [`Call::until_gone`]. Each request is a call with its timeout and headers, but without
/// retries of its own; a request that is repeated with a new token counts once. Its limits, and the errors that it tolerates, are
/// documented at [`waiter`](crate::waiter).
#[must_use = "a waiter does nothing until it is awaited"]
pub struct Waiter<O: Operation, T = <O as Operation>::Response> {
    call: Call<O>,
    /// The name of the awaited state, for errors.
    state: Option<&'static str>,
    accept: Accept<O::Response, T>,
    is_tolerated: Box<dyn Fn(&Error) -> bool + Send>,
    report: Report<O::Response>,
    limits: Limits,
}

/// Judges the outcome of a request.
type Accept<R, T> = Box<dyn FnMut(Result<R, Error>) -> Step<R, T> + Send>;

/// Reports progress to the user.
type Report<R> = Box<dyn FnMut(&WaitProgress<'_, R>) + Send>;

impl<O: Operation> Call<O> {
    /// Repeats the call until `state` returns [`WaitState::Done`] for a response, and returns that response.
    ///
    /// See [`waiter`](crate::waiter) for an example, the limits, and the errors that a waiter tolerates.
    pub fn until(self, mut state: impl FnMut(&O::Response) -> WaitState + Send + 'static) -> Waiter<O> {
        Waiter::new(self, move |outcome| match outcome {
            Ok(response) => match state(&response) {
                WaitState::Done => Step::Done(response),
                WaitState::Pending => Step::Pending(Ok(response)),
                WaitState::Failed(why) => Step::Failed(why),
            },
            Err(error) => Step::Pending(Err(error)),
        })
    }

    /// Repeats the call until the resource [is not found](Error::is_not_found), or until `is_absent` returns `true` for a response.
    ///
    /// ```
    /// use c1_api::operation::Operation;
    /// use c1_api::{Call, Error};
    ///
    /// async fn gone<O: Operation<Response = serde_json::Value>>(get: Call<O>) -> Result<(), Error> {
    ///     get.until_gone(|robot| !robot["deletedAt"].is_null()).await
    /// }
    /// ```
    pub fn until_gone(self, mut is_absent: impl FnMut(&O::Response) -> bool + Send + 'static) -> Waiter<O, ()> {
        Waiter::new(self, move |outcome| match outcome {
            Ok(response) if is_absent(&response) => Step::Done(()),
            Err(error) if error.is_not_found() => Step::Done(()),
            outcome => Step::Pending(outcome),
        })
    }
}

impl<O: Operation, T> Waiter<O, T> {
    fn new(
        call: Call<O>,
        accept: impl FnMut(Result<O::Response, Error>) -> Step<O::Response, T> + Send + 'static,
    ) -> Self {
        Self {
            call,
            state: None,
            accept: Box::new(accept),
            is_tolerated: Box::new(|_| false),
            report: Box::new(|_| {}),
            limits: Limits::default(),
        }
    }

    /// Sets the longest delay before the second request. Default: 5 seconds. Less than a millisecond counts as one.
    ///
    /// The bound of the delay doubles with each request, up to [`max_interval`](Self::max_interval).
    pub fn interval(mut self, interval: Duration) -> Self {
        self.limits.interval = interval;
        self
    }

    /// Sets the longest delay before any request, unless the server asks for more. Default: 60 seconds.
    ///
    /// A longer [`interval`](Self::interval) takes precedence.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.limits.max_interval = interval;
        self
    }

    /// Sets how long to wait. Default: 1 hour. The last request is sent when it ends.
    ///
    /// A single request has the [timeout of the call](Call::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the maximum number of requests. Default: 1000. Zero counts as one.
    pub fn max_requests(mut self, count: u32) -> Self {
        self.limits.max_requests = count;
        self
    }

    /// Continues after errors for which `is_tolerated` returns `true`, in addition to transient ones.
    ///
    /// A resource that was just created may not be found yet:
    ///
    /// ```
    /// use c1_api::operation::Operation;
    /// use c1_api::{Call, Error, WaitState};
    ///
    /// async fn visible<O: Operation>(get: Call<O>) -> Result<O::Response, Error> {
    ///     get.until(|_| WaitState::Done).tolerate(Error::is_not_found).await
    /// }
    /// ```
    pub fn tolerate(mut self, is_tolerated: impl Fn(&Error) -> bool + Send + 'static) -> Self {
        self.is_tolerated = Box::new(is_tolerated);
        self
    }

    /// Calls `report` after each request that does not end the waiter.
    pub fn on_progress(mut self, report: impl FnMut(&WaitProgress<'_, O::Response>) + Send + 'static) -> Self {
        self.report = Box::new(report);
        self
    }
}

impl<O: Operation, T> fmt::Debug for Waiter<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter").field("call", &self.call).field("limits", &self.limits).finish_non_exhaustive()
    }
}
