//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

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
    Diff(Diff),
    Vendor(Vendor),
    Explain(Explain),
    List(List),
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

/// Tells all there is to know of something in specs/: what it is in Rust, on the wire and in the documents.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// An operation id, a schema, `Schema.property`, an enum value, a Rust path, or the path of a URL (also as
    /// `"POST /api/..."`); the end of a name is enough where no other ends so.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

/// Lists the services, operations, models or enums of specs/.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// What to list.
    #[arg(value_enum)]
    pub(crate) what: What,

    /// Only those with this text in a name, a Rust path or a URL, in capitals or not.
    #[arg(value_name = "FILTER")]
    pub(crate) filter: Option<String>,

    /// Only those of this protobuf package, as `user.v1` or `c1.api.user.v1`.
    #[arg(long)]
    pub(crate) package: Option<String>,

    /// Only those that are deprecated.
    #[arg(long)]
    pub(crate) deprecated: bool,

    /// Only operations that answer page by page.
    #[arg(long)]
    pub(crate) paging: bool,

    /// Only operations that are said to be as stable as this: `draft`, `alpha`, `beta`, `stable`.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) stability: Option<String>,

    /// A table for people, or an array of objects for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// What there are lists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// Groups of operations, by the methods of `Client` that give them.
    Services,
    /// Operations, by the calls that they are.
    Operations,
    /// Schemas, by the structs that they are.
    Models,
    /// Enums, however many properties share each.
    Enums,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Tells what changes from one specification to another: on the wire, in Rust, and in words.
///
/// OLD and NEW are files, folders or git revisions, of which the latter mean their specs/. A file, and a folder without
/// an overlay.yaml, is read with the overlay of specs/, of which only those actions count that match something.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// What to compare with, HEAD by default.
    #[arg(value_name = "OLD")]
    pub(crate) old: Option<String>,

    /// What to compare, specs/ as it is now by default.
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<String>,

    /// How to tell it.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,

    /// Fail if there is such a change.
    #[arg(long, value_enum, value_name = "CHANGE")]
    pub(crate) fail_on: Option<FailOn>,
}

/// How a report is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a terminal; additions are cut short.
    Text,
    /// For a comment on a pull request, of at most 60,000 characters.
    Markdown,
    /// For programs, with all that differs.
    Json,
}

/// What a change can be to fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Something breaks those who use the crate.
    Breaking,
}
