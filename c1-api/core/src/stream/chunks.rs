//! The body of a response in chunks, as they arrive.

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::base_url::BaseUrl;
use crate::call_options::CallOptions;
use crate::core_client::{CoreClient, Shared};
use crate::error::{Error, ErrorKind};
use crate::request::RequestBuilder;
use crate::response::RawResponse;
use crate::retry_loop::RawResponseFuture;
use crate::transport::{self, Body};

/// The body of a response in chunks, as they arrive.
///
/// Returned by [`Call::chunks`](crate::Call::chunks). The request is sent, with its retries, when the first chunk is awaited. An
/// error ends the chunks, and nothing is sent again after the first byte of the response. Dropping them cancels the request.
#[must_use = "chunks are requested only when they are awaited"]
pub struct Chunks {
    shared: Arc<Shared>,
    /// The operation's own server.
    server: Option<Box<BaseUrl>>,
    state: State,
    /// The content type that the response must have.
    media_type: Option<&'static str>,
    limit: Duration,
}

enum State {
    Requested(RawResponseFuture),
    Open(Open),
    Done(Option<Box<RawResponse>>),
}

/// A response that arrives.
struct Open {
    response: Box<RawResponse>,
    body: Body,
    timer: Pin<Box<Sleep>>,
    /// Whether the timer runs. It does not while the caller handles an item.
    is_waiting: bool,
}

impl Chunks {
    pub(crate) fn new(
        client: &CoreClient,
        request: RequestBuilder,
        mut options: CallOptions,
        media_type: Option<&'static str>,
    ) -> Self {
        let shared = client.shared().clone();
        // An invalid URL is the error of the call.
        let server = client.own_server(&request).ok().flatten();
        options.is_stream = true;
        let limit = shared.defaults.attempt_timeout;
        Self { shared, server, state: State::Requested(client.send(request, options)), media_type, limit }
    }

    /// Sets how long the wait for each chunk may last. Default: the timeout of an attempt.
    pub fn chunk_timeout(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Returns the next chunk, which is not empty; `None` after the last one, and after an error.
    ///
    /// This method is cancel safe: no chunk is lost.
    ///
    /// # Errors
    ///
    /// Those of the call, and a connection that fails or is silent for too long.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Returns the status of the response; `None` before the first chunk.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(RawResponse::status)
    }

    /// Returns the headers of the response; `None` before the first chunk.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(RawResponse::headers)
    }

    fn response(&self) -> Option<&RawResponse> {
        match &self.state {
            State::Requested(_) => None,
            State::Open(open) => Some(&open.response),
            State::Done(response) => response.as_deref(),
        }
    }

    /// Ends the chunks, and cancels the rest of the response.
    pub(super) fn finish(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Done(None)) {
            State::Open(open) => State::Done(Some(open.response)),
            other => other,
        };
    }

    pub(super) fn restart_timer(&mut self) {
        if let State::Open(open) = &mut self.state {
            open.is_waiting = false;
        }
    }

    /// The next chunk, which does not restart the timer.
    pub(super) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if let State::Requested(request) = &mut self.state {
            let response = ready!(request.as_mut().poll(cx));
            self.state = State::Done(None);
            match response.and_then(|response| self.open(Box::new(response))) {
                Ok(state) => self.state = state,
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let base_url = self.server.as_deref().unwrap_or(&self.shared.base_url);
        let State::Open(open) = &mut self.state else { return Poll::Ready(None) };
        let outcome = loop {
            match Pin::new(&mut open.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => return Poll::Ready(Some(Ok(data))),
                    _ => {}
                },
                Poll::Ready(Some(Err(cause))) => break Some(transport::failure(base_url, cause)),
                Poll::Ready(None) => break None,
                // A peer that sends without end uses up the cooperative budget of the task, which would delay the timeout.
                Poll::Pending => {
                    if !std::mem::replace(&mut open.is_waiting, true) {
                        open.timer.as_mut().reset(end(self.limit));
                    }
                    ready!(pin!(unconstrained(open.timer.as_mut())).poll(cx));
                    break Some(silence(base_url, self.limit));
                }
            }
        };
        let error = outcome.map(|error| open.response.failed(error));
        self.finish();
        Poll::Ready(error.map(Err))
    }

    fn open(&self, mut response: Box<RawResponse>) -> Result<State, Error> {
        if let Some(error) = self.media_type.and_then(|media_type| response.content_type_error(media_type)) {
            return Err(error);
        }
        let Some(body) = response.take_unread() else { return Ok(State::Done(Some(response))) };
        let timer = Box::pin(sleep_until(end(self.limit)));
        Ok(State::Open(Open { response, body, timer, is_waiting: false }))
    }

    /// The error for an item that cannot be decoded.
    pub(super) fn decode_error(&self, item: &Bytes, cause: serde_json::Error) -> Error {
        match self.response() {
            Some(response) => response.decode_error(item, cause),
            None => Error::new(ErrorKind::Decode, "an item does not have the form of the operation's items"),
        }
    }

    /// Ends the chunks with the error for an item of more than `limit` bytes; `None` if they have ended before.
    pub(super) fn too_large(&mut self, limit: usize) -> Option<Error> {
        let summary = format!("an item of the response exceeds the maximum of {limit} bytes");
        let State::Open(open) = &self.state else { return None };
        let error = open.response.failed(Error::new(ErrorKind::TooLarge, summary));
        self.finish();
        Some(error)
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let chunk = ready!(this.poll_data(cx));
        this.restart_timer();
        Poll::Ready(chunk)
    }
}

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunks").field("status", &self.status()).finish_non_exhaustive()
    }
}

fn end(limit: Duration) -> Instant {
    // `Instant` overflows far beyond a year.
    Instant::now() + limit.min(Duration::from_secs(365 * 24 * 60 * 60))
}

fn silence(base_url: &BaseUrl, limit: Duration) -> Error {
    let host = base_url.host();
    Error::new(ErrorKind::Timeout, format!("{host} did not send the next part of the response within {limit:?}"))
}
