//! The workspace on the disk: reads specs/ and c1-api, compares them with new files, and writes the changes.

mod atomic_swap;
mod comparison;
pub(crate) mod manifest;
pub(crate) mod read;
mod spec_store;
mod staging;
mod transaction;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::rust::{GENERATED, MANIFEST};
use ::codegen::{FileTree, Inputs};

use crate::codes;

pub use self::comparison::{Changes, Written};
pub use self::manifest::{Source, Validators};
pub use self::read::Files;
pub(crate) use self::spec_store::{OVERLAY, SPECS, is_document};
pub use self::spec_store::{Replaced, SpecStore, VendoredDocument};
use crate::cargo_toml::{self, Version};

const WORKSPACE_MANIFEST: &str = "Cargo.toml";

/// The workspace at a path on the disk.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Returns the workspace at `root` without reading anything yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The path of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads the version of c1-api, `None` if its manifest has none.
    ///
    /// # Errors
    ///
    /// If c1-api's manifest, or the workspace's manifest that it inherits from, cannot be read or parsed.
    pub fn version(&self) -> Result<Option<String>, Diagnostic> {
        match cargo_toml::version(MANIFEST, &read::text(&self.root, MANIFEST)?)? {
            Version::Own(version) => Ok(Some(version)),
            Version::Missing => Ok(None),
            Version::Inherited => {
                cargo_toml::workspace_version(WORKSPACE_MANIFEST, &read::text(&self.root, WORKSPACE_MANIFEST)?)
            }
        }
    }

    /// Reads all files of specs/. A missing folder has no files.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, is a symbolic link, or is not a regular file.
    pub fn specs(&self) -> Result<Files, Diagnostics> {
        read::folder(&self.root, SPECS)
    }

    /// Reads the vendored documents and their overlay.
    ///
    /// # Errors
    ///
    /// As [`Workspace::specs`] and [`SpecStore::read`].
    pub fn inputs(&self) -> Result<Inputs, Diagnostics> {
        Ok(SpecStore::read(&self.specs()?)?.inputs())
    }

    /// Compares specs/ with `specs`. Files that are not documents are ignored.
    ///
    /// # Errors
    ///
    /// As [`Workspace::specs`].
    pub fn compare_specs(&self, specs: &SpecStore) -> Result<Changes, Diagnostics> {
        let mut on_disk = self.specs()?;
        on_disk.retain(|path, _| spec_store::is_vendored(path));
        Ok(comparison::compare(SPECS, on_disk, &specs.files()?))
    }

    /// Applies changes from [`Workspace::compare_specs`] atomically: after an interruption, specs/ is either old or new.
    ///
    /// File systems that cannot swap folders get file-by-file changes, as from [`Workspace::apply`]. Removes what killed
    /// commands left behind, too.
    ///
    /// # Errors
    ///
    /// If a step fails. specs/ is unchanged then.
    pub fn apply_specs(&self, changes: &Changes) -> Result<(), Diagnostics> {
        staging::sweep(&self.root);
        if changes.is_empty() { Ok(()) } else { atomic_swap::apply(&self.root, SPECS, changes) }
    }

    /// Reads the generated files. A missing folder has no files.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, is not text, is a symbolic link, or is not a regular file.
    pub fn generated(&self) -> Result<FileTree, Diagnostics> {
        let mut tree = FileTree::new();
        for (path, bytes) in read::folder(&self.root, GENERATED)? {
            let text = String::from_utf8(bytes).map_err(|_| {
                Diagnostic::new(&codes::NOT_UTF8, format!("{GENERATED}/{path}"), "this file is not UTF-8 text")
                    .help("run `cargo xtask codegen`")
            })?;
            tree.insert(path, text)?;
        }
        Ok(tree)
    }

    /// Reads the text of the file at `path`, relative to the workspace, `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is not text, or is behind a symbolic link.
    pub fn text(&self, path: &str) -> Result<Option<String>, Diagnostic> {
        if read::locate(&self.root, path)?.exists() { read::text(&self.root, path).map(Some) } else { Ok(None) }
    }

    /// Compares the generated folder and the feature table of c1-api with generated files and features.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, is a symbolic link, or is not a regular file, or if the manifest has no markers for
    /// the generated features.
    pub fn compare(&self, files: &FileTree, features: &BTreeMap<String, Vec<String>>) -> Result<Changes, Diagnostics> {
        let on_disk = read::folder(&self.root, GENERATED)?;
        let mut changes = comparison::compare(GENERATED, on_disk, files);
        let old = read::text(&self.root, MANIFEST)?;
        let new = cargo_toml::with_features(MANIFEST, &old, features)?;
        if new != old {
            changes.written.push(Written { path: MANIFEST.to_owned(), old: Some(old.into_bytes()), new });
        }
        Ok(changes)
    }

    /// Applies all changes, or none if one fails. Removes what killed commands left behind, too.
    ///
    /// # Errors
    ///
    /// If a step fails. A file that could not be restored is named with the path of its old content.
    pub fn apply(&self, changes: &Changes) -> Result<(), Diagnostics> {
        staging::sweep(&self.root);
        if changes.is_empty() { Ok(()) } else { transaction::apply(&self.root, changes) }
    }
}
