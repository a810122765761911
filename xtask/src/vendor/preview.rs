//! The changes that vendoring is about to make, before it makes them.

use crate::diff::{Side, compare};
use crate::terminal::color;
use crate::workspace::{Files, SpecStore, Workspace};

/// The changes from the documents in `files` to those in `new`, which are valid; empty if there are no files.
pub(super) fn preview(workspace: &Workspace, files: &Files, new: &SpecStore) -> String {
    if files.is_empty() {
        return String::new();
    }
    // The present documents may be broken: then they are replaced without a comparison.
    let Ok(old) = SpecStore::read(files) else {
        return "there are no intact documents in specs/ to compare with\n".to_owned();
    };
    // Other checks hold each side to the overlay.
    let side = |specs: &SpecStore| Side { inputs: specs.inputs(), borrows_overlay: true };
    let version = workspace.version().ok().flatten();
    match compare(&side(&old), &side(new)) {
        Ok(report) => {
            let bump = version.and_then(|version| report.bump(&version));
            format!("{}\n", color::colored(&report.text(bump.as_ref(), false)))
        }
        Err(_) => "the documents in specs/ do not generate, and are not compared\n".to_owned(),
    }
}
