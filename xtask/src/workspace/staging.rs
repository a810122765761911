//! Folders in the workspace's root in which files are prepared before they are moved into place.
//!
//! A folder is locked while its command runs. The system releases the lock when the process ends, even if it is killed,
//! so every folder that is not locked is left over. Systems without `flock` keep such folders.

use std::fs::{self, File};
use std::path::Path;

use ::codegen::diagnostics::Diagnostic;
use tempfile::TempDir;

use super::read::io_error;

const PREFIX: &str = ".staging-";

/// The name of a file that protects a folder, as it has the last copy of some content.
const KEEP: &str = "KEEP";

/// A folder that is removed when it is dropped. It is in the workspace, as files can only be renamed within one file
/// system.
pub(super) struct Staging {
    folder: TempDir,
    _lock: Option<File>,
}

impl Staging {
    pub(super) fn new(root: &Path) -> Result<Self, Diagnostic> {
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(root);
            let folder =
                folder.map_err(|cause| io_error(&root.display().to_string(), "cannot be written to", &cause))?;
            let lock = lock(folder.path(), true);
            // Another command may have removed the folder before it was locked.
            if folder.path().exists() {
                return Ok(Self { folder, _lock: lock });
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Keeps the folder when it is dropped, and when it is swept.
    pub(super) fn keep(&mut self) {
        self.folder.disable_cleanup(true);
        // Without the mark, the folder is there until the next command at least.
        let _unmarked = fs::write(self.path().join(KEEP), "");
    }
}

/// Removes the folders of commands that were killed.
pub(super) fn sweep(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_staging = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && !path.join(KEEP).exists();
        if is_staging && let Some(_lock) = lock(&path, false) {
            // A folder that cannot be removed now is left for the next command.
            let _left = fs::remove_dir_all(path);
        }
    }
}

/// Locks a folder. Returns `None` if another process has locked it, unless this `waits` for that process.
#[cfg(unix)]
fn lock(folder: &Path, waits: bool) -> Option<File> {
    use rustix::fs::{FlockOperation, flock};

    let file = File::open(folder).ok()?;
    let operation = if waits { FlockOperation::LockExclusive } else { FlockOperation::NonBlockingLockExclusive };
    flock(&file, operation).ok().map(|()| file)
}

#[cfg(not(unix))]
fn lock(_: &Path, _: bool) -> Option<File> {
    None
}
