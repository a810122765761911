//! Asking for pages before they are waited for.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::fetcher::{Fetcher, Page};
use crate::error::{Error, ErrorKind};
use crate::operation::Paged;

/// How pages will be asked for ahead, once one is waited for.
pub(super) struct Prefetch<O: Paged> {
    count: usize,
    // A pointer, so that only who asks for pages ahead compiles the task.
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

/// A task that asks for pages. Dropping this ends it.
pub(super) struct PrefetchTask<O: Paged> {
    steps: mpsc::Receiver<Step<O>>,
    stopped: bool,
    _task: JoinSet<()>,
}

/// What the task has come to. With the last two it ends, and gives back what it worked with.
enum Step<O: Paged> {
    Page(Page<O::Response>),
    Failed(Error, Fetcher<O>),
    End(Fetcher<O>),
}

impl<O: Paged> PrefetchTask<O> {
    /// Whether the task was stopped before its end, so that nothing comes any more.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// The next page. Where the task ends, `fetcher` is what goes on.
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
            // Silence would pass for the last page.
            None => {
                self.stopped = true;
                Some(Err(stopped::<O>()))
            }
        })
    }
}

fn start<O: Paged>(fetcher: Fetcher<O>, count: usize) -> PrefetchTask<O> {
    // A channel holds fewer than this many, and memory would not.
    let (sender, steps) = mpsc::channel(count.min(1024));
    let mut task = JoinSet::new();
    // The pages are part of what the caller does, in whichever task they are asked for.
    task.spawn(run(fetcher, sender).in_current_span());
    PrefetchTask { steps, stopped: false, _task: task }
}

async fn run<O: Paged>(mut fetcher: Fetcher<O>, steps: mpsc::Sender<Step<O>>) {
    // There has to be room for a page before it is asked for, as one that waits for room is in memory too.
    while let Ok(room) = steps.reserve().await {
        match poll_fn(|cx| fetcher.poll_page(cx)).await {
            Some(Ok(page)) => room.send(Step::Page(page)),
            Some(Err(error)) => return room.send(Step::Failed(error, fetcher)),
            None => return room.send(Step::End(fetcher)),
        }
    }
}

fn stopped<O: Paged>() -> Error {
    let summary =
        "the task that asks for pages ahead was stopped before the last one, by the end of its runtime or a panic";
    Error::new(ErrorKind::Paging, summary).in_operation(O::INFO.id)
}
