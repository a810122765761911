//! How often an expectation answers, and in which order.

use std::fmt;
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How many requests an expectation answers: a number or a range, such as `2`, `1..` or `..=3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    min: u64,
    max: u64,
}

impl Times {
    pub(super) const ANY: Self = Self { min: 0, max: u64::MAX };
    pub(super) const ONCE: Self = Self { min: 1, max: 1 };

    /// A range of `usize`, whose end is exclusive.
    fn between(min: usize, end: Option<usize>) -> Self {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self { min: number(min), max: end.map_or(u64::MAX, |end| number(end).saturating_sub(1)) }
    }
}

impl From<usize> for Times {
    fn from(count: usize) -> Self {
        Self::between(count, Some(count.saturating_add(1)))
    }
}

impl From<Range<usize>> for Times {
    fn from(range: Range<usize>) -> Self {
        Self::between(range.start, Some(range.end))
    }
}

impl From<RangeInclusive<usize>> for Times {
    fn from(range: RangeInclusive<usize>) -> Self {
        Self::between(*range.start(), Some(range.end().saturating_add(1)))
    }
}

impl From<RangeFrom<usize>> for Times {
    fn from(range: RangeFrom<usize>) -> Self {
        Self::between(range.start, None)
    }
}

impl From<RangeTo<usize>> for Times {
    fn from(range: RangeTo<usize>) -> Self {
        Self::between(0, Some(range.end))
    }
}

impl From<RangeToInclusive<usize>> for Times {
    fn from(range: RangeToInclusive<usize>) -> Self {
        Self::between(0, Some(range.end.saturating_add(1)))
    }
}

impl From<RangeFull> for Times {
    fn from(_: RangeFull) -> Self {
        Self::ANY
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, max) if min == max => write!(f, "{min} times"),
            (0, u64::MAX) => f.write_str("any number of times"),
            (min, u64::MAX) => write!(f, "at least {min} times"),
            (0, max) => write!(f, "at most {max} times"),
            (min, max) => write!(f, "{min} to {max} times"),
        }
    }
}

/// The requests that an expectation has answered.
#[derive(Debug)]
pub(super) struct Counter {
    times: Times,
    answered: AtomicU64,
}

impl Counter {
    pub(super) fn new(times: Times) -> Self {
        Self { times, answered: AtomicU64::new(0) }
    }

    pub(super) fn times(&self) -> Times {
        self.times
    }

    pub(super) fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.answered() >= self.times.min
    }

    /// Counts a request. Returns its number, from 1; `None` if there were enough.
    fn count(&self) -> Option<u64> {
        let count = |answered| (answered < self.times.max).then_some(answered + 1);
        self.answered.fetch_update(Ordering::Relaxed, Ordering::Relaxed, count).ok().map(|before| before + 1)
    }
}

/// An order of expectations: each answers only after those before it have answered as often as they must.
///
/// An expectation in a sequence answers once by default.
#[derive(Clone, Debug, Default)]
pub struct Sequence(Arc<Mutex<Progress>>);

#[derive(Debug, Default)]
struct Progress {
    counters: Vec<Arc<Counter>>,
    /// The last expectation that answered.
    current: usize,
}

impl Sequence {
    /// Creates an empty sequence.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an expectation, and returns its position.
    pub(super) fn push(&self, counter: Arc<Counter>) -> usize {
        let mut progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        progress.counters.push(counter);
        progress.counters.len() - 1
    }

    fn count(&self, position: usize, counter: &Counter) -> Result<u64, String> {
        let mut progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if position < progress.current {
            return Err("a later expectation of its sequence has answered already".to_owned());
        }
        let before = &progress.counters[progress.current..position];
        if let Some(waiting) = before.iter().position(|counter| !counter.is_satisfied()) {
            let number = progress.current + waiting + 1;
            return Err(format!("number {number} of its sequence comes first"));
        }
        let count = counter.count().ok_or_else(|| exhausted(counter))?;
        progress.current = position;
        Ok(count)
    }
}

/// The place of an expectation among others.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) counter: Arc<Counter>,
    sequence: Option<(Sequence, usize)>,
}

impl Order {
    pub(super) fn new(times: Option<Times>, sequence: Option<Sequence>) -> Self {
        let default = if sequence.is_some() { Times::ONCE } else { Times::ANY };
        let counter = Arc::new(Counter::new(times.unwrap_or(default)));
        let sequence = sequence.map(|sequence| {
            let position = sequence.push(Arc::clone(&counter));
            (sequence, position)
        });
        Self { counter, sequence }
    }

    /// Counts a request. Returns its number, from 1, or why the expectation does not answer it.
    pub(super) fn count(&self) -> Result<u64, String> {
        match &self.sequence {
            Some((sequence, position)) => sequence.count(*position, &self.counter),
            None => self.counter.count().ok_or_else(|| exhausted(&self.counter)),
        }
    }
}

fn exhausted(counter: &Counter) -> String {
    format!("it answers {}, and has done so", counter.times())
}
