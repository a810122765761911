//! Finds entries of the old index in the new one.

use std::collections::BTreeMap;

use ::codegen::index::{Entry, Index, Kind, wire};
use ::codegen::ir::proto_package;

use super::matching::Matching;

/// The new index, with lookup by entries of the old one.
pub(super) struct Counterparts<'a> {
    new: &'a Index<'a>,
    /// The new names of renamed elements.
    renamed: BTreeMap<(Kind, String), String>,
}

impl<'a> Counterparts<'a> {
    pub(super) fn new(matching: &Matching<'_>, old: &Index<'_>, new: &'a Index<'a>) -> Self {
        let mut counterparts = Self { new, renamed: BTreeMap::new() };
        for (before, after) in &matching.operations.both {
            let (old_service, new_service) = (&matching.old[before.service], &matching.new[after.service]);
            counterparts.rename(Kind::Operation, &before.id, &after.id);
            counterparts.rename(Kind::Service, &old_service.full_name, &new_service.full_name);
            counterparts.rename(Kind::Package, &matching.old[old_service.package], &matching.new[new_service.package]);
        }
        for (before, after) in &matching.models.both {
            counterparts.rename(Kind::Schema, &before.name, &after.name);
            counterparts.rename(Kind::Package, proto_package::of(&before.name), proto_package::of(&after.name));
        }
        for (before, after) in &matching.enums {
            let before = wire::enum_name(matching.old, &matching.old[*before]);
            let after = wire::enum_name(matching.new, &matching.new[*after]);
            // If an enum is split, the part with its Rust name is the successor.
            let path = |index: &Index<'_>, name: &str| Some(index.get(Kind::Enum, name)?.items.first()?.path.clone());
            let has_same_path = path(old, &before) == path(new, &after);
            if has_same_path || !counterparts.renamed.contains_key(&(Kind::Enum, before.clone())) {
                counterparts.rename(Kind::Enum, &before, &after);
            }
        }
        counterparts
    }

    /// The entry in the new index; `None` if the element was removed.
    pub(super) fn get(&self, old: &Entry<'_>) -> Option<&'a Entry<'a>> {
        let renamed = |kind: Kind, name: &str| self.renamed.get(&(kind, name.to_owned()));
        let in_owner = || Some(format!("{}.{}", renamed(owner(old.kind())?, &old.parent)?, old.short_name()));
        let name = renamed(old.kind(), &old.name).cloned().or_else(in_owner);
        self.new.get(old.kind(), name.as_ref().unwrap_or(&old.name))
    }

    /// Adds a rename, unless the new index still has the old name.
    fn rename(&mut self, kind: Kind, old: &str, new: &str) {
        if old != new && self.new.get(kind, old).is_none() {
            self.renamed.insert((kind, old.to_owned()), new.to_owned());
        }
    }
}

/// The kind of a member's owner, whose name is the prefix of the member's name.
fn owner(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::PathParameter | Kind::QueryParameter => Some(Kind::Operation),
        Kind::Property | Kind::Oneof | Kind::ExpandPath => Some(Kind::Schema),
        Kind::EnumValue => Some(Kind::Enum),
        Kind::Package | Kind::Service | Kind::Operation | Kind::Schema | Kind::Enum => None,
    }
}
