//! What vendoring is about to change, told before it is done.

use ::codegen::diff::{Side, compare};
use ::codegen::{Files, Specs, Workspace};

use crate::args::ReportFormat;
use crate::diff::told;

/// What differs between the documents in `files` and those in `new`, which are valid; nothing where there are no files.
pub(crate) fn preview(workspace: &Workspace, files: &Files, new: &Specs) -> String {
    if files.is_empty() {
        return String::new();
    }
    // What is about to be replaced may be broken: that is no reason not to replace it.
    let Ok(old) = Specs::read(files) else {
        return "there are no intact documents in specs/ to compare with\n".to_owned();
    };
    // Each side is held to the overlay elsewhere, and the version is but told.
    let side = |specs: &Specs| Side { inputs: specs.inputs(), borrows_overlay: true };
    let version = workspace.version().ok().flatten();
    match compare(&side(&old), &side(new)) {
        Ok(report) => format!("{}\n", told(&report, version.as_deref(), ReportFormat::Text)),
        Err(_) => "the documents in specs/ do not generate, and are not compared\n".to_owned(),
    }
}
