//! Runs git, Cargo and rustup.

use std::path::Path;
use std::process::Command;

use ::codegen::diagnostics::{Diagnostic, escape};

use crate::codes;

/// The number of lines of a failed command that are shown.
const MAX_LINES: usize = 25;

/// A program with its arguments, which can be missing.
pub(super) struct Program(Command);

/// What a program that ran has printed.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) is_success: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Program {
    /// A program in a folder.
    pub(super) fn new(program: &str, folder: &Path, args: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).env("LC_ALL", "C");
        Self(command)
    }

    /// Cargo in a folder: the one that runs this command, or else the one in the path.
    pub(super) fn cargo(folder: &Path, args: &[&str]) -> Self {
        Self::new(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), folder, args)
    }

    /// Sets an environment variable.
    pub(super) fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    /// Adds arguments.
    pub(super) fn args(mut self, args: &[&str]) -> Self {
        self.0.args(args);
        self
    }

    /// Runs the program to its end; `None` if it is missing.
    pub(super) fn run(mut self) -> Option<Run> {
        let output = self.0.output().ok()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some(Run { is_success: output.status.success(), stdout: text(&output.stdout), stderr: text(&output.stderr) })
    }
}

impl Run {
    /// The last lines of standard error, or of standard output, for a terminal.
    pub(super) fn last_lines(&self) -> String {
        let text = if self.stderr.trim().is_empty() { &self.stdout } else { &self.stderr };
        let lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(escape).collect();
        lines[lines.len().saturating_sub(MAX_LINES)..].join("\n")
    }

    /// Whether it failed as it could not reach a server.
    pub(super) fn is_offline(&self) -> bool {
        let signs = [
            "failed to fetch advisory database",
            "Could not resolve host",
            "failed to lookup address",
            "dns error",
            "network failure",
            "failed to download from",
            "attempting to make an HTTP request, but --offline",
        ];
        !self.is_success && signs.iter().any(|sign| self.stderr.contains(sign))
    }

    /// Whether Cargo does not have the subcommand.
    pub(super) fn is_missing_subcommand(&self) -> bool {
        !self.is_success && self.stderr.contains("no such command")
    }
}

/// The standard output of git.
pub(super) fn git(root: &Path, args: &[&str]) -> Result<String, Diagnostic> {
    let error = |message: String| {
        Diagnostic::new(&codes::GIT, format!("git {}", args[0]), message)
            .help("run this in a clone of the repository, with git and at least one commit")
    };
    match Program::new("git", root, args).run() {
        None => Err(error("git cannot be run".to_owned())),
        Some(run) if run.is_success => Ok(run.stdout),
        Some(run) => Err(error(format!("git failed: {}", run.last_lines().replace('\n', "; ")))),
    }
}
