//! Applies changes to files: all of them, or none if one fails.
//!
//! New contents, and copies of the old ones, are first written to a staging folder in the workspace's root. Then files
//! are only renamed, which needs no disk space. [`files`] undoes the completed renames if one fails. [`folder`] builds a
//! whole folder and swaps it with the old one in a single system call, so even a killed command leaves one of the two.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use tempfile::TempDir;

use super::comparison::Changes;
use super::read::{self, io_error, locate};
use crate::codes;

/// Applies changes below `root`, and undoes them if one fails.
pub(super) fn files(root: &Path, changes: &Changes) -> Result<(), Diagnostics> {
    let mut staging = Staging::new(root)?;
    // Removals come first, as a folder may replace a file.
    let removed = changes.removed.iter().map(|path| (path, None, true));
    let written = changes.written.iter().map(|file| (&file.path, Some(&file.new), file.old.is_some()));
    let steps = removed.chain(written).enumerate().map(|(index, (path, new, exists))| {
        let staged = staging.path().join(index.to_string());
        Step::stage(path, locate(root, path)?, &staged, new, exists)
    });
    let steps = Diagnostics::collect(steps)?;
    for (index, step) in steps.iter().enumerate() {
        let Err(cause) = step.perform(root) else { continue };
        prune(root, &step.target);
        let mut errors = vec![io_error(&step.path, "cannot be changed", &cause)];
        errors.extend(steps[..index].iter().rev().filter_map(|step| step.undo(root).err()));
        if errors.len() > 1 {
            staging.keep();
        }
        return Err(errors.into());
    }
    Ok(())
}

/// A file to change, and its staged contents.
struct Step {
    path: String,
    target: PathBuf,
    /// The new content, `None` to remove the file.
    new: Option<PathBuf>,
    /// A copy of the old content, `None` for a new file.
    old: Option<PathBuf>,
}

impl Step {
    fn stage(
        path: &str,
        target: PathBuf,
        staged: &Path,
        content: Option<&String>,
        exists: bool,
    ) -> Result<Self, Diagnostic> {
        let (new, old) = (content.map(|_| staged.with_extension("new")), exists.then(|| staged.with_extension("old")));
        if let (Some(new), Some(content)) = (&new, content) {
            fs::write(new, content).map_err(|cause| io_error(path, "cannot be staged", &cause))?;
        }
        if let Some(old) = &old {
            fs::copy(&target, old).map_err(|cause| io_error(path, "cannot be backed up", &cause))?;
        }
        Ok(Self { path: path.to_owned(), target, new, old })
    }

    fn perform(&self, root: &Path) -> io::Result<()> {
        match &self.new {
            Some(new) => rename(new, &self.target),
            None => fs::remove_file(&self.target).map(|()| prune(root, &self.target)),
        }
    }

    fn undo(&self, root: &Path) -> Result<(), Diagnostic> {
        match &self.old {
            Some(old) => rename(old, &self.target).map_err(|cause| {
                Diagnostic::new(&codes::FILE_ACCESS, &self.path, format!("cannot be restored: {cause}"))
                    .help(format!("its old content is in {}", old.display()))
            }),
            None => fs::remove_file(&self.target)
                .map(|()| prune(root, &self.target))
                .map_err(|cause| io_error(&self.path, "cannot be removed after a failure", &cause)),
        }
    }
}

/// Moves a file, and creates the folders of its new path.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::rename(from, to)
}

/// Removes the folders between `root` and the file that are empty.
fn prune(root: &Path, file: &Path) {
    let mut folders = file.ancestors().skip(1).take_while(|folder| *folder != root);
    while folders.next().is_some_and(|folder| fs::remove_dir(folder).is_ok()) {}
}

/// Applies changes, all of them below the `folder` of `root`, by a swap of the folder.
pub(super) fn folder(root: &Path, folder: &str, changes: &Changes) -> Result<(), Diagnostics> {
    let target = locate(root, folder)?;
    let staging = Staging::new(root)?;
    let staged = staging.path().join("new");
    stage_folder(root, folder, changes, &staged)?;
    let swapped = if target.exists() { swap(&staged, &target) } else { fs::rename(&staged, &target) };
    // Not every system and file system swaps folders.
    if swapped.is_ok() { Ok(()) } else { files(root, changes) }
}

/// Builds the changed folder at `staged`.
fn stage_folder(root: &Path, folder: &str, changes: &Changes, staged: &Path) -> Result<(), Diagnostics> {
    let is_changed =
        |path: &String| changes.removed.contains(path) || changes.written.iter().any(|written| written.path == *path);
    let paths = read::folder(root, folder)?.into_keys().map(|path| format!("{folder}/{path}"));
    let kept = paths.filter(|path| !is_changed(path)).map(|path| (path, None));
    let written = changes.written.iter().map(|written| (written.path.clone(), Some(&written.new)));
    let files = kept.chain(written).map(|(path, content)| {
        let staged = staged.join(Path::new(&path).strip_prefix(folder).unwrap_or(Path::new(&path)));
        let result = fs::create_dir_all(staged.parent().unwrap_or(&staged)).and_then(|()| match content {
            Some(content) => write_synced(&staged, content),
            None => fs::hard_link(root.join(&path), &staged)
                .or_else(|_unsupported| fs::copy(root.join(&path), &staged).map(drop)),
        });
        result.map_err(|cause| io_error(&path, "cannot be staged", &cause))
    });
    Diagnostics::collect(files).map(drop)
}

/// Writes a file and syncs it to the disk, as the old one is removed next.
fn write_synced(path: &Path, content: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

/// Swaps two folders. The permissions of the old one are kept.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn swap(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    fs::create_dir_all(new)?;
    fs::set_permissions(new, fs::metadata(old)?.permissions())?;
    Ok(renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

const PREFIX: &str = ".staging-";

/// A file that protects a staging folder with the last copy of some content.
const KEEP: &str = "KEEP";

/// A folder in the workspace's root that is removed when it is dropped. Files can only be renamed within a file system.
///
/// It is locked while its command runs. The system releases the lock of a killed process, so an unlocked folder is left
/// over. Systems without `flock` keep such folders.
struct Staging {
    folder: TempDir,
    _lock: Option<File>,
}

impl Staging {
    fn new(root: &Path) -> Result<Self, Diagnostic> {
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

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Keeps the folder when it is dropped, and when it is swept.
    fn keep(&mut self) {
        self.folder.disable_cleanup(true);
        // Without the mark, the folder exists until the next command at least.
        let _unmarked = fs::write(self.path().join(KEEP), "");
    }
}

/// Removes the staging folders of killed commands.
pub(super) fn sweep(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_staging = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && !path.join(KEEP).exists();
        if is_staging && let Some(_lock) = lock(&path, false) {
            // The next command tries again.
            let _failed = fs::remove_dir_all(path);
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
