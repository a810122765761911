//! Asking for one page after the other.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::task::{Context, Poll, ready};

use crate::call_options::CallOptions;
use crate::core_client::CoreClient;
use crate::error::{Error, ErrorKind};
use crate::operation::{Paged, encoded};
use crate::response::RawResponse;
use crate::retry_loop::RawResponseFuture;

/// Asks for the pages of an operation, each when it is polled for.
pub(super) struct Fetcher<O> {
    client: CoreClient,
    /// The request for the page that comes next.
    operation: O,
    options: CallOptions,
    state: State,
    followed: SeenTokens,
}

/// A page, and the token of the one that follows it.
pub(super) struct Page<R> {
    pub(super) response: R,
    pub(super) next_token: Option<String>,
}

/// What comes next.
enum State {
    /// A page, once it is asked for.
    Ready,
    /// A page that has been asked for.
    Asking(RawResponseFuture),
    /// An error that was found with the page before.
    Failing(Error),
    /// Nothing, until the page that failed is to be asked for again.
    Failed,
    Done,
}

impl<O: Paged> Fetcher<O> {
    /// Begins with the page of `operation`, whose token is `first` if that is known.
    pub(super) fn new(client: CoreClient, operation: O, options: CallOptions, first: Option<&str>) -> Self {
        let mut followed = SeenTokens::default();
        if let Some(token) = first.filter(|token| !token.is_empty()) {
            followed.is_new(token);
        }
        Self { client, operation, options, state: State::Ready, followed }
    }

    /// Whether the next page is one that is still to be asked for.
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
            self.state = State::Asking(self.client.exchange(encoded(&self.operation), self.options.clone()));
        }
        let reply = ready!(self.state.poll_reply(cx));
        Poll::Ready(reply.map(|reply| self.page(reply?)))
    }

    fn page(&mut self, reply: RawResponse) -> Result<Page<O::Response>, Error> {
        let response = reply.decode()?;
        let token = O::next_page_token(&response);
        let next_token = (!token.is_empty()).then(|| token.to_owned());
        self.state = match &next_token {
            Some(token) => self.followed.follow(token, O::INFO.id),
            None => State::Done,
        };
        if let Some(token) = &next_token {
            self.operation.set_page_token(token.clone());
        }
        Ok(Page { response, next_token })
    }
}

impl State {
    /// Waits for the page that was asked for, which has failed unless it is found to be good.
    fn poll_reply(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawResponse, Error>>> {
        match self {
            Self::Asking(exchange) => {
                let reply = ready!(exchange.as_mut().poll(cx));
                *self = Self::Failed;
                Poll::Ready(Some(reply))
            }
            Self::Failing(_) => match std::mem::replace(self, Self::Done) {
                Self::Failing(error) => Poll::Ready(Some(Err(error))),
                _ => Poll::Ready(None),
            },
            Self::Ready | Self::Failed | Self::Done => Poll::Ready(None),
        }
    }
}

/// The tokens that were followed so far, by their hash: tokens can be long, and there may be many thousands.
#[derive(Default)]
struct SeenTokens {
    hasher: RandomState,
    hashes: HashSet<u64>,
}

impl SeenTokens {
    /// Takes note of a token; whether it is the first time.
    fn is_new(&mut self, token: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(token))
    }

    fn follow(&mut self, token: &str, operation: &'static str) -> State {
        if self.is_new(token) {
            return State::Ready;
        }
        let summary = "the server gave the same page token twice, so its pages would never end; the items so far may \
                       not be all";
        State::Failing(Error::new(ErrorKind::Paging, summary).in_operation(operation))
    }
}
