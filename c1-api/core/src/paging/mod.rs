//! Pages of an operation, and the items in them.

mod fetcher;
mod prefetch;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::call_options::CallOptions;
use crate::core_client::CoreClient;
use crate::error::Error;
use crate::operation::Paged;
use fetcher::Fetcher;
use prefetch::{Prefetch, PrefetchTask};

/// The pages of an operation.
///
/// A page is requested when it is awaited, so only one is in memory, unless [`prefetch`](Self::prefetch) requests more.
/// An error ends the pages, unless [`retry`](Self::retry) requests the failed page again. It is also a [`Stream`].
///
/// ```
/// use c1_api::{Call, Error};
/// use c1_api::operation::Paged;
///
/// async fn count<O: Paged>(call: Call<O>) -> Result<usize, Error> {
///     let mut count = 0;
///     let mut pages = call.pages();
///     while let Some(mut page) = pages.try_next().await? {
///         count += O::take_items(&mut page).len();
///     }
///     Ok(count)
/// }
/// ```
#[must_use = "pages are requested only when they are awaited"]
pub struct Pages<O: Paged> {
    /// `None` while the prefetch task has it.
    fetcher: Option<Fetcher<O>>,
    task: Option<PrefetchTask<O>>,
    prefetch: Option<Prefetch<O>>,
    next_token: Option<String>,
}

/// The items of all pages of an operation.
///
/// A page is requested when its first item is awaited, so only one is in memory, unless [`prefetch`](Self::prefetch) requests
/// more. An error ends the items, unless [`retry`](Self::retry) requests the failed page again. It is also a [`Stream`].
///
/// ```
/// use c1_api::{Call, Error};
/// use c1_api::operation::Paged;
///
/// async fn first<O: Paged>(call: Call<O>, count: usize) -> Result<Vec<O::Item>, Error> {
///     let mut first = Vec::new();
///     let mut items = call.items();
///     while first.len() < count && let Some(item) = items.try_next().await? {
///         first.push(item);
///     }
///     Ok(first)
/// }
/// ```
#[must_use = "items are requested only when they are awaited"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: vec::IntoIter<O::Item>,
}

/// The items of all pages of an operation, each with its page, from which the items are taken out.
///
/// It is like [`Items`], for items that refer to related objects in their page.
#[must_use = "items are requested only when they are awaited"]
pub struct ItemsWithPage<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
    page: Option<Arc<O::Response>>,
}

impl<O: Paged> Pages<O> {
    pub(crate) fn new(client: CoreClient, operation: O, options: CallOptions, first_token: Option<&str>) -> Self {
        let fetcher = Some(Fetcher::new(client, operation, options, first_token));
        Self { fetcher, task: None, prefetch: None, next_token: None }
    }

    /// Requests up to `count` pages ahead, and keeps them in memory. Default: 0.
    ///
    /// A task requests them one after the other, as each page has the token of the next. It starts when the first page is
    /// awaited, and ends when this is dropped.
    pub fn prefetch(mut self, count: usize) -> Self {
        self.prefetch = (count > 0).then(|| Prefetch::new(count));
        self
    }

    /// Returns the next page; `None` after the last one, and after an error.
    ///
    /// This method is cancel safe: the request continues when the next future is awaited.
    ///
    /// # Errors
    ///
    /// Those of the call for the page, and [`ErrorKind::Paging`](crate::ErrorKind::Paging) if the server repeats a token.
    pub async fn try_next(&mut self) -> Result<Option<O::Response>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Returns the token of the page after the last returned one, for [`Call::pages_from`](crate::Call::pages_from).
    ///
    /// It is `None` before the first page, and after the last one.
    pub fn next_token(&self) -> Option<&str> {
        self.next_token.as_deref()
    }

    /// Requests the failed page again after an error, so that no item is lost or repeated.
    ///
    /// It has no effect without an error, and after [`ErrorKind::Paging`](crate::ErrorKind::Paging).
    pub fn retry(&mut self) {
        if let Some(fetcher) = &mut self.fetcher {
            fetcher.retry();
        }
    }
}

impl<O: Paged> Items<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Requests up to `count` pages ahead; see [`Pages::prefetch`].
    pub fn prefetch(mut self, count: usize) -> Self {
        self.pages = self.pages.prefetch(count);
        self
    }

    /// Returns the next item; `None` after the last one, and after an error.
    ///
    /// This method is cancel safe: the request continues when the next future is awaited.
    ///
    /// # Errors
    ///
    /// Those of [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Requests the failed page again after an error; see [`Pages::retry`].
    pub fn retry(&mut self) {
        self.pages.retry();
    }
}

impl<O: Paged> ItemsWithPage<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self { pages, items: Vec::new().into_iter(), page: None }
    }

    /// Requests up to `count` pages ahead; see [`Pages::prefetch`].
    pub fn prefetch(mut self, count: usize) -> Self {
        self.pages = self.pages.prefetch(count);
        self
    }

    /// Returns the next item and its page; `None` after the last one, and after an error.
    ///
    /// This method is cancel safe: the request continues when the next future is awaited.
    ///
    /// # Errors
    ///
    /// Those of [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<(O::Item, Arc<O::Response>)>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Requests the failed page again after an error; see [`Pages::retry`].
    pub fn retry(&mut self) {
        self.pages.retry();
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Response, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if let Some(prefetch) = &this.prefetch
            && let Some(fetcher) = this.fetcher.take_if(|fetcher| fetcher.is_ready())
        {
            this.task = Some(prefetch.start(fetcher));
        }
        let page = match (&mut this.task, &mut this.fetcher) {
            (Some(task), fetcher @ None) => {
                let page = ready!(task.poll_page(cx, fetcher));
                if task.is_stopped() {
                    // The fetcher is lost, so the pages end after the error.
                    this.task = None;
                }
                page
            }
            (_, Some(fetcher)) => ready!(fetcher.poll_page(cx)),
            (None, None) => None,
        };
        Poll::Ready(page.map(|page| {
            let page = page?;
            this.next_token = page.next_token;
            Ok(page.response)
        }))
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                Some(Ok(mut page)) => this.page = O::take_items(&mut page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Stream for ItemsWithPage<O> {
    type Item = Result<(O::Item, Arc<O::Response>), Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let (Some(page), Some(item)) = (&this.page, this.items.next()) {
                return Poll::Ready(Some(Ok((item, page.clone()))));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                Some(Ok(mut page)) => {
                    this.items = O::take_items(&mut page).into_iter();
                    this.page = Some(Arc::new(page));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// The future of a call is boxed, so these types need no pinning.
impl<O: Paged> Unpin for Pages<O> {}
impl<O: Paged> Unpin for Items<O> {}
impl<O: Paged> Unpin for ItemsWithPage<O> {}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("buffered", &self.page.len()).finish()
    }
}

impl<O: Paged> fmt::Debug for ItemsWithPage<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let buffered = self.items.len();
        f.debug_struct("ItemsWithPage").field("pages", &self.pages).field("buffered", &buffered).finish_non_exhaustive()
    }
}
