//! What a run finds, per schema, oneof and operation.

use serde::Serialize;
use serde_json::Value;

/// What a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A schema.
    Model,
    /// A oneof of a schema.
    Oneof,
    /// An operation.
    Operation,
    /// An operation, by Prism.
    Prism,
    /// An operation, by the reports of drift in responses of a newer document.
    Drift,
    /// A schema, by its twin.
    Twin,
    /// The harness itself, which must notice planted faults.
    Judge,
}

/// A schema, oneof or operation, and what was found in it.
#[derive(Clone, Debug, Serialize)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its name: that of the schema, or the operation id.
    pub name: String,
    /// The number of samples or calls.
    pub samples: usize,
    /// What failed.
    pub findings: Vec<Finding>,
}

/// A failed check, with its first sample.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The check that failed.
    pub check: &'static str,
    /// The place in the value, without positions in lists.
    pub at: String,
    /// What happened.
    pub message: String,
    /// The sample, shrunk.
    pub sample: Value,
    /// The number of samples that failed this check at this place.
    pub count: usize,
    /// Why it is accepted, if it is in the baseline.
    pub accepted: Option<String>,
}

/// A failed check of one sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) check: &'static str,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, message: crate::json::shorten(&message.into(), 600) }
    }

    /// The place that the message begins with, without positions in lists.
    pub(crate) fn at(&self) -> String {
        let place = self.message.strip_prefix('`').and_then(|rest| rest.split('`').next()).unwrap_or_default();
        let place = place.trim_start_matches(['$', '.', '/']).replace('/', ".");
        let segments = place
            .split(['.', '['])
            .filter(|segment| !segment.trim_end_matches(']').bytes().all(|byte| byte.is_ascii_digit()));
        segments.collect::<Vec<_>>().join(".")
    }
}

impl Subject {
    pub(crate) fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), samples: 0, findings: Vec::new() }
    }

    /// The finding of this check at this place, if there is one already.
    pub(crate) fn repeated(&mut self, check: &str, at: &str) -> Option<&mut Finding> {
        self.findings.iter_mut().find(|finding| finding.check == check && finding.at == at)
    }

    /// Adds a failure, which counts with those of the same check and place.
    pub(crate) fn add(&mut self, failure: Failure, at: String, sample: Value) {
        match self.repeated(failure.check, &at) {
            Some(finding) => finding.count += 1,
            None => {
                let Failure { check, message } = failure;
                self.findings.push(Finding { check, at, message, sample, count: 1, accepted: None });
            }
        }
    }
}
