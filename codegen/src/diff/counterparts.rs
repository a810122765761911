//! Which subject of the one catalog is which of the other.

use std::collections::BTreeMap;

use super::pairs::Pairs;
use crate::catalog::packages::service_name;
use crate::catalog::wire::enum_name;
use crate::catalog::{Catalog, Kind, Subject};
use crate::package;

/// The new catalog, in which subjects of the old one are looked up.
pub(super) struct Counterparts<'a> {
    new: &'a Catalog,
    /// The new names of what goes by another one.
    renamed: BTreeMap<(Kind, String), String>,
}

impl<'a> Counterparts<'a> {
    pub(super) fn of(pairs: &Pairs<'_>, old: &Catalog, new: &'a Catalog) -> Self {
        let mut counterparts = Self { new, renamed: BTreeMap::new() };
        let catalogs = (old, new);
        for (old, new) in &pairs.operations.both {
            counterparts.rename(Kind::Operation, &old.id, &new.id);
            counterparts.rename(Kind::Service, &service_name(old), &service_name(new));
            counterparts.rename(Kind::Package, &old.package, &new.package);
        }
        for (old, new) in &pairs.models.both {
            counterparts.rename(Kind::Schema, &old.name, &new.name);
            counterparts.rename(Kind::Package, package::of(&old.name), package::of(&new.name));
        }
        for (old, new) in &pairs.enums {
            let (old, new) = (enum_name(&pairs.old.enums[old.0]), enum_name(&pairs.new.enums[new.0]));
            // Of the enums that one became, the one of its name in Rust is it.
            let path = |catalog: &Catalog, name: &str| Some(catalog.get(Kind::Enum, name)?.items.first()?.path.clone());
            let is_named_alike = path(catalogs.0, &old) == path(catalogs.1, &new);
            if is_named_alike || !counterparts.renamed.contains_key(&(Kind::Enum, old.clone())) {
                counterparts.rename(Kind::Enum, &old, &new);
            }
        }
        counterparts
    }

    /// What the subject is in the new catalog; none where it is gone.
    pub(super) fn get(&self, old: &Subject) -> Option<&'a Subject> {
        let renamed = |kind: Kind, name: &str| self.renamed.get(&(kind, name.to_owned()));
        let within = || Some(format!("{}.{}", renamed(owner(old.kind)?, &old.parent)?, old.short_name()));
        let name = renamed(old.kind, &old.name).cloned().or_else(within);
        self.new.get(old.kind, name.as_ref().unwrap_or(&old.name))
    }

    /// What still goes by its name is no other thing, whatever else stands in its place.
    fn rename(&mut self, kind: Kind, old: &str, new: &str) {
        if old != new && self.new.get(kind, old).is_none() {
            self.renamed.insert((kind, old.to_owned()), new.to_owned());
        }
    }
}

/// What a subject whose name begins with that of its parent is a part of.
fn owner(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::PathParameter | Kind::QueryParameter => Some(Kind::Operation),
        Kind::Property | Kind::Oneof | Kind::ExpandPath => Some(Kind::Schema),
        Kind::EnumValue => Some(Kind::Enum),
        Kind::Package | Kind::Service | Kind::Operation | Kind::Schema | Kind::Enum => None,
    }
}
