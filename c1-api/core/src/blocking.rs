//! Calls from code that is not asynchronous.

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

impl<O: Operation> Call<O> {
    /// Makes the call and waits for the response, for code that is not asynchronous.
    ///
    /// The future is run by this thread; connections and timers by one more, which the process starts when it first waits,
    /// and which all clients share. Any number of threads may wait at once. After a `fork`, only a process that has not waited
    /// before may wait.
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
    /// Those of awaiting the call, and [`ErrorKind::InvalidInput`] within a tokio runtime, which it would hold up: await
    /// the call there, or, in `spawn_blocking`, use `Handle::current().block_on(..)`.
    pub fn wait(self) -> Result<O::Response, Error> {
        block_on(self.into_future())?
    }

    /// As [`wait`](Self::wait), for the response with its status, its headers and its body as it came.
    ///
    /// # Errors
    ///
    /// Those of [`wait`](Self::wait).
    pub fn wait_with_response(self) -> Result<Response<O::Response>, Error> {
        block_on(self.with_response())?
    }
}

/// Pages, items or results, each waited for by the thread that asks for the next one.
///
/// `wait()` of [`Pages`], [`Items`], [`ItemsWithPage`] and [`Concurrent`] gives it. Within a tokio runtime, which it would
/// hold up, its only element is an error of [`ErrorKind::InvalidInput`].
#[derive(Debug)]
#[must_use = "it asks for nothing until its elements are waited for"]
pub struct BlockingIter<S> {
    stream: S,
    /// Whether it was asked for an element where it could not wait.
    refused: bool,
}

impl<S> BlockingIter<S> {
    fn new(stream: S) -> Self {
        Self { stream, refused: false }
    }

    /// What is waited for, such as the [`Pages`] that tell the token that comes next.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// What is waited for, such as the [`Items`] that may be told to retry.
    pub fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// What is waited for, to go on asynchronously.
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
        if self.refused {
            return None;
        }
        let stream = &mut self.stream;
        block_on(poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx))).unwrap_or_else(|error| {
            self.refused = true;
            Some(Err(error))
        })
    }
}

impl<O: Paged> Pages<O> {
    /// The pages, for code that is not asynchronous.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<O: Paged> Items<O> {
    /// The items, for code that is not asynchronous.
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

impl<O: Paged> ItemsWithPage<O> {
    /// The items with their pages, for code that is not asynchronous.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<I: Iterator<Item: IntoFuture>> Concurrent<I> {
    /// The results, for code that is not asynchronous.
    pub fn wait(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

/// Runs `future` on this thread, to its end.
fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    Ok(runtime()?.block_on(future))
}

/// The runtime of all that wait. It is started once, and ends with the process.
fn runtime() -> Result<Handle, Error> {
    static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);

    if Handle::try_current().is_ok() {
        let summary = "waiting would hold up the tokio runtime that this thread is in; await the call in place of that, or \
                       in spawn_blocking use Handle::current().block_on(..); nothing was sent";
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
