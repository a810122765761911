//! Compares the files on the disk with the files that should be there.

use ::codegen::FileTree;

use super::read::Files;

/// The changes that make the disk match. Paths are relative to the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are missing or have a different content.
    pub written: Vec<Written>,
    /// Files to remove.
    pub removed: Vec<String>,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its path, relative to the workspace.
    pub path: String,
    /// Its content on the disk, `None` if the file does not exist.
    pub old: Option<Vec<u8>>,
    /// Its new content.
    pub new: String,
}

impl Changes {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }
}

/// Returns the changes that turn the `actual` files of `folder` into the `expected` ones.
pub(super) fn compare(folder: &str, mut actual: Files, expected: &FileTree) -> Changes {
    let mut changes = Changes::default();
    for (path, new) in expected.iter() {
        let old = actual.remove(path);
        if old.as_deref() != Some(new.as_bytes()) {
            changes.written.push(Written { path: format!("{folder}/{path}"), old, new: new.to_owned() });
        }
    }
    changes.removed = actual.into_keys().map(|path| format!("{folder}/{path}")).collect();
    changes
}
