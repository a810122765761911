//! Requests for pages before they are awaited.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::fetcher::{Fetcher, Page};
use crate::error::{Error, ErrorKind};
use crate::operation::Paged;

/// The setting to prefetch pages, once one is awaited.
pub(super) struct Prefetch<O: Paged> {
    count: usize,
    // A pointer, so that only programs that prefetch compile the task.
    start: fn(Fetcher<O>, usize) -> PrefetchTask<O>,
}

impl<O: Paged> Prefetch<O> {
    pub(super) fn new(count: usize) -> Self {
        Self { count, start }
    }

    pub(super) fn start(&self, fetcher: Fetcher<O>) -> PrefetchTask<O> {
        (self.start)(fetcher, self.count)
    }
}

/// A task that requests pages. Dropping this ends it.
pub(super) struct PrefetchTask<O: Paged> {
    steps: mpsc::Receiver<Step<O>>,
    stopped: bool,
    _task: JoinSet<()>,
}

/// A result of the task. After the last two it ends, and returns the fetcher.
enum Step<O: Paged> {
    Page(Page<O::Response>),
    Failed(Error, Fetcher<O>),
    End(Fetcher<O>),
}

impl<O: Paged> PrefetchTask<O> {
    /// Whether the task was stopped before its end, so no page follows.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Returns the next page. When the task ends, it returns the fetcher in `fetcher`.
    pub(super) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
        fetcher: &mut Option<Fetcher<O>>,
    ) -> Poll<Option<Result<Page<O::Response>, Error>>> {
        Poll::Ready(match ready!(self.steps.poll_recv(cx)) {
            Some(Step::Page(page)) => Some(Ok(page)),
            Some(Step::Failed(error, back)) => {
                *fetcher = Some(back);
                Some(Err(error))
            }
            Some(Step::End(back)) => {
                *fetcher = Some(back);
                None
            }
            // Without an error, the caller would take it for the last page.
            None => {
                self.stopped = true;
                Some(Err(stopped_error::<O>()))
            }
        })
    }
}

fn start<O: Paged>(fetcher: Fetcher<O>, count: usize) -> PrefetchTask<O> {
    // tokio's channels have a maximum capacity, and memory is limited.
    let (sender, steps) = mpsc::channel(count.min(1024));
    let mut task = JoinSet::new();
    // The requests belong to the span of the caller.
    task.spawn(run(fetcher, sender).in_current_span());
    PrefetchTask { steps, stopped: false, _task: task }
}

async fn run<O: Paged>(mut fetcher: Fetcher<O>, steps: mpsc::Sender<Step<O>>) {
    // A page is requested only if there is room for it, as a page that waits for room is in memory, too.
    while let Ok(room) = steps.reserve().await {
        match poll_fn(|cx| fetcher.poll_page(cx)).await {
            Some(Ok(page)) => room.send(Step::Page(page)),
            Some(Err(error)) => return room.send(Step::Failed(error, fetcher)),
            None => return room.send(Step::End(fetcher)),
        }
    }
}

fn stopped_error<O: Paged>() -> Error {
    let summary = "the prefetch task was stopped before the last page, by the end of its runtime or a panic";
    Error::new(ErrorKind::Paging, summary).in_operation(O::INFO)
}
