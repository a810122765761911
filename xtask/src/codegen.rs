//! `cargo xtask codegen`: generates c1-api from specs/.

use std::time::{Duration, Instant};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use crate::args::Codegen;
use crate::codes;
use crate::terminal::{Outcome, counted, file_diff};
use crate::workspace::Workspace;

/// Generates c1-api, or with `--check` only reports stale files.
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
    let (written, removed) = (changes.written.len(), changes.removed.len());
    let (report, errors) = if !args.check {
        (format!("{summary}: {} written, {removed} removed\n", counted(written, "file")), None)
    } else if changes.is_empty() {
        (format!("{summary}: up to date\n"), None)
    } else {
        let error = Diagnostic::new(&codes::STALE, "c1-api", "the generated code is not up to date with specs/");
        let files = counted(written + removed, "stale file");
        let report = format!("{}{summary}: {files}\n", file_diff::show(&changes));
        (report, Some(error.help("run `cargo xtask codegen`").into()))
    };
    Ok(Outcome { warnings: generated.analysis.warnings, report, errors })
}

/// The duration of each stage.
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
        let row = |(stage, time): &(&str, Duration)| format!("{stage:<12}{:>9.1}\n", time.as_secs_f64() * 1000.0);
        format!("{:<12}{:>9}\n{}", "stage", "ms", self.stages.iter().map(row).collect::<String>())
    }
}
