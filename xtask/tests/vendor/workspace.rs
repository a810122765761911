//! A workspace in which `vendor` runs.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A workspace with specs/ only.
pub(crate) struct Workspace {
    root: TempDir,
}

/// The exit code and output of a command.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("specs")).expect("a folder");
        Self { root }
    }

    /// A workspace with this document, vendored from the file `name`.
    pub(crate) fn with(name: &str, document: &str) -> Self {
        let workspace = Self::new();
        workspace.write(name, document);
        workspace.vendor(&[name]).succeeded();
        workspace
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.root().join(path), text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("a text")
    }

    /// The content of specs/ by file name.
    pub(crate) fn specs(&self) -> BTreeMap<String, String> {
        let entries = fs::read_dir(self.root().join("specs")).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
        names.map(|name| (name.clone(), self.read(&format!("specs/{name}")))).collect()
    }

    /// Replaces a text in SOURCES.toml.
    pub(crate) fn relocate(&self, from: &str, to: &str) {
        let sources = self.read("specs/SOURCES.toml");
        assert!(sources.contains(from), "{sources}");
        self.write("specs/SOURCES.toml", &sources.replace(from, to));
    }

    /// Runs `vendor` with empty standard input.
    pub(crate) fn vendor(&self, args: &[&str]) -> Run {
        self.pipe(args, "")
    }

    /// Runs another command of this program.
    pub(crate) fn command(&self, args: &[&str]) -> Run {
        program(self.root()).args(args).output().expect("the program runs").into()
    }

    /// Runs `vendor` with this standard input.
    pub(crate) fn pipe(&self, args: &[&str], input: &str) -> Run {
        let mut child = command(self.root()).args(args).spawn().expect("the program runs");
        // A command that fails early does not read its input.
        let _unread = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        child.wait_with_output().expect("the program ends").into()
    }

    /// Runs `vendor`, which fails and leaves specs/ unchanged. Returns the errors.
    pub(crate) fn fails(&self, args: &[&str]) -> String {
        let before = self.specs();
        let errors = self.vendor(args).failed();
        assert_eq!(self.specs(), before, "{args:?}");
        errors
    }
}

/// The command `vendor` for the workspace at `root`.
pub(crate) fn command(root: &Path) -> Command {
    let mut command = program(root);
    command.arg("vendor");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The program for the workspace at `root`, without the proxies of this machine.
fn program(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    command.current_dir(root).args(["--root", "."]);
    command
}

/// The codes of the errors, in the order of the output.
pub(crate) fn codes(errors: &str) -> Vec<&str> {
    errors.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next()).collect()
}

impl From<Output> for Run {
    fn from(Output { status, stdout, stderr }: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }
}

impl Run {
    /// Returns standard output. The command succeeded.
    pub(crate) fn succeeded(&self) -> &str {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        &self.stdout
    }

    /// Returns standard error. The command failed, without a panic.
    pub(crate) fn failed(&self) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(self.stderr.starts_with("error[") && !self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr.clone()
    }
}
