//! Reports of drift, on their way from a client to the judge.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A difference between a response and the document, as a client reports it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drifted {
    /// The operation id.
    pub operation: String,
    /// The path of the property, such as `list[].user.status`.
    pub path: String,
    /// The kind, as in events: `unknown_property`.
    pub kind: String,
    /// The value of an enum; empty for other kinds.
    pub value: String,
}

/// What a client of the tables reports to.
#[derive(Clone, Debug, Default)]
pub struct Sink(Arc<Mutex<Vec<Drifted>>>);

impl Sink {
    /// Adds a report.
    pub fn push(&self, drifted: Drifted) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(drifted);
    }

    pub(crate) fn take(&self) -> Vec<Drifted> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Display for Drifted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, kind, value, .. } = self;
        write!(f, "{kind} `{path}`{}{value}", if value.is_empty() { "" } else { " " })
    }
}
