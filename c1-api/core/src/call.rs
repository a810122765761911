//! A call of an operation, before and while it is made.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call_options::CallOptions;
use crate::core_client::CoreClient;
use crate::error::Error;
use crate::operation::{Operation, Paged, WithParams, encoded};
use crate::paging::{Items, ItemsWithPage, Pages};
use crate::response::{RawResponse, Response};
use crate::retry::RetryPolicy;
use crate::retry_loop::RawResponseFuture;

/// A call of an operation that has not been made yet.
///
/// Await it for the response. Where the operation answers in pages, [`items`](Self::items) and [`pages`](Self::pages) go
/// through all of them. It owns all it needs, so it can be moved to another task; functions that take futures, such as
/// `tokio::spawn`, need its [`into_future`](IntoFuture::into_future):
///
/// ```
/// use c1_api::operation::Operation;
/// use c1_api::{Call, Error};
///
/// async fn in_a_task<O: Operation>(call: Call<O>) -> Result<O::Response, Error> {
///     tokio::spawn(call.into_future()).await.expect("the task does not panic")
/// }
/// ```
#[derive(Clone)]
#[must_use = "a call does nothing until it is awaited, or turned into pages or items"]
pub struct Call<O> {
    client: CoreClient,
    operation: O,
    options: CallOptions,
}

impl<O: Operation> Call<O> {
    /// A call of `operation` by `client`: what the methods of the services return.
    pub fn new(client: &impl AsRef<CoreClient>, operation: O) -> Self {
        Self { client: client.as_ref().clone(), operation, options: CallOptions::default() }
    }

    /// How long this call may take in all, in place of what the client's calls may. Of pages, each is a call.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// When this call is sent again, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// A header of this call's requests, in place of the client's of that name. The value is treated as a secret.
    ///
    /// One that the client sets itself, such as `Authorization`, makes the call fail before anything is sent.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.set_header(name, value);
        self
    }

    /// A pair in the query, besides those of the operation's parameters: for what the specification lacks.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.add_query(name.into(), value.into());
        self
    }

    /// A field of the body, by its name on the wire, over what the request has there: for what the specification lacks.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.options.set_body_field(name.into(), value.into());
        self
    }

    /// Makes the call, for the response with its status, its headers and its body as it came.
    ///
    /// ```
    /// use c1_api::{Call, Error};
    /// use c1_api::operation::Operation;
    ///
    /// async fn request_id<O: Operation>(call: Call<O>) -> Result<Option<String>, Error> {
    ///     let response = call.with_response().await?;
    ///     Ok(response.request_id().map(str::to_owned))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of awaiting the call.
    pub async fn with_response(self) -> Result<Response<O::Response>, Error> {
        self.begin().await?.into_response()
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
        Pages::new(self.client, self.operation, self.options, None)
    }

    /// The pages from the one that `token` stands for: a [`Pages::next_token`] that was kept, perhaps by another process.
    pub fn pages_from(mut self, token: impl Into<String>) -> Pages<O>
    where
        O: Paged,
    {
        let token = token.into();
        self.operation.set_page_token(token.clone());
        Pages::new(self.client, self.operation, self.options, Some(&token))
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
    /// # async fn managers(client: c1_api::Client) -> Result<(), c1_api::Error> {
    /// use c1_api::user::v1::{SearchUsersRequest, UserExpandMask};
    ///
    /// let expand_mask = UserExpandMask::of([UserExpandMask::EXPAND_MANAGER_IDS]);
    /// let request = SearchUsersRequest::new().expand_mask(expand_mask);
    /// let mut users = client.user_search().search(request).items_with_page();
    /// while let Some((view, page)) = users.try_next().await? {
    ///     for manager in view.managers(&page)? {
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

    pub(crate) fn operation_mut(&mut self) -> &mut O {
        &mut self.operation
    }

    fn begin(self) -> RawResponseFuture {
        self.client.exchange(encoded(&self.operation), self.options)
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Response, Error>;
    type IntoFuture = CallFuture<O::Response>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture { exchange: self.begin(), response: PhantomData }
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
    exchange: RawResponseFuture,
    response: PhantomData<fn() -> R>,
}

impl<R: DeserializeOwned> Future for CallFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.exchange.as_mut().poll(cx));
        Poll::Ready(reply.and_then(RawResponse::decode))
    }
}

impl<R> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
