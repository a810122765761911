//! The drift that a client has reported, and its listener.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use super::Drift;

/// The maximum number of reports of one operation.
pub(super) const MAX_OF_OPERATION: usize = 1_000;
/// The maximum number of reports of a client.
pub(super) const MAX_OF_CLIENT: usize = 10_000;

/// The function of the user that is called with each report.
#[derive(Clone)]
pub(crate) struct Listener(Arc<dyn Fn(Drift) + Send + Sync>);

impl Listener {
    pub(crate) fn new(listener: impl Fn(Drift) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    pub(crate) fn call(&self, drift: Drift) {
        (self.0)(drift);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

/// The listener of a client, and what was reported already.
pub(crate) struct DriftLog {
    pub(crate) listener: Option<Listener>,
    /// The JSON names of the properties whose values are never shown.
    pub(super) sensitive: &'static [&'static str],
    /// Its keys are random, so a server cannot choose names with equal hashes.
    hasher: RandomState,
    reported: Mutex<Reported>,
}

/// The hashes of all reports, which take less memory than their texts.
#[derive(Default)]
struct Reported {
    /// By the hash of the operation.
    of_operation: HashMap<u64, HashSet<u64>>,
    count: usize,
}

impl DriftLog {
    pub(crate) fn new(listener: Option<Listener>, sensitive: &'static [&'static str]) -> Self {
        Self { listener, sensitive, hasher: RandomState::new(), reported: Mutex::default() }
    }

    pub(super) fn hasher(&self) -> impl std::hash::Hasher + use<> {
        self.hasher.build_hasher()
    }

    /// Adds a report, and returns whether it is new and within the limits.
    pub(super) fn add(&self, operation: u64, report: u64) -> bool {
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        let Reported { of_operation, count } = &mut *reported;
        let reports = of_operation.entry(operation).or_default();
        if reports.len() >= MAX_OF_OPERATION || *count >= MAX_OF_CLIENT {
            return false;
        }
        let is_new = reports.insert(report);
        *count += usize::from(is_new);
        is_new
    }
}

impl fmt::Debug for DriftLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DriftLog").field("listener", &self.listener).finish_non_exhaustive()
    }
}
