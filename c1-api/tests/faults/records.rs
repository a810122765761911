//! What the judge knows of calls and clients.

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU64, Ordering::Relaxed};

/// The retries in a full budget, and the successes that deposit one.
pub(crate) const FULL_BUDGET: u64 = 50;
pub(crate) const SUCCESSES_PER_RETRY: u64 = 5;

/// What is known of one call.
#[derive(Default)]
pub(crate) struct CallRecord {
    /// The attempts that passed the observing layer, and the outcome of the latest one.
    pub(crate) attempts: AtomicU16,
    pub(crate) latest: AtomicU8,
    /// When the server allows the next attempt, in microseconds.
    pub(crate) not_before: AtomicU64,
    /// The requests that the gateway received, those that the origin performed, and those with a certain status.
    pub(crate) received: AtomicU16,
    pub(crate) performed: AtomicU8,
    pub(crate) unauthorized: AtomicU8,
    pub(crate) internal: AtomicU8,
    pub(crate) refused: AtomicU8,
    pub(crate) seen: AtomicU8,
}

/// What is known of one client.
pub(crate) struct ClientRecord {
    pub(crate) attempts: AtomicU64,
    pub(crate) retries: AtomicU64,
    pub(crate) successes: AtomicU64,
    pub(crate) repeated_after_401: AtomicU64,
    /// The least that the retry budget can hold, in fifths of a retry: as if each failed attempt were retried.
    pub(crate) budget: AtomicU64,
}

/// The outcome of one attempt, at the head of its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Attempt {
    None,
    /// It is under way, or was dropped.
    Unknown,
    Success,
    Unconnected,
    Broken,
    Unauthorized,
    RateLimited,
    Status,
}

/// What a caller saw of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Seen {
    Nothing,
    Success,
    /// An error that says that the server did not act.
    NotPerformed,
    /// An error that does not say whether the server acted.
    Uncertain,
    Dropped,
}

impl ClientRecord {
    pub(crate) fn new() -> Self {
        Self {
            attempts: AtomicU64::new(0),
            retries: AtomicU64::new(0),
            successes: AtomicU64::new(0),
            repeated_after_401: AtomicU64::new(0),
            budget: AtomicU64::new(FULL_BUDGET * SUCCESSES_PER_RETRY),
        }
    }
}

impl CallRecord {
    /// How many requests the gateway received beyond the attempts.
    pub(crate) fn beyond(&self) -> u16 {
        self.received.load(Relaxed).saturating_sub(self.attempts.load(Relaxed))
    }
}

impl From<u8> for Attempt {
    fn from(value: u8) -> Self {
        let all = [
            Self::None,
            Self::Unknown,
            Self::Success,
            Self::Unconnected,
            Self::Broken,
            Self::Unauthorized,
            Self::RateLimited,
            Self::Status,
        ];
        all[usize::from(value)]
    }
}

impl From<u8> for Seen {
    fn from(value: u8) -> Self {
        [Self::Nothing, Self::Success, Self::NotPerformed, Self::Uncertain, Self::Dropped][usize::from(value)]
    }
}
