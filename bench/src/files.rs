//! Files and folders of scratch workspaces.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::error::{Error, Result};

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Error::at(path, error))
}

/// Writes a text file, with its folders. A file that has the text keeps its time, so Cargo does not compile it again.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    write_bytes(path, text.as_bytes())
}

fn write_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes)).map_err(|error| Error::at(path, error))
}

/// Makes a file or a folder the copy of another, except for what `to` has at `kept`.
pub(crate) fn copy(from: &Path, to: &Path, kept: &Path) -> Result<()> {
    if to == kept {
        return Ok(());
    }
    if !from.is_dir() {
        let bytes = fs::read(from).map_err(|error| Error::at(from, error))?;
        return write_bytes(to, &bytes);
    }
    for entry in entries(from)? {
        copy(&entry, &to.join(entry.file_name().unwrap_or_default()), kept)?;
    }
    for entry in entries(to)? {
        if entry != kept && !from.join(entry.file_name().unwrap_or_default()).exists() {
            remove(&entry)?;
        }
    }
    Ok(())
}

/// Removes a file or a folder, if it exists.
pub(crate) fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else if path.exists() {
        fs::remove_file(path)
    } else {
        Ok(())
    };
    removed.map_err(|error| Error::at(path, error))
}

/// The paths in a folder, in order.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut entries: Vec<PathBuf> = entries.map_err(|error| Error::at(folder, error))?;
    entries.sort();
    Ok(entries)
}

/// The bytes of a file, or of all files in a folder.
pub(crate) fn size(path: &Path) -> Result<u64> {
    if path.is_dir() {
        return entries(path)?.iter().map(|entry| size(entry)).sum();
    }
    fs::metadata(path).map(|metadata| metadata.len()).map_err(|error| Error::at(path, error))
}

/// The lines of all Rust files in a folder.
pub(crate) fn lines(folder: &Path) -> Result<usize> {
    let count = |path: &PathBuf| match path.is_dir() {
        true => lines(path),
        false if path.extension().is_some_and(|extension| extension == "rs") => Ok(read(path)?.lines().count()),
        false => Ok(0),
    };
    entries(folder)?.iter().map(count).sum()
}

/// Has Cargo compile a crate again.
pub(crate) fn touch(path: &Path) -> Result<()> {
    let file = fs::OpenOptions::new().append(true).open(path);
    file.and_then(|file| file.set_modified(SystemTime::now())).map_err(|error| Error::at(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_copied_counted_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        write(&from.join("a/lib.rs"), "one\ntwo\n").unwrap();
        write(&from.join("b.txt"), "three\n").unwrap();
        write(&to.join("old.rs"), "old\n").unwrap();
        write(&to.join("kept/a.rs"), "kept\n").unwrap();
        copy(&from, &to, &to.join("kept")).unwrap();
        assert_eq!((lines(&to).unwrap(), size(&to).unwrap()), (3, 19));
        remove(&to).unwrap();
        remove(&to).unwrap();
        assert!(!to.exists());
        assert!(read(&to).unwrap_err().to_string().contains("to: "));
    }
}
