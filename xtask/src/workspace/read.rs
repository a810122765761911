//! Reads files of the workspace, and follows no link out of it.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use crate::codes;

/// The bytes of files by their path, `/`-separated and relative to the folder that they were read from.
pub type Files = BTreeMap<String, Vec<u8>>;

/// All files below `folder`, by their path in it; none where it does not exist.
pub(crate) fn folder(root: &Path, folder: &str) -> Result<Files, Diagnostics> {
    let path = locate(root, folder)?;
    let mut walk = Walk { folder, files: Files::new(), errors: Vec::new() };
    if path.exists() {
        walk.enter(&path, "");
    }
    Diagnostics::none_or(walk.errors, walk.files)
}

/// Reads the files directly in the folder at `path` whose name `is_wanted`.
pub(crate) fn flat(path: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<Files, Diagnostics> {
    let shown = path.display().to_string();
    let entries = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|cause| io_error(&shown, "cannot be listed", &cause))?;
    let mut walk = Walk { folder: &shown, files: Files::new(), errors: Vec::new() };
    for entry in entries {
        let is_wanted = entry.file_name().to_str().is_some_and(&is_wanted);
        if is_wanted && !entry.path().is_dir() {
            walk.meet(&entry, "");
        }
    }
    Diagnostics::none_or(walk.errors, walk.files)
}

/// Reads the text of the file at `path`.
pub(crate) fn text(root: &Path, path: &str) -> Result<String, Diagnostic> {
    String::from_utf8(bytes(&locate(root, path)?, path)?)
        .map_err(|_| Diagnostic::new(&codes::NOT_UTF8, path, "this file is not UTF-8 text").help("save it as UTF-8"))
}

/// Reads the file at `path`, which errors call `shown`. Reading another file, such as a named pipe, might never end.
pub(crate) fn bytes(path: &Path, shown: &str) -> Result<Vec<u8>, Diagnostic> {
    let metadata = fs::metadata(path).map_err(|cause| io_error(shown, "cannot be read", &cause))?;
    if metadata.is_dir() {
        return Err(Diagnostic::new(&codes::NOT_REGULAR, shown, "this is a folder").help("name the files in it"));
    }
    if !metadata.is_file() {
        return Err(
            Diagnostic::new(&codes::NOT_REGULAR, shown, "this is not a regular file").help("use a regular file")
        );
    }
    fs::read(path).map_err(|cause| io_error(shown, "cannot be read", &cause))
}

/// Where `relative` lies on the disk, if no part of it below the root is a symbolic link.
pub(crate) fn locate(root: &Path, relative: &str) -> Result<PathBuf, Diagnostic> {
    let mut path = root.to_owned();
    for segment in relative.split('/') {
        path.push(segment);
        if path.is_symlink() {
            let link = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            return Err(irregular(link));
        }
    }
    Ok(path)
}

struct Walk<'a> {
    folder: &'a str,
    files: Files,
    errors: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Goes through the folder at `path`, whose own path in the tree is `prefix`.
    fn enter(&mut self, path: &Path, prefix: &str) {
        match fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => {
                for entry in entries {
                    self.meet(&entry, prefix);
                }
            }
            Err(cause) => self.fail(prefix.trim_end_matches('/'), "cannot be listed", &cause),
        }
    }

    fn meet(&mut self, entry: &DirEntry, prefix: &str) {
        let name = entry.file_name();
        let relative = format!("{prefix}{}", name.to_string_lossy());
        match entry.file_type() {
            Ok(kind) if name.to_str().is_some() && kind.is_dir() => {
                self.enter(&entry.path(), &format!("{relative}/"));
            }
            Ok(kind) if name.to_str().is_some() && kind.is_file() => {
                self.load(&entry.path(), relative);
            }
            Ok(_) => self.errors.push(irregular(self.place(&relative))),
            Err(cause) => self.fail(&relative, "cannot be read", &cause),
        }
    }

    fn load(&mut self, path: &Path, relative: String) {
        match fs::read(path) {
            Ok(bytes) => drop(self.files.insert(relative, bytes)),
            Err(cause) => self.fail(&relative, "cannot be read", &cause),
        }
    }

    fn fail(&mut self, relative: &str, what: &str, cause: &io::Error) {
        self.errors.push(io_error(&self.place(relative), what, cause));
    }

    fn place(&self, relative: &str) -> String {
        match relative {
            "" => self.folder.to_owned(),
            _ => format!("{}/{relative}", self.folder),
        }
    }
}

/// A link could lead out of the workspace, a pipe never end, and a name that is not Unicode be lost.
fn irregular(path: String) -> Diagnostic {
    Diagnostic::new(&codes::NOT_REGULAR, path, "this is not a regular file or folder of the workspace")
        .help("remove it")
}

/// An I/O error about the file at `path`.
pub(crate) fn io_error(path: &str, what: &str, cause: &io::Error) -> Diagnostic {
    let help = match cause.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "check who may read and write it",
        io::ErrorKind::StorageFull => "make room on the disk",
        _ => "check what is there in its place",
    };
    Diagnostic::new(&codes::FILE_ACCESS, path, format!("{what}: {cause}")).help(help)
}
