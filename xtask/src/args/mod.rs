//! The command line.

mod scale;

pub(crate) use scale::{Bench, Conformance, ConformanceFormat, Synthesize, SyntheticDialect};

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

/// Maintains c1-api: vendors specifications, and generates the crate from them.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", max_term_width = 100)]
pub struct Args {
    /// The workspace's path. Default: this workspace.
    #[arg(long, global = true, hide = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    /// The format of errors and warnings.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(crate) message_format: MessageFormat,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the source line and help.
    Human,
    /// One line each.
    Short,
    /// A JSON object each, on a line.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(Codegen),
    Diff(Diff),
    Vendor(Vendor),
    Explain(Explain),
    List(List),
    Drift(Drift),
    Support(Support),
    Conformance(Conformance),
    Synthesize(Synthesize),
    Bench(Bench),
    Release(Release),
}

/// Prepares a release: writes its version and its changelog. With `--dry-run`, prints them, and runs the checks of a release.
///
/// The version follows from the changes of specs/ since the last release, which is the highest tag such as `v0.1.0`. Nothing
/// is published: a workflow publishes what passes the checks on a tag.
#[derive(Debug, clap::Args)]
pub(crate) struct Release {
    /// Write nothing; print the version and the changelog, and run the checks.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Fail on checks that cannot be run, too.
    #[arg(long, requires = "dry_run")]
    pub(crate) strict: bool,

    /// Run only this check. May be repeated.
    #[arg(long, value_name = "CHECK", requires = "dry_run")]
    pub(crate) only: Vec<String>,

    /// The tag that is to be published, which must be that of the version.
    #[arg(long, value_name = "TAG", requires = "dry_run")]
    pub(crate) tag: Option<String>,

    /// The version, for breaking changes of hand-written code. Default: the lowest that the changes allow.
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,

    /// The format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// Generates c1-api/src/generated/ and the features of c1-api/Cargo.toml from specs/, or a crate of its own from any specification.
#[derive(Debug, clap::Args)]
pub(crate) struct Codegen {
    /// Generate a crate of its own from this specification.
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) spec: Option<PathBuf>,

    /// The overlay of the specification. Default: none.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) overlay: Option<PathBuf>,

    /// The folder of the crate. Its src/ is overwritten, its Cargo.toml written once.
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub(crate) out: Option<PathBuf>,

    /// The name of the crate. Default: the name of the file.
    #[arg(long, value_name = "NAME", requires = "spec")]
    pub(crate) crate_name: Option<String>,

    /// Leave out operations and schemas that the generator does not support, and list them.
    #[arg(long)]
    pub(crate) skip_unsupported: bool,

    /// Write nothing; show stale files, and fail if there are any.
    #[arg(long)]
    pub(crate) check: bool,

    /// Show the duration of each stage, and generate even if nothing has changed.
    #[arg(long)]
    pub(crate) timings: bool,
}

/// Reports what a specification uses, and the operations that cannot be generated, with the reasons.
#[derive(Debug, clap::Args)]
pub(crate) struct Support {
    /// The specification.
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,

    /// The overlay of the specification. Default: none.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,

    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// Vendors OpenAPI documents: copies them into specs/ if they are valid.
///
/// Shows a report before writing. Writes all documents or none: after a failure or an interruption, specs/ is unchanged.
/// URLs are written verbatim to specs/SOURCES.toml.
#[derive(Debug, clap::Args)]
pub(crate) struct Vendor {
    /// OpenAPI documents in YAML or JSON, or Markdown pages with an OpenAPI block; `-` reads standard input.
    #[arg(required_unless_present = "update", value_name = "FILE|URL|-")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Fetch the documents of specs/ that have a URL and have changed.
    #[arg(long, conflicts_with_all = ["inputs", "name", "replace_all", "only"])]
    pub(crate) update: bool,

    /// The document's name in specs/. Default: the name of the file or URL.
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// Remove all other documents from specs/, except overlay.yaml.
    #[arg(long)]
    pub(crate) replace_all: bool,

