//! From a name that a person uses to the element.

use std::collections::BTreeSet;

use ::codegen::diagnostics::escape;
use ::codegen::index::{Entry, Index, Kind, words};
use ::codegen::rust::{Item, Role};

use super::nearest;
use super::query::{Names, Query};

/// The elements that a name leads to.
pub(super) enum Found<'a> {
    /// The element that is meant, and others with the name. A property and the enum that it defines have one name.
    Entries { entries: Vec<&'a Entry<'a>>, others: Vec<&'a Entry<'a>> },
    /// Elements of different names, none of which stands out.
    Ambiguous(Vec<&'a Entry<'a>>),
    /// No element. These have the nearest names.
    Nothing(Vec<&'a Entry<'a>>),
}

/// Finds an element by its full name, a Rust path, a URL path with or without its method, the end of a name, or the words
/// of its name in any order.
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

/// The element that stands out among those found: the only operation, else the only service, else the only type.
fn choose<'a>(found: Vec<&'a Entry<'a>>) -> Found<'a> {
    let level = found.iter().map(|entry| level(entry.kind())).min().unwrap_or_default();
    let best: BTreeSet<&str> =
        found.iter().filter(|entry| self::level(entry.kind()) == level).map(|entry| entry.name.as_str()).collect();
    let Some(name) = best.first().copied().filter(|_| best.len() == 1) else { return Found::Ambiguous(found) };
    let (entries, others) = found.into_iter().partition(|entry| entry.name == name);
    Found::Entries { entries, others }
}

/// What people look for first.
fn level(kind: Kind) -> usize {
    match kind {
        Kind::Operation => 0,
        Kind::Service => 1,
        Kind::Package | Kind::Schema | Kind::Enum => 2,
        _ => 3,
    }
}

/// The elements whose names have all the words asked for, and the fewest others.
fn by_words<'a>(names: &[Names<'a>], query: &Query) -> Vec<&'a Entry<'a>> {
    /// With more words than these, a name is that of another element.
    const MOST_OTHERS: usize = 1;

    let wanted = words(&query.name.replace([' ', '.', ':', '/'], "_"));
    if wanted.len() < 2 {
        return Vec::new();
    }
    let candidates = names.iter().filter_map(|names| {
        let words = names.entry.words();
        let others = words.len().checked_sub(wanted.len())?;
        (others <= MOST_OTHERS && wanted.is_subset(&words)).then_some((others, names.entry))
    });
    let candidates: Vec<(usize, &Entry<'a>)> = candidates.collect();
    let key = |(others, entry): &(usize, &Entry<'a>)| (level(entry.kind()), *others);
    let Some(best) = candidates.iter().map(key).min() else { return Vec::new() };
    candidates.iter().filter(|candidate| key(candidate) == best).map(|(_, entry)| *entry).collect()
}

/// An element on one line: its kind and its full name.
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
