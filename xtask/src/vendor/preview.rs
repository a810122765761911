//! The report that `vendor` prints before it writes.

use crate::diff::{Side, compare};
use crate::terminal::color;
use crate::workspace::{Files, SpecStore, Workspace};

/// Compares the documents in `files` with the valid documents in `new`. Empty if there are no files.
pub(super) fn preview(workspace: &Workspace, files: &Files, new: &SpecStore) -> String {
    if files.is_empty() {
        return String::new();
    }
    // Invalid documents can be replaced, but not compared.
    let Ok(old) = SpecStore::read(files) else {
        return "nothing to compare with: specs/ has no intact documents\n".to_owned();
    };
    // The validation reports unmatched overlay actions already.
    let side = |specs: &SpecStore| Side { inputs: specs.inputs(), borrows_overlay: true };
    match compare(&side(&old), &side(new)) {
        Ok(report) => {
            let bump = workspace.version().ok().flatten().and_then(|version| report.bump(&version));
            format!("{}\n", color::colored(&report.text(bump.as_ref(), false)))
        }
        Err(_) => "nothing to compare with: the documents in specs/ are invalid\n".to_owned(),
    }
}
