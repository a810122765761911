//! Reads what git keeps, by the program that everybody has.

use std::io;
use std::path::Path;
use std::process::{Command, Output};

use ::codegen::diagnostics::Diagnostic;

use crate::codes;

use crate::workspace::Files;

/// The files that lay directly in `folder` of the repository around `root`, when it was at `revision`.
///
/// # Errors
///
/// Where there is no git, no repository, or no such revision.
pub(crate) fn files(root: &Path, revision: &str, folder: &str) -> Result<Files, Diagnostic> {
    let git = Git { root, revision };
    let commit = git.commit()?;
    // Paths are told and taken relative to the root, which may lie deep in a repository.
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
    /// The full name of the revision's commit, which no program takes for an option.
    fn commit(&self) -> Result<String, Diagnostic> {
        let revision = format!("{}^{{commit}}", self.revision);
        let output = self.output(&["rev-parse", "--verify", "--quiet", "--end-of-options", &revision])?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        match (output.status.success(), output.stderr.is_empty()) {
            (true, _) if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(name),
            // Where there is only no such revision, git is asked to say nothing.
            (_, true) => Err(self
                .error("this is neither a file or folder, nor a git revision")
                .help("two revisions are two arguments: `cargo xtask diff main HEAD`")),
            (_, false) => Err(self.failed(&output)),
        }
    }

    /// What git prints.
    fn run(&self, args: &[&str]) -> Result<Vec<u8>, Diagnostic> {
        let output = self.output(args)?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.failed(&output)) }
    }

    fn output(&self, args: &[&str]) -> Result<Output, Diagnostic> {
        let output = Command::new("git").arg("-C").arg(self.root).args(args).env("LC_ALL", "C").output();
        output.map_err(|cause| {
            let help = match cause.kind() {
                io::ErrorKind::NotFound => "install git, or name two files or folders",
                _ => "check that git can be run, or name two files or folders",
            };
            self.error(&format!("git cannot be run: {cause}")).help(help)
        })
    }

    fn failed(&self, output: &Output) -> Diagnostic {
        let said = String::from_utf8_lossy(&output.stderr).trim().escape_debug().to_string();
        self.error(&format!("git does not tell it: {said}")).help("name two files or folders, or mend the repository")
    }

    fn error(&self, message: &str) -> Diagnostic {
        Diagnostic::new(&codes::GIT, self.revision.escape_debug().to_string(), message)
    }
}

/// The object and the path of an entry such as `100644 blob 5d41402a<tab>specs/users.yaml`; links are not followed.
fn regular_file(entry: &[u8]) -> Option<(&str, &str)> {
    let (described, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
    let mut words = described.split(' ');
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
