//! Arguments of the commands that check the SDK at scale.

use std::path::PathBuf;

use clap::ValueEnum;

/// Judges c1-api by a specification: reads, writes and sends samples of the specification alone.
///
/// Generates the SDK of the specification in a scratch crate below the target folder, builds it, and runs it. Each schema is
/// judged by the edges of each property and by random samples; each operation by its smallest, fullest and random calls to
/// a server in memory. Faults are planted in right requests, and the run fails if one of them is not noticed.
#[derive(Debug, clap::Args)]
pub(crate) struct Conformance {
    /// The specification. It is read with the overlay of specs/, whose actions may match nothing. Default: specs/.
    #[arg(value_name = "SPEC")]
    pub(crate) spec: Option<PathBuf>,

    /// Judge the models of the crate that `codegen --spec SPEC --skip-unsupported` writes, by JSON Schema: for other APIs.
    #[arg(long, requires = "spec", conflicts_with_all = ["differential", "newer", "prism"])]
    pub(crate) standalone: bool,

    /// Only schemas and operations whose name matches; `*` is any text.
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Option<String>,

    /// The number of random samples for each schema and operation, besides those that every run has.
    #[arg(long, default_value_t = 20)]
    pub(crate) samples: usize,

    /// The seed of the random samples.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// The format of the report.
    #[arg(long, value_enum, default_value_t = ConformanceFormat::Text)]
    pub(crate) format: ConformanceFormat,

    /// Write the report to this file, and only the findings to standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Also answer as this newer specification, and judge the reports of drift: all that it adds, and nothing else.
    #[arg(long, value_name = "SPEC")]
    pub(crate) newer: Option<PathBuf>,

    /// Also judge operations by Prism, which is installed below the target folder by npm.
    #[arg(long)]
    pub(crate) prism: bool,

    /// Also compare each model with a twin by serde's derive, printed from the specification alone. Its build takes longer.
    #[arg(long)]
    pub(crate) differential: bool,

    /// The accepted findings. Default: conformance/baseline.toml.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
}

/// The format of the report of `conformance`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConformanceFormat {
    /// Findings and numbers.
    Text,
    /// Each schema, oneof and operation, then the same.
    Full,
    /// JSON with everything.
    Json,
    /// XML as JUnit writes it, with a test case for each schema, oneof and operation.
    Junit,
}

/// Synthesizes a specification of any size in the style of C1's, for tests of scale.
///
/// The same arguments give the same bytes. No package of the specification is one of C1's, so `vendor` accepts it beside
/// the vendored documents.
#[derive(Debug, clap::Args)]
pub(crate) struct Synthesize {
    /// The number of operations. From 100 on, the specification has every construct of C1's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(3..=10_000))]
    pub(crate) operations: u32,

    /// The seed of names, shapes and spellings.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// The spelling of what may be null. Each means the same API.
    #[arg(long, value_enum, default_value_t = SyntheticDialect::Mixed)]
    pub(crate) dialect: SyntheticDialect,

    /// Write the specification to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// The spelling of a synthetic specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SyntheticDialect {
    /// `nullable: true` beside the type.
    Nullable,
    /// `null` among the types.
    NullType,
    /// References within `allOf`.
    AllOf,
    /// All of them.
    Mixed,
}

/// Measures the toolchain and the code that it generates, and writes tables and plots.
///
/// Builds the package `bench` first: `cargo xtask bench -- --help` shows what its arguments are.
#[derive(Debug, clap::Args)]
pub(crate) struct Bench {
    /// Any of `[GROUP]... --spec FILE --title TITLE --out DIR --quick --compare REV --runs N`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub(crate) arguments: Vec<String>,
}
