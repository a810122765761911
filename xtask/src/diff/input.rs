//! Reads the inputs of a comparison: files, folders or git revisions.

use std::io;
use std::path::Path;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::{Inputs, TextFile, UnmatchedActions};

use super::{Side, git};
use crate::codes;
use crate::documents;
use crate::workspace::read::{flat, io_error, utf8};
use crate::workspace::{Files, OVERLAY, SOURCES, SPECS, SpecStore, Workspace, is_document, unmatched_actions};

/// Reads a file or folder, or else specs/ of a git revision.
pub(crate) fn read(workspace: &Workspace, name: &str) -> Result<Side, Diagnostics> {
    let path = Path::new(name);
    let lent = || Ok::<_, Diagnostics>(text_file(&workspace.specs()?, SPECS, OVERLAY)?);
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => {
            from_files(&flat(path, |name| is_document(name) || name == SOURCES)?, name.trim_end_matches('/'), lent()?)
        }
        Ok(_) => {
            let documents = documents::read([documents::read_file(path)])?.into_iter();
            let documents = documents.map(|document| TextFile { file: document.read_from, text: document.text });
            let inputs = Inputs { documents: documents.collect(), overlay: lent()?, ..Inputs::default() };
            Ok(Side { inputs, borrows_overlay: true })
        }
        Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied => {
            Err(io_error(&path.display().to_string(), "cannot be read", &cause).into())
        }
        Err(_) => revision(workspace, name),
    }
}

/// Reads specs/ of the workspace.
pub(super) fn specs(workspace: &Workspace) -> Result<Side, Diagnostics> {
    from_files(&workspace.specs()?, SPECS, None)
}

/// Reads specs/ of a git revision.
pub(super) fn revision(workspace: &Workspace, name: &str) -> Result<Side, Diagnostics> {
    let files = git::files(workspace.root(), name, SPECS)?;
    from_files(&files, &format!("{name}:{SPECS}"), None)
}

/// Reads all documents of a folder, with its overlay or else the `lent` one. `label` is the folder's name in errors.
fn from_files(files: &Files, label: &str, lent: Option<TextFile>) -> Result<Side, Diagnostics> {
    let paths = files.keys().filter(|path| *path != OVERLAY && is_document(path));
    let documents = Diagnostics::collect(paths.filter_map(|path| text_file(files, label, path).transpose()))?;
    let own = text_file(files, label, OVERLAY)?;
    if documents.is_empty() {
        let help = "pass a file, a folder with OpenAPI documents, or a git revision";
        return Err(Diagnostic::new(&codes::NOTHING_TO_COMPARE, label, "no document to compare").help(help).into());
    }
    // In a folder of anybody's, the list may be something else.
    let is_part =
        SpecStore::sources(files).is_ok_and(|sources| unmatched_actions(sources.values()) == UnmatchedActions::Ignore);
    let borrows_overlay = own.is_none() || is_part;
    Ok(Side { inputs: Inputs { documents, overlay: own.or(lent), ..Inputs::default() }, borrows_overlay })
}

fn text_file(files: &Files, label: &str, path: &str) -> Result<Option<TextFile>, Diagnostic> {
    let Some(bytes) = files.get(path) else { return Ok(None) };
    let file = format!("{label}/{path}");
    let text = utf8(&file, bytes.clone())?;
    Ok(Some(TextFile { file, text }))
}
