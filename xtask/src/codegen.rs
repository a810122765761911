//! `cargo xtask codegen`.

use std::fmt::Write;
use std::time::{Duration, Instant};

use ::codegen::{Changes, Errors, Specs, Workspace};

use crate::args::Codegen;
use crate::{Outcome, stale};

/// Generates c1-api, or with `--check` only tells what would change.
pub(crate) fn run(workspace: &Workspace, args: &Codegen) -> Result<Outcome, Errors> {
    let mut clock = Clock::start();
    let inputs = Specs::read(&workspace.specs()?)?.inputs();
    clock.lap("load");
    let generated = ::codegen::generate(&inputs)?;
    clock.took(&generated.stages);
    let changes = workspace.compare(&generated)?;
    clock.lap("compare");
    if !args.check {
        workspace.apply(&changes)?;
        clock.lap("write");
    }

    let timings = if args.timings { clock.table() } else { String::new() };
    let told = format!("{timings}generated {} in {:.2} s", generated.summary, clock.elapsed().as_secs_f64());
    let warnings = generated.warnings.iter().map(|warning| format!("{warning}\n\n")).collect();
    Ok(match args.check {
        true => Outcome { warnings, ..checked(&told, &changes) },
        false => {
            let report = format!("{told}: {}\n", written(&changes));
            Outcome { warnings, report, complaint: String::new() }
        }
    })
}

/// What `--check` has to say, after what was generated is `told`.
fn checked(told: &str, changes: &Changes) -> Outcome {
    if changes.is_empty() {
        return Outcome { report: format!("{told}: up to date\n"), ..Outcome::default() };
    }
    let count = changes.written.len() + changes.removed.len();
    let (files, are) = if count == 1 { ("file", "is") } else { ("files", "are") };
    Outcome {
        report: format!("{}{told}: {count} {files} {are} stale\n", stale::show(changes)),
        complaint: "error: the generated code is not what specs/ gives\n  help: run `cargo xtask codegen`\n".to_owned(),
        ..Outcome::default()
    }
}

fn written(changes: &Changes) -> String {
    let written = changes.written.len();
    let files = if written == 1 { "file" } else { "files" };
    format!("{written} {files} written, {} removed", changes.removed.len())
}

/// The stages that a run went through, and how long each of them took.
struct Clock {
    start: Instant,
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        let now = Instant::now();
        Self { start: now, last: now, stages: Vec::new() }
    }

    /// Ends a stage that began when the last one ended.
    fn lap(&mut self, stage: &'static str) {
        self.stages.push((stage, self.last.elapsed()));
        self.last = Instant::now();
    }

    /// Takes over stages that were measured by those who went through them.
    fn took(&mut self, stages: &[(&'static str, Duration)]) {
        self.stages.extend_from_slice(stages);
        self.last = Instant::now();
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
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
