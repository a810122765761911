//! The workspace on the disk: reads specs/ and c1-api, compares them with new files, and writes the changes.

mod comparison;
pub(crate) mod manifest;
pub(crate) mod read;
mod spec_store;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::rust::{GENERATED, MANIFEST};
use ::codegen::{FileTree, Inputs, TextFile, UnmatchedActions};

pub use self::comparison::{Changes, Written};
pub(crate) use self::manifest::{OVERLAY, SOURCES, SPECS};
pub use self::manifest::{Source, Validators};
pub use self::read::Files;
pub use self::spec_store::{Replaced, SpecStore, VendoredDocument};
pub(crate) use self::spec_store::{is_document, unmatched_actions};
use crate::cargo_toml;

/// The workspace at a path on the disk.
///
/// Reading and comparing fail if a file cannot be read, or is a symbolic link or another irregular file.
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
    pub fn version(&self) -> Result<Option<String>, Diagnostic> {
        cargo_toml::version(MANIFEST, |file| read::text(&self.root, file))
    }

    /// Reads all files of specs/. A missing folder has no files.
    pub fn specs(&self) -> Result<Files, Diagnostics> {
        read::folder(&self.root, SPECS)
    }

    /// Reads the vendored documents and their overlay.
    pub fn inputs(&self) -> Result<Inputs, Diagnostics> {
        Ok(SpecStore::read(&self.specs()?)?.inputs())
    }

    /// Reads the vendored documents and their overlay, and how to treat its actions that match nothing.
    pub fn specification(&self) -> Result<(Inputs, UnmatchedActions), Diagnostics> {
        let specs = SpecStore::read(&self.specs()?)?;
        Ok((specs.inputs(), specs.unmatched_actions()))
    }

    /// Reads the overlay of specs/; `None` without one.
    pub fn overlay(&self) -> Result<Option<TextFile>, Diagnostics> {
        let file = format!("{SPECS}/{OVERLAY}");
        Ok(self.text(&file)?.map(|text| TextFile { file, text }))
    }

    /// Compares specs/ with `specs`. Files that are not documents are ignored.
    pub fn compare_specs(&self, specs: &SpecStore) -> Result<Changes, Diagnostics> {
        let mut on_disk = self.specs()?;
        on_disk.retain(|path, _| spec_store::is_vendored(path));
        Ok(comparison::compare(SPECS, on_disk, &specs.files()?))
    }

    /// Applies changes from [`Workspace::compare_specs`] atomically: after an interruption, specs/ is either old or new.
    ///
    /// File systems that cannot swap folders get file-by-file changes, as from [`Workspace::apply`].
    pub fn apply_specs(&self, changes: &Changes) -> Result<(), Diagnostics> {
        write::sweep(&self.root);
        if changes.is_empty() { Ok(()) } else { write::folder(&self.root, SPECS, changes) }
    }

    /// Reads the generated files. A missing folder has no files.
    pub fn generated(&self) -> Result<FileTree, Diagnostics> {
        let mut tree = FileTree::new();
        for (path, bytes) in read::folder(&self.root, GENERATED)? {
            let text = read::utf8(&format!("{GENERATED}/{path}"), bytes)?;
            tree.insert(path, text)?;
        }
        Ok(tree)
    }

    /// Reads the text of the file at `path`, relative to the workspace, `None` if it does not exist.
    pub fn text(&self, path: &str) -> Result<Option<String>, Diagnostic> {
        if read::locate(&self.root, path)?.exists() { read::text(&self.root, path).map(Some) } else { Ok(None) }
    }

    /// Compares the generated folder and the feature table of c1-api with generated files and features.
    pub fn compare(&self, files: &FileTree, features: &BTreeMap<String, Vec<String>>) -> Result<Changes, Diagnostics> {
        let mut changes = self.compare_folder(GENERATED, files)?;
        let manifest = cargo_toml::with_features(MANIFEST, &read::text(&self.root, MANIFEST)?, features)?;
        changes.written.extend(self.compare_file(MANIFEST, manifest)?);
        Ok(changes)
    }

    /// Compares a folder of generated files with those that it should have.
    pub(crate) fn compare_folder(&self, folder: &str, files: &FileTree) -> Result<Changes, Diagnostics> {
        Ok(comparison::compare(folder, read::folder(&self.root, folder)?, files))
    }

    /// Compares a file with the text that it should have; `None` if they are equal.
    pub(crate) fn compare_file(&self, path: &str, new: String) -> Result<Option<Written>, Diagnostic> {
        let old = self.text(path)?;
        Ok((old.as_ref() != Some(&new)).then(|| Written {
            path: path.to_owned(),
            old: old.map(String::into_bytes),
            new,
        }))
    }

    /// Applies all changes, or none if one fails. An error names the path of each old content that was not restored.
    pub fn apply(&self, changes: &Changes) -> Result<(), Diagnostics> {
        write::sweep(&self.root);
        if changes.is_empty() { Ok(()) } else { write::files(&self.root, changes) }
    }
}
