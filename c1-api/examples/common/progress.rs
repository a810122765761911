//! The spinner.

use std::io::{IsTerminal, stderr, stdout};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::options::Format;
use super::text::Count;

/// A spinner with counts, on the standard error if that is a terminal.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    noun: &'static str,
    count: u64,
}

impl Progress {
    pub fn new(format: Format) -> Self {
        // Rows that scroll by show the progress themselves, and a spinner would be between them.
        let is_drawn = stderr().is_terminal() && !(stdout().is_terminal() && format != Format::Text);
        let target = if is_drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        if is_drawn {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Self { bar, noun: "object", count: 0 }
    }

    /// Counts things of another kind from now on, such as a `user`.
    pub fn start(&mut self, noun: &'static str) {
        (self.noun, self.count) = (noun, 0);
        self.bar.set_message(format!("reading {noun}s"));
    }

    pub fn increment(&mut self) {
        self.count += 1;
        if !self.bar.is_hidden() {
            self.bar.set_message(Count(self.count, self.noun).to_string());
        }
    }

    /// Writes to the terminal while the spinner is away.
    pub fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
