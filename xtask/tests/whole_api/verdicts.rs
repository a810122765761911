//! Compares reported breaking changes with the compiler.

use std::collections::BTreeSet;

use codegen::UnmatchedActions;
use codegen::rust::{Crate, Role};
use xtask::diff::rust::{Breakage, BrokenItem};
use xtask::diff::{self, Report, Side};

use crate::copy::Copy;
use crate::probe::{Probe, is_type};
use crate::say;

/// The old items, and the reported changes.
pub(crate) struct Verdicts {
    pub(crate) report: Report,
    old: Crate,
}

impl Verdicts {
    pub(crate) fn on(old: &Side, new: &Side) -> Self {
        let report = diff::compare(old, new).unwrap_or_else(|errors| panic!("{errors}"));
        let analysis = codegen::analyze(&old.inputs, UnmatchedActions::Error, &mut |_| {});
        let old = analysis.unwrap_or_else(|errors| panic!("{errors}")).rust;
        Self { report, old }
    }

    /// Asserts that exactly the items without breaking changes compile in the copy.
    pub(crate) fn hold(&self, copy: &Copy) {
        let reported: BTreeSet<&str> = self.broken().map(|item| item.old.path.as_str()).collect();
        // The parts of an altered item are not affected.
        let gone = self.broken().filter(|item| item.how != Breakage::Altered);
        let gone: BTreeSet<&str> = gone.map(|item| item.old.path.as_str()).collect();
        let altered: BTreeSet<&str> = reported.difference(&gone).copied().collect();
        let types = self.types();
        let types: BTreeSet<&str> = types.iter().map(String::as_str).filter(|path| gone.contains(path)).collect();

        let (broken, others) = Probe::of(&self.old).split(&gone);
        let (altered, others) = others.split_exactly(&altered);
        // The rename of a type is not reported for its fields.
        let (naming, kept) = others.split_by_names(&types);
        let (paths, others) = broken.and(altered).and(naming).split_by_names(&types);
        say(&format!("{} unchanged items compile, {} broken items do not", kept.len(), paths.len() + others.len()));
        copy.program("unchanged", &kept.program());
        copy.cargo(&["check", "--package", "c1-api", "--example", "unchanged"]);
        copy.remove_program("unchanged");
        for (name, probe) in [("broken_paths", paths), ("broken_types", others)] {
            breaks(copy, name, &probe);
        }
    }

    /// The items with breaking changes.
    pub(crate) fn broken(&self) -> impl Iterator<Item = &BrokenItem> {
        self.report.rust.breaks.iter().flat_map(|broken| &broken.items)
    }

    /// The paths of all old types.
    fn types(&self) -> BTreeSet<String> {
        let is_named = |role: Role| is_type(role) || role == Role::OperationModule;
        self.old.items().filter(|item| is_named(item.role)).map(|item| item.path.to_string()).collect()
    }
}

/// Asserts that each line of the probe is an error.
fn breaks(copy: &Copy, name: &str, probe: &Probe) {
    if probe.len() == 0 {
        return;
    }
    copy.program(name, &probe.program());
    let errors = copy.cargo_fails(&["check", "--package", "c1-api", "--example", name, "--message-format", "short"]);
    let expected: BTreeSet<&str> = probe.paths().collect();
    assert_eq!(probe.broken(&errors), expected, "{name}: broken and reported items differ: {errors}");
    copy.remove_program(name);
}
