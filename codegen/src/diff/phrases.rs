//! What all formats of a report say in the same words.

use super::rust::Rust;
use super::wire::{Alteration, Change, How, Kind};
use super::{Bump, Impact, Report, Words};
use crate::error::Bounded;

/// What the change is to those who use the crate, and what it asks of the version.
pub(super) fn verdict(report: &Report, bump: Option<&Bump>) -> String {
    let what = match report.impact() {
        Impact::None => return "Nothing differs.".to_owned(),
        Impact::Compatible => "Nothing changes for those who use the crate".to_owned(),
        Impact::Additive => "Nothing breaks, and there is more to use".to_owned(),
        Impact::Breaking => match report.rust.breaks.len() {
            1 => "1 thing breaks those who use the crate".to_owned(),
            count => format!("{count} things break those who use the crate"),
        },
    };
    match bump {
        Some(Bump { part: Some(part), from, to }) => format!("{what}: after {from} comes {to} ({part})."),
        _ => format!("{what}."),
    }
}

/// What differs in Rust, in one line.
pub(super) fn rust(rust: &Rust) -> String {
    let Rust { breaks, added, deprecated } = rust;
    format!("In Rust: {} broken, {} new, {} deprecated.", breaks.len(), added.len(), deprecated.len())
}

/// What differs in words, in one line.
pub(super) fn words(words: &Words) -> String {
    let Words { descriptions, notes, orders } = words;
    format!("In words only: {} (descriptions {descriptions}, notes {notes}, order {orders}).", words.total())
}

/// What several things of a kind are called.
pub(super) fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Operation => "operations",
        Kind::Parameter => "parameters",
        Kind::Schema => "schemas",
        Kind::Property => "properties",
        Kind::EnumValue => "enum values",
    }
}

/// What happened to things.
pub(super) fn participle(how: How) -> &'static str {
    match how {
        How::Removed => "removed",
        How::Altered => "altered",
        How::Added => "added",
    }
}

/// A thing's name with that of what it is within; what a document could mislead by is escaped.
pub(super) fn name(change: &Change) -> String {
    match &change.within {
        Some(within) => format!("{}.{}", Bounded(within), Bounded(&change.name)),
        None => Bounded(&change.name).to_string(),
    }
}

/// What about a thing was altered.
pub(super) fn alteration(Alteration { what, old, new }: &Alteration) -> String {
    format!("{what}: {}, now {}", Bounded(old), Bounded(new))
}
