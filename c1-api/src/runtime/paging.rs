//! Going through all pages of an operation.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::runtime::client::Client;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::exchange::{Exchange, Reply};
use crate::runtime::operation::{Paged, encoded};

/// The pages of an operation, one after the other.
///
/// A page is asked for when it is waited for, and only one is in memory. After an error there are no more pages.
/// It is also a [`Stream`].
///
/// ```
/// use c1_api::{Call, Error, Paged};
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
pub struct Pages<O> {
    client: Client,
    operation: O,
    state: State,
    followed: Followed,
}

/// The items of all pages of an operation, one after the other.
///
/// A page is asked for when its first item is waited for, and only one is in memory. After an error there are no more
/// items. It is also a [`Stream`].
///
/// ```
/// use c1_api::{Call, Error, Paged};
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

impl<O: Paged> Pages<O> {
    pub(crate) fn new(client: Client, operation: O) -> Self {
        Self { client, operation, state: State::Ready, followed: Followed::default() }
    }

    /// The next page; `None` after the last one, and after an error.
    ///
    /// Nothing is lost when the returned future is dropped: the request goes on when the next one is awaited.
    ///
    /// # Errors
    ///
    /// Whatever keeps the call for this page from succeeding, and [`ErrorKind::Paging`] when the server repeats a token.
    pub async fn try_next(&mut self) -> Result<Option<O::Response>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    fn page(&mut self, reply: Reply) -> Result<O::Response, Error> {
        let page = reply.decode()?;
        let token = O::next_page_token(&page);
        if !token.is_empty() {
            self.state = self.followed.follow(token, O::INFO.id);
            self.operation.set_page_token(token.to_owned());
        }
        Ok(page)
    }
}

impl<O: Paged> Items<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// The next item; `None` after the last one, and after an error.
    ///
    /// Nothing is lost when the returned future is dropped: the request goes on when the next one is awaited.
    ///
    /// # Errors
    ///
    /// Whatever keeps the call for the next page from succeeding, and [`ErrorKind::Paging`] when the server repeats a token.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Response, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if matches!(this.state, State::Ready) {
            this.state = State::Asking(this.client.exchange(encoded(&this.operation)));
        }
        let reply = ready!(this.state.poll_reply(cx));
        Poll::Ready(reply.map(|reply| this.page(reply?)))
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

/// The items of all pages of an operation, each with the page that it came in, whose own items are taken out.
///
/// It is as [`Items`], for items that lead to related objects of their page.
#[must_use = "items are asked for only when they are waited for"]
pub struct ItemsWithPage<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
    page: Option<Arc<O::Response>>,
}

impl<O: Paged> ItemsWithPage<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self { pages, items: Vec::new().into_iter(), page: None }
    }

    /// The next item and its page; `None` after the last one, and after an error.
    ///
    /// Nothing is lost when the returned future is dropped: the request goes on when the next one is awaited.
    ///
    /// # Errors
    ///
    /// Those of [`Items::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<(O::Item, Arc<O::Response>)>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
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
impl<O> Unpin for Pages<O> {}
impl<O: Paged> Unpin for Items<O> {}
impl<O: Paged> Unpin for ItemsWithPage<O> {}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("client", &self.client).field("operation", &O::INFO.id).finish_non_exhaustive()
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

/// What comes next.
enum State {
    /// A page, once it is asked for.
    Ready,
    /// A page that has been asked for.
    Asking(Exchange),
    /// An error that was found with the page before.
    Failing(Error),
    Done,
}

impl State {
    /// Waits for the page that was asked for, and is then done unless told otherwise.
    fn poll_reply(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Reply, Error>>> {
        let reply = match std::mem::replace(self, Self::Done) {
            Self::Asking(mut exchange) => match exchange.as_mut().poll(cx) {
                Poll::Ready(reply) => Some(reply),
                Poll::Pending => {
                    *self = Self::Asking(exchange);
                    return Poll::Pending;
                }
            },
            Self::Failing(error) => Some(Err(error)),
            Self::Ready | Self::Done => None,
        };
        Poll::Ready(reply)
    }
}

/// The tokens that were followed so far, by their hash: tokens can be long, and there may be many thousands.
#[derive(Default)]
struct Followed {
    hasher: RandomState,
    hashes: HashSet<u64>,
}

impl Followed {
    fn follow(&mut self, token: &str, operation: &'static str) -> State {
        if self.hashes.insert(self.hasher.hash_one(token)) {
            return State::Ready;
        }
        let summary = "the server gave the same page token twice, so its pages would never end; the items so far may \
                       not be all";
        State::Failing(Error::new(ErrorKind::Paging, summary).in_operation(operation))
    }
}
