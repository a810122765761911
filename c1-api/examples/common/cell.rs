//! Values in columns, which each format writes in its own way.

use chrono::{DateTime, SecondsFormat, Utc};

use super::finding::{Finding, Severity};

/// The value of a column in a row.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    Text(&'a str),
    List(Vec<&'a str>),
    Number(u64),
    Time(Option<DateTime<Utc>>),
    Severity(Severity),
    Findings(&'a [Finding]),
}

impl Cell<'_> {
    /// Returns the value in full: times with seconds, lists separated by semicolons.
    pub fn in_full(&self) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            Self::List(items) => items.join("; "),
            Self::Number(number) => number.to_string(),
            Self::Time(time) => time.map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default(),
            Self::Severity(severity) => severity.name().to_owned(),
            Self::Findings(findings) => findings.iter().map(|finding| finding.rule).collect::<Vec<_>>().join("; "),
        }
    }

    /// Returns the value for people: times as dates, lists separated by commas.
    pub fn in_short(&self) -> String {
        match self {
            Self::List(items) => items.join(", "),
            Self::Findings(_) => self.in_full().replace("; ", ", "),
            Self::Time(time) => time.map_or("never".to_owned(), |time| time.format("%Y-%m-%d").to_string()),
            _ => self.in_full(),
        }
    }

    /// Whether people expect it to the right.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Whether its content comes from the tenant.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::List(_))
    }
}
