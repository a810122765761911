//! `cargo xtask diff`.

mod git;
mod paint;

use std::path::Path;

use ::codegen::diff::{self, Impact, Report, Side};
use ::codegen::disk::{self, Found};
use ::codegen::{Document, Errors, Workspace, vendor};

use crate::Outcome;
use crate::args::{Diff, FailOn, ReportFormat};

/// Tells what changes from one specification to another.
pub(crate) fn run(workspace: &Workspace, args: &Diff) -> Result<Outcome, Errors> {
    let old = match &args.old {
        Some(old) => side(workspace, old)?,
        None => revision(workspace, "HEAD")?,
    };
    let new = match &args.new {
        Some(new) => side(workspace, new)?,
        None => Side::of_files(&workspace.specs()?, SPECS, None)?,
    };
    let report = diff::compare(&old, &new)?;
    let complaint = match (args.fail_on, report.impact()) {
        (Some(FailOn::Breaking), Impact::Breaking) => broken(&report),
        _ => String::new(),
    };
    let report = told(&report, workspace.version()?.as_deref(), args.format);
    Ok(Outcome { report, complaint, ..Outcome::default() })
}

const SPECS: &str = "specs";

/// The report in words.
pub(crate) fn told(report: &Report, version: Option<&str>, format: ReportFormat) -> String {
    let bump = version.and_then(|version| report.bump(version));
    match format {
        ReportFormat::Text => paint::painted(&report.text(bump.as_ref())),
        ReportFormat::Markdown => report.markdown(bump.as_ref()),
        ReportFormat::Json => report.json(bump.as_ref()),
    }
}

fn broken(report: &Report) -> String {
    let count = report.rust.breaks.len();
    let things = if count == 1 { "thing breaks" } else { "things break" };
    format!(
        "error: {count} {things} those who use the crate\n  \
         help: keep the old names by `x-rust-name` in specs/overlay.yaml where only names changed\n"
    )
}

/// What is at a path; where there is nothing, what a git revision held.
fn side(workspace: &Workspace, name: &str) -> Result<Side, Errors> {
    match disk::find(Path::new(name))? {
        Found::File(input) => Ok(Side::of_documents(vendor::read([Ok(input)])?, lent(workspace)?)),
        Found::Folder(files) => Side::of_files(&files, name.trim_end_matches('/'), lent(workspace)?),
        Found::Nothing => revision(workspace, name),
    }
}

fn revision(workspace: &Workspace, name: &str) -> Result<Side, Errors> {
    let files = git::files(workspace.root(), name, SPECS)?;
    Side::of_files(&files, &format!("{name}:{SPECS}"), None)
}

/// The workspace's overlay, for documents that have none.
fn lent(workspace: &Workspace) -> Result<Option<Document>, Errors> {
    Ok(diff::own_overlay(&workspace.specs()?, SPECS)?)
}
