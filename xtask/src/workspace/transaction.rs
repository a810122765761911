//! Changes files all or none.
//!
//! All new contents and a copy of all old ones are on the disk before the first file is touched. From there on files
//! are only renamed, which cannot run out of space, and each of them is at any time either as it was or as it should
//! be. What was done is undone, last first, when a step fails.

use std::path::{Path, PathBuf};
use std::{fs, io};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use crate::codes;

use super::comparison::Changes;
use super::read::{io_error, locate};
use super::staging::Staging;

/// Makes the changes below `root`.
pub(super) fn apply(root: &Path, changes: &Changes) -> Result<(), Diagnostics> {
    let mut transaction = Transaction::begin(root)?;
    let steps = transaction.stage(changes)?;
    for step in &steps {
        if let Err(error) = transaction.perform(step) {
            return Err(transaction.roll_back(error));
        }
    }
    Ok(())
}

/// A file that changes, and the files that stand ready to take its place.
struct Step {
    path: String,
    target: PathBuf,
    /// The new content; `None` where the file is removed.
    new: Option<PathBuf>,
    /// A copy of the old content; `None` where there is none.
    old: Option<PathBuf>,
}

/// What takes a performed step back.
enum Undo {
    Restore { path: String, old: PathBuf, target: PathBuf },
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    CreateFolder(PathBuf),
}

struct Transaction<'a> {
    root: &'a Path,
    staging: Staging,
    undo: Vec<Undo>,
}

impl<'a> Transaction<'a> {
    fn begin(root: &'a Path) -> Result<Self, Diagnostic> {
        Ok(Self { root, staging: Staging::new(root)?, undo: Vec::new() })
    }

    /// Files are removed first, as a file and a folder may change places.
    fn stage(&self, changes: &Changes) -> Result<Vec<Step>, Diagnostics> {
        let removed = changes.removed.iter().map(|path| (path, None, true));
        let written = changes.written.iter().map(|file| (&file.path, Some(&file.new), file.old.is_some()));
        let mut steps = Vec::new();
        let mut errors = Vec::new();
        for (index, (path, new, exists)) in removed.chain(written).enumerate() {
            match self.stage_one(index, path, new, exists) {
                Ok(step) => steps.push(step),
                Err(error) => errors.push(error),
            }
        }
        Diagnostics::none_or(errors, steps)
    }

    fn stage_one(&self, index: usize, path: &str, content: Option<&String>, exists: bool) -> Result<Step, Diagnostic> {
        let target = locate(self.root, path)?;
        let staged = |role: &str| self.staging.path().join(format!("{index}.{role}"));
        let (new, old) = (content.map(|_| staged("new")), exists.then(|| staged("old")));
        if let (Some(new), Some(content)) = (&new, content) {
            fs::write(new, content).map_err(|cause| io_error(path, "cannot be prepared", &cause))?;
        }
        if let Some(old) = &old {
            fs::copy(&target, old).map_err(|cause| io_error(path, "cannot be kept for the case of failure", &cause))?;
        }
        Ok(Step { path: path.to_owned(), target, new, old })
    }

    fn perform(&mut self, step: &Step) -> Result<(), Diagnostic> {
        let performed = match &step.new {
            Some(new) => self.write(step, new),
            None => self.remove(step),
        };
        performed.map_err(|cause| io_error(&step.path, "cannot be changed", &cause))
    }

    fn write(&mut self, step: &Step, new: &Path) -> io::Result<()> {
        for folder in folders(self.root, &step.target).into_iter().rev().filter(|folder| !folder.exists()) {
            fs::create_dir(&folder)?;
            self.undo.push(Undo::RemoveFolder(folder));
        }
        fs::rename(new, &step.target)?;
        self.undo.push(undo(step));
        Ok(())
    }

    /// Removes the file, and the folders that nothing is left in.
    fn remove(&mut self, step: &Step) -> io::Result<()> {
        fs::remove_file(&step.target)?;
        self.undo.push(undo(step));
        for folder in folders(self.root, &step.target) {
            if fs::remove_dir(&folder).is_err() {
                break;
            }
            self.undo.push(Undo::CreateFolder(folder));
        }
        Ok(())
    }

    /// Takes everything back, and tells of `error` and of whatever could not be taken back.
    fn roll_back(mut self, error: Diagnostic) -> Diagnostics {
        let mut errors = vec![error];
        for undo in self.undo.drain(..).rev() {
            errors.extend(undo.perform().err());
        }
        if errors.len() > 1 {
            // The copies are the only ones of the files that could not be restored.
            self.staging.keep();
        }
        errors.into()
    }
}

/// The folders between `root` and the file, the innermost first.
fn folders(root: &Path, file: &Path) -> Vec<PathBuf> {
    let inside = |folder: &&Path| *folder != root;
    file.ancestors().skip(1).take_while(inside).map(Path::to_owned).collect()
}

fn undo(step: &Step) -> Undo {
    match &step.old {
        Some(old) => Undo::Restore { path: step.path.clone(), old: old.clone(), target: step.target.clone() },
        None => Undo::RemoveFile(step.target.clone()),
    }
}

impl Undo {
    fn perform(self) -> Result<(), Diagnostic> {
        let place = |path: &Path| path.display().to_string();
        match self {
            Self::Restore { path, old, target } => fs::rename(&old, target).map_err(|cause| {
                Diagnostic::new(&codes::FILE_ACCESS, path, format!("cannot be put back: {cause}"))
                    .help(format!("its old content is in {}", old.display()))
            }),
            Self::RemoveFile(path) => {
                fs::remove_file(&path).map_err(|cause| io_error(&place(&path), "cannot be removed again", &cause))
            }
            Self::RemoveFolder(path) => {
                fs::remove_dir(&path).map_err(|cause| io_error(&place(&path), "cannot be removed again", &cause))
            }
            Self::CreateFolder(path) => {
                fs::create_dir(&path).map_err(|cause| io_error(&place(&path), "cannot be created again", &cause))
            }
        }
    }
}
