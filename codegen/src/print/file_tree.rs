//! Files by their paths.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, codes};

/// Text files by their path, in the order of their paths.
///
/// Paths are `/`-separated and relative to a folder of the tree's owner. They come from names in specifications, so a path
/// that could lead out of that folder is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTree {
    files: BTreeMap<String, String>,
}

impl FileTree {
    /// A tree without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// A path that is not plain and relative, or that a file or folder has already.
    pub fn insert(&mut self, path: impl Into<String>, content: impl Into<String>) -> Result<(), Diagnostic> {
        let path = path.into();
        check(&path)?;
        if self.is_taken(&path) {
            return Err(Diagnostic::new(&codes::PATH_COLLISION, path, "two files would have this path")
                .help("give one of the two another name with `x-rust-name` in specs/overlay.yaml"));
        }
        self.files.insert(path, content.into());
        Ok(())
    }

    /// The content of the file at `path`.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Each path and its content, in the order of paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.as_str()))
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it has no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether a file or folder has this path already.
    fn is_taken(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let is_folder = self.files.range(below.clone()..).next().is_some_and(|(next, _)| next.starts_with(&below));
        let lies_in_file = path.match_indices('/').any(|(end, _)| self.files.contains_key(&path[..end]));
        is_folder || lies_in_file || self.files.contains_key(path)
    }
}

/// Refuses paths that some system would not read as names below the tree's folder.
fn check(path: &str) -> Result<(), Diagnostic> {
    let is_plain = |segment: &str| {
        !matches!(segment, "" | "." | "..") && !segment.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    if path.split('/').all(is_plain) {
        return Ok(());
    }
    Err(Diagnostic::new(&codes::PATH_COLLISION, format!("{path:?}"), "this is not a path for a generated file")
        .help("rename its origin by `x-rust-name` in specs/overlay.yaml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_paths() {
        let mut tree = FileTree::new();
        for path in ["user/v1/mod.rs", "mod.rs", "user/v1/models.rs", "user.rs"] {
            tree.insert(path, path.to_uppercase()).expect("a plain path");
        }
        let paths: Vec<_> = tree.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["mod.rs", "user.rs", "user/v1/mod.rs", "user/v1/models.rs"]);
        assert_eq!(tree.get("mod.rs"), Some("MOD.RS"));
        assert_eq!((tree.len(), tree.is_empty()), (4, false));
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let hostile =
            ["", "/etc/passwd", "..", "../x", "a/../../x", "a//b", "a/", "./a", "a\\b", "c:x", "a\0b", "a\nb"];
        for path in hostile {
            let mut tree = FileTree::new();
            assert!(tree.insert(path, "").is_err(), "{path:?} was taken");
            assert!(tree.is_empty());
        }
    }

    #[test]
    fn a_path_is_taken_once_and_is_a_file_or_a_folder() {
        let mut tree = FileTree::new();
        tree.insert("a/b", "").expect("a plain path");
        for taken in ["a/b", "a", "a/b/c"] {
            assert!(tree.insert(taken, "").is_err(), "{taken} was taken twice");
        }
        for free in ["a-b", "a/bc", "ab"] {
            tree.insert(free, "").expect(free);
        }
    }
}
