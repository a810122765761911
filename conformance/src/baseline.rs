//! Accepted findings, each with its reason.

use serde::Deserialize;
use wildmatch::WildMatch;

use crate::finding::{Finding, Subject};

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
    /// The schema, oneof or operation, or a glob of several.
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

    /// Marks the accepted findings of the subjects. Returns those that are not found any more, in subjects that were judged;
    /// `is_whole` says that these are all.
    pub(crate) fn accept(&self, subjects: &mut [Subject], is_whole: bool) -> Vec<String> {
        let mut vanished = Vec::new();
        for accepted in &self.accepted {
            let glob = WildMatch::new(&accepted.subject);
            let judged = subjects.iter_mut().filter(|subject| glob.matches(&subject.name));
            let (mut is_judged, mut is_found) = (false, false);
            for subject in judged {
                is_judged = true;
                let is_accepted = |finding: &&mut Finding| finding.check == accepted.check && finding.at == accepted.at;
                if let Some(finding) = subject.findings.iter_mut().find(is_accepted) {
                    is_found = true;
                    finding.accepted = Some(accepted.reason.clone());
                }
            }
            // A part of the subjects of a glob may have no finding.
            is_judged &= is_whole || !accepted.subject.contains('*');
            if is_judged && !is_found {
                vanished.push(format!("{}: {} {}", accepted.subject, accepted.check, accepted.at));
            }
        }
        vanished
    }
}
