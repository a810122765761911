//! The report as JSON.

use std::collections::BTreeMap;

use ::codegen::diagnostics::misleads;
use serde::Serialize;

use super::super::wire::{Kind, Tally};
use super::super::{Bump, Impact, Report};

#[derive(Serialize)]
struct Document<'a> {
    impact: Impact,
    #[serde(skip_serializing_if = "Option::is_none")]
    bump: Option<&'a Bump>,
    summary: BTreeMap<Kind, Tally>,
    #[serde(flatten)]
    report: &'a Report,
}

impl Report {
    /// The report as a JSON object, with every change.
    pub fn json(&self, bump: Option<&Bump>) -> String {
        let summary = Kind::ALL.into_iter().map(|kind| (kind, self.wire.tally(kind))).collect();
        let document = Document { impact: self.impact(), bump, summary, report: self };
        // Serializing strings, numbers and lists cannot fail.
        let text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.chars().map(escaped).collect::<String>() + "\n"
    }
}

/// Escapes control characters that JSON allows and terminals execute. Keeps the line breaks between values.
fn escaped(character: char) -> String {
    if character == '\n' || !misleads(character) {
        character.to_string()
    } else {
        format!("\\u{:04x}", u32::from(character))
    }
}
