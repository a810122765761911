//! `cargo xtask codegen`: generates c1-api from specs/, or a crate of its own from any specification.

mod access;
mod fingerprint;
mod standalone;

use std::path::Path;
use std::time::Instant;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::rust::MANIFEST;
use ::codegen::{Generated, Inputs, UnmatchedActions};

use crate::args::Codegen;
use crate::codes;
use crate::support::LeftOut;
use crate::terminal::{Outcome, counted, file_diff};
use crate::workspace::Workspace;
use access::Access;
use fingerprint::Fingerprint;
use standalone::Standalone;

/// Generates the crate, or with `--check` only reports stale files. Does nothing if nothing has changed since the last run.
pub(crate) fn run(workspace: &Workspace, args: &Codegen) -> Result<Outcome, Diagnostics> {
    let is_usual = args.spec.is_none() && !args.skip_unsupported && !args.timings;
    let fingerprint = if is_usual { Fingerprint::new(workspace) } else { None };
    match fingerprint.as_ref().and_then(Fingerprint::last_summary) {
        Some(summary) => {
            Ok(Outcome { report: format!("nothing changed: {summary}: up to date\n"), ..Outcome::default() })
        }
        None => generate(workspace, args, fingerprint.as_ref()),
    }
}

fn generate(
    workspace: &Workspace,
    args: &Codegen,
    fingerprint: Option<&Fingerprint<'_>>,
) -> Result<Outcome, Diagnostics> {
    let mut stages = vec![("start", Instant::now())];
    let mut end = |stage| stages.push((stage, Instant::now()));
    let standalone = match (&args.spec, &args.out) {
        (Some(spec), Some(out)) => {
            Some(Standalone::read(workspace, spec, out, args.crate_name.as_deref(), args.overlay.as_deref())?)
        }
        _ => None,
    };
    let (mut inputs, unmatched) = match &standalone {
        Some(standalone) => (standalone.inputs.clone(), UnmatchedActions::Error),
        None => workspace.specification()?,
    };
    end("load");
    let mut skipped = if args.skip_unsupported { skip(&mut inputs)? } else { String::new() };
    let generated = ::codegen::generate(&inputs, unmatched, &mut end)?;
    let changes = match &standalone {
        Some(standalone) => {
            let document = ::codegen::document(&inputs)?;
            let access = Access::new(&document);
            skipped += &access.unsupported();
            standalone.compare(&generated, &document, &access)?
        }
        None => workspace.compare(&generated.files, &generated.analysis.features())?,
    };
    end("compare");
    if !args.check {
        match &standalone {
            Some(standalone) => standalone.apply(&changes)?,
            None => workspace.apply(&changes)?,
        }
        end("write");
    }
    if let Some(fingerprint) = fingerprint
        && changes.written.iter().all(|file| file.path != MANIFEST)
        && generated.analysis.warnings.is_empty()
    {
        fingerprint.keep(&generated.files, &generated.analysis.summary().to_string());
        end("keep");
    }
    let table = if args.timings { timings(&stages) } else { String::new() };
    let seconds = stages[0].1.elapsed().as_secs_f64();
    let summary = format!("{table}{skipped}generated {} in {seconds:.2} s", generated.analysis.summary());
    let (written, removed) = (changes.written.len(), changes.removed.len());
    let (report, errors) = if !args.check {
        (format!("{summary}: {} written, {removed} removed\n", counted(written, "file")), None)
    } else if changes.is_empty() {
        (format!("{summary}: up to date\n"), None)
    } else {
        let folder = standalone.map_or_else(|| "c1-api".to_owned(), |standalone| standalone.shown());
        let error = Diagnostic::new(&codes::STALE, folder, "the generated code is not up to date");
        let files = counted(written + removed, "stale file");
        let report = format!("{}{summary}: {files}\n", file_diff::show(&changes));
        (report, Some(error.help("run `cargo xtask codegen`").into()))
    };
    Ok(Outcome { warnings: generated.analysis.warnings, report, errors })
}

/// Writes a crate of its own in a folder, without what the generator does not support.
pub(crate) fn write_supported(
    workspace: &Workspace,
    spec: &Path,
    out: &Path,
    name: &str,
) -> Result<Generated, Diagnostics> {
    let standalone = Standalone::read(workspace, spec, out, Some(name), None)?;
    let mut inputs = standalone.inputs.clone();
    skip(&mut inputs)?;
    let generated = ::codegen::generate(&inputs, UnmatchedActions::Error, &mut |_| {})?;
    let document = ::codegen::document(&inputs)?;
    standalone.apply(&standalone.compare(&generated, &document, &Access::new(&document))?)?;
    Ok(generated)
}

/// Leaves out what the generator does not support. Returns a list of it.
fn skip(inputs: &mut Inputs) -> Result<String, Diagnostics> {
    let (left_out, _) = LeftOut::find(inputs)?;
    let lines = left_out.definitions.iter().map(|(pointer, errors)| {
        let reason = left_out.reason(pointer).or(errors.first());
        let reason = reason.map(|error| format!("{}: {}", error.code().id, error.message())).unwrap_or_default();
        format!("left out {pointer}\n    {reason}\n")
    });
    Ok(lines.collect())
}

/// A table of the stages with their durations, each from the end of the previous one.
fn timings(stages: &[(&str, Instant)]) -> String {
    let row = |pair: &[(&str, Instant)]| {
        let milliseconds = (pair[1].1 - pair[0].1).as_secs_f64() * 1000.0;
        format!("{:<12}{milliseconds:>9.1}\n", pair[1].0)
    };
    format!("{:<12}{:>9}\n{}", "stage", "ms", stages.windows(2).map(row).collect::<String>())
}
