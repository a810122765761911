//! The checks of a release, each with a name and an outcome.

mod build;
mod dependencies;
mod manifests;
mod package;
mod prepared;
mod scratch;
mod semver;

use std::path::PathBuf;

use ::codegen::diagnostics::Diagnostics;

use super::command::{Program, Run};
use super::plan::Plan;
use crate::workspace::Workspace;

/// A check of a release.
#[derive(Debug)]
pub(super) struct Check {
    /// Its name, for `--only`.
    pub(super) name: &'static str,
    /// What it checks.
    pub(super) title: &'static str,
    pub(super) run: fn(&Context<'_>) -> Result<Outcome, Diagnostics>,
}

/// All checks, the fastest first.
pub(super) const CHECKS: [Check; 12] = [
    Check { name: "version", title: "the version is what the changes require", run: prepared::version },
    Check { name: "changelog", title: "the changelog has a section of the version", run: prepared::changelog },
    Check { name: "generated", title: "the generated code is that of specs/", run: prepared::generated },
    Check { name: "manifests", title: "published manifests are complete", run: manifests::check },
    Check { name: "package", title: "each published file belongs into its package", run: package::check },
    Check { name: "advisories", title: "no dependency has a known vulnerability", run: dependencies::advisories },
    Check { name: "licences", title: "licences, bans and sources of dependencies", run: dependencies::policy },
    Check { name: "docs", title: "the documentation builds as on docs.rs", run: build::docs },
    Check { name: "msrv", title: "the declared oldest Rust compiles it", run: build::msrv },
    Check {
        name: "minimal-versions",
        title: "the declared oldest dependencies compile it",
        run: build::minimal_versions,
    },
    Check { name: "semver", title: "the Rust API keeps semantic versioning", run: semver::check },
    Check { name: "publish", title: "cargo publish --dry-run builds the packages", run: build::publish },
];

/// The published packages with their folders, in the order in which they are published.
pub(super) const PUBLISHED: [(&str, &str); 2] = [("c1-api-core", "c1-api/core"), ("c1-api", "c1-api")];

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With what was found.
    Passed(String),
    /// With what is wrong, and how to correct it.
    Failed { message: String, help: String },
    /// With the reason.
    Skipped(String),
}

impl Outcome {
    /// The failure of a check that could not be run.
    pub(super) fn of_errors(errors: &Diagnostics) -> Self {
        let messages: Vec<String> = errors.iter().map(|error| error.message().to_owned()).collect();
        let help = errors.iter().find_map(|error| error.advice()).unwrap_or("correct what the message says");
        Self::Failed { message: messages.join("; "), help: help.to_owned() }
    }

    /// Passed without problems, or else failed with them.
    fn of_problems(problems: &[String], passed: String, help: &str) -> Self {
        if problems.is_empty() {
            Self::Passed(passed)
        } else {
            Self::Failed { message: problems.join("\n"), help: help.to_owned() }
        }
    }

    /// The outcome of a program: skipped if it is missing or its server cannot be reached.
    fn of_run(run: Option<Run>, install: &str, passed: impl FnOnce(&Run) -> String, help: &str) -> Self {
        match run {
            None => Self::Skipped(format!("the program is missing: {install}")),
            Some(run) if run.is_success => Self::Passed(passed(&run)),
            Some(run) if run.is_missing_subcommand() => Self::Skipped(format!("the program is missing: {install}")),
            Some(run) if run.is_offline() => Self::Skipped("its server cannot be reached".to_owned()),
            Some(run) => Self::Failed { message: run.last_lines(), help: help.to_owned() },
        }
    }
}

/// What the checks read.
#[derive(Debug)]
pub(super) struct Context<'a> {
    workspace: &'a Workspace,
    plan: &'a Plan,
    /// The tag that is to be published.
    tag: Option<&'a str>,
    is_strict: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(workspace: &'a Workspace, plan: &'a Plan, tag: Option<&'a str>, is_strict: bool) -> Self {
        Self { workspace, plan, tag, is_strict }
    }

    /// A command of Cargo in the workspace.
    fn cargo(&self, args: &[&str]) -> Program {
        Program::cargo(self.workspace.root(), args)
    }

    /// A command of Cargo with `-p` for each published package.
    fn cargo_published(&self, args: &[&str]) -> Program {
        let packages: Vec<&str> = PUBLISHED.iter().flat_map(|(name, _)| ["--package", name]).collect();
        self.cargo(args).args(&packages)
    }

    /// The folder for builds that must not disturb others.
    fn target(&self, name: &str) -> PathBuf {
        self.workspace.root().join("target/release-checks").join(name)
    }
}
