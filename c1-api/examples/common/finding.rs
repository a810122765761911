//! Rules and findings.

use clap::ValueEnum;
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The points of one finding: no number of lesser findings on one object outweighs a critical one.
    const fn points(self) -> u32 {
        match self {
            Self::Low => 1,
            Self::Medium => 10,
            Self::High => 40,
            Self::Critical => 100,
        }
    }
}

/// A rule of a program.
#[derive(Debug)]
pub struct Rule {
    pub id: &'static str,
    pub severity: Severity,
    pub title: &'static str,
    /// What to do about a finding.
    pub remedy: &'static str,
}

impl Rule {
    pub fn finding(&self, message: impl Into<String>) -> Finding {
        Finding { rule: self.id, severity: self.severity, message: message.into() }
    }
}

/// An object that a rule applies to.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub rule: &'static str,
    pub severity: Severity,
    pub message: String,
}

/// Returns the sum of the findings' points.
pub fn risk(findings: &[Finding]) -> u32 {
    findings.iter().map(|finding| finding.severity.points()).sum()
}
