//! Reads the inputs of a comparison: files, folders or git revisions.

use std::io;
use std::path::Path;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::{Inputs, TextFile};

use super::{Side, git};
use crate::codes;
use crate::documents;
use crate::workspace::read::{flat, io_error};
use crate::workspace::{Files, OVERLAY, SPECS, VendoredDocument, Workspace, is_document};

/// Reads a file or folder, or else specs/ of a git revision.
pub(super) fn read(workspace: &Workspace, name: &str) -> Result<Side, Diagnostics> {
    let path = Path::new(name);
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => {
            from_files(&flat(path, is_document)?, name.trim_end_matches('/'), lent(workspace)?)
        }
        Ok(_) => Ok(from_documents(documents::read([documents::read_file(path)])?, lent(workspace)?)),
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
    let mut errors = Vec::new();
    let mut documents = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| *path != OVERLAY && is_document(path)) {
        match document(label, path, bytes) {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error),
        }
    }
    let own = overlay(files, label)?;
    if documents.is_empty() && errors.is_empty() {
        let help = "pass a file, a folder with OpenAPI documents, or a git revision";
        errors.push(Diagnostic::new(&codes::NOTHING_TO_COMPARE, label, "no document to compare").help(help));
    }
    let borrows_overlay = own.is_none();
    Diagnostics::none_or(errors, Side { inputs: Inputs { documents, overlay: own.or(lent) }, borrows_overlay })
}

/// The documents of one file, with the `lent` overlay.
fn from_documents(vendored: Vec<VendoredDocument>, lent: Option<TextFile>) -> Side {
    let document = |vendored: VendoredDocument| TextFile { file: vendored.read_from, text: vendored.text };
    let documents = vendored.into_iter().map(document).collect();
    Side { inputs: Inputs { documents, overlay: lent }, borrows_overlay: true }
}

/// The workspace's overlay, for documents without one.
fn lent(workspace: &Workspace) -> Result<Option<TextFile>, Diagnostics> {
    Ok(overlay(&workspace.specs()?, SPECS)?)
}

fn overlay(files: &Files, label: &str) -> Result<Option<TextFile>, Diagnostic> {
    files.get(OVERLAY).map(|bytes| document(label, OVERLAY, bytes)).transpose()
}

fn document(label: &str, path: &str, bytes: &[u8]) -> Result<TextFile, Diagnostic> {
    let file = format!("{label}/{path}");
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(TextFile { file, text: text.to_owned() }),
        Err(_) => Err(Diagnostic::new(&codes::NOT_UTF8, file, "this file is not UTF-8 text").help("save it as UTF-8")),
    }
}
