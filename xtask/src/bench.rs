//! `cargo xtask bench`: builds and runs the package `bench`, whose dependencies no other command waits for.

use std::process::{Command, ExitCode};

use ::codegen::diagnostics::Diagnostics;

use crate::args::Bench;
use crate::workspace::Workspace;
use crate::workspace::read::io_error;

/// Runs it with the given arguments. It shows its own errors.
pub(crate) fn run(workspace: &Workspace, args: &Bench) -> Result<ExitCode, Diagnostics> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--release", "--package", "bench", "--manifest-path"]);
    cargo.arg(workspace.root().join("Cargo.toml")).arg("--").args(&args.arguments);
    // Cargo names the package that it runs, which is xtask.
    let status = cargo.env_remove("CARGO_MANIFEST_DIR").status();
    let status = status.map_err(|cause| io_error("cargo", "cannot be run", &cause))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
