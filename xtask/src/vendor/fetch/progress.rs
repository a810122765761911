//! How far a fetch is, for those who wait for it.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is over sooner needs no bar.
const MOMENT: Duration = Duration::from_millis(400);
const TICK: Duration = Duration::from_millis(100);

/// A bar on standard error, if that is a terminal, from a moment after the start until it is dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    ending: Option<Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to wait for `url`.
    pub(super) fn start(url: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(style("{spinner} {bytes} of {wide_msg}"));
        bar.set_message(url.to_owned());
        let (ending, ended) = mpsc::channel();
        let shown = bar.clone();
        let shower = thread::spawn(move || {
            if ended.recv_timeout(MOMENT) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(TICK);
            }
        });
        Self { bar, ending: Some(ending), shower: Some(shower) }
    }

    /// The server said how many bytes there are to come.
    pub(super) fn expect(&self, bytes: Option<u64>) {
        if let Some(bytes) = bytes {
            self.bar.set_length(bytes);
            self.bar.set_style(style("{bar:20} {bytes} of {total_bytes}, {wide_msg}"));
        }
    }

    /// So many bytes have come.
    pub(super) fn at(&self, bytes: u64) {
        self.bar.set_position(bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.ending.take();
        if let Some(shower) = self.shower.take() {
            // It does nothing that could panic, and there would be nobody to tell.
            let _ended = shower.join();
        }
        self.bar.finish_and_clear();
    }
}

/// A template that does not read would be a mistake in this file: the plain bar serves then.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
