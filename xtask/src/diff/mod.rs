//! `cargo xtask diff`: compares two specifications in the wire format, the Rust API and the documentation.
//!
//! It compares lowered APIs, so the spelling of the documents makes no difference.

pub mod docs;
mod git;
pub(crate) mod input;
mod matching;
mod presence;
mod report;
pub mod rust;
mod semver;
pub mod wire;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::{Analysis, Inputs, UnmatchedActions};
use serde::Serialize;

pub use self::presence::PresenceChange;
pub use self::semver::{Bump, Impact};
use crate::args::{Diff, FailOn, ReportFormat};
use crate::codes;
use crate::terminal::{Outcome, color, counted};
use crate::workspace::Workspace;
use docs::Docs;
use matching::Matching;
use rust::Rust;
use wire::Wire;

/// Compares two specifications and prints the report.
pub(crate) fn run(workspace: &Workspace, args: &Diff) -> Result<Outcome, Diagnostics> {
    let old = match &args.old {
        Some(old) => input::read(workspace, old)?,
        None => input::revision(workspace, "HEAD")?,
    };
    let new = match &args.new {
        Some(new) => input::read(workspace, new)?,
        None => input::specs(workspace)?,
    };
    let report = compare(&old, &new)?;
    let errors = match (args.fail_on, report.impact()) {
        (Some(FailOn::Breaking), Impact::Breaking) => Some(breaking(&report)),
        _ => None,
    };
    let version = workspace.version()?;
    let bump = version.as_deref().and_then(|version| report.bump(version));
    let report = match args.format {
        ReportFormat::Text => color::colored(&report.text(bump.as_ref(), args.docs)),
        ReportFormat::Markdown => report.markdown(bump.as_ref()),
        ReportFormat::Json => report.json(bump.as_ref()),
    };
    Ok(Outcome { report, errors: errors.map(Diagnostics::from), ..Outcome::default() })
}

/// Compares specs/ of a revision with those of the workspace.
pub(crate) fn since(workspace: &Workspace, revision: &str) -> Result<Report, Diagnostics> {
    compare(&input::revision(workspace, revision)?, &input::specs(workspace)?)
}

fn breaking(report: &Report) -> Diagnostic {
    let message = format!("{} in the Rust API", counted(report.rust.breaks.len().max(1), "breaking change"));
    let help = "if only names changed, keep the old names with `x-rust-name` in specs/overlay.yaml";
    Diagnostic::new(&codes::BREAKING_CHANGE, "specs", message).help(help)
}

/// One of two specifications.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The documents and the overlay.
    pub inputs: Inputs,
    /// Whether the overlay was written for other or for more documents: its unmatched actions are ignored.
    pub borrows_overlay: bool,
}

/// The changes from one specification to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Changes of the wire format.
    pub wire: Wire,
    /// Changes of the Rust API.
    pub rust: Rust,
    /// Changes of the documentation only.
    pub docs: Docs,
    /// A change of presence that most properties share. The other fields leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<PresenceChange>,
}

/// Compares two specifications.
///
/// # Errors
///
/// Everything in the specifications that the generator does not support.
pub fn compare(old: &Side, new: &Side) -> Result<Report, Diagnostics> {
    let (old, new) = std::thread::scope(|scope| {
        let old = scope.spawn(|| analyze(old));
        let new = analyze(new);
        (old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), new)
    });
    let (old, new) = (old?, new?);
    let (old, new) = (old.index(), new.index());
    let matching = Matching::new(&old, &new);
    let mut wire = wire::compare(&matching);
    let mut rust = rust::compare(&matching);
    let presence = presence::summarize(&matching, &mut wire, &mut rust);
    wire.add_owners();
    Ok(Report { wire, rust, docs: docs::compare(&matching), presence })
}

fn analyze(side: &Side) -> Result<Analysis, Diagnostics> {
    let unmatched = if side.borrows_overlay { UnmatchedActions::Ignore } else { UnmatchedActions::Error };
    ::codegen::analyze(&side.inputs, unmatched, &mut |_| {})
}
