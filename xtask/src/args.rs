//! The command line.

use std::path::PathBuf;

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
#[derive(Debug, clap::Args)]
pub(crate) struct Vendor {
    /// OpenAPI documents in YAML or JSON, or Markdown pages with an OpenAPI block.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Remove all other documents from specs/; overlay.yaml stays.
    #[arg(long)]
    pub(crate) replace_all: bool,
}
