//! The maintainers' commands: `cargo xtask --help`.
//!
//! Each command has a module. They share [`workspace`], which reads and writes the disk, and [`terminal`], which prints.

mod args;
mod bench;
mod cargo_toml;
mod codegen;
pub mod codes;
pub mod conformance;
pub mod diff;
pub mod documents;
mod drift;
pub mod explain;
mod list;
mod release;
mod support;
mod synthesize;
pub mod terminal;
pub mod vendor;
pub mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

pub use self::args::Args;
use self::args::Command;
use self::terminal::Outcome;
use self::workspace::Workspace;

/// Runs a command and prints its output.
pub fn run(args: Args) -> ExitCode {
    let workspace = Workspace::new(args.root.unwrap_or_else(root));
    let outcome = match args.command {
        Command::Codegen(args) => codegen::run(&workspace, &args),
        Command::Vendor(args) => vendor::run(&workspace, &args),
        Command::Diff(args) => diff::run(&workspace, &args),
        Command::Explain(args) => explain::run(&workspace, &args),
        Command::List(args) => list::run(&workspace, &args),
        Command::Support(args) => support::run(&args),
        Command::Drift(args) => drift::run(&workspace, &args),
        Command::Conformance(args) => conformance::run(&workspace, &args),
        Command::Release(args) => release::run(&workspace, &args),
        Command::Synthesize(args) => synthesize::run(&args),
        Command::Bench(args) => match bench::run(&workspace, &args) {
            Ok(code) => return code,
            Err(errors) => Err(errors),
        },
    };
    outcome.unwrap_or_else(Outcome::from).finish(args.message_format)
}

/// The path of the workspace, from Cargo. Without Cargo, the path at build time.
fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map_or_else(PathBuf::new, PathBuf::from)
}
