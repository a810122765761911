//! What differs for those who use the crate.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::counterparts::Counterparts;
use super::pairs::Pairs;
use super::spelling::{Spelling, above};
use crate::catalog::{Catalog, Item, Role, Subject};

/// The differences, in the order of kinds and of names on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rust {
    /// What compiles no more. What follows from it alone is not listed: the fields of a struct that is gone.
    pub breaks: Vec<Break>,
    /// What is new, without what stands within something new.
    pub added: Vec<Declaration>,
    /// The paths of what is warned of now.
    pub deprecated: Vec<String>,
}

/// Something on the wire whose Rust is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Break {
    /// As in "property".
    pub kind: &'static str,
    /// Its full name on the wire; the old one, where that changed.
    pub name: String,
    /// Its items that break, the one that it is chiefly known by first.
    pub items: Vec<Broken>,
}

/// An item that breaks those who use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// What happened to it.
    pub how: Breakage,
    /// How it was.
    pub old: Declaration,
    /// How it is, where there still is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Declaration>,
}

/// What can happen to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breakage {
    /// It is gone.
    Removed,
    /// It declares what it did, under another path.
    Renamed,
    /// It declares something else, perhaps under another path.
    Altered,
}

/// A public item of the generated code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Declaration {
    /// From the crate's root: `user::v1::User::email`.
    pub path: String,
    /// As it is declared: `email: String`.
    pub signature: String,
}

impl Rust {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.breaks.is_empty() && self.added.is_empty() && self.deprecated.is_empty()
    }
}

/// Everything that differs.
pub(super) fn compare(pairs: &Pairs<'_>, old: &Catalog, new: &Catalog) -> Rust {
    let counterparts = Counterparts::of(pairs, old, new);
    let spelling = Spelling::of(old, new, &counterparts);
    let mut compare = Compare { spelling, old: by_path(old), new: by_path(new), met: BTreeSet::new() };
    let mut rust = Rust::default();
    for subject in old.subjects() {
        let counterpart = counterparts.get(subject);
        let items: Vec<Broken> = subject.items.iter().filter_map(|item| compare.item(item, counterpart)).collect();
        if !items.is_empty() {
            rust.breaks.push(Break { kind: subject.kind.word(), name: subject.name.clone(), items });
        }
        rust.deprecated.extend(counterpart.and_then(|counterpart| deprecated(subject, counterpart)));
    }
    without_consequences(&mut rust.breaks);
    rust.added = new.subjects().iter().filter_map(|subject| compare.added(subject)).collect();
    rust
}

/// The items of a catalog by where they stand and what they are.
type ByPath<'a> = BTreeMap<(&'a str, Role), &'a Item>;

fn by_path(catalog: &Catalog) -> ByPath<'_> {
    let items = catalog.subjects().iter().flat_map(|subject| &subject.items);
    items.map(|item| ((item.path.as_str(), item.role), item)).collect()
}

struct Compare<'a> {
    spelling: Spelling<'a>,
    old: ByPath<'a>,
    new: ByPath<'a>,
    /// The new items that stand for old ones elsewhere.
    met: BTreeSet<&'a str>,
}

impl<'a> Compare<'a> {
    /// How an item breaks; none where it does not.
    fn item(&mut self, old: &Item, counterpart: Option<&'a Subject>) -> Option<Broken> {
        // What arguments are called is nobody's concern, and their types stand in the methods' signatures.
        if old.role == Role::Argument {
            return None;
        }
        let own = counterpart.and_then(|counterpart| counterpart.item(old.role));
        let in_place = || self.new.get(&(old.path.as_str(), old.role)).copied();
        let Some(new) = own.or_else(in_place) else {
            return Some(Broken { how: Breakage::Removed, old: declaration(old), new: None });
        };
        if new.path != old.path {
            self.met.insert(&new.path);
        }
        let how = match (self.spelling.is_kept(old, new), new.path == self.spelling.followed(&old.path)) {
            (true, true) => return None,
            (true, false) => Breakage::Renamed,
            (false, _) => Breakage::Altered,
        };
        Some(Broken { how, old: declaration(old), new: Some(declaration(new)) })
    }

    /// The first item of a subject that was not there, unless what it stands within was not there either.
    fn added(&self, subject: &Subject) -> Option<Declaration> {
        let is_old = |path: &str, role: Role| self.old.contains_key(&(path, role)) || self.met.contains(path);
        let is_new = |item: &&Item| item.role != Role::Argument && !is_old(&item.path, item.role);
        let is_within = |item: &&Item| above(&item.path).any(|owner| self.is_new_owner(owner));
        subject.items.iter().filter(is_new).find(|item| !is_within(item)).map(declaration)
    }

    fn is_new_owner(&self, path: &str) -> bool {
        let stands_in =
            |items: &ByPath<'_>| items.range((path, Role::Module)..).next().is_some_and(|(key, _)| key.0 == path);
        stands_in(&self.new) && !stands_in(&self.old) && !self.met.contains(path)
    }
}

fn declaration(item: &Item) -> Declaration {
    Declaration { path: item.path.clone(), signature: item.signature.clone() }
}

/// The path of a subject that is deprecated now.
fn deprecated(old: &Subject, new: &Subject) -> Option<String> {
    let is_warned_of = |subject: &Subject| subject.items.first().is_some_and(|item| item.deprecated);
    (!is_warned_of(old) && is_warned_of(new)).then(|| new.items[0].path.clone())
}

/// Leaves out what is gone because what it stood within is.
fn without_consequences(breaks: &mut Vec<Break>) {
    let items = breaks.iter().flat_map(|broken| &broken.items);
    let gone: BTreeSet<String> =
        items.filter(|item| item.how == Breakage::Removed).map(|item| item.old.path.clone()).collect();
    for broken in breaks.iter_mut() {
        broken.items.retain(|item| !above(&item.old.path).any(|owner| gone.contains(owner)));
    }
    breaks.retain(|broken| !broken.items.is_empty());
}
