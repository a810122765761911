//! The maintainers' commands: `cargo xtask --help`.

mod args;
mod catalog;
mod codegen;
mod diff;
mod explain;
mod fetch;
mod list;
mod preview;
mod stale;
mod style;
mod vendor;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use ::codegen::{Errors, Workspace};
use clap::Parser;

use crate::args::{Args, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    let workspace = Workspace::new(args.root.unwrap_or_else(root));
    let outcome = match args.command {
        Command::Codegen(args) => codegen::run(&workspace, &args),
        Command::Diff(args) => diff::run(&workspace, &args),
        Command::Vendor(args) => vendor::run(&workspace, &args),
        Command::Explain(args) => explain::run(&workspace, &args),
        Command::List(args) => list::run(&workspace, &args),
    };
    let Outcome { warnings, report, complaint } = outcome.unwrap_or_else(Outcome::from);
    print(io::stderr(), &warnings);
    print(anstream::stdout(), &report);
    print(io::stderr(), &complaint);
    match complaint.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// What a command has to say.
#[derive(Debug, Default)]
struct Outcome {
    /// For standard error, in whole lines, of a command that succeeds all the same.
    warnings: String,
    /// For standard output, in whole lines.
    report: String,
    /// For standard error, in whole lines; a command that has one has failed.
    complaint: String,
}

impl From<Errors> for Outcome {
    fn from(errors: Errors) -> Self {
        Self { complaint: format!("{errors}\n"), ..Self::default() }
    }
}

/// A reader that went away (`| head`) has seen enough, and there is nobody else to tell.
fn print(mut stream: impl Write, text: &str) {
    let _gone = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Cargo tells where the workspace is now; where it was when this was built serves those who run the program itself.
fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map_or_else(PathBuf::new, PathBuf::from)
}
