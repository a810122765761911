//! Summarizes a presence that changes on nearly every property: one change of style, not a thousand changes.

use ::codegen::index;
use serde::Serialize;

use super::matching::Matching;
use super::rust::{Breakage, Rust};
use super::wire::{How, Kind, Wire};

/// A change of presence that most properties share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PresenceChange {
    /// The number of properties.
    pub properties: usize,
    /// The old presence.
    pub old: String,
    /// The new presence.
    pub new: String,
}

/// The minimum number of properties to summarize.
const MANY: usize = 50;

/// Moves a change of presence that at least half of all properties share out of the report.
pub(super) fn summarize(matching: &Matching<'_>, wire: &mut Wire, rust: &mut Rust) -> Option<PresenceChange> {
    let only_presence = |change: &super::wire::Change| match (change.kind, change.how, change.alterations.as_slice()) {
        (Kind::Property, How::Altered, [alteration]) if alteration.what == "presence" => {
            Some((alteration.old.clone(), alteration.new.clone()))
        }
        _ => None,
    };
    let mut counts = std::collections::BTreeMap::new();
    for change in wire.changes.iter().filter_map(only_presence) {
        *counts.entry(change).or_insert(0_usize) += 1;
    }
    let shared = matching.both().filter(|(old, _)| old.kind() == index::Kind::Property).count();
    let ((old, new), properties) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    if properties < MANY || 2 * properties < shared {
        return None;
    }
    let is_summarized =
        |change: &super::wire::Change| only_presence(change).is_some_and(|both| both == (old.clone(), new.clone()));
    let names: std::collections::BTreeSet<String> =
        wire.changes.iter().filter(|change| is_summarized(change)).map(super::wire::Change::full_name).collect();
    wire.changes.retain(|change| !is_summarized(change));
    rust.breaks.retain(|broken| {
        let is_altered = broken.items.iter().all(|item| item.how == Breakage::Altered);
        !(broken.kind == "property" && is_altered && names.contains(&broken.name))
    });
    Some(PresenceChange { properties, old, new })
}
