//! Calls of operations.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde_json::Value;

use crate::call_options::CallOptions;
use crate::core_client::CoreClient;
use crate::error::Error;
use crate::operation::{Operation, Paged, WithParams, encoded};
use crate::operation_name::OperationName;
use crate::paging::{Items, ItemsWithPage, Pages};
use crate::response::Response;
use crate::response_body::ResponseBody;
use crate::retry::RetryPolicy;
use crate::retry_loop::RawResponseFuture;
use crate::stream::{Chunks, ItemStream, Streamed};

/// A call that has not been sent. `.await` it, or iterate over [`items`](Self::items) or [`pages`](Self::pages).
///
/// It owns its request and a clone of the client, so it can be moved to another task. Functions that take futures, such as
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
    /// Creates a call of `operation` by a `Client`. The methods of services return such calls.
    pub fn new(client: &impl AsRef<CoreClient>, operation: O) -> Self {
        Self { client: client.as_ref().clone(), operation, options: CallOptions::default() }
    }

    /// Sets the timeout of this call with all its attempts. Each page is a call of its own.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// Sets the retry policy of this call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Sets a header of this call's requests. It replaces the client's header of that name, and its value is treated as a secret.
    ///
    /// Headers that the client sets itself, such as `Authorization`, are an error of the call, and nothing is sent.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.set_header(name, value);
        self
    }

    /// Adds a query parameter that the specification lacks.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.add_query(name.into(), value.into());
        self
    }

    /// Sets a field of the body by its JSON name, such as one that the specification lacks.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.options.set_body_field(name.into(), value.into());
        self
    }

    /// Sends the call, and returns the response with its status, headers and body.
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
        self.send().await?.into_response(O::decode)
    }

    /// Sets all optional parameters of the operation.
    pub fn params(mut self, params: O::Params) -> Self
    where
        O: WithParams,
    {
        *self.operation.params_mut() = params;
        self
    }

    /// Returns all pages, starting at the page that the request selects. Each page is requested when it is needed.
    pub fn pages(self) -> Pages<O>
    where
        O: Paged,
    {
        Pages::new(self.client, self.operation, self.options, None)
    }

    /// Returns the pages from `token` on, which is a stored [`Pages::next_token`], perhaps from another process.
    pub fn pages_from(mut self, token: impl Into<String>) -> Pages<O>
    where
        O: Paged,
    {
        let token = token.into();
        self.operation.set_page_token(token.clone());
        Pages::new(self.client, self.operation, self.options, Some(&token))
    }

    /// Returns the items of all pages, starting at the page that the request selects. Each page is requested when it is needed.
    pub fn items(self) -> Items<O>
    where
        O: Paged,
    {
        Items::new(self.pages())
    }

    /// Returns the items of all pages, each with its page, which contains the related objects of the item.
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

    /// Returns the items of the response, each as soon as it has arrived: the events of an event stream, or lines of JSON.
    ///
    /// Some operations send a stream only if a property of their request asks for it. The timeout of the call applies until the
    /// response begins.
    pub fn stream(self) -> ItemStream<O>
    where
        O: Streamed,
    {
        ItemStream::new(&self.client, &self.operation, self.options)
    }

    /// Returns the body of the response in chunks, as they arrive. It may be of any size.
    ///
    /// ```
    /// use std::io::{self, Write};
    ///
    /// use c1_api::Call;
    /// use c1_api::operation::Operation;
    ///
    /// async fn download<O: Operation>(call: Call<O>, mut file: impl Write) -> io::Result<()> {
    ///     let mut chunks = call.chunks();
    ///     while let Some(chunk) = chunks.try_next().await.map_err(io::Error::other)? {
    ///         file.write_all(&chunk)?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn chunks(self) -> Chunks {
        Chunks::new(&self.client, encoded(&self.operation), self.options, None)
    }

    /// Returns the name of the operation, or of a raw request.
    pub(crate) fn operation_name(&self) -> OperationName {
        encoded(&self.operation).operation()
    }

    pub(crate) fn operation_mut(&mut self) -> &mut O {
        &mut self.operation
    }

    fn send(self) -> RawResponseFuture {
        self.client.send(encoded(&self.operation), self.options)
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Response, Error>;
    type IntoFuture = CallFuture<O::Response>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture { raw: self.send(), decode: O::decode }
    }
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("client", &self.client).field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

/// The future of a [`Call`]. Dropping it cancels the call.
#[must_use = "a future does nothing until it is awaited"]
pub struct CallFuture<R> {
    raw: RawResponseFuture,
    decode: fn(ResponseBody<'_>) -> Result<R, serde_json::Error>,
}

impl<R> Future for CallFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.raw.as_mut().poll(cx));
        Poll::Ready(response.and_then(|response| response.decode(self.decode)))
    }
}

impl<R> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
