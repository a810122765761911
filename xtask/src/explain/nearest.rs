//! Finds elements with similar names.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::index::{Entry, Kind, words};

use super::query::{Names, Query};

/// The maximum number of similar names.
const MAX_NAMES: usize = 5;
/// The minimum similarity of a misspelled name.
const MIN_SIMILARITY: f64 = 0.6;
/// The minimum share of common words: `get_book` is not similar to `Book`.
const MIN_SHARED: f64 = 0.75;

/// The elements with similar names. Compares as many last segments as the query has, and the words in any order.
pub(super) fn nearest<'a>(names: &[Names<'a>], query: &Query) -> Vec<&'a Entry<'a>> {
    let cut = |name: &str| name.chars().take(200).collect::<String>();
    let (asked_words, asked) = (words(&cut(&query.name)), cut(&query.plain));
    let mut scores: BTreeMap<&str, (f64, &Entry<'a>)> = BTreeMap::new();
    for names in names {
        let entry = names.entry;
        let url = names.operation.map(|operation| operation.path.to_lowercase());
        let spelled = names.plain.iter().chain(&url).map(|name| similarity(name, &asked)).fold(0.0, f64::max);
        let shared = shared(&entry.words(), &asked_words);
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

/// The similarity of a name's end and the query, and of the last segments alone, from 0 to 1.
fn similarity(name: &str, asked: &str) -> f64 {
    let last = |name: &str| name.rfind(['.', '/']).map_or(0, |index| index + 1);
    let segments = asked.matches(['.', '/']).count();
    let begin = name.rmatch_indices(['.', '/']).nth(segments).map_or(0, |(index, _)| index + 1);
    let (tail, own, other) = (&name[begin..], &name[last(name)..], &asked[last(asked)..]);
    // Names of very different lengths are not similar, and slow to compare.
    if own.len().abs_diff(other.len()) * 2 > other.len() {
        0.0
    } else if segments == 0 {
        alike(own, other)
    } else {
        f64::midpoint(alike(own, other), alike(tail, asked))
    }
}

fn alike(one: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(one, other)
}

/// The share of common words, from 0 to 1.
fn shared(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let count = |words: usize| f64::from(u32::try_from(words).unwrap_or(u32::MAX));
    let (common, all) = (one.intersection(other).count(), one.len() + other.len());
    if all == 0 { 0.0 } else { 2.0 * count(common) / count(all) }
}

fn rank(kind: Kind) -> usize {
    let order = [Kind::Service, Kind::Operation, Kind::Schema, Kind::Enum, Kind::Property];
    order.iter().position(|other| *other == kind).unwrap_or(order.len())
}
