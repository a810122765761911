//! Compares the report of `diff` with the two specifications.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::{Inputs, TextFile, UnmatchedActions};
use xtask::diff::Side;
use xtask::diff::wire::{Kind, Tally};

use crate::copy::Copy;
use crate::probe::Probe;
use crate::spec::Spec;
use crate::verdicts::Verdicts;
use crate::{repository, say};

/// Two specifications, and the report of their differences.
pub(crate) struct Change {
    old: Spec,
    new: Spec,
    pub(crate) verdicts: Verdicts,
}

impl Change {
    pub(crate) fn read(old: &Path, new: &Path) -> Self {
        let verdicts = Verdicts::on(&side(old), &side(new));
        Self { old: Spec::read(&[old]), new: Spec::read(&[new]), verdicts }
    }

    /// Asserts that the counts of the report are those of the specifications.
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
            let Tally { added: reported_added, removed: reported_removed, .. } = self.verdicts.report.wire.tally(kind);
            assert_eq!((reported_added, reported_removed), (added, removed), "{kind:?} added and removed");
            say(&format!("whole API: {kind:?}: {added} added, {removed} removed"));
        }
    }
}

/// Asserts that each item compiles as declared.
pub(crate) fn items_hold(inputs: &Inputs, copy: &Copy) {
    let analysis =
        codegen::analyze(inputs, UnmatchedActions::Error, &mut |_| {}).unwrap_or_else(|errors| panic!("{errors}"));
    let probe = Probe::of(&analysis.rust);
    say(&format!("{} items are used", probe.len()));
    copy.program("items", &probe.program());
    copy.cargo(&["check", "--package", "c1-api", "--example", "items"]);
    copy.remove_program("items");
}

/// A specification with the repository's overlay.
pub(crate) fn side(path: &Path) -> Side {
    let document = |path: &Path| TextFile {
        file: path.display().to_string(),
        text: fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    };
    let overlay = Some(document(&repository().join("specs/overlay.yaml")));
    Side { inputs: Inputs { documents: vec![document(path)], overlay, ..Inputs::default() }, borrows_overlay: false }
}
