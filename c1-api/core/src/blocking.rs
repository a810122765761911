//! Calls from synchronous code.

use std::future::{pending, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::thread;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use crate::call::Call;
use crate::concurrent::Concurrent;
use crate::error::{Error, ErrorKind};
use crate::operation::{Operation, Paged};
use crate::paging::{Items, ItemsWithPage, Pages};
use crate::response::Response;
use crate::stream::{Chunks, ItemStream, Streamed};
use crate::waiter::Waiter;

impl<O: Operation> Call<O> {
    /// Sends the call, and blocks until there is a response.
    ///
    /// The current thread runs the future. One more thread, which the process starts at the first `wait` and all clients share,
    /// runs connections and timers. Any number of threads may wait concurrently. After a `fork`, the child must not wait if the
    /// parent waited before it.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use http::{Request, Response};
    /// use http_body_util::Full;
    ///
    /// # fn main() -> Result<(), c1_api::Error> {
    /// # let service = tower::service_fn(async |_request: Request<Bytes>| {
    /// #     Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from(r#"{"list": []}"#))))
    /// # });
    /// # let builder = c1_api::Client::builder().tenant("acme").bearer_token("token").service(service);
    /// let client = builder.build()?;
    /// let answer = client.request(http::Method::GET, "/api/v1/apps").wait()?;
    /// assert_eq!(answer, serde_json::json!({ "list": [] }));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of awaiting the call, and [`ErrorKind::InvalidInput`] within a tokio runtime, which it would block. Await the call
    /// there, or use `Handle::current().block_on(..)` in `spawn_blocking`.
    pub fn wait(self) -> Result<O::Response, Error> {
        block_on(self.into_future())?
    }

    /// Like [`wait`](Self::wait), and returns the response with its status, headers and body.
    ///
    /// # Errors
    ///
    /// Those of [`wait`](Self::wait).
    pub fn wait_with_response(self) -> Result<Response<O::Response>, Error> {
        block_on(self.with_response())?
    }
}

impl<O: Operation, T: Send + 'static> Waiter<O, T> {
    /// Blocks until the awaited state is reached.
    ///
    /// # Errors
    ///
    /// Those of awaiting the waiter, and [`ErrorKind::InvalidInput`] within a tokio runtime, as for a [call](Call::wait).
    pub fn wait(self) -> Result<T, Error> {
        block_on(self.into_future())?
    }
}

/// A blocking iterator over pages, items or results.
///
/// Returned by `wait()` of [`Pages`], [`Items`], [`ItemsWithPage`], [`ItemStream`], [`Chunks`] and [`Concurrent`]. Within a tokio
/// runtime, which it would block, its only element is an error of [`ErrorKind::InvalidInput`].
#[derive(Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct BlockingIter<S> {
    stream: S,
    /// Whether it returned an error because it could not wait.
    failed: bool,
}

impl<S> BlockingIter<S> {
    fn new(stream: S) -> Self {
        Self { stream, failed: false }
    }

    /// Returns the underlying stream, such as [`Pages`] for their next token.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// Returns the underlying stream, such as [`Items`] for a retry.
    pub fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// Returns the underlying stream, to continue asynchronously.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S, T> Iterator for BlockingIter<S>
where
    S: Stream<Item = Result<T, Error>> + Unpin,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let stream = &mut self.stream;
        block_on(poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx))).unwrap_or_else(|error| {
            self.failed = true;
            Some(Err(error))
        })
    }
}

impl<O: Paged> Pages<O> {
    /// Returns a blocking iterator over the pages.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<O: Paged> Items<O> {
    /// Returns a blocking iterator over the items.
    ///
    /// ```
    /// use c1_api::{Call, Error};
    /// use c1_api::operation::Paged;
    ///
    /// fn first<O: Paged>(call: Call<O>, count: usize) -> Result<Vec<O::Item>, Error> {
    ///     call.items().wait().take(count).collect()
    /// }
    /// ```
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<O: Streamed> ItemStream<O> {
    /// Returns a blocking iterator over the items.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl Chunks {
    /// Returns a blocking iterator over the chunks.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<O: Paged> ItemsWithPage<O> {
    /// Returns a blocking iterator over the items with their pages.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<I: Iterator<Item: IntoFuture>> Concurrent<I> {
    /// Returns a blocking iterator over the results.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

/// Runs `future` on this thread to completion.
fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    Ok(runtime()?.block_on(future))
}

/// The runtime of all waiting threads. It is started once, and ends with the process.
fn runtime() -> Result<Handle, Error> {
    static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);

    if Handle::try_current().is_ok() {
        let summary = "waiting would block the tokio runtime of this thread; await the call instead, or use \
                       Handle::current().block_on(..) in spawn_blocking; nothing was sent";
        return Err(Error::new(ErrorKind::InvalidInput, summary));
    }
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    match &*runtime {
        Some(handle) => Ok(handle.clone()),
        None => {
            let handle = start().map_err(|cause| {
                let summary =
                    format!("the thread for connections and timers cannot be started: {cause}; nothing was sent");
                Error::new(ErrorKind::Connect, summary)
            })?;
            Ok(runtime.insert(handle).clone())
        }
    }
}

fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new().name("c1-api".to_owned()).spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}
