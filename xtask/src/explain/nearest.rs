//! The names that are nearest to one that no element has.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::index::{Entry, Kind, words};

use super::query::{Names, Query};

/// Names that are shown.
const SHOWN: usize = 5;
/// Names that are less similar are no misspellings.
const SIMILAR: f64 = 0.6;
/// Names that share fewer words are of other elements: `get_book` is not `Book`.
const SHARED: f64 = 0.75;

/// The elements with similar names: with as many of the last segments as were asked for, or with the same words.
pub(super) fn nearest<'a>(names: &[Names<'a>], query: &Query) -> Vec<&'a Entry<'a>> {
    let cut = |name: &str| name.chars().take(200).collect::<String>();
    let (asked_words, asked) = (words(&cut(&query.name)), cut(&query.plain));
    let mut scores: BTreeMap<&str, (f64, &Entry<'a>)> = BTreeMap::new();
    for names in names {
        let entry = names.entry;
        let url = names.operation.map(|operation| operation.path.to_lowercase());
        let spelled = names.plain.iter().chain(&url).map(|name| similarity(name, &asked)).fold(0.0, f64::max);
        let shared = shared(&entry.words(), &asked_words);
        if spelled >= SIMILAR || shared >= SHARED {
            scores.entry(&entry.name).or_insert((spelled.max(shared), entry));
        }
    }
    let mut nearest: Vec<(f64, &Entry<'a>)> = scores.into_values().collect();
    nearest.sort_by(|(left, one), (right, other)| {
        right.total_cmp(left).then_with(|| rank(one.kind()).cmp(&rank(other.kind())))
    });
    nearest.into_iter().take(SHOWN).map(|(_, entry)| entry).collect()
}

/// Between 0 and 1: the similarity of the segments that were asked for, and of the last segments alone.
fn similarity(name: &str, asked: &str) -> f64 {
    let last = |name: &str| name.rfind(['.', '/']).map_or(0, |index| index + 1);
    let segments = asked.matches(['.', '/']).count();
    let begin = name.rmatch_indices(['.', '/']).nth(segments).map_or(0, |(index, _)| index + 1);
    let (tail, own, other) = (&name[begin..], &name[last(name)..], &asked[last(asked)..]);
    // Names of very different lengths are never similar, and comparing them is slow.
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

/// Between 0 and 1: the share of words that two names have in common.
fn shared(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let count = |words: usize| f64::from(u32::try_from(words).unwrap_or(u32::MAX));
    let (common, all) = (one.intersection(other).count(), one.len() + other.len());
    if all == 0 { 0.0 } else { 2.0 * count(common) / count(all) }
}

fn rank(kind: Kind) -> usize {
    let order = [Kind::Service, Kind::Operation, Kind::Schema, Kind::Enum, Kind::Property];
    order.iter().position(|other| *other == kind).unwrap_or(order.len())
}
