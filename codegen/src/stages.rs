//! How long each stage of a run takes.

use std::time::{Duration, Instant};

/// Stages in the order in which they ran.
#[derive(Debug, Default)]
pub(crate) struct Stages(Vec<(&'static str, Duration)>);

impl Stages {
    /// Runs `stage` and remembers how long it took.
    pub(crate) fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let result = stage();
        self.0.push((name, begin.elapsed()));
        result
    }

    pub(crate) fn into_vec(self) -> Vec<(&'static str, Duration)> {
        self.0
    }
}
