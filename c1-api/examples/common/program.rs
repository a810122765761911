//! The frame of a program: arguments, exit codes, errors.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use serde::Serialize;

use super::finding::{Finding, Rule, Severity};
use super::options::Options;

/// An error that ends a program.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The number of findings of each rule.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Outcome {
    by_rule: BTreeMap<&'static str, u64>,
    #[serde(skip)]
    worst: Option<Severity>,
}

impl Outcome {
    pub fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            *self.by_rule.entry(finding.rule).or_default() += 1;
            self.worst = self.worst.max(Some(finding.severity));
        }
    }

    pub fn count(&self, rule: &Rule) -> u64 {
        self.by_rule.get(rule.id).copied().unwrap_or_default()
    }

    pub fn total(&self) -> u64 {
        self.by_rule.values().sum()
    }

    fn exit_code(&self, options: &Options) -> ExitCode {
        let fails = options.fail_on_findings.is_some_and(|least| self.worst >= Some(least));
        ExitCode::from(u8::from(fails))
    }
}

/// Runs a program: 0 if it succeeds, 1 for findings with `--fail-on-findings`, 2 for errors.
pub fn main<P: Parser>(
    schema: &str,
    options: fn(&P) -> &Options,
    run: impl AsyncFnOnce(&P) -> Result<Outcome, Failure>,
) -> ExitCode {
    let program = P::parse();
    let options = options(&program);
    if let Some(severity) = misread_severity(&std::env::args().collect::<Vec<_>>()) {
        let message = format!("`{severity}` would be the text to find: write --fail-on-findings={severity}");
        return report(Err(message.into()), options);
    }
    if options.json_schema {
        return report(
            io::stdout().write_all(schema.as_bytes()).map_err(Into::into).map(|()| Outcome::default()),
            options,
        );
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run(&program)));
    report(outcome, options)
}

/// Returns a severity behind `--fail-on-findings` and a space. It would be the text to find, and a scheduled check would always pass.
fn misread_severity(arguments: &[String]) -> Option<&str> {
    let pairs = arguments.windows(2).filter(|pair| pair[0] == "--fail-on-findings");
    pairs.map(|pair| pair[1].as_str()).find(|text| Severity::from_str(text, true).is_ok())
}

fn report(outcome: Result<Outcome, Failure>, options: &Options) -> ExitCode {
    match outcome {
        Ok(outcome) => outcome.exit_code(options),
        // The reader of a pipe has seen enough, such as `head`.
        Err(failure) if is_closed_pipe(&*failure) => ExitCode::SUCCESS,
        Err(failure) => {
            let mut message = format!("error: {}", text(&failure.to_string()));
            let mut source = failure.source();
            while let Some(cause) = source {
                let _ = write!(message, "\n  caused by: {}", text(&cause.to_string()));
                source = cause.source();
            }
            // Nothing can be reported if the standard error is closed.
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

/// Returns the lines of an error, which may quote a server, without control characters.
fn text(message: &str) -> String {
    message.lines().map(super::text::printable).collect::<Vec<_>>().join("\n")
}

fn is_closed_pipe(failure: &(dyn Error + 'static)) -> bool {
    failure.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Returns the end of a program's help: its rules, the exit codes, the environment and examples.
pub fn help(rules: &[Rule], examples: &[&str]) -> String {
    let mut help = "Rules:\n".to_owned();
    for Rule { id, severity, title, .. } in rules {
        let _ = writeln!(help, "  {id}  {:8}  {title}", severity.name());
    }
    help += "\nExit codes:\n  0  success\n  1  findings, with --fail-on-findings\n  2  an error; the output is incomplete\n";
    help += "\nEnvironment:\n  CONDUCTORONE_CLIENT_ID with CONDUCTORONE_CLIENT_SECRET or CONDUCTORONE_OIDC_TOKEN,\n";
    help += "  or CONDUCTORONE_ACCESS_TOKEN with CONDUCTORONE_TENANT_DOMAIN, such as acme.conductor.one\n";
    help += "\nExamples:\n";
    for example in examples {
        let _ = writeln!(help, "  {example}");
    }
    help.truncate(help.trim_end().len());
    help
}
