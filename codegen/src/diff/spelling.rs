//! Whether two items are declared alike, once what their types are called is set aside.

use std::collections::{BTreeMap, BTreeSet};

use super::counterparts::Counterparts;
use crate::catalog::{Catalog, Item, Role};

/// What the types and modules of both sides are called.
pub(super) struct Spelling<'a> {
    old: BTreeSet<&'a str>,
    new: BTreeSet<&'a str>,
    /// The new paths of those that have another one.
    moved: BTreeMap<&'a str, &'a str>,
}

impl<'a> Spelling<'a> {
    pub(super) fn of(old: &'a Catalog, new: &'a Catalog, counterparts: &Counterparts<'a>) -> Self {
        let mut moved = BTreeMap::new();
        for subject in old.subjects() {
            let Some(counterpart) = counterparts.get(subject) else { continue };
            for item in subject.items.iter().filter(|item| is_owner(item.role)) {
                if let Some(other) = counterpart.item(item.role).filter(|other| other.path != item.path) {
                    moved.insert(item.path.as_str(), other.path.as_str());
                }
            }
        }
        Self { old: owners(old), new: owners(new), moved }
    }

    /// Where an item of the old side is to be found if nothing but what it is within was renamed.
    pub(super) fn followed(&self, path: &str) -> String {
        let moved = above(path).find_map(|owner| Some(self.moved.get(owner)?.to_string() + &path[owner.len()..]));
        moved.unwrap_or_else(|| path.to_owned())
    }

    /// Whether an item declares what it did.
    pub(super) fn is_kept(&self, old: &Item, new: &Item) -> bool {
        // The values of these are no part of their types.
        if matches!(old.role, Role::Info | Role::Name | Role::ExpandConstant) {
            return true;
        }
        // The same words at the same place mean the same.
        (old.path == new.path && old.signature == new.signature)
            || canonical(old, &|path| {
                let found = self.old.get(path)?;
                Some(self.moved.get(found).map_or_else(|| self.followed(path), ToString::to_string))
            }) == canonical(new, &|path| self.new.get(path).map(ToString::to_string))
    }
}

/// Whether other items stand within the item, or are told by its name.
fn is_owner(role: Role) -> bool {
    use Role::{Enum, Model, Module, Operation, OperationModule, Params, Service, View};
    matches!(role, Enum | Model | Module | Operation | OperationModule | Params | Service | View)
}

fn owners(catalog: &Catalog) -> BTreeSet<&str> {
    let items = catalog.subjects().iter().flat_map(|subject| &subject.items);
    items.filter(|item| is_owner(item.role)).map(|item| item.path.as_str()).collect()
}

/// What an item stands within, the nearest first.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once("::"), |(owner, _)| owner.rsplit_once("::")).map(|(owner, _)| owner)
}

/// An item's declaration with the whole paths of types, and without its own name and those of its arguments.
fn canonical(item: &Item, resolve: &dyn Fn(&str) -> Option<String>) -> String {
    let own = item.path.rsplit("::").next().unwrap_or_default();
    let mut text = String::new();
    let mut rest = item.signature.as_str();
    let mut is_named = false;
    while let Some(character) = rest.chars().next() {
        let name = &rest[..name_length(rest)];
        if name.is_empty() {
            text.push(character);
            rest = &rest[character.len_utf8()..];
            continue;
        }
        rest = &rest[name.len()..];
        if rest.starts_with(':') || (!is_named && name == own) {
            is_named |= name == own;
            text.push('_');
        } else {
            let found = above(&item.path).find_map(|scope| resolve(&format!("{scope}::{name}")));
            text.push_str(&found.or_else(|| resolve(name)).unwrap_or_else(|| name.to_owned()));
        }
    }
    text
}

/// How long the path is that a text begins with; a colon alone belongs to none.
fn name_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#');
        let segment = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        length += segment;
        let after = text[length..].strip_prefix("::");
        match after.is_some_and(|after| segment > 0 && after.starts_with(is_part)) {
            true => length += 2,
            false => return length,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(path: &str, signature: &str) -> Item {
        let (role, file) = (Role::Field, "models.rs".into());
        Item { role, path: path.to_owned(), signature: signature.to_owned(), file, deprecated: false }
    }

    #[test]
    fn names_of_types_are_resolved_from_where_they_are_used() {
        let types = ["a::v1::Book", "a::v1::books::List", "b::v1::Shelf"];
        let resolve = |path: &str| types.contains(&path).then(|| format!("<{path}>"));
        let cases = [
            ("a::v1::Book", "struct Book", "struct _"),
            ("a::v1::Book::shelf", "shelf: Option<Box<b::v1::Shelf>>", "_: Option<Box<<b::v1::Shelf>>>"),
            ("a::v1::Book::r#type", "r#type: Vec<Book>", "_: Vec<<a::v1::Book>>"),
            (
                "a::v1::BooksService::list",
                "fn list(&self, id: impl Into<String>, request: Book) -> Call<books::List>",
                "fn _(&self, _: impl Into<String>, _: <a::v1::Book>) -> Call<<a::v1::books::List>>",
            ),
            ("a::v1::BookView::Page", "Page(&'a Book)", "_(&'a <a::v1::Book>)"),
            ("a::v1::books::List::Response", "Response = a::v1::Book", "_ = <a::v1::Book>"),
        ];
        for (path, signature, expected) in cases {
            assert_eq!(canonical(&item(path, signature), &resolve), expected);
        }
    }

    #[test]
    fn what_an_item_stands_within() {
        assert_eq!(above("a::v1::Book::title").collect::<Vec<_>>(), ["a::v1::Book", "a::v1", "a"]);
        assert_eq!(above("user-v1").count(), 0);
    }
}
