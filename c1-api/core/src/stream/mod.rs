//! Responses that are read while they arrive: event streams, JSON lines, and bodies of any size.

mod chunks;
mod events;
mod lines;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;

use crate::call_options::CallOptions;
use crate::core_client::CoreClient;
use crate::error::Error;
use crate::operation::{Operation, encoded};
use crate::response_body::ResponseBody;
pub use chunks::Chunks;
pub use events::ServerSentEvent;
use events::{EventParser, RawEvent};
use lines::LineParser;

/// An operation whose response can be a stream of items, which [`Call::stream`](crate::Call::stream) returns.
pub trait Streamed: Operation {
    /// An item: a [`ServerSentEvent`] of an event stream, or the value of a line.
    type Item: Send + 'static;

    /// How items follow one another.
    const FORMAT: StreamFormat;

    /// The content types of the stream, as in the header `Accept`.
    const ACCEPT: &'static str;

    /// Decodes an item.
    ///
    /// # Errors
    ///
    /// The item does not have the form of the operation's items.
    fn decode_item(item: StreamItem<'_>) -> Result<Self::Item, serde_json::Error>;
}

/// How the items of a stream follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFormat {
    /// `text/event-stream`, as the HTML standard defines it. The data `[DONE]` ends the stream.
    Events,
    /// A JSON value on each line, as in `application/x-ndjson` and `application/jsonl`.
    Lines,
}

/// An item of a stream that is not decoded yet, for [`Streamed::decode_item`].
#[derive(Debug)]
pub struct StreamItem<'a> {
    body: ResponseBody<'a>,
    event: RawEvent,
}

impl<'a> StreamItem<'a> {
    /// Decodes the data of an event by `decode`, such as [`ResponseBody::json`].
    ///
    /// # Errors
    ///
    /// Those of `decode`.
    pub fn event<T>(
        self,
        decode: impl FnOnce(ResponseBody<'a>) -> Result<T, serde_json::Error>,
    ) -> Result<ServerSentEvent<T>, serde_json::Error> {
        let RawEvent { name, id, retry, .. } = self.event;
        Ok(ServerSentEvent { name, id, retry, data: decode(self.body)? })
    }

    /// Decodes the value of a line by `decode`, such as [`ResponseBody::json`].
    ///
    /// # Errors
    ///
    /// Those of `decode`.
    pub fn value<T>(
        self,
        decode: impl FnOnce(ResponseBody<'a>) -> Result<T, serde_json::Error>,
    ) -> Result<T, serde_json::Error> {
        decode(self.body)
    }
}

/// The items of a response, each decoded as soon as it has arrived.
///
/// The request is sent, with its retries, when the first item is awaited. An item that cannot be decoded is an error, after which
/// the next item follows; any other error ends the stream. Nothing is sent again after the first byte of the response, as items
/// would be lost or repeated. Dropping the stream cancels the request.
///
/// Only one item is in memory, which has at most [`max_body_bytes`](crate::ClientBuilder::max_body_bytes).
///
/// ```
/// use c1_api::{Call, Error};
/// use c1_api::operation::Streamed;
///
/// async fn first<O: Streamed>(call: Call<O>) -> Result<Option<O::Item>, Error> {
///     call.stream().try_next().await
/// }
/// ```
#[must_use = "a stream is requested only when it is awaited"]
pub struct ItemStream<O> {
    chunks: Chunks,
    parser: Parser,
    max_bytes: usize,
    operation: PhantomData<fn() -> O>,
}

impl<O: Streamed> ItemStream<O> {
    pub(crate) fn new(client: &CoreClient, operation: &O, options: CallOptions) -> Self {
        let mut request = encoded(operation);
        request.set_accept(O::ACCEPT);
        let (parser, media_type) = match O::FORMAT {
            StreamFormat::Events => (Parser::Events(EventParser::default()), Some("text/event-stream")),
            // Such lines are sent with many content types.
            StreamFormat::Lines => (Parser::Lines(LineParser::default()), None),
        };
        let max_bytes = client.shared().defaults.max_body_bytes;
        Self { chunks: Chunks::new(client, request, options, media_type), parser, max_bytes, operation: PhantomData }
    }

    /// Sets how long the wait for each item may last. Default: the timeout of an attempt. A comment of an event stream, which
    /// servers send to keep a connection alive, begins the wait anew.
    pub fn item_timeout(mut self, limit: Duration) -> Self {
        self.chunks = self.chunks.chunk_timeout(limit);
        self
    }

    /// Returns the next item; `None` after the last one, and after an error that ended the stream.
    ///
    /// This method is cancel safe: no item is lost.
    ///
    /// # Errors
    ///
    /// Those of the call, a connection that fails or is silent for too long, and an item that is too large or of another form.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl<O: Streamed> Stream for ItemStream<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match this.parser.next(this.max_bytes) {
                Parsed::Item(event) if event.is_done => {
                    // What has arrived already is not part of the stream.
                    this.parser.push(Bytes::new());
                    this.chunks.finish();
                    return Poll::Ready(None);
                }
                Parsed::Item(event) => {
                    this.chunks.restart_timer();
                    return Poll::Ready(Some(decoded::<O>(&this.chunks, event)));
                }
                Parsed::KeepAlive => {
                    this.chunks.restart_timer();
                    continue;
                }
                Parsed::TooLarge => return Poll::Ready(this.chunks.too_large(this.max_bytes).map(Err)),
                Parsed::Pending => {}
            }
            match ready!(this.chunks.poll_data(cx)) {
                Some(Ok(data)) => this.parser.push(data),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if this.parser.end() => {}
                None => return Poll::Ready(None),
            }
        }
    }
}

fn decoded<O: Streamed>(chunks: &Chunks, event: RawEvent) -> Result<O::Item, Error> {
    let data = event.data.clone();
    let body = ResponseBody::new(chunks.status().unwrap_or(StatusCode::OK), &data);
    O::decode_item(StreamItem { body, event }).map_err(|cause| chunks.decode_error(&data, cause))
}

impl<O: Operation> fmt::Debug for ItemStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

/// The next step of a parser.
enum Parsed {
    Item(RawEvent),
    /// A comment of an event stream.
    KeepAlive,
    /// More bytes are needed.
    Pending,
    /// An item exceeds the maximum size.
    TooLarge,
}

enum Parser {
    Events(EventParser),
    Lines(LineParser),
}

impl Parser {
    fn push(&mut self, data: Bytes) {
        match self {
            Self::Events(parser) => parser.push(data),
            Self::Lines(parser) => parser.push(data),
        }
    }

    /// The next item of the bytes so far.
    fn next(&mut self, max_bytes: usize) -> Parsed {
        match self {
            Self::Events(parser) => parser.next(max_bytes),
            Self::Lines(parser) => parser.next(max_bytes),
        }
    }

    /// Marks the end of the body. Returns whether an item may follow.
    fn end(&mut self) -> bool {
        match self {
            // The standard discards an event without its empty line.
            Self::Events(_) => false,
            Self::Lines(parser) => parser.end(),
        }
    }
}

#[cfg(test)]
mod tests;
