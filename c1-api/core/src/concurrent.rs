//! Several calls at once, but not too many.

use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::iter::{Enumerate, Fuse};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::stream::FuturesUnordered;

/// Makes up to `limit` of `calls` at a time, and gives their results in the order of the calls.
///
/// A call is taken from `calls` only when there is room for it, so they may be without end; a result that comes before its
/// turn takes up room until then. Nothing begins before the first result is waited for, and dropping it cancels the calls that
/// are under way. A failure is a result like any other: the calls after it are still made. A limit of 0 counts as 1.
///
/// A call is whatever can be awaited: a [`Call`](crate::Call), or an `async` block that makes several, one after the
/// other. Their retries come out of the budget that all calls of a client share. All of it runs in the task that waits,
/// without any of its own.
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
    let under_way =
        UnderWay { calls: calls.into_iter().fuse().enumerate(), futures: FuturesUnordered::new(), limit: limit.max(1) };
    Concurrent { under_way, early: BTreeMap::new(), next: 0 }
}

/// The results of several calls, in the order of the calls; [`concurrent`] gives it.
///
/// It is also a [`Stream`].
#[must_use = "no call is made until its result is waited for"]
pub struct Concurrent<I: Iterator<Item: IntoFuture>> {
    under_way: UnderWay<I>,
    /// The results of calls whose turn has not come.
    early: BTreeMap<usize, Output<I>>,
    /// Whose turn it is.
    next: usize,
}

/// The results of several calls as they come, each with the number of its call, counted from 0; [`Concurrent::unordered`]
/// gives it.
///
/// It is also a [`Stream`].
#[must_use = "no call is made until its result is waited for"]
pub struct Unordered<I: Iterator<Item: IntoFuture>> {
    under_way: UnderWay<I>,
    /// The results that had come before the order was given up.
    early: BTreeMap<usize, Output<I>>,
}

type Output<I> = <<I as Iterator>::Item as IntoFuture>::Output;

impl<I: Iterator<Item: IntoFuture>> Concurrent<I> {
    /// The results as they come, each with the number of its call, counted from 0: then a slow call keeps none waiting.
    pub fn unordered(self) -> Unordered<I> {
        Unordered { under_way: self.under_way, early: self.early }
    }

    /// The result of the next call; `None` after the last one.
    ///
    /// Nothing is lost when the returned future is dropped: the calls go on when the next one is awaited.
    pub async fn next(&mut self) -> Option<Output<I>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<I: Iterator<Item: IntoFuture>> Unordered<I> {
    /// The result that comes next, and the number of its call; `None` after the last one.
    ///
    /// Nothing is lost when the returned future is dropped: the calls go on when the next one is awaited.
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
            match ready!(this.under_way.poll_next(cx, this.early.len())) {
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
            None => this.under_way.poll_next(cx, 0),
        }
    }
}

// None of them is ever pinned by its parts: each call has a pin of its own.
impl<I: Iterator<Item: IntoFuture>> Unpin for Concurrent<I> {}
impl<I: Iterator<Item: IntoFuture>> Unpin for Unordered<I> {}

impl<I: Iterator<Item: IntoFuture>> fmt::Debug for Concurrent<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concurrent").field("under_way", &self.under_way.futures.len()).finish_non_exhaustive()
    }
}

impl<I: Iterator<Item: IntoFuture>> fmt::Debug for Unordered<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unordered").field("under_way", &self.under_way.futures.len()).finish_non_exhaustive()
    }
}

/// The calls that are being made, and those that are still to be.
struct UnderWay<I: Iterator<Item: IntoFuture>> {
    calls: Enumerate<Fuse<I>>,
    futures: FuturesUnordered<Numbered<<I::Item as IntoFuture>::IntoFuture>>,
    limit: usize,
}

impl<I: Iterator<Item: IntoFuture>> UnderWay<I> {
    /// The next result, while `held` others take up room.
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
