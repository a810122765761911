//! Changes the files of one folder at one stroke.
//!
//! The folder as it should be is built beside the one that is there, and the two change places by one call to the
//! system: whenever the program is interrupted, the folder is as it was or as it should be.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use super::comparison::Changes;
use super::read::{self, io_error, locate};
use super::staging::Staging;
use super::transaction;

/// Makes the changes, all of which are below the `folder` of `root`.
pub(super) fn apply(root: &Path, folder: &str, changes: &Changes) -> Result<(), Diagnostics> {
    let target = locate(root, folder)?;
    let staging = Staging::new(root)?;
    let staged = staging.path().join("new");
    build(root, folder, changes, &staged)?;
    let changed = match target.exists() {
        true => copy_permissions(&target, &staged).and_then(|()| swap(&staged, &target)),
        false => fs::rename(&staged, &target),
    };
    match changed {
        Ok(()) => Ok(()),
        // Not every system can do this, nor every file system: file by file, a failure at least is taken back.
        Err(cause) if is_unsupported(&cause) => transaction::apply(root, changes),
        Err(cause) => Err(io_error(folder, "cannot be changed", &cause).into()),
    }
}

/// Writes the folder as it should be to `staged`.
fn build(root: &Path, folder: &str, changes: &Changes, staged: &Path) -> Result<(), Diagnostics> {
    let is_changed =
        |path: &String| changes.removed.contains(path) || changes.written.iter().any(|written| written.path == *path);
    let paths = read::folder(root, folder)?.into_keys().map(|path| format!("{folder}/{path}"));
    let kept = paths.filter(|path| !is_changed(path)).map(|path| (path, None));
    let written = changes.written.iter().map(|written| (written.path.clone(), Some(&written.new)));
    let mut errors = Vec::new();
    for (path, content) in kept.chain(written) {
        let within = path.strip_prefix(folder).map(|path| path.trim_start_matches('/')).unwrap_or_default();
        errors.extend(place(root, &path, content, &staged.join(within)).err());
    }
    Diagnostics::none_or(errors, ())
}

/// Puts the new content of `path`, or else the file that is there, in the place `staged`.
fn place(root: &Path, path: &str, content: Option<&String>, staged: &Path) -> Result<(), Diagnostic> {
    let folder = staged.parent().unwrap_or(staged);
    let placed = fs::create_dir_all(folder).and_then(|()| match content {
        Some(content) => write(staged, content),
        None => link(&root.join(path), staged),
    });
    placed.map_err(|cause| io_error(path, "cannot be prepared", &cause))
}

/// Writes a file and waits until it is on the disk, as the old one is about to be removed.
fn write(path: &Path, content: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

/// The same file in a second place, where the file system can; else a copy.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// Lets those access the new folder who can access the old one.
fn copy_permissions(old: &Path, new: &Path) -> io::Result<()> {
    fs::create_dir_all(new)?;
    fs::set_permissions(new, fs::metadata(old)?.permissions())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether the error says that folders cannot change places here, rather than that these two cannot.
fn is_unsupported(cause: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, Unsupported};

    matches!(cause.kind(), CrossesDevices | InvalidInput | Unsupported)
}
