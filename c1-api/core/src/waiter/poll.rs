//! The requests of a waiter.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::sleep;

use super::pace::{Exhausted, Pace};
use super::{WaitProgress, Waiter};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::response::retry_after;
use crate::retry::{RetryPolicy, is_retryable};

/// What the outcome of a request means for the waiter.
pub(super) enum Step<R, T> {
    Done(T),
    Pending(Result<R, Error>),
    Failed(String),
}

impl<O: Operation, T> Waiter<O, T> {
    async fn run(mut self) -> Result<T, Error> {
        let mut pace = Pace::new(self.limits);
        // The waiter repeats requests itself, so that their number is bounded.
        let call = self.call.retry(RetryPolicy::off());
        let state = self.state.map_or_else(|| "awaited state".to_owned(), |name| format!("state `{name}`"));
        let failed = |kind, why: String, requests| {
            Error::new(kind, format!("the {state} {why}")).in_operation(call.operation_name()).with_attempts(requests)
        };
        loop {
            pace.requests += 1;
            let (outcome, after) = match call.clone().with_response().await {
                Ok(response) => (Ok(response.value), retry_after(&response.headers)),
                Err(error) => {
                    let after = error.retry_after();
                    (Err(error), after)
                }
            };
            let outcome = match (self.accept)(outcome) {
                Step::Done(value) => return Ok(value),
                Step::Failed(why) => {
                    let why = format!("can no longer be reached: {why}");
                    return Err(failed(ErrorKind::WaitFailed, why, pace.requests));
                }
                Step::Pending(Err(error)) if !is_retryable(&error, true) && !(self.is_tolerated)(&error) => {
                    return Err(error);
                }
                Step::Pending(outcome) => outcome,
            };
            let delay = match pace.next_delay(after) {
                Ok(delay) => delay,
                Err(limit) => {
                    let why = format!("was not reached {limit}");
                    let error = failed(ErrorKind::Timeout, why, pace.requests).with_retryable(true);
                    return Err(match outcome.err() {
                        Some(last) => error.with_hint(&format!("the last request failed: {last}")).with_source(last),
                        None => error,
                    });
                }
            };
            (self.report)(&WaitProgress {
                outcome: outcome.as_ref(),
                requests: pace.requests,
                elapsed: pace.elapsed(),
                delay,
            });
            drop(outcome);
            sleep(delay).await;
        }
    }
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout(timeout) => write!(f, "within {timeout:?}"),
            Self::Requests(1) => f.write_str("within 1 request"),
            Self::Requests(count) => write!(f, "within {count} requests"),
            Self::RetryAfter(delay, timeout) => {
                write!(f, "within {timeout:?}: the server asks for a delay of {delay:?}, which ends later")
            }
        }
    }
}

/// The future of a [`Waiter`]. Dropping it ends the waiter.
#[must_use = "a future does nothing until it is awaited"]
pub struct WaiterFuture<T>(Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>);

impl<O: Operation, T: Send + 'static> IntoFuture for Waiter<O, T> {
    type Output = Result<T, Error>;
    type IntoFuture = WaiterFuture<T>;

    fn into_future(self) -> WaiterFuture<T> {
        WaiterFuture(Box::pin(self.run()))
    }
}

impl<T> Future for WaiterFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl<T> fmt::Debug for WaiterFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaiterFuture").finish_non_exhaustive()
    }
}
