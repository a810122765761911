//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};

/// Maintains c1-api: takes in specifications, and generates the crate from them.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", max_term_width = 100)]
pub(crate) struct Args {
    /// The workspace to work on, this one by default.
    #[arg(long, global = true, hide = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(Codegen),
    Vendor(Vendor),
}

/// Regenerates c1-api/src/generated/ and the features of c1-api/Cargo.toml from specs/.
#[derive(Debug, clap::Args)]
pub(crate) struct Codegen {
    /// Write nothing; show what is stale, and fail if anything is.
    #[arg(long)]
    pub(crate) check: bool,

    /// Show how long each stage took.
    #[arg(long)]
    pub(crate) timings: bool,
}

/// Takes OpenAPI documents into specs/, once all of them are found valid.
///
/// What changes is shown before it is written. All documents are taken, or none: if this fails or is interrupted,
/// specs/ is as it was. A URL is written to specs/SOURCES.toml as it is given.
#[derive(Debug, clap::Args)]
pub(crate) struct Vendor {
    /// OpenAPI documents in YAML or JSON, or Markdown pages with an OpenAPI block; `-` is standard input.
    #[arg(required_unless_present = "update", value_name = "FILE|URL|-")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Fetch what is in specs/ and has a URL, where it changed.
    #[arg(long, conflicts_with_all = ["inputs", "name", "replace_all"])]
    pub(crate) update: bool,

    /// What to call the document in specs/, instead of after its file or URL.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Remove all other documents from specs/; overlay.yaml stays.
    #[arg(long)]
    pub(crate) replace_all: bool,

    /// Show what would change, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// How long to wait for each URL.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = patience)]
    pub(crate) timeout: Duration,
}

/// A time to wait, of at least a moment and at most a day.
fn patience(seconds: &str) -> Result<Duration, String> {
    let duration = seconds.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let range = Duration::from_millis(10)..=Duration::from_secs(24 * 60 * 60);
    duration.filter(|duration| range.contains(duration)).ok_or_else(|| "a number from 0.01 to 86400".to_owned())
}
