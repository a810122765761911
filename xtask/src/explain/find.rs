//! Finds the elements that a name refers to.

use std::collections::BTreeSet;

use ::codegen::diagnostics::escape;
use ::codegen::index::{Entry, Index, Kind};
use ::codegen::rust::{Role, Signature};

use super::nearest;
use super::query::Query;

/// The result of a search.
pub(super) enum Found<'a> {
    /// One element, and others with the same name. A property and its inline enum share a name, and are shown together.
    Entries { entries: Vec<&'a Entry<'a>>, others: Vec<&'a Entry<'a>> },
    /// Elements with different names and equal priority.
    Ambiguous(Vec<&'a Entry<'a>>),
    /// No element; these have similar names.
    Nothing(Vec<&'a Entry<'a>>),
}

/// Finds elements by a full name, a Rust path, a URL path with or without method, the end of a name, or the words of a
/// name in any order.
pub(super) fn find<'a>(index: &'a Index<'a>, name: &str) -> Found<'a> {
    let query = Query::new(name);
    let by_name = best(index, |entry| query.matches(index, entry));
    let found = if by_name.is_empty() { best(index, |entry| by_words(&query, entry)) } else { by_name };
    if found.is_empty() { Found::Nothing(nearest::nearest(index, &query)) } else { choose(found) }
}

/// The elements with the lowest rank.
fn best<'a, R: Ord>(index: &'a Index<'a>, rank: impl Fn(&'a Entry<'a>) -> Option<R>) -> Vec<&'a Entry<'a>> {
    let ranked = index.entries().iter().filter_map(|entry| Some((rank(entry)?, entry)));
    let ranked: Vec<(R, &Entry<'_>)> = ranked.collect();
    let Some(best) = ranked.iter().map(|(rank, _)| rank).min() else { return Vec::new() };
    ranked.iter().filter(|(rank, _)| rank == best).map(|(_, entry)| *entry).collect()
}

/// Chooses the only operation, else the only service, else the only type.
fn choose<'a>(found: Vec<&'a Entry<'a>>) -> Found<'a> {
    let first = found.iter().map(|entry| priority(entry.kind())).min();
    let names = found.iter().filter(|entry| Some(priority(entry.kind())) == first).map(|entry| entry.name.as_str());
    let names: BTreeSet<&str> = names.collect();
    let [name] = names.into_iter().collect::<Vec<_>>()[..] else { return Found::Ambiguous(found) };
    let (entries, others) = found.into_iter().partition(|entry| entry.name == name);
    Found::Entries { entries, others }
}

/// The priority of a kind, the highest first.
fn priority(kind: Kind) -> usize {
    match kind {
        Kind::Operation => 0,
        Kind::Service => 1,
        Kind::Package | Kind::Schema | Kind::Alias | Kind::Union | Kind::Enum => 2,
        _ => 3,
    }
}

/// Ranks an element whose name has all words of the query, by the number of other words.
fn by_words(query: &Query, entry: &Entry<'_>) -> Option<(usize, usize)> {
    /// The maximum number of other words in a name.
    const MAX_OTHERS: usize = 1;

    if query.words.len() < 2 || query.possible_words(entry) < query.words.len() {
        return None;
    }
    let words = entry.words();
    let others = words.len().checked_sub(query.words.len())?;
    (others <= MAX_OTHERS && query.words.is_subset(&words)).then_some((priority(entry.kind()), others))
}

/// The kind and full name of an element, on one line.
pub(super) fn line(entry: &Entry<'_>) -> String {
    let url = match entry.item(Role::Info).map(|item| &item.signature) {
        Some(Signature::Info(info)) => format!(" ({} {})", info.method, info.path),
        _ => String::new(),
    };
    escape(&format!("{} {}{url}", entry.kind().name(), entry.name))
}
