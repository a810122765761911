//! Counts by name, for the report.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Counts by name. The few names are known soon, so counting allocates nothing after a while.
#[derive(Default)]
pub(crate) struct Counts(Mutex<BTreeMap<String, u64>>);

impl Counts {
    pub(crate) fn add(&self, name: &str) {
        let mut counts = self.0.lock().unwrap();
        match counts.get_mut(name) {
            Some(count) => *count += 1,
            None => drop(counts.insert(name.to_owned(), 1)),
        }
    }

    pub(crate) fn get(&self, name: &str) -> u64 {
        self.0.lock().unwrap().get(name).copied().unwrap_or(0)
    }

    pub(crate) fn total(&self) -> u64 {
        self.0.lock().unwrap().values().sum()
    }

    pub(crate) fn all(&self) -> Vec<(String, u64)> {
        self.0.lock().unwrap().iter().map(|(name, count)| (name.clone(), *count)).collect()
    }
}
