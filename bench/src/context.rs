//! What all benchmarks of a run share.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Result;
use crate::process;

/// A run.
#[derive(Debug)]
pub(crate) struct Context {
    /// This workspace.
    pub(crate) root: PathBuf,
    /// A folder for scratch workspaces.
    pub(crate) work: PathBuf,
    /// The given specification.
    pub(crate) spec: Option<Spec>,
    /// The number of runs of each process.
    pub(crate) runs: usize,
    pub(crate) quick: bool,
    xtask: OnceCell<PathBuf>,
}

/// A specification.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) path: PathBuf,
    pub(crate) title: String,
}

impl Context {
    pub(crate) fn new(root: PathBuf, spec: Option<Spec>, runs: usize, quick: bool) -> Self {
        Self { work: root.join("target/bench/work"), root, spec, runs, quick, xtask: OnceCell::new() }
    }

    /// The program `xtask`, as `cargo xtask` builds it.
    pub(crate) fn xtask(&self) -> Result<&Path> {
        if let Some(path) = self.xtask.get() {
            return Ok(path);
        }
        say("building xtask");
        let mut cargo = tool(&self.root);
        process::run(cargo.args(["build", "--profile", "xtask", "--package", "xtask", "--target-dir", "target"]))?;
        let path = self.root.join("target/xtask").join(format!("xtask{}", std::env::consts::EXE_SUFFIX));
        Ok(self.xtask.get_or_init(|| path))
    }
}

/// A Cargo command in a folder, in the environment of a user.
pub(crate) fn tool(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder).env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_TARGET_DIR");
    cargo
}

/// Shows progress on standard error.
pub(crate) fn say(text: &str) {
    eprintln!("bench: {text}");
}
