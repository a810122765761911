//! From whatever a person calls something to what it is.

use std::collections::BTreeMap;

use ::codegen::catalog::{Call, Catalog, Item, Kind, Role, Subject};
use ::codegen::escaped;

/// What a name leads to.
pub(super) enum Found<'a> {
    /// One thing; a property and the enum that is described in it are called the same, and told together.
    One(Vec<&'a Subject>),
    /// Things of different names that all end in it.
    Several(Vec<&'a Subject>),
    /// None: those whose names are the nearest.
    Nothing(Vec<&'a Subject>),
}

/// What `name` may mean: a full name, a Rust path, a path of a URL with or without its method, or the end of a name.
pub(super) fn find<'a>(catalog: &'a Catalog, name: &str) -> Found<'a> {
    let asked = Asked::new(name);
    let matches: [fn(&Asked, &Subject) -> bool; 4] =
        [Asked::is_name, Asked::is_url, Asked::is_tail, Asked::is_tail_in_any_case];
    for is_match in matches {
        let found: Vec<&Subject> = catalog.subjects().iter().filter(|subject| is_match(&asked, subject)).collect();
        match found.as_slice() {
            [] => {}
            [first, rest @ ..] if rest.iter().all(|other| other.name == first.name) => return Found::One(found),
            _ => return of_several(found),
        }
    }
    Found::Nothing(nearest(catalog, &asked))
}

/// Where one of several is a type or an operation, and the others are parts of such, it is what was meant.
fn of_several(found: Vec<&Subject>) -> Found<'_> {
    let mut whole = found.iter().filter(|subject| rank(subject.kind) < rank(Kind::Property));
    match (whole.next(), whole.next()) {
        (Some(only), None) => Found::One(vec![only]),
        _ => Found::Several(found),
    }
}

/// What a subject is, on one line: its kind and its full name, or the name that tells it from others best.
pub(super) fn line(subject: &Subject) -> String {
    let url = subject.call.as_ref().map(|call| format!(" ({} {})", call.method, call.path)).unwrap_or_default();
    escaped(&format!("{} {}{url}", subject.kind.word(), subject.name))
}

/// A name as it is compared with others.
struct Asked {
    /// As it was written, without blanks, the crate's name, and what a call is written with.
    name: String,
    /// The same in dots and small letters.
    plain: String,
    /// The method of HTTP before a path of a URL.
    method: Option<String>,
}

impl Asked {
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
        let name = match name.starts_with('/') {
            true => name.split(['?', '#']).next().unwrap_or(name).to_owned(),
            false => name.replace("()", "").replace("r#", ""),
        };
        let plain = plain(&name);
        Self { name, plain, method }
    }

    fn is_name(&self, subject: &Subject) -> bool {
        self.is_template(subject)
            || subject.name == self.name
            || subject.items.iter().any(|item| path(item) == self.name)
    }

    /// The path of an operation as the documents write it, which comes before others that it would be sent to.
    fn is_template(&self, subject: &Subject) -> bool {
        subject.call.as_ref().is_some_and(|call| call.path == self.name && self.is_method(call))
    }

    fn is_method(&self, call: &Call) -> bool {
        self.method.as_ref().is_none_or(|method| method == call.method)
    }

    /// A path that a client would send.
    fn is_url(&self, subject: &Subject) -> bool {
        let Some(call) = &subject.call else { return false };
        let is_path = |template: &str| {
            let (template, asked): (Vec<&str>, Vec<&str>) =
                (template.split('/').collect(), self.name.split('/').collect());
            let is_segment =
                |(template, asked): (&&str, &&str)| template == asked || (template.contains('{') && !asked.is_empty());
            template.len() == asked.len() && template.iter().zip(&asked).all(is_segment)
        };
        self.name.starts_with('/') && self.is_method(call) && is_path(&call.path)
    }

    fn is_tail(&self, subject: &Subject) -> bool {
        let separated = |name: &str| {
            let rest = name.strip_suffix(self.name.as_str()).unwrap_or(name);
            !self.name.is_empty() && rest.len() < name.len() && rest.ends_with(['.', ':', '/', '('])
        };
        separated(&subject.name) || subject.items.iter().any(|item| separated(&path(item)))
    }

    /// In dots as in colons, in any case; an operation also by its service's method of the client.
    fn is_tail_in_any_case(&self, subject: &Subject) -> bool {
        let names = names(subject);
        !self.plain.is_empty()
            && names.iter().any(|name| {
                name.strip_suffix(self.plain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', '/']))
            })
    }
}

/// Everything that a subject may be called, in dots and small letters.
fn names(subject: &Subject) -> Vec<String> {
    let accessor = subject.item(Role::Operation).and_then(|item| item.path.rsplit("::").nth(1));
    let method = subject.item(Role::Method).and_then(|item| item.path.rsplit("::").next());
    let call = accessor.zip(method).map(|(accessor, method)| format!("{accessor}.{method}"));
    let paths = subject.items.iter().filter(|item| item.role != Role::Argument).map(path);
    std::iter::once(subject.name.clone()).chain(paths).chain(call).map(|name| plain(&name)).collect()
}

fn plain(name: &str) -> String {
    name.replace("::", ".").replace("r#", "").to_lowercase()
}

/// The item's path as people write it, without what makes a keyword a name.
fn path(item: &Item) -> String {
    item.path.replace("r#", "")
}

/// How many names are told in place of one that nothing has.
const NEAREST: usize = 5;
/// Less alike than this, a name is another and no misspelling.
const ALIKE: f64 = 0.6;

/// What is called nearly so: as many of the last parts of each name are compared as were asked for.
fn nearest<'a>(catalog: &'a Catalog, asked: &Asked) -> Vec<&'a Subject> {
    let asked = &asked.plain.chars().take(200).collect::<String>();
    let mut scored: BTreeMap<&str, (f64, &Subject)> = BTreeMap::new();
    for subject in catalog.subjects() {
        let alike = names(subject).iter().map(|name| likeness(name, asked)).fold(0.0, f64::max);
        if alike >= ALIKE {
            scored.entry(&subject.name).or_insert((alike, subject));
        }
    }
    let mut nearest: Vec<(f64, &Subject)> = scored.into_values().collect();
    // Of those that are equally near, what is chiefly asked for comes first.
    nearest.sort_by(|(left, one), (right, other)| {
        right.total_cmp(left).then_with(|| rank(one.kind).cmp(&rank(other.kind)))
    });
    nearest.into_iter().take(NEAREST).map(|(_, subject)| subject).collect()
}

/// Between 0 and 1: how alike the names are as far as was asked for, and in their last parts alone.
fn likeness(name: &str, asked: &str) -> f64 {
    let last = |name: &str| name.rfind(['.', '/']).map_or(0, |index| index + 1);
    let parts = asked.matches(['.', '/']).count();
    let begin = name.rmatch_indices(['.', '/']).nth(parts).map_or(0, |(index, _)| index + 1);
    let (tail, own, other) = (&name[begin..], &name[last(name)..], &asked[last(asked)..]);
    // Names of very different lengths are never alike, and comparing them takes longest.
    match own.len().abs_diff(other.len()) * 2 > other.len() {
        true => 0.0,
        false if parts == 0 => alike(own, other),
        false => f64::midpoint(alike(own, other), alike(tail, asked)),
    }
}

fn alike(name: &str, asked: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(name, asked)
}

fn rank(kind: Kind) -> usize {
    let order = [Kind::Service, Kind::Operation, Kind::Schema, Kind::Enum, Kind::Property];
    order.iter().position(|other| *other == kind).unwrap_or(order.len())
}
