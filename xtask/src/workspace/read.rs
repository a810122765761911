//! Reads files and folders. Symbolic links are refused, as they could lead out of the workspace.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use crate::codes;

/// The content of files by their path, `/`-separated and relative to the folder that was read.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Reads all files below `folder`. A missing folder has no files.
pub(crate) fn folder(root: &Path, folder: &str) -> Result<Files, Diagnostics> {
    let path = locate(root, folder)?;
    let mut files = Vec::new();
    if path.exists() {
        walk(&path, folder, &mut files);
    }
    let files = Diagnostics::collect(files)?.into_iter();
    Ok(files.map(|(path, bytes)| (path[folder.len() + 1..].to_owned(), bytes)).collect())
}

/// Reads the files directly in the folder at `path` whose name `is_wanted`.
pub(crate) fn flat(path: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<Files, Diagnostics> {
    let entries = list(path, &path.display().to_string())?.into_iter().filter_map(|entry| {
        let name = entry.file_name().into_string().ok().filter(|name| is_wanted(name))?;
        let shown = entry.path().display().to_string();
        (!entry.path().is_dir()).then(|| regular_file(&entry, &shown).map(|bytes| (name, bytes)))
    });
    Ok(Diagnostics::collect(entries)?.into_iter().collect())
}

/// Reads the text of the file at `path`.
pub(crate) fn text(root: &Path, path: &str) -> Result<String, Diagnostic> {
    utf8(path, bytes(&locate(root, path)?, path)?)
}

/// Decodes the text of the file at `path`.
pub(crate) fn utf8(path: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    String::from_utf8(bytes)
        .map_err(|_| Diagnostic::new(&codes::NOT_UTF8, path, "this file is not UTF-8 text").help("save it as UTF-8"))
}

/// Reads a regular file, which errors call `shown`. Reading other files, such as named pipes, might never end.
pub(crate) fn bytes(path: &Path, shown: &str) -> Result<Vec<u8>, Diagnostic> {
    let metadata = fs::metadata(path).map_err(|cause| io_error(shown, "cannot be read", &cause))?;
    if metadata.is_dir() {
        return Err(Diagnostic::new(&codes::NOT_REGULAR, shown, "this is a folder").help("pass the files in it"));
    }
    if !metadata.is_file() {
        return Err(irregular(shown));
    }
    fs::read(path).map_err(|cause| io_error(shown, "cannot be read", &cause))
}

/// Joins the paths, and refuses symbolic links below the root.
pub(crate) fn locate(root: &Path, relative: &str) -> Result<PathBuf, Diagnostic> {
    let mut path = root.to_owned();
    for segment in relative.split('/') {
        path.push(segment);
        if path.is_symlink() {
            return Err(irregular(&path.strip_prefix(root).unwrap_or(&path).display().to_string()));
        }
    }
    Ok(path)
}

/// Reads the files below the folder at `path`, which errors call `shown`.
fn walk(path: &Path, shown: &str, files: &mut Vec<Result<(String, Vec<u8>), Diagnostic>>) {
    let entries = match list(path, shown) {
        Ok(entries) => entries,
        Err(error) => return files.push(Err(error)),
    };
    for entry in entries {
        let shown = format!("{shown}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && entry.file_name().to_str().is_some() {
            walk(&entry.path(), &shown, files);
        } else {
            files.push(regular_file(&entry, &shown).map(|bytes| (shown, bytes)));
        }
    }
}

fn list(path: &Path, shown: &str) -> Result<Vec<DirEntry>, Diagnostic> {
    let entries = fs::read_dir(path).and_then(Iterator::collect);
    entries.map_err(|cause| io_error(shown, "cannot be listed", &cause))
}

/// Reads a file of a folder, unless it is a link or a pipe, or its name is not Unicode.
fn regular_file(entry: &DirEntry, shown: &str) -> Result<Vec<u8>, Diagnostic> {
    let kind = entry.file_type().map_err(|cause| io_error(shown, "cannot be read", &cause))?;
    if !kind.is_file() || entry.file_name().to_str().is_none() {
        return Err(irregular(shown));
    }
    bytes(&entry.path(), shown)
}

fn irregular(path: &str) -> Diagnostic {
    Diagnostic::new(&codes::NOT_REGULAR, path, "this is not a regular file").help("replace it by a regular file")
}

/// An I/O error about the file at `path`.
pub(crate) fn io_error(path: &str, what: &str, cause: &io::Error) -> Diagnostic {
    let help = match cause.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "check its permissions",
        io::ErrorKind::StorageFull => "free disk space",
        _ => "check the file at this path",
    };
    Diagnostic::new(&codes::FILE_ACCESS, path, format!("{what}: {cause}")).help(help)
}
