//! What is said to change from an older specification: held against the two files themselves, and against the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::catalog::{Catalog, Role};
use codegen::diff::rust::Breakage;
use codegen::diff::wire::{Kind, Tally};
use codegen::diff::{self, Report, Side};
use codegen::{Document, Inputs};

use crate::copy::Copy;
use crate::probe::{Probe, is_type};
use crate::spec::Spec;
use crate::{repository, say};

/// The older of two specifications, and the report of what changed since.
pub(crate) struct Change {
    old: Spec,
    new: Spec,
    catalog: Catalog,
    report: Report,
}

impl Change {
    pub(crate) fn read(old: &Path, new: &Path) -> Self {
        let report = diff::compare(&side(old), &side(new)).unwrap_or_else(|errors| panic!("{errors}"));
        let catalog = Catalog::read(&side(old).inputs).unwrap_or_else(|errors| panic!("{errors}"));
        Self { old: Spec::read(&[old]), new: Spec::read(&[new]), catalog, report }
    }

    /// Holds that the report counts what stands in the two files.
    pub(crate) fn counts_hold(&self) {
        let (old, new) = (&self.old, &self.new);
        let properties = |one: &Spec, other: &Spec| {
            let in_both = one.schemas.iter().filter_map(|(name, own)| Some((own, other.schemas.get(name)?)));
            in_both.map(|(own, others)| own.difference(others).count()).sum::<usize>()
        };
        let schemas =
            |one: &Spec, other: &Spec| one.schemas.keys().filter(|name| !other.schemas.contains_key(*name)).count();
        let values = |one: &Spec, other: &Spec| {
            let in_both = one.enums.iter().filter_map(|(place, own)| Some((&place.0, own, other.enums.get(place)?)));
            let differing =
                in_both.flat_map(|(package, own, others)| own.difference(others).map(move |value| (package, value)));
            differing.collect::<BTreeSet<_>>().len()
        };
        for (kind, added, removed) in [
            (
                Kind::Operation,
                new.operations.difference(&old.operations).count(),
                old.operations.difference(&new.operations).count(),
            ),
            (Kind::Schema, schemas(new, old), schemas(old, new)),
            (Kind::Property, properties(new, old), properties(old, new)),
            (Kind::EnumValue, values(new, old), values(old, new)),
        ] {
            let Tally { added: told_added, removed: told_removed, .. } = self.report.wire.tally(kind);
            assert_eq!((told_added, told_removed), (added, removed), "{kind:?} added and removed");
            say(&format!("whole API: since then, {kind:?}: {added} added, {removed} removed"));
        }
    }

    /// Holds that everything that is not said to break still compiles in the copy, and nothing that is.
    pub(crate) fn verdicts_hold(&self, copy: &Copy) {
        let items = || self.report.rust.breaks.iter().flat_map(|broken| &broken.items);
        let told: BTreeSet<&str> = items().map(|item| item.old.path.as_str()).collect();
        let gone = items().filter(|item| item.how != Breakage::Altered).map(|item| item.old.path.as_str());
        // What an item that is altered holds stays where it is.
        let gone: BTreeSet<&str> = gone.collect();
        let (broken, kept) = Probe::of(&self.catalog).split(&gone);
        let altered: BTreeSet<&str> = told.difference(&gone).copied().collect();
        let (altered, kept) = kept.split_exactly(&altered);
        say(&format!(
            "whole API: {} items are used as before, {} as they no longer are",
            kept.len(),
            broken.len() + altered.len()
        ));

        copy.program("unchanged", &kept.program());
        copy.cargo(&["check", "--package", "c1-api", "--example", "unchanged"]);

        let types: BTreeSet<&str> = self.types().filter(|path| gone.contains(path)).collect();
        let (paths, others) = broken.and(altered).split_by_names(&types);
        let probes = [("broken_paths", paths), ("broken_types", others)];
        for (name, probe) in probes.into_iter().filter(|(_, probe)| probe.len() > 0) {
            copy.program(name, &probe.program());
            let complaints =
                copy.cargo_fails(&["check", "--package", "c1-api", "--example", name, "--message-format", "short"]);
            let expected: BTreeSet<&str> = probe.paths().collect();
            assert_eq!(probe.broken(&complaints), expected, "{name}: what breaks, and what is said to: {complaints}");
            copy.remove_program(name);
        }
        copy.remove_program("unchanged");
    }

    /// The paths of all types that there were.
    fn types(&self) -> impl Iterator<Item = &str> {
        let items = self.catalog.subjects().iter().flat_map(|subject| &subject.items);
        items.filter(|item| is_type(item.role) || item.role == Role::OperationModule).map(|item| item.path.as_str())
    }
}

/// Holds that each item of a specification's catalog is there as it is told.
pub(crate) fn catalog_holds(spec: &Path, copy: &Copy) {
    let catalog = Catalog::read(&side(spec).inputs).unwrap_or_else(|errors| panic!("{errors}"));
    let probe = Probe::of(&catalog);
    say(&format!("whole API: {} items are used", probe.len()));
    copy.program("catalog", &probe.program());
    copy.cargo(&["check", "--package", "c1-api", "--example", "catalog"]);
    copy.remove_program("catalog");
}

/// A specification with the repository's overlay.
fn side(path: &Path) -> Side {
    let document = |path: &Path| Document {
        file: path.display().to_string(),
        text: fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    };
    let overlay = Some(document(&repository().join("specs/overlay.yaml")));
    Side { inputs: Inputs { documents: vec![document(path)], overlay }, borrows_overlay: false }
}
