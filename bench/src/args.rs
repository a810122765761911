//! The command line.

use std::fmt;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Measures the toolchain and the code that it generates, and writes tables and plots.
///
/// Times are medians over alternating runs, with CPU time beside the time that passed. Builds and calls of other people on
/// the machine disturb the latter.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask bench", max_term_width = 100)]
pub(crate) struct Args {
    /// What to measure. Default: everything but `peers`, which installs other generators.
    #[arg(value_enum, value_name = "GROUP")]
    pub(crate) groups: Vec<Name>,

    /// A specification to generate from and to compile, beside synthetic ones. Default: specs/.
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,

    /// The title of the specification in the report. Default: the name of the file.
    #[arg(long, value_name = "TITLE", requires = "spec")]
    pub(crate) title: Option<String>,

    /// The folder of the report.
    #[arg(long, value_name = "DIR", default_value = "target/bench")]
    pub(crate) out: PathBuf,

    /// Fewer runs and smaller sizes, for a first look.
    #[arg(long)]
    pub(crate) quick: bool,

    /// Also measure this git revision, in turn with this tree, and report ratios.
    #[arg(long, value_name = "REV")]
    pub(crate) compare: Option<String>,

    /// The number of runs of each process. Default: 5, with `--quick` 1.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) runs: Option<u16>,
}

/// A group of benchmarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// The generator by stage, from specifications of several sizes, and its first build.
    Generation,
    /// Compilation of c1-api: check, debug, release, docs.
    Compilation,
    /// Compilation of c1-api by features.
    Features,
    /// Compilation and size of programs that call some operations, beside their derive twins.
    Programs,
    /// Calls per second, latency and allocations, beside bare reqwest.
    Calls,
    /// Reading and writing JSON, beside serde's derive, `serde_json::Value` and sonic-rs.
    Json,
    /// Paging with and without prefetch.
    Paging,
    /// Other generators, which are installed below the target folder.
    Peers,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_possible_value().map_or(Ok(()), |value| f.write_str(value.get_name()))
    }
}
