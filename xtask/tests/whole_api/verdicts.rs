//! What is said of a change to those who use the crate, held against the compiler.

use std::collections::BTreeSet;

use codegen::UnmatchedActions;
use codegen::rust::{Crate, Role};
use xtask::diff::rust::{Breakage, BrokenItem};
use xtask::diff::{self, Report, Side};

use crate::copy::Copy;
use crate::probe::{Probe, is_type};
use crate::say;

/// What there was, and what is said to have changed since.
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

    /// Holds that everything that is not said to break still compiles in the copy, and nothing that is.
    pub(crate) fn hold(&self, copy: &Copy) {
        let told: BTreeSet<&str> = self.broken().map(|item| item.old.path.as_str()).collect();
        // What an item that is altered holds stays where it is.
        let gone = self.broken().filter(|item| item.how != Breakage::Altered);
        let gone: BTreeSet<&str> = gone.map(|item| item.old.path.as_str()).collect();
        let altered: BTreeSet<&str> = told.difference(&gone).copied().collect();
        let types = self.types();
        let types: BTreeSet<&str> = types.iter().map(String::as_str).filter(|path| gone.contains(path)).collect();

        let (broken, others) = Probe::of(&self.old).split(&gone);
        let (altered, others) = others.split_exactly(&altered);
        // That a field holds a type of another name is told of the type alone.
        let (naming, kept) = others.split_by_names(&types);
        let (paths, others) = broken.and(altered).and(naming).split_by_names(&types);
        say(&format!("{} items are used as before, {} as they no longer are", kept.len(), paths.len() + others.len()));
        copy.program("unchanged", &kept.program());
        copy.cargo(&["check", "--package", "c1-api", "--example", "unchanged"]);
        copy.remove_program("unchanged");
        for (name, probe) in [("broken_paths", paths), ("broken_types", others)] {
            breaks(copy, name, &probe);
        }
    }

    /// The items that are said to break.
    pub(crate) fn broken(&self) -> impl Iterator<Item = &BrokenItem> {
        self.report.rust.breaks.iter().flat_map(|broken| &broken.items)
    }

    /// The old paths of all types.
    fn types(&self) -> BTreeSet<String> {
        let is_named = |role: Role| is_type(role) || role == Role::OperationModule;
        self.old.items().filter(|item| is_named(item.role)).map(|item| item.path.to_string()).collect()
    }
}

/// Holds that the compiler complains of each line of the probe.
fn breaks(copy: &Copy, name: &str, probe: &Probe) {
    if probe.len() == 0 {
        return;
    }
    copy.program(name, &probe.program());
    let complaints =
        copy.cargo_fails(&["check", "--package", "c1-api", "--example", name, "--message-format", "short"]);
    let expected: BTreeSet<&str> = probe.paths().collect();
    assert_eq!(probe.broken(&complaints), expected, "{name}: what breaks, and what is said to: {complaints}");
    copy.remove_program(name);
}
