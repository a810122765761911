//! Names that must differ from one another.

use std::collections::BTreeMap;

/// The names of one namespace, each with the JSON pointer of what it names.
#[derive(Debug, Default)]
pub(super) struct Scope {
    claimed: BTreeMap<String, String>,
    shared: BTreeMap<String, String>,
}

impl Scope {
    /// Takes `name` for what stands at `at`; the place of what has it already, where something has.
    pub(super) fn claim(&mut self, name: &str, at: &str) -> Option<String> {
        match self.shared.get(name).or_else(|| self.claimed.get(name)) {
            Some(first) => Some(first.clone()),
            None => {
                self.claimed.insert(name.to_owned(), at.to_owned());
                None
            }
        }
    }

    /// Takes `name` for what any number of things have in common, such as the module that several packages are in; the
    /// first of them stands at `at`.
    pub(super) fn share(&mut self, name: &str, at: &str) {
        self.shared.entry(name.to_owned()).or_insert_with(|| at.to_owned());
    }
}
