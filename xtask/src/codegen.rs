//! `cargo xtask codegen`.

use std::fmt::Write;
use std::time::{Duration, Instant};

use ::codegen::{Changes, Errors, Specs, Summary, Workspace};

use crate::args::Codegen;
use crate::{Outcome, diff};

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
    let elapsed = clock.elapsed();
    Ok(match args.check {
        true => checked(&generated.summary, &changes, elapsed, &timings),
        false => Outcome {
            report: format!("{timings}{}: {}\n", generated_in(&generated.summary, elapsed), written(&changes)),
            complaint: String::new(),
        },
    })
}

fn checked(summary: &Summary, changes: &Changes, elapsed: Duration, timings: &str) -> Outcome {
    let generated = generated_in(summary, elapsed);
    if changes.is_empty() {
        return Outcome { report: format!("{timings}{generated}: up to date\n"), complaint: String::new() };
    }
    let count = changes.written.len() + changes.removed.len();
    let (files, are) = if count == 1 { ("file", "is") } else { ("files", "are") };
    Outcome {
        report: format!("{}{timings}{generated}: {count} {files} {are} stale\n", diff::show(changes)),
        complaint: "error: the generated code is not what specs/ gives\n  help: run `cargo xtask codegen`\n".to_owned(),
    }
}

fn generated_in(summary: &Summary, elapsed: Duration) -> String {
    format!("generated {summary} in {:.2} s", elapsed.as_secs_f64())
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
