//! The program that `cargo xtask conformance` emits, builds and runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use wildmatch::WildMatch;

use crate::baseline::Baseline;
use crate::calls::Table;
use crate::document::Document;
use crate::report::Report;
use crate::run::{Options, run};
use crate::tables::{Model, Tables};
use crate::{api, twins};

/// The arguments of the program, as JSON.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Arguments {
    /// The documents.
    pub documents: Vec<PathBuf>,
    /// A newer document, to judge the reports of drift.
    pub newer: Option<PathBuf>,
    /// The file of accepted findings.
    pub baseline: Option<PathBuf>,
    /// The script of Prism.
    pub prism: Option<PathBuf>,
    /// The number of random samples.
    pub samples: usize,
    /// The seed.
    pub seed: u64,
    /// The glob of subjects.
    pub only: Option<String>,
    /// The format of the report.
    pub format: Format,
    /// The file for the report, instead of standard output.
    pub output: Option<PathBuf>,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Findings and numbers.
    #[default]
    Text,
    /// Also what passed.
    Full,
    /// JSON with everything.
    Json,
    /// XML as JUnit writes it.
    Junit,
}

/// Runs the program with the [`Arguments`] that its first argument is. Without `twins`, nothing is compared with them.
pub fn main<C: Sync + Send + 'static>(tables: &Tables<C>, twins: &'static [Model]) -> ExitCode {
    exit_code(execute(twins, |texts, options| run(&Document::parse(texts)?, tables, options)))
}

/// Runs the program with the same arguments, for the models and the operations of an API that does not follow protobuf JSON.
pub fn main_of_api<C>(models: &[Model], calls: &Table<C>) -> ExitCode {
    exit_code(execute(&[], |texts, options| api::run(texts.first().map_or("", String::as_str), models, calls, options)))
}

fn exit_code(passed: Result<bool, String>) -> ExitCode {
    match passed {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the [twins] of documents as Rust. Of the [`Arguments`], it uses the documents, the glob and the file.
pub fn print_twins() -> ExitCode {
    let print = || {
        let arguments = arguments()?;
        let only = arguments.only.as_deref().map(WildMatch::new);
        let is_wanted = |name: &str| only.as_ref().is_none_or(|only| only.matches(name));
        let text = twins::print(&Document::parse(&texts(&arguments)?)?, &is_wanted);
        let path = arguments.output.as_ref().ok_or("the file is missing")?;
        write(path, &text).map(|()| true)
    };
    exit_code(print())
}

fn arguments() -> Result<Arguments, String> {
    let arguments = std::env::args().nth(1).unwrap_or_default();
    serde_json::from_str(&arguments).map_err(|error| error.to_string())
}

fn texts(arguments: &Arguments) -> Result<Vec<String>, String> {
    arguments.documents.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn execute(
    twins: &'static [Model],
    judge: impl Fn(&[String], &Options) -> Result<Report, String>,
) -> Result<bool, String> {
    let arguments = arguments()?;
    let texts = texts(&arguments)?;
    let newer = arguments.newer.as_ref().map(|path| Document::parse(&[read(path)?])).transpose()?;
    let baseline = arguments.baseline.as_ref().map_or(Ok(String::new()), |path| read(path))?;
    let options = Options {
        samples: arguments.samples,
        seed: arguments.seed,
        only: arguments.only,
        baseline: Baseline::parse(&baseline)?,
        newer,
        prism: arguments.prism,
        twins,
    };
    let report = judge(&texts, &options)?;
    let text = match arguments.format {
        Format::Text => report.text(false),
        Format::Full => report.text(true),
        Format::Json => report.json(),
        Format::Junit => report.junit(),
    };
    match &arguments.output {
        Some(path) => {
            write(path, &text)?;
            print!("{}", report.text(false));
        }
        None => print!("{text}"),
    }
    Ok(report.passed())
}
