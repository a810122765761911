//! From a name that a person uses to the element.

use std::collections::BTreeSet;

use ::codegen::diagnostics::escape;
use ::codegen::index::{Element, Entry, Index, Kind, words};
use ::codegen::ir::Operation;
use ::codegen::rust::{Item, Role};

use super::nearest;

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

/// Every name of an element.
pub(super) struct Names<'a> {
    pub(super) entry: &'a Entry<'a>,
    pub(super) operation: Option<&'a Operation>,
    /// Rust paths as people write them, without `r#`.
    paths: Vec<String>,
    /// All names in dots and small letters; an operation also by its service's method of the client.
    pub(super) plain: Vec<String>,
}

impl<'a> Names<'a> {
    fn new(index: &'a Index<'a>, entry: &'a Entry<'a>) -> Self {
        let operation = match entry.element {
            Element::Operation(id) => Some(&index.api[id]),
            _ => None,
        };
        let paths: Vec<String> = entry
            .items
            .iter()
            .filter(|item| item.role != Role::Argument)
            .map(|item| unraw(&item.path.to_string()))
            .collect();
        let module = entry.item(Role::Operation).and_then(|item| item.path.owner());
        let call =
            module.zip(entry.item(Role::Method)).map(|(module, method)| format!("{}.{}", module.name(), method.name()));
        let names = std::iter::once(&entry.name).chain(&paths).chain(&call);
        let plain = names.map(|name| plain(name)).collect();
        Self { entry, operation, paths, plain }
    }
}

fn unraw(path: &str) -> String {
    if path.contains("r#") { path.replace("r#", "") } else { path.to_owned() }
}

fn plain(name: &str) -> String {
    name.replace("::", ".").replace("r#", "").to_lowercase()
}

/// A name as it is compared with others.
pub(super) struct Query {
    /// As it was written, without spaces around it, the crate's name and the syntax of a call.
    pub(super) name: String,
    /// The same in dots and small letters.
    pub(super) plain: String,
    /// The HTTP method before a URL path.
    method: Option<String>,
}

impl Query {
    fn new(name: &str) -> Self {
        let (method, name) = match name.trim().split_once(' ') {
            Some((method, path)) if path.trim_start().starts_with('/') => {
                (Some(method.to_uppercase()), path.trim_start())
            }
            _ => (None, name.trim()),
        };
        let name = ["c1_api::", "c1-api::", "crate::", "client.", "#"]
            .iter()
            .fold(name, |name, prefix| name.strip_prefix(prefix).unwrap_or(name));
        let name = if name.starts_with('/') {
            name.split(['?', '#']).next().unwrap_or(name).to_owned()
        } else {
            name.replace("()", "").replace("r#", "")
        };
        Self { plain: plain(&name), name, method }
    }

    fn is_name(&self, names: &Names<'_>) -> bool {
        self.is_template(names) || names.entry.name == self.name || names.paths.contains(&self.name)
    }

    /// The path template of an operation, which precedes others that match it.
    fn is_template(&self, names: &Names<'_>) -> bool {
        names.operation.is_some_and(|operation| operation.path == self.name && self.has_method(operation))
    }

    fn has_method(&self, operation: &Operation) -> bool {
        self.method.as_ref().is_none_or(|method| method == operation.http_method.as_str())
    }

    /// A path that a client would send.
    fn is_url(&self, names: &Names<'_>) -> bool {
        let Some(operation) = names.operation else { return false };
        let (template, path): (Vec<&str>, Vec<&str>) =
            (operation.path.split('/').collect(), self.name.split('/').collect());
        let is_segment = |(template, segment): (&&str, &&str)| {
            template == segment || (template.contains('{') && !segment.is_empty())
        };
        self.name.starts_with('/')
            && self.has_method(operation)
            && template.len() == path.len()
            && template.iter().zip(&path).all(is_segment)
    }

    fn is_tail(&self, names: &Names<'_>) -> bool {
        let ends = |name: &str| is_tail_of(&self.name, name, &['.', ':', '/']);
        ends(&names.entry.name) || names.paths.iter().any(|path| ends(path))
    }

    /// In any case, and in dots as in colons.
    fn is_tail_in_any_case(&self, names: &Names<'_>) -> bool {
        !self.plain.is_empty()
            && names.plain.iter().any(|name| *name == self.plain || is_tail_of(&self.plain, name, &['.', '/']))
    }
}

/// Whether `name` ends in `tail` behind a separator.
fn is_tail_of(tail: &str, name: &str, separators: &[char]) -> bool {
    !tail.is_empty() && name.strip_suffix(tail).is_some_and(|rest| rest.ends_with(separators))
}
