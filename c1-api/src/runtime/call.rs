//! A call of an operation, before and while it is made.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::de::DeserializeOwned;

use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::exchange::{Exchange, Reply};
use crate::runtime::operation::{Operation, Paged, WithParams, encoded};
use crate::runtime::paging::{Items, ItemsWithPage, Pages};

/// A call of an operation that has not been made yet.
///
/// Await it for the response. Where the operation answers in pages, [`items`](Self::items) and [`pages`](Self::pages) go
/// through all of them. It owns all it needs, so it can be moved to another task.
#[derive(Clone)]
#[must_use = "a call does nothing until it is awaited, or turned into pages or items"]
pub struct Call<O> {
    client: Client,
    operation: O,
}

impl<O: Operation> Call<O> {
    /// A call of `operation` by `client`: what the methods of the services return.
    pub fn new(client: &Client, operation: O) -> Self {
        Self { client: client.clone(), operation }
    }

    /// Sets the operation's optional parameters, all of them at once.
    pub fn params(mut self, params: O::Params) -> Self
    where
        O: WithParams,
    {
        *self.operation.params_mut() = params;
        self
    }

    /// All pages, beginning at the one that the request asks for. Each is asked for when it is needed.
    pub fn pages(self) -> Pages<O>
    where
        O: Paged,
    {
        Pages::new(self.client, self.operation)
    }

    /// The items of all pages, beginning at the one that the request asks for. Each page is asked for when it is needed.
    pub fn items(self) -> Items<O>
    where
        O: Paged,
    {
        Items::new(self.pages())
    }

    /// The items of all pages, each with its page, which holds the related objects that the item leads to.
    ///
    /// ```no_run
    /// # #[cfg(feature = "user-v1")]
    /// # async fn managers(client: c1_api::Client) -> Result<(), c1_api::Error> {
    /// use c1_api::user::v1::{SearchUsersRequest, User, UserExpandMask};
    ///
    /// let paths = vec![UserExpandMask::EXPAND_MANAGER_IDS.into()];
    /// let expand_mask = Some(UserExpandMask { paths, ..Default::default() });
    /// let request = SearchUsersRequest { expand_mask, ..Default::default() };
    /// let mut users = client.user_search().search(request).items_with_page();
    /// while let Some((view, page)) = users.try_next().await? {
    ///     for manager in page.expanded_as::<User>(&view.managers_path)? {
    ///         println!("{}", manager.display_name);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items_with_page(self) -> ItemsWithPage<O>
    where
        O: Paged,
    {
        ItemsWithPage::new(self.pages())
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Response, Error>;
    type IntoFuture = CallFuture<O::Response>;

    fn into_future(self) -> Self::IntoFuture {
        let exchange = self.client.exchange(encoded(&self.operation));
        CallFuture { exchange, response: PhantomData }
    }
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("client", &self.client).field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

/// A [`Call`] that is being made. Dropping it cancels the request.
#[must_use = "a future does nothing until it is awaited"]
pub struct CallFuture<R> {
    exchange: Exchange,
    response: PhantomData<fn() -> R>,
}

impl<R: DeserializeOwned> Future for CallFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.exchange.as_mut().poll(cx));
        Poll::Ready(reply.and_then(Reply::decode))
    }
}

impl<R> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
