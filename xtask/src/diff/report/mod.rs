//! Reports as text, Markdown and JSON, and the wording that they share.

mod json;
mod markdown;
mod text;

use std::collections::BTreeMap;

use ::codegen::diagnostics::Bounded;

use super::rust::{Declaration, Rust};
use super::wire::{Alteration, Change, How, Kind, Wire};
use super::{Bump, Docs, Impact, PresenceChange, Report};

/// What the change means for users of the crate, and the version that it requires.
fn verdict(report: &Report, bump: Option<&Bump>) -> String {
    let what = match report.impact() {
        Impact::None => return "Nothing changes.".to_owned(),
        Impact::Compatible => "Nothing changes for users of the crate".to_owned(),
        Impact::Additive => "Nothing breaks, and items are added or deprecated".to_owned(),
        Impact::Breaking => match report.rust.breaks.len() {
            0 => "The types of most fields break users of the crate".to_owned(),
            1 => "1 change breaks users of the crate".to_owned(),
            count => format!("{count} changes break users of the crate"),
        },
    };
    match bump {
        Some(Bump { part: Some(part), from, to }) => format!("{what}: {from} has to be followed by {to} ({part})."),
        _ => format!("{what}."),
    }
}

/// A change of presence that most properties have in common, in one sentence.
fn presence(change: &PresenceChange) -> String {
    let PresenceChange { properties, old, new } = change;
    format!(
        "Presence: {properties} properties that were \"{old}\" are \"{new}\" now, and so are their fields in Rust. If the \
         document only changed its style, keep the old presence by an action in specs/overlay.yaml."
    )
}

fn rust(Rust { breaks, added, deprecated }: &Rust) -> String {
    format!("In Rust: {} broken, {} new, {} deprecated.", breaks.len(), added.len(), deprecated.len())
}

fn docs(docs: &Docs) -> String {
    let Docs { descriptions, notes, orders } = docs;
    let (descriptions, notes, orders) = (descriptions.len(), notes.len(), orders.len());
    format!("In docs only: {} (descriptions {descriptions}, notes {notes}, order {orders}).", docs.total())
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Operation => "operations",
        Kind::Parameter => "parameters",
        Kind::Schema => "schemas",
        Kind::Property => "properties",
        Kind::EnumValue => "enum values",
    }
}

fn participle(how: How) -> &'static str {
    match how {
        How::Removed => "removed",
        How::Altered => "altered",
        How::Added => "added",
    }
}

/// The full name of an element, with misleading characters escaped.
fn name(change: &Change) -> String {
    match &change.within {
        Some(within) => format!("{}.{}", Bounded(within), Bounded(&change.name)),
        None => Bounded(&change.name).to_string(),
    }
}

fn alteration(Alteration { what, old, new }: &Alteration) -> String {
    format!("{what}: {}, now {}", Bounded(old), Bounded(new))
}

/// Operations or schemas of which only members change; they count as altered.
fn altered_by_members(wire: &Wire, kind: Kind) -> Vec<&str> {
    let own: Vec<&str> =
        wire.of(kind).filter(|change| change.how == How::Altered).map(|change| change.name.as_str()).collect();
    if matches!(kind, Kind::Operation | Kind::Schema) {
        wire.altered(kind).into_iter().filter(|name| !own.contains(name)).collect()
    } else {
        Vec::new()
    }
}

/// New items by the module of their package, relative to it.
fn by_package(added: &[Declaration]) -> BTreeMap<&str, Vec<&str>> {
    let mut packages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Declaration { path, module, .. } in added {
        let relative = path.strip_prefix(module.as_str()).and_then(|rest| rest.strip_prefix("::")).unwrap_or(path);
        packages.entry(module).or_default().push(relative);
    }
    packages
}
