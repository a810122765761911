//! Changes of the Rust API.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::index::{Entry, Index};
use ::codegen::rust::{Item, ItemPath, Role};
use serde::Serialize;

use super::matching::Matching;

/// The changes, sorted by kind and wire name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rust {
    /// Breaking changes, without consequences such as the fields of a removed struct.
    pub breaks: Vec<Break>,
    /// Added items, without their members.
    pub added: Vec<Declaration>,
    /// The paths of newly deprecated items.
    pub deprecated: Vec<String>,
}

/// An element with breaking changes of its Rust items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Break {
    /// The kind, such as "property".
    pub kind: &'static str,
    /// The full name in the old specification.
    pub name: String,
    /// The broken items, the main one first.
    pub items: Vec<BrokenItem>,
}

/// An item with a breaking change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BrokenItem {
    /// How it changes.
    pub how: Breakage,
    /// The old declaration.
    pub old: Declaration,
    /// The new declaration; `None` if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Declaration>,
}

/// The kind of a breaking change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breakage {
    /// Removed.
    Removed,
    /// Renamed or moved, with the same declaration.
    Renamed,
    /// Declared differently.
    Altered,
}

/// A public item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Declaration {
    /// The path from the crate's root: `user::v1::User::email`.
    pub path: String,
    /// The declaration: `email: String`.
    pub signature: String,
    /// The module of its package.
    #[serde(skip)]
    pub module: String,
}

impl Rust {
    /// Whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.breaks.is_empty() && self.added.is_empty() && self.deprecated.is_empty()
    }
}

/// Compares the items of two indices.
pub(super) fn compare(matching: &Matching<'_>) -> Rust {
    let (old, new) = (by_path(matching.old), by_path(matching.new));
    let mut compare = Compare { moved: moved(matching), old, new, successors: BTreeSet::new() };
    let mut rust = Rust::default();
    for entry in matching.old.entries() {
        let counterpart = matching.counterpart(entry);
        let items: Vec<BrokenItem> = entry.items.iter().filter_map(|item| compare.item(item, counterpart)).collect();
        if !items.is_empty() {
            rust.breaks.push(Break { kind: entry.kind().name(), name: entry.name.clone(), items });
        }
        let deprecated = |entry: &Entry<'_>| entry.items.first().is_some_and(|item| item.deprecation.is_some());
        let counterpart = counterpart.filter(|counterpart| !deprecated(entry) && deprecated(counterpart));
        rust.deprecated.extend(counterpart.map(|counterpart| counterpart.items[0].path.to_string()));
    }
    without_consequences(&mut rust.breaks);
    rust.added = matching.new.entries().iter().filter_map(|entry| compare.added(entry)).collect();
    rust
}

/// The new paths of renamed types and modules.
fn moved(matching: &Matching<'_>) -> BTreeMap<ItemPath, ItemPath> {
    let owners = matching.both().flat_map(|(old, new)| {
        let items = old.items.iter().filter(|item| contains_items(item.role));
        items.filter_map(|item| Some((item.path.clone(), new.item(item.role)?.path.clone())))
    });
    owners.filter(|(old, new)| old != new).collect()
}

/// Whether items of this role contain others, or are types.
fn contains_items(role: Role) -> bool {
    use Role::{Alias, Enum, Model, Module, Operation, OperationModule, Params, Payload, Service, Union, View};
    matches!(
        role,
        Alias | Enum | Model | Module | Operation | OperationModule | Params | Payload | Service | Union | View
    )
}

/// All items of an index by path and role.
type ByPath<'a> = BTreeMap<(ItemPath, Role), &'a Item>;

fn by_path<'a>(index: &Index<'a>) -> ByPath<'a> {
    let items = index.entries().iter().flat_map(|entry| entry.items.iter().copied());
    items.map(|item| ((item.path.clone(), item.role), item)).collect()
}

struct Compare<'a> {
    moved: BTreeMap<ItemPath, ItemPath>,
    old: ByPath<'a>,
    new: ByPath<'a>,
    /// The new paths of old items.
    successors: BTreeSet<ItemPath>,
}

impl Compare<'_> {
    /// The breaking change of an item; `None` if users are not affected.
    fn item(&mut self, old: &Item, counterpart: Option<&Entry<'_>>) -> Option<BrokenItem> {
        // Argument names are not part of the API, and argument types are in the method's signature.
        if old.role == Role::Argument {
            return None;
        }
        let own = counterpart.and_then(|counterpart| counterpart.item(old.role));
        // A setter follows its field, unless requests stop using the message.
        if old.role == Role::FieldSetter && (own.is_some() || counterpart.is_none()) {
            return None;
        }
        let in_place = || self.new.get(&(old.path.clone(), old.role)).copied();
        let Some(new) = own.or_else(in_place) else {
            return Some(BrokenItem { how: Breakage::Removed, old: declaration(old), new: None });
        };
        if new.path != old.path {
            self.successors.insert(new.path.clone());
        }
        let follow = |path: &ItemPath| self.followed(path);
        let is_kept = old.signature.canonical(&follow) == new.signature.canonical(&ItemPath::clone);
        let how = match (is_kept, new.path == self.followed_owner(&old.path)) {
            (true, true) => return None,
            (true, false) => Breakage::Renamed,
            (false, _) => Breakage::Altered,
        };
        Some(BrokenItem { how, old: declaration(old), new: Some(declaration(new)) })
    }

    /// The new path of a type.
    fn followed(&self, path: &ItemPath) -> ItemPath {
        self.moved.get(path).cloned().unwrap_or_else(|| self.followed_owner(path))
    }

    /// The path of an item if only its owner was renamed.
    fn followed_owner(&self, path: &ItemPath) -> ItemPath {
        let moved = path.ancestors().find_map(|owner| path.moved(&owner, self.moved.get(&owner)?));
        moved.unwrap_or_else(|| path.clone())
    }

    /// The first added item of an entry, unless it is within another added item.
    fn added(&self, entry: &Entry<'_>) -> Option<Declaration> {
        let is_old = |item: &Item| {
            self.old.contains_key(&(item.path.clone(), item.role)) || self.successors.contains(&item.path)
        };
        let mut new =
            entry.items.iter().filter(|item| !matches!(item.role, Role::Argument | Role::FieldSetter) && !is_old(item));
        new.find(|item| !item.path.ancestors().any(|owner| self.is_new_owner(&owner))).map(|item| declaration(item))
    }

    fn is_new_owner(&self, path: &ItemPath) -> bool {
        let contains = |items: &ByPath<'_>| {
            items.range((path.clone(), Role::Module)..).next().is_some_and(|((found, _), _)| found == path)
        };
        contains(&self.new) && !contains(&self.old) && !self.successors.contains(path)
    }
}

fn declaration(item: &Item) -> Declaration {
    Declaration { path: item.path.to_string(), signature: item.declaration(), module: item.module.to_string() }
}

/// Drops the members of removed items.
fn without_consequences(breaks: &mut Vec<Break>) {
    let items = breaks.iter().flat_map(|broken| &broken.items);
    let removed: BTreeSet<String> =
        items.filter(|item| item.how == Breakage::Removed).map(|item| item.old.path.clone()).collect();
    let is_in_removed = |path: &str| path.match_indices("::").any(|(end, _)| removed.contains(&path[..end]));
    for broken in breaks.iter_mut() {
        broken.items.retain(|item| !is_in_removed(&item.old.path));
    }
    breaks.retain(|broken| !broken.items.is_empty());
}
