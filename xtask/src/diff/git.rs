//! Reads files of git revisions with the `git` program.

use std::io;
use std::path::Path;
use std::process::{Command, Output};

use ::codegen::diagnostics::Diagnostic;

use crate::codes;
use crate::workspace::Files;

/// Reads the files directly in `folder`, relative to `root`, of a revision.
///
/// # Errors
///
/// A missing git, repository or revision.
pub(crate) fn files(root: &Path, revision: &str, folder: &str) -> Result<Files, Diagnostic> {
    let git = Git { root, revision };
    let commit = git.commit()?;
    // Paths are relative to the root, which may be a subfolder of the repository.
    let listing = git.run(&["ls-tree", "-z", &commit, "--", &format!("{folder}/")])?;
    let mut files = Files::new();
    for (object, path) in listing.split(|byte| *byte == 0).filter_map(regular_file) {
        let name = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
        files.insert(name.to_owned(), git.run(&["cat-file", "blob", object])?);
    }
    Ok(files)
}

struct Git<'a> {
    root: &'a Path,
    revision: &'a str,
}

impl Git<'_> {
    /// The hash of the revision's commit, which cannot be mistaken for an option.
    fn commit(&self) -> Result<String, Diagnostic> {
        let revision = format!("{}^{{commit}}", self.revision);
        let output = self.output(&["rev-parse", "--verify", "--quiet", "--end-of-options", &revision])?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        match (output.status.success(), output.stderr.is_empty()) {
            (true, _) if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(name),
            // With `--quiet`, git prints nothing about a missing revision.
            (_, true) => Err(self
                .error("this is not a file, folder or git revision")
                .help("pass two revisions as two arguments: `cargo xtask diff main HEAD`")),
            (_, false) => Err(self.failed(&output)),
        }
    }

    /// Runs git and returns its standard output.
    fn run(&self, args: &[&str]) -> Result<Vec<u8>, Diagnostic> {
        let output = self.output(args)?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.failed(&output)) }
    }

    fn output(&self, args: &[&str]) -> Result<Output, Diagnostic> {
        let output = Command::new("git").arg("-C").arg(self.root).args(args).env("LC_ALL", "C").output();
        output.map_err(|cause| {
            let help = match cause.kind() {
                io::ErrorKind::NotFound => "install git, or pass two files or folders",
                _ => "check the permissions of git, or pass two files or folders",
            };
            self.error(&format!("git cannot be run: {cause}")).help(help)
        })
    }

    fn failed(&self, output: &Output) -> Diagnostic {
        let stderr = String::from_utf8_lossy(&output.stderr).trim().escape_debug().to_string();
        self.error(&format!("git failed: {stderr}")).help("pass two files or folders, or repair the repository")
    }

    fn error(&self, message: &str) -> Diagnostic {
        Diagnostic::new(&codes::GIT, self.revision.escape_debug().to_string(), message)
    }
}

/// Parses an entry such as `100644 blob 5d41402a<tab>specs/users.yaml`. Returns `None` for links.
fn regular_file(entry: &[u8]) -> Option<(&str, &str)> {
    let (attributes, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
    let mut words = attributes.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    (mode.starts_with("100") && kind == "blob").then_some((object, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_are_read() {
        let cases = [
            ("100644 blob 5d41\tspecs/a b.yaml", Some(("5d41", "specs/a b.yaml"))),
            ("100755 blob 5d41\tspecs/a.yaml", Some(("5d41", "specs/a.yaml"))),
            ("120000 blob 5d41\tspecs/link.yaml", None),
            ("040000 tree 5d41\tspecs/folder", None),
            ("160000 commit 5d41\tspecs/module", None),
            ("", None),
        ];
        for (entry, expected) in cases {
            assert_eq!(regular_file(entry.as_bytes()), expected, "{entry}");
        }
    }
}
