//! Compares a name on the command line with the names of elements.

use std::collections::BTreeSet;

use ::codegen::index::{Element, Entry, Index, words};
use ::codegen::ir::Operation;
use ::codegen::rust::Role;

/// A name to find.
pub(super) struct Query {
    /// The segments of the name, without the crate's name and the syntax of calls. For a URL, those of its path.
    pub(super) segments: Vec<String>,
    /// The words of the name.
    pub(super) words: BTreeSet<String>,
    /// The URL path, with the HTTP method if there is one.
    url: Option<(Option<String>, String)>,
}

/// How a name matches, the best match first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// The full name, a Rust path or a path template.
    Whole,
    /// The path of a request.
    Url,
    /// The end of a name.
    End,
    /// The end of a name, ignoring case.
    EndIgnoringCase,
}

impl Query {
    pub(super) fn new(name: &str) -> Self {
        /// The maximum length: longer names are not similar to any element.
        const MAX_CHARS: usize = 200;

        let name = name.trim();
        let (method, path) = name.split_once(' ').map_or((None, name), |(method, path)| (Some(method), path.trim()));
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let url = path.starts_with('/').then(|| (method.map(str::to_uppercase), path.to_owned()));
        let name = ["c1_api::", "c1-api::", "crate::", "client.", "#"]
            .iter()
            .fold(name, |name, prefix| name.strip_prefix(prefix).unwrap_or(name));
        let name = if url.is_some() { path.to_owned() } else { name.replace("()", "").replace("r#", "") };
        let name: String = name.chars().take(MAX_CHARS).collect();
        let segments = segments(&name).map(str::to_owned).collect();
        Self { segments, words: words(&name.replace([' ', '.', ':', '/'], "_")), url }
    }

    /// How an element matches; `None` if it does not.
    pub(super) fn matches(&self, index: &Index<'_>, entry: &Entry<'_>) -> Option<Match> {
        if let Some((method, path)) = &self.url {
            let operation = operation(index, entry)?;
            let has_method = method.as_ref().is_none_or(|method| method == operation.http_method.as_str());
            return matches_path(operation, path).filter(|_| has_method);
        }
        names(entry).filter_map(|name| self.matches_name(&name)).min()
    }

    fn matches_name(&self, name: &[&str]) -> Option<Match> {
        let begin = name.len().checked_sub(self.segments.len())?;
        let is_end = name[begin..].iter().zip(&self.segments).all(|(one, other)| one.eq_ignore_ascii_case(other));
        if self.segments.is_empty() || !is_end {
            None
        } else if name[begin..] != self.segments {
            Some(Match::EndIgnoringCase)
        } else if begin > 0 {
            Some(Match::End)
        } else {
            Some(Match::Whole)
        }
    }

    /// The maximum number of words that an element can have in common, without the cost of splitting its name.
    pub(super) fn possible_words(&self, entry: &Entry<'_>) -> usize {
        let name = entry.name.to_lowercase();
        // The singular of `policies` is `policy`.
        self.words.iter().filter(|word| name.contains(word.trim_end_matches('y'))).count()
    }
}

fn matches_path(operation: &Operation, path: &str) -> Option<Match> {
    let template = operation.path.split('/');
    let is_segment =
        |(template, segment): (&str, &str)| template == segment || (template.contains('{') && !segment.is_empty());
    if operation.path == path {
        Some(Match::Whole)
    } else if template.clone().count() == path.split('/').count() && template.zip(path.split('/')).all(is_segment) {
        Some(Match::Url)
    } else {
        None
    }
}

/// All names of an element in segments: the full name, Rust paths without `r#`, and the call of an operation.
pub(super) fn names<'a>(entry: &'a Entry<'_>) -> impl Iterator<Item = Vec<&'a str>> {
    let paths = entry.items.iter().filter(|item| item.role != Role::Argument);
    let paths = paths.map(|item| item.path.segments().map(|name| name.trim_start_matches("r#")).collect());
    let call = || {
        let accessor = entry.item(Role::Operation)?.path.segments().rev().nth(1)?;
        Some(vec![accessor, entry.item(Role::Method)?.name()])
    };
    std::iter::once(segments(&entry.name).collect()).chain(paths).chain(call())
}

pub(super) fn segments(name: &str) -> impl Iterator<Item = &str> {
    name.split(['.', ':', '/']).filter(|segment| !segment.is_empty())
}

/// The operation of an entry, if it is one.
pub(crate) fn operation<'a>(index: &Index<'a>, entry: &Entry<'_>) -> Option<&'a Operation> {
    match entry.element {
        Element::Operation(id) => Some(&index.api[id]),
        _ => None,
    }
}
