//! The report for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::wire::{Kind, Tally};
use super::{Bump, Impact, Report};
use crate::text::misleads;

#[derive(Serialize)]
struct Told<'a> {
    impact: Impact,
    #[serde(skip_serializing_if = "Option::is_none")]
    bump: Option<&'a Bump>,
    summary: BTreeMap<Kind, Tally>,
    #[serde(flatten)]
    report: &'a Report,
}

impl Report {
    /// The report as a JSON object, with all that differs.
    pub fn json(&self, bump: Option<&Bump>) -> String {
        let summary = Kind::ALL.into_iter().map(|kind| (kind, self.wire.tally(kind))).collect();
        let told = Told { impact: self.impact(), bump, summary, report: self };
        // Nothing in it can fail to be JSON: its keys are strings, and its values are counts, strings and lists.
        let text = serde_json::to_string_pretty(&told).unwrap_or_default();
        text.chars().map(escaped).collect::<String>() + "\n"
    }
}

/// JSON escapes less than what a terminal obeys. Outside of strings, only the lines are broken.
fn escaped(character: char) -> String {
    match character == '\n' || !misleads(character) {
        true => character.to_string(),
        false => format!("\\u{:04x}", u32::from(character)),
    }
}
