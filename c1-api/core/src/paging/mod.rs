//! Going through all pages of an operation.

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

/// The pages of an operation, one after the other.
///
/// A page is asked for when it is waited for, and only one is in memory, unless [`prefetch`](Self::prefetch) asks for more.
/// After an error there are no more pages, unless [`retry`](Self::retry) asks for the one that failed again.
/// It is also a [`Stream`].
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
#[must_use = "pages are asked for only when they are waited for"]
pub struct Pages<O: Paged> {
    /// `None` while it is at work in `ahead`.
    fetcher: Option<Fetcher<O>>,
    ahead: Option<PrefetchTask<O>>,
    prefetch: Option<Prefetch<O>>,
    next_token: Option<String>,
}

/// The items of all pages of an operation, one after the other.
///
/// A page is asked for when its first item is waited for, and only one is in memory, unless [`prefetch`](Self::prefetch) asks
/// for more. After an error there are no more items, unless [`retry`](Self::retry) asks for the page that failed again.
/// It is also a [`Stream`].
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
#[must_use = "items are asked for only when they are waited for"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: vec::IntoIter<O::Item>,
}

/// The items of all pages of an operation, each with the page that it came in, whose own items are taken out.
///
/// It is as [`Items`], for items that lead to related objects of their page.
#[must_use = "items are asked for only when they are waited for"]
pub struct ItemsWithPage<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
    page: Option<Arc<O::Response>>,
}

impl<O: Paged> Pages<O> {
    pub(crate) fn new(client: CoreClient, operation: O, options: CallOptions, first_token: Option<&str>) -> Self {
        let fetcher = Some(Fetcher::new(client, operation, options, first_token));
        Self { fetcher, ahead: None, prefetch: None, next_token: None }
    }

    /// Asks for up to `count` pages ahead of the one that is waited for, and keeps them in memory; 0 is the default.
    ///
    /// They are asked for one after the other, as each has the token of the next, in a task of its own that begins when the
    /// first page is waited for, and ends when this is dropped.
    pub fn prefetch(mut self, count: usize) -> Self {
        self.prefetch = (count > 0).then(|| Prefetch::new(count));
        self
    }

    /// The next page; `None` after the last one, and after an error.
    ///
    /// Nothing is lost when the returned future is dropped: the request goes on when the next one is awaited.
    ///
    /// # Errors
    ///
    /// Whatever keeps the call for this page from succeeding, and [`ErrorKind::Paging`](crate::ErrorKind::Paging) when the
    /// server repeats a token.
    pub async fn try_next(&mut self) -> Result<Option<O::Response>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// The token of the page that follows the last one that was given, for [`Call::pages_from`](crate::Call::pages_from);
    /// `None` before the first page, and after the last one.
    pub fn next_token(&self) -> Option<&str> {
        self.next_token.as_deref()
    }

    /// After an error, lets the page that failed be asked for again, so that no item is lost and none comes twice.
    ///
    /// Without an error it does nothing, nor does it after one of [`ErrorKind::Paging`](crate::ErrorKind::Paging).
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

    /// Asks for up to `count` pages ahead, as [`Pages::prefetch`] does.
    pub fn prefetch(mut self, count: usize) -> Self {
        self.pages = self.pages.prefetch(count);
        self
    }

    /// The next item; `None` after the last one, and after an error.
    ///
    /// Nothing is lost when the returned future is dropped: the request goes on when the next one is awaited.
    ///
    /// # Errors
    ///
    /// Those of [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// After an error, lets the page that failed be asked for again, as [`Pages::retry`] does.
    pub fn retry(&mut self) {
        self.pages.retry();
    }
}

impl<O: Paged> ItemsWithPage<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self { pages, items: Vec::new().into_iter(), page: None }
    }

    /// Asks for up to `count` pages ahead, as [`Pages::prefetch`] does.
    pub fn prefetch(mut self, count: usize) -> Self {
        self.pages = self.pages.prefetch(count);
        self
    }

    /// The next item and its page; `None` after the last one, and after an error.
    ///
    /// Nothing is lost when the returned future is dropped: the request goes on when the next one is awaited.
    ///
    /// # Errors
    ///
    /// Those of [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<(O::Item, Arc<O::Response>)>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// After an error, lets the page that failed be asked for again, as [`Pages::retry`] does.
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
            this.ahead = Some(prefetch.start(fetcher));
        }
        let page = match (&mut this.ahead, &mut this.fetcher) {
            (Some(ahead), fetcher @ None) => {
                let page = ready!(ahead.poll_page(cx, fetcher));
                if ahead.is_stopped() {
                    // It gives no page and no fetcher back: what follows the error is the end.
                    this.ahead = None;
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

// None of them is ever pinned by its parts: the exchange has a pin of its own.
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
        f.debug_struct("Items").field("pages", &self.pages).field("at_hand", &self.page.len()).finish()
    }
}

impl<O: Paged> fmt::Debug for ItemsWithPage<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at_hand = self.items.len();
        f.debug_struct("ItemsWithPage").field("pages", &self.pages).field("at_hand", &at_hand).finish_non_exhaustive()
    }
}