    /// Vendor only the operations whose id matches one of these globs, with what they refer to.
    ///
    /// `*` is any text, dots included: `c1.api.task.*` is everything of that package, in all versions. May be repeated.
    /// Each glob must match an operation. The globs are kept in specs/SOURCES.toml, and `--update` obeys them.
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Vec<String>,

    /// Show the report, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// The timeout for each URL.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = timeout)]
    pub(crate) timeout: Duration,
}

/// Parses a timeout between 10 milliseconds and a day.
fn timeout(seconds: &str) -> Result<Duration, String> {
    let duration = seconds.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let range = Duration::from_millis(10)..=Duration::from_secs(24 * 60 * 60);
    duration.filter(|duration| range.contains(duration)).ok_or("expected a number from 0.01 to 86400".to_owned())
}

/// Shows everything about an element of specs/ (in Rust, on the wire and in the documents), or about an error code.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// An operation id, a schema, `Schema.property`, an enum value, a Rust path, a URL path (also as `POST /api/...`), the
    /// words of a name, such as `search users`, or a code, such as `C1G0012`. A unique suffix of a name is enough.
    #[arg(value_name = "NAME", required = true)]
    pub(crate) name: Vec<String>,
}

/// Lists the services, operations, models, aliases, unions or enums of specs/.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// The kind of elements.
    #[arg(value_enum)]
    pub(crate) what: What,

    /// Only elements with each of these words in a name, a Rust path or a URL, ignoring case.
    #[arg(value_name = "FILTER")]
    pub(crate) filter: Vec<String>,

    /// Only elements of this protobuf package, such as `user.v1` or `c1.api.user.v1`.
    #[arg(long)]
    pub(crate) package: Option<String>,

    /// Only deprecated elements.
    #[arg(long)]
    pub(crate) deprecated: bool,

    /// Only operations with pages.
    #[arg(long)]
    pub(crate) paging: bool,

    /// Only operations with this stability: `draft`, `alpha`, `beta` or `stable`.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) stability: Option<String>,

    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// Shows what clients reported of responses that differ from the specification: where it would be in Rust, and which
/// specification knows it.
///
/// Reads the events of `c1-api` (`c1_api::drift`) in logs of JSON lines, as `tracing_subscriber::fmt().json()` writes them.
/// Other lines are ignored.
#[derive(Debug, clap::Args)]
pub(crate) struct Drift {
    /// Log files; `-` reads standard input.
    #[arg(value_name = "LOG", required = true)]
    pub(crate) logs: Vec<PathBuf>,

    /// A newer specification: a file, a folder or a git revision. It is read with the overlay of specs/.
    #[arg(long, value_name = "NEWER")]
    pub(crate) spec: Option<String>,

    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// The kind of listed elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// Groups of operations, with their methods of `Client`.
    Services,
    /// Operations, with their calls.
    Operations,
    /// Schemas, with their structs.
    Models,
    /// Named schemas that are other names for a type.
    Aliases,
    /// Schemas of several types: `oneOf` and `anyOf`.
    Unions,
    /// Enums. Several properties can share one.
    Enums,
}

/// The format of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table.
    Text,
    /// A JSON array of objects.
    Json,
}

/// Compares two specifications: the wire format, the Rust API and the documentation.
///
/// OLD and NEW are files, folders or git revisions. For a revision, its specs/ is read. Files, and folders without an
/// overlay.yaml, are read with the overlay of specs/, whose actions may match nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The old specification. Default: specs/ of HEAD.
    #[arg(value_name = "OLD")]
    pub(crate) old: Option<String>,

    /// The new specification. Default: specs/.
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<String>,

    /// The format of the report.
    #[arg(long, default_value = "text")]
    pub(crate) format: ReportFormat,

    /// Also list changes of the documentation.
    #[arg(long)]
    pub(crate) docs: bool,

    /// Fail if there are such changes.
    #[arg(long, value_enum, value_name = "CHANGE")]
    pub(crate) fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Text for a terminal, with at most 20 additions of each kind.
    Text,
    /// Markdown for a pull request, at most 60,000 characters.
    Markdown,
    /// JSON with all changes.
    Json,
}

/// The changes that fail the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Breaking changes of the Rust API.
    Breaking,
}
