//! Concurrent calls with a limit.

use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::iter::{Enumerate, Fuse};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::stream::FuturesUnordered;

/// Runs up to `limit` of `calls` concurrently, and returns their results in the order of the calls.
///
/// A call is taken from `calls` only if there is room for it, so the iterator may be infinite. A result that is early occupies
/// room until its turn. Nothing starts before the first result is awaited, and dropping the results cancels the calls in
/// progress. After a failure the other calls are still made. A limit of 0 counts as 1.
///
/// A call is any [`IntoFuture`]: a [`Call`](crate::Call), or an `async` block that makes several calls in sequence. Their retries
/// share the retry budget of the client. All calls run in the task that awaits the results.
///
/// ```
/// use bytes::Bytes;
/// use http::{Method, Request, Response};
/// use http_body_util::Full;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), c1_api::Error> {
/// # let service = tower::service_fn(async |request: Request<Bytes>| {
/// #     Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from(format!("{:?}", request.uri().path())))))
/// # });
/// # let client = c1_api::Client::builder().tenant("acme").bearer_token("token").service(service).build()?;
/// let ids = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
/// let calls = ids.iter().map(|id| client.request(Method::GET, "/api/v1/apps/{id}").path("id", id));
/// let mut apps = c1_api::concurrent(calls, 2);
/// while let Some(app) = apps.next().await {
///     println!("{}", app?);
/// }
/// # Ok(())
/// # }
/// ```
pub fn concurrent<I>(calls: I, limit: usize) -> Concurrent<I::IntoIter>
where
    I: IntoIterator<Item: IntoFuture>,
{
    let in_progress = InProgress {
        calls: calls.into_iter().fuse().enumerate(),
        futures: FuturesUnordered::new(),
        limit: limit.max(1),
    };
    Concurrent { in_progress, early: BTreeMap::new(), next: 0 }
}

/// The results of concurrent calls, in the order of the calls; returned by [`concurrent`].
///
/// It is also a [`Stream`].
#[must_use = "calls are sent only when their results are awaited"]
pub struct Concurrent<I: Iterator<Item: IntoFuture>> {
    in_progress: InProgress<I>,
    /// The results of calls whose turn has not come.
    early: BTreeMap<usize, Output<I>>,
    /// The number of the next call in order.
    next: usize,
}

/// The results of concurrent calls in the order of their completion, each with the number of its call, counted from 0.
///
/// Returned by [`Concurrent::unordered`].
///
/// It is also a [`Stream`].
#[must_use = "calls are sent only when their results are awaited"]
pub struct Unordered<I: Iterator<Item: IntoFuture>> {
    in_progress: InProgress<I>,
    /// The results that were complete before the order was dropped.
    early: BTreeMap<usize, Output<I>>,
}

type Output<I> = <<I as Iterator>::Item as IntoFuture>::Output;

impl<I: Iterator<Item: IntoFuture>> Concurrent<I> {
    /// Returns the results in the order of their completion, each with the number of its call, counted from 0.
    ///
    /// A slow call then does not delay the results of others.
    pub fn unordered(self) -> Unordered<I> {
        Unordered { in_progress: self.in_progress, early: self.early }
    }

    /// Returns the result of the next call; `None` after the last one.
    ///
    /// This method is cancel safe: the calls continue when the next future is awaited.
    pub async fn next(&mut self) -> Option<Output<I>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<I: Iterator<Item: IntoFuture>> Unordered<I> {
    /// Returns the next result with the number of its call; `None` after the last one.
    ///
    /// This method is cancel safe: the calls continue when the next future is awaited.
    pub async fn next(&mut self) -> Option<(usize, Output<I>)> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<I: Iterator<Item: IntoFuture>> Stream for Concurrent<I> {
    type Item = Output<I>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(result) = this.early.remove(&this.next) {
                this.next += 1;
                return Poll::Ready(Some(result));
            }
            match ready!(this.in_progress.poll_next(cx, this.early.len())) {
                Some((number, result)) => this.early.insert(number, result),
                None => return Poll::Ready(None),
            };
        }
    }
}

impl<I: Iterator<Item: IntoFuture>> Stream for Unordered<I> {
    type Item = (usize, Output<I>);

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match this.early.pop_first() {
            Some(result) => Poll::Ready(Some(result)),
            None => this.in_progress.poll_next(cx, 0),
        }
    }
}

// The future of each call is boxed, so these types need no pinning.
impl<I: Iterator<Item: IntoFuture>> Unpin for Concurrent<I> {}
impl<I: Iterator<Item: IntoFuture>> Unpin for Unordered<I> {}

impl<I: Iterator<Item: IntoFuture>> fmt::Debug for Concurrent<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concurrent").field("in_progress", &self.in_progress.futures.len()).finish_non_exhaustive()
    }
}

impl<I: Iterator<Item: IntoFuture>> fmt::Debug for Unordered<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unordered").field("in_progress", &self.in_progress.futures.len()).finish_non_exhaustive()
    }
}

/// The calls in progress, and those not started yet.
struct InProgress<I: Iterator<Item: IntoFuture>> {
    calls: Enumerate<Fuse<I>>,
    futures: FuturesUnordered<Numbered<<I::Item as IntoFuture>::IntoFuture>>,
    limit: usize,
}

impl<I: Iterator<Item: IntoFuture>> InProgress<I> {
    /// Returns the next result while `held` early results occupy room.
    fn poll_next(&mut self, cx: &mut Context<'_>, held: usize) -> Poll<Option<(usize, Output<I>)>> {
        while self.futures.len() + held < self.limit
            && let Some((number, call)) = self.calls.next()
        {
            self.futures.push(Numbered { number, future: Box::pin(call.into_future()) });
        }
        Pin::new(&mut self.futures).poll_next(cx)
    }
}

struct Numbered<F> {
    number: usize,
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Numbered<F> {
    type Output = (usize, F::Output);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let output = ready!(self.future.as_mut().poll(cx));
        Poll::Ready((self.number, output))
    }
}
