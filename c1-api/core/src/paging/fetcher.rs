//! Requests for one page after the other.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::task::{Context, Poll, ready};

use crate::call_options::CallOptions;
use crate::core_client::CoreClient;
use crate::error::{Error, ErrorKind};
use crate::operation::{Paged, encoded};
use crate::operation_info::OperationInfo;
use crate::response::RawResponse;
use crate::retry_loop::RawResponseFuture;

/// Requests the pages of an operation, each when it is polled.
pub(super) struct Fetcher<O> {
    client: CoreClient,
    /// The request for the next page.
    operation: O,
    options: CallOptions,
    state: State,
    seen: SeenTokens,
}

/// A page, and the token of the next one.
pub(super) struct Page<R> {
    pub(super) response: R,
    pub(super) next_token: Option<String>,
}

/// The next step.
enum State {
    /// Request the next page.
    Ready,
    /// Wait for the requested page.
    Requested(RawResponseFuture),
    /// Return an error that was found in the previous page.
    Pending(Error),
    /// Nothing, until the failed page is requested again.
    Failed,
    Done,
}

impl<O: Paged> Fetcher<O> {
    /// Starts with the page of `operation`, whose token is `first` if it is known.
    pub(super) fn new(client: CoreClient, operation: O, options: CallOptions, first: Option<&str>) -> Self {
        let mut seen = SeenTokens::default();
        if let Some(token) = first.filter(|token| !token.is_empty()) {
            seen.insert(token);
        }
        Self { client, operation, options, state: State::Ready, seen }
    }

    /// Whether the next page is not requested yet.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready)
    }

    pub(super) fn retry(&mut self) {
        if matches!(self.state, State::Failed) {
            self.state = State::Ready;
        }
    }

    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<O::Response>, Error>>> {
        if self.is_ready() {
            self.state = State::Requested(self.client.send(encoded(&self.operation), self.options.clone()));
        }
        let response = ready!(self.state.poll_response(cx));
        Poll::Ready(response.map(|response| self.page(response?)))
    }

    fn page(&mut self, raw: RawResponse) -> Result<Page<O::Response>, Error> {
        let response = raw.decode(O::decode)?;
        let token = O::next_page_token(&response);
        let next_token = (!token.is_empty()).then(|| token.to_owned());
        self.state = match &next_token {
            Some(token) => self.seen.next_state(token, O::INFO),
            None => State::Done,
        };
        if let Some(token) = &next_token {
            self.operation.set_page_token(token.clone());
        }
        Ok(Page { response, next_token })
    }
}

impl State {
    /// Waits for the requested page. The state is `Failed` until the page is decoded.
    fn poll_response(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawResponse, Error>>> {
        match self {
            Self::Requested(future) => {
                let response = ready!(future.as_mut().poll(cx));
                *self = Self::Failed;
                Poll::Ready(Some(response))
            }
            Self::Pending(_) => match std::mem::replace(self, Self::Done) {
                Self::Pending(error) => Poll::Ready(Some(Err(error))),
                _ => Poll::Ready(None),
            },
            Self::Ready | Self::Failed | Self::Done => Poll::Ready(None),
        }
    }
}

/// The hashes of the page tokens so far. Tokens can be long, and there may be many thousands.
#[derive(Default)]
struct SeenTokens {
    hasher: RandomState,
    hashes: HashSet<u64>,
}

impl SeenTokens {
    /// Adds a token. Returns whether it is new.
    fn insert(&mut self, token: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(token))
    }

    fn next_state(&mut self, token: &str, operation: OperationInfo) -> State {
        if self.insert(token) {
            return State::Ready;
        }
        let summary = "the server repeated a page token, so its pages would never end; the items so far may be \
                       incomplete";
        State::Pending(Error::new(ErrorKind::Paging, summary).in_operation(operation))
    }
}
