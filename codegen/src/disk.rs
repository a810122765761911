//! The disk: what the generator reads and what it leaves behind. No other module meets it.

mod exchange;
mod folder;
mod transaction;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::manifest::{self, Version};
use crate::vendor::Input;
use crate::{Error, Errors, FileTree, Generated, Specs, features, specs};

/// The bytes of files by their path, `/`-separated and relative to the folder that they were read from.
pub type Files = BTreeMap<String, Vec<u8>>;

const SPECS: &str = "specs";
pub(crate) const GENERATED: &str = "c1-api/src/generated";
pub(crate) const MANIFEST: &str = "c1-api/Cargo.toml";
const WORKSPACE_MANIFEST: &str = "Cargo.toml";

/// The files of the workspace that the generator reads and writes.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

/// What would have to happen for the disk to hold what it should. Paths are relative to the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files whose content is not what it should be, or that are missing.
    pub written: Vec<Written>,
    /// Files that should not be there.
    pub removed: Vec<String>,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its path, relative to the workspace.
    pub path: String,
    /// What it holds now, `None` where it does not exist.
    pub old: Option<Vec<u8>>,
    /// What it should hold.
    pub new: String,
}

impl Changes {
    /// Whether the disk holds what it should.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }
}

impl Workspace {
    /// The workspace at `root`. Nothing is read yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where the workspace is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The version of c1-api; none where its manifest does not tell one.
    ///
    /// # Errors
    ///
    /// Where its manifest, or that of the workspace, from which it takes the version, cannot be read or is no TOML.
    pub fn version(&self) -> Result<Option<String>, Error> {
        let own = manifest::version(MANIFEST, &folder::read_text(&self.root, MANIFEST)?)?;
        match own {
            Version::Stated(version) => Ok(Some(version)),
            Version::None => Ok(None),
            Version::OfWorkspace => {
                manifest::version_of_members(WORKSPACE_MANIFEST, &folder::read_text(&self.root, WORKSPACE_MANIFEST)?)
            }
        }
    }

    /// All files of specs/; none where the folder does not exist.
    ///
    /// # Errors
    ///
    /// Where one cannot be read, or is a symbolic link or no regular file.
    pub fn specs(&self) -> Result<Files, Errors> {
        folder::read(&self.root, SPECS)
    }

    /// How specs/ would change for it to hold `specs`. Files that are not documents are not looked at.
    ///
    /// # Errors
    ///
    /// As [`Workspace::specs`].
    pub fn compare_specs(&self, specs: &Specs) -> Result<Changes, Errors> {
        let mut on_disk = self.specs()?;
        on_disk.retain(|path, _| specs::is_vendored(path));
        Ok(compare(SPECS, on_disk, &specs.files()?))
    }

    /// Makes changes that [`Workspace::compare_specs`] told of, at one stroke: interrupted at any point, specs/ is as it
    /// was or as it should be. (Where the file system cannot do this, they are made file by file, as by
    /// [`Workspace::apply`].)
    ///
    /// # Errors
    ///
    /// What failed; specs/ is as it was then.
    pub fn apply_specs(&self, changes: &Changes) -> Result<(), Errors> {
        match changes.is_empty() {
            true => Ok(()),
            false => exchange::apply(&self.root, SPECS, changes),
        }
    }

    /// The generated files as they are now; none where the folder does not exist.
    ///
    /// # Errors
    ///
    /// Where one cannot be read, is no text, or is a symbolic link or no regular file.
    pub fn generated(&self) -> Result<FileTree, Errors> {
        let mut tree = FileTree::new();
        for (path, bytes) in folder::read(&self.root, GENERATED)? {
            let text = String::from_utf8(bytes).map_err(|_| {
                Error::new(format!("{GENERATED}/{path}"), "", "this file is not UTF-8 text")
                    .help("run `cargo xtask codegen`")
            })?;
            tree.insert(path, text)?;
        }
        Ok(tree)
    }

    /// How the generated folder and the feature table of c1-api would change.
    ///
    /// # Errors
    ///
    /// Where one of these files cannot be read, or is a symbolic link or no regular file; where the manifest has no
    /// place for the features.
    pub fn compare(&self, generated: &Generated) -> Result<Changes, Errors> {
        let mut changes = compare(GENERATED, folder::read(&self.root, GENERATED)?, &generated.files);
        let old = folder::read_text(&self.root, MANIFEST)?;
        let new = features::rewrite(MANIFEST, &old, &generated.features)?;
        if new != old {
            changes.written.push(Written { path: MANIFEST.to_owned(), old: Some(old.into_bytes()), new });
        }
        Ok(changes)
    }

    /// Makes the changes, all of them or, where one fails, none.
    ///
    /// # Errors
    ///
    /// What failed; and where a file could not be put back, where its content is.
    pub fn apply(&self, changes: &Changes) -> Result<(), Errors> {
        match changes.is_empty() {
            true => Ok(()),
            false => transaction::apply(&self.root, changes),
        }
    }
}

/// Reads a file named for vendoring. The path is relative to the current folder.
///
/// # Errors
///
/// Where it cannot be read.
pub fn read_input(path: &Path) -> Result<Input, Error> {
    let name = path.display().to_string();
    match fs::read(path) {
        Ok(bytes) => Ok(Input::file(name, bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::IsADirectory => {
            Err(Error::new(name, "", "this is a folder").help("name the files in it"))
        }
        Err(cause) => Err(failure(&name, "cannot be read", &cause)),
    }
}

/// What there is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File(Input),
    /// A folder, with the OpenAPI documents that lie directly in it, and its overlay.
    Folder(Files),
    /// Neither.
    Nothing,
}

/// Reads a file or folder that was named for a comparison. The path is relative to the current folder.
///
/// # Errors
///
/// Where it cannot be read.
pub fn find(path: &Path) -> Result<Found, Errors> {
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(Found::Folder(folder::documents(path)?)),
        Ok(_) => Ok(Found::File(read_input(path)?)),
        Err(cause) if matches!(cause.kind(), io::ErrorKind::PermissionDenied) => {
            Err(failure(&path.display().to_string(), "cannot be read", &cause).into())
        }
        Err(_) => Ok(Found::Nothing),
    }
}

fn compare(folder: &str, mut on_disk: Files, should_be: &FileTree) -> Changes {
    let mut changes = Changes::default();
    for (path, new) in should_be.iter() {
        let old = on_disk.remove(path);
        if old.as_deref() != Some(new.as_bytes()) {
            changes.written.push(Written { path: format!("{folder}/{path}"), old, new: new.to_owned() });
        }
    }
    changes.removed = on_disk.into_keys().map(|path| format!("{folder}/{path}")).collect();
    changes
}

/// What the system says of a file.
fn failure(path: &str, what: &str, cause: &io::Error) -> Error {
    let help = match cause.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "check who may read and write it",
        io::ErrorKind::StorageFull => "make room on the disk",
        _ => "check what is there in its place",
    };
    Error::new(path, "", format!("{what}: {cause}")).help(help)
}
