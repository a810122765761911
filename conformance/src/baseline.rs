//! Accepted findings, each with its reason.

use serde::Deserialize;

use crate::finding::Subject;

/// The accepted findings of a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The findings.
    #[serde(default)]
    accepted: Vec<Accepted>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    /// The schema, oneof or operation.
    subject: String,
    check: String,
    /// The place in the value.
    #[serde(default)]
    at: String,
    /// Why it is accepted.
    reason: String,
}

impl Baseline {
    /// Parses a baseline file.
    ///
    /// # Errors
    ///
    /// Text that is not TOML, and a finding without a reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        match baseline.accepted.iter().find(|accepted| accepted.reason.trim().is_empty()) {
            Some(accepted) => Err(format!("the finding in `{}` is accepted without a reason", accepted.subject)),
            None => Ok(baseline),
        }
    }

    /// Marks the accepted findings of the subjects. Returns those that are not found any more, in subjects that were judged.
    pub(crate) fn accept(&self, subjects: &mut [Subject]) -> Vec<String> {
        let mut vanished = Vec::new();
        for accepted in &self.accepted {
            let Some(subject) = subjects.iter_mut().find(|subject| subject.name == accepted.subject) else { continue };
            let is_accepted = |check: &str, at: &str| check == accepted.check && at == accepted.at;
            match subject.findings.iter_mut().find(|finding| is_accepted(finding.check, &finding.at)) {
                Some(finding) => finding.accepted = Some(accepted.reason.clone()),
                None => vanished.push(format!("{}: {} {}", accepted.subject, accepted.check, accepted.at)),
            }
        }
        vanished
    }
}
