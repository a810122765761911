//! `cargo xtask diff`: what changes from one specification to another, on the wire, for users of the crate, and in docs.
//!
//! Both are compared as the generator understands them, so their spelling makes no difference.

mod counterparts;
pub mod docs;
mod git;
mod input;
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

fn breaking(report: &Report) -> Diagnostic {
    let message = format!("{} for users of the crate", counted(report.rust.breaks.len().max(1), "breaking change"));
    let help = "keep old names by `x-rust-name` in specs/overlay.yaml if only names changed";
    Diagnostic::new(&codes::BREAKING_CHANGE, "specs", message).help(help)
}

/// One of two specifications.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Its documents and overlay.
    pub inputs: Inputs,
    /// Whether the overlay was written for other documents, so that unmatched actions are no error.
    pub borrows_overlay: bool,
}

/// The changes from one specification to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Changes that a server, or a client of the other version, notices.
    pub wire: Wire,
    /// Changes that users of the crate notice.
    pub rust: Rust,
    /// Changes that only readers notice.
    pub docs: Docs,
    /// A change of presence that most properties have in common; it is in neither of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<PresenceChange>,
}

/// Compares two specifications.
///
/// # Errors
///
/// Everything in them that the generator does not support.
pub fn compare(old: &Side, new: &Side) -> Result<Report, Diagnostics> {
    let (old, new) = std::thread::scope(|scope| {
        let old = scope.spawn(|| analyze(old));
        let new = analyze(new);
        (old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), new)
    });
    let (old, new) = (old?, new?);
    let matching = Matching::new(&old.api, &new.api);
    let mut wire = wire::compare(&matching);
    let mut rust = rust::compare(&matching, &old.index(), &new.index());
    let presence = presence::summarize(&matching, &mut wire, &mut rust);
    Ok(Report { wire, rust, docs: docs::compare(&matching), presence })
}

fn analyze(side: &Side) -> Result<Analysis, Diagnostics> {
    let unmatched = if side.borrows_overlay { UnmatchedActions::Ignore } else { UnmatchedActions::Error };
    ::codegen::analyze(&side.inputs, unmatched, &mut |_| {})
}
