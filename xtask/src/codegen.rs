//! `cargo xtask codegen`: regenerates c1-api from specs/.

use std::fmt::Write;
use std::time::{Duration, Instant};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use crate::args::Codegen;
use crate::codes;
use crate::terminal::{Outcome, counted, file_diff};
use crate::workspace::{Changes, Workspace};

/// Generates c1-api, or with `--check` only reports what would change.
pub(crate) fn run(workspace: &Workspace, args: &Codegen) -> Result<Outcome, Diagnostics> {
    let mut timings = Timings::start();
    let inputs = workspace.inputs()?;
    timings.end("load");
    let generated = ::codegen::generate(&inputs, &mut |stage| timings.end(stage))?;
    let changes = workspace.compare(&generated.files, &generated.analysis.features())?;
    timings.end("compare");
    if !args.check {
        workspace.apply(&changes)?;
        timings.end("write");
    }
    let table = if args.timings { timings.table() } else { String::new() };
    let seconds = timings.start.elapsed().as_secs_f64();
    let summary = format!("{table}generated {} in {seconds:.2} s", generated.analysis.summary());
    let warnings = generated.analysis.warnings;
    if args.check {
        return Ok(Outcome { warnings, ..check(&summary, &changes) });
    }
    let report =
        format!("{summary}: {} written, {} removed\n", counted(changes.written.len(), "file"), changes.removed.len());
    Ok(Outcome { warnings, report, errors: None })
}

fn check(summary: &str, changes: &Changes) -> Outcome {
    if changes.is_empty() {
        return Outcome { report: format!("{summary}: up to date\n"), ..Outcome::default() };
    }
    let count = counted(changes.written.len() + changes.removed.len(), "stale file");
    let error = Diagnostic::new(&codes::STALE, "c1-api", "the generated code is not up to date with specs/");
    Outcome {
        report: format!("{}{summary}: {count}\n", file_diff::show(changes)),
        errors: Some(error.help("run `cargo xtask codegen`").into()),
        ..Outcome::default()
    }
}

/// The stages of a run and their durations.
struct Timings {
    start: Instant,
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Timings {
    fn start() -> Self {
        let now = Instant::now();
        Self { start: now, last: now, stages: Vec::new() }
    }

    /// Ends a stage, which began when the last one ended.
    fn end(&mut self, stage: &'static str) {
        self.stages.push((stage, self.last.elapsed()));
        self.last = Instant::now();
    }

    fn table(&self) -> String {
        let mut table = format!("{:<12}{:>9}\n", "stage", "ms");
        for (stage, duration) in &self.stages {
            // Writing to a string cannot fail.
            let _written = writeln!(table, "{stage:<12}{:>9.1}", duration.as_secs_f64() * 1000.0);
        }
        table
    }
}
