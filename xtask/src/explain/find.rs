//! Finds the elements that a name refers to.

use std::collections::BTreeSet;

use ::codegen::diagnostics::escape;
use ::codegen::index::{Entry, Index, Kind, words};
use ::codegen::rust::{Item, Role};

use super::nearest;
use super::query::{Names, Query};

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
    let names: Vec<Names<'a>> = index.entries().iter().map(|entry| Names::new(index, entry)).collect();
    let matches: [fn(&Query, &Names<'_>) -> bool; 4] =
        [Query::is_name, Query::is_url, Query::is_tail, Query::is_tail_in_any_case];
    for is_match in matches {
        let found: Vec<&Entry<'a>> =
            names.iter().filter(|names| is_match(&query, names)).map(|names| names.entry).collect();
        if !found.is_empty() {
            return choose(found);
        }
    }
    let found = by_words(&names, &query);
    if found.is_empty() { Found::Nothing(nearest::nearest(&names, &query)) } else { choose(found) }
}

/// Chooses the only operation, else the only service, else the only type.
fn choose<'a>(found: Vec<&'a Entry<'a>>) -> Found<'a> {
    let level = found.iter().map(|entry| level(entry.kind())).min().unwrap_or_default();
    let best: BTreeSet<&str> =
        found.iter().filter(|entry| self::level(entry.kind()) == level).map(|entry| entry.name.as_str()).collect();
    let Some(name) = best.first().copied().filter(|_| best.len() == 1) else { return Found::Ambiguous(found) };
    let (entries, others) = found.into_iter().partition(|entry| entry.name == name);
    Found::Entries { entries, others }
}

/// The priority of a kind, the highest first.
fn level(kind: Kind) -> usize {
    match kind {
        Kind::Operation => 0,
        Kind::Service => 1,
        Kind::Package | Kind::Schema | Kind::Enum => 2,
        _ => 3,
    }
}

/// The elements whose names have all words of the query, and the fewest others.
fn by_words<'a>(names: &[Names<'a>], query: &Query) -> Vec<&'a Entry<'a>> {
    /// The maximum number of other words in a name.
    const MAX_OTHERS: usize = 1;

    let wanted = words(&query.name.replace([' ', '.', ':', '/'], "_"));
    if wanted.len() < 2 {
        return Vec::new();
    }
    let candidates = names.iter().filter_map(|names| {
        let words = names.entry.words();
        let others = words.len().checked_sub(wanted.len())?;
        (others <= MAX_OTHERS && wanted.is_subset(&words)).then_some((others, names.entry))
    });
    let candidates: Vec<(usize, &Entry<'a>)> = candidates.collect();
    let key = |(others, entry): &(usize, &Entry<'a>)| (level(entry.kind()), *others);
    let Some(best) = candidates.iter().map(key).min() else { return Vec::new() };
    candidates.iter().filter(|candidate| key(candidate) == best).map(|(_, entry)| *entry).collect()
}

/// The kind and full name of an element, on one line.
pub(super) fn line(entry: &Entry<'_>) -> String {
    let url = entry.item(Role::Info).map(|info| format!(" ({})", info_of(info))).unwrap_or_default();
    escape(&format!("{} {}{url}", entry.kind().name(), entry.name))
}

fn info_of(item: &Item) -> String {
    match &item.signature {
        ::codegen::rust::Signature::Info(info) => format!("{} {}", info.method, info.path),
        _ => String::new(),
    }
}
