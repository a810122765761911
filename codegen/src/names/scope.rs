//! Names that must differ from one another.

use std::collections::{BTreeMap, BTreeSet};

/// The names of one namespace, each with the JSON pointer of what it names.
#[derive(Debug, Default)]
pub(super) struct Scope {
    claimed: BTreeMap<String, String>,
    shared: BTreeSet<String>,
}

impl Scope {
    /// Takes `name` for what stands at `at`; the place of what has it already, where something has.
    pub(super) fn claim(&mut self, name: &str, at: &str) -> Option<String> {
        if self.shared.contains(name) {
            return Some(at.to_owned());
        }
        match self.claimed.get(name) {
            Some(first) => Some(first.clone()),
            None => {
                self.claimed.insert(name.to_owned(), at.to_owned());
                None
            }
        }
    }

    /// Takes `name` for what any number of things have in common, such as the module that several packages are in.
    pub(super) fn share(&mut self, name: &str) {
        self.shared.insert(name.to_owned());
    }
}
