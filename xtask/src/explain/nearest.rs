//! Finds elements with similar names.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::index::{Entry, Index, Kind};
use strsim::normalized_damerau_levenshtein as alike;

use super::query::{Query, names, operation, segments};

/// The maximum number of similar names.
const MAX_NAMES: usize = 5;
/// The minimum similarity of a misspelled name.
const MIN_SIMILARITY: f64 = 0.6;
/// The minimum share of common words: `get_book` is not similar to `Book`.
const MIN_SHARED: f64 = 0.75;

/// The elements with similar names. Compares as many last segments as the query has, and the words in any order.
pub(super) fn nearest<'a>(index: &'a Index<'a>, query: &Query) -> Vec<&'a Entry<'a>> {
    let wanted: Vec<String> = query.segments.iter().map(|segment| segment.to_lowercase()).collect();
    let mut scores: BTreeMap<&str, (f64, &Entry<'a>)> = BTreeMap::new();
    for entry in index.entries() {
        let url = operation(index, entry).map(|operation| segments(&operation.path).collect());
        let spelled = names(entry).chain(url).map(|name| similarity(&name, &wanted)).fold(0.0, f64::max);
        let shared = if query.possible_words(entry) > 0 { shared(&entry.words(), &query.words) } else { 0.0 };
        if spelled >= MIN_SIMILARITY || shared >= MIN_SHARED {
            scores.entry(&entry.name).or_insert((spelled.max(shared), entry));
        }
    }
    let mut nearest: Vec<(f64, &Entry<'a>)> = scores.into_values().collect();
    nearest.sort_by(|(left, one), (right, other)| {
        right.total_cmp(left).then_with(|| rank(one.kind()).cmp(&rank(other.kind())))
    });
    nearest.into_iter().take(MAX_NAMES).map(|(_, entry)| entry).collect()
}

/// The similarity of the end of a name and the query, and of the last segments alone, from 0 to 1.
fn similarity(name: &[&str], wanted: &[String]) -> f64 {
    let (Some(own), Some(other)) = (name.last(), wanted.last()) else { return 0.0 };
    // Names of very different lengths are not similar, and slow to compare.
    if own.len().abs_diff(other.len()) * 2 > other.len() {
        return 0.0;
    }
    let last = alike(&own.to_lowercase(), other);
    if wanted.len() == 1 {
        return last;
    }
    let tail = &name[name.len().saturating_sub(wanted.len())..];
    f64::midpoint(last, alike(&tail.join(".").to_lowercase(), &wanted.join(".")))
}

/// The share of common words, from 0 to 1.
fn shared(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let count = |words: usize| f64::from(u32::try_from(words).unwrap_or(u32::MAX));
    let (common, all) = (one.intersection(other).count(), one.len() + other.len());
    if all == 0 { 0.0 } else { 2.0 * count(common) / count(all) }
}

fn rank(kind: Kind) -> usize {
    let order = [Kind::Service, Kind::Operation, Kind::Schema, Kind::Alias, Kind::Union, Kind::Enum, Kind::Property];
    order.iter().position(|other| *other == kind).unwrap_or(order.len())
}
