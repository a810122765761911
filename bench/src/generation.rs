//! The generator: time by stage, peak memory and growth, and its first build.

use std::collections::BTreeMap;
use std::path::Path;

use specgen::{Dialect, Options};

use crate::bars::GIVEN;
use crate::context::{Context, say, tool};
use crate::error::Result;
use crate::files::{lines, remove, write};
use crate::process::{self, Finished, Usage};
use crate::report::{Group, Table, Unit};
use crate::scratch::{GENERATED, Scratch};
use crate::statistics::{exponent, median};

/// The sizes from which the exponent is fitted: below, the start of the process dominates.
const FITTED: f64 = 100.0;

/// Measures the generator.
pub(crate) fn run(context: &Context) -> Result<Group> {
    let subjects = subjects(context)?;
    let mut runs: Vec<Runs> = subjects.iter().map(|_| Runs::default()).collect();
    for round in 0..context.runs {
        for (subject, runs) in subjects.iter().zip(&mut runs) {
            say(&format!("generation from {}, run {} of {}", subject.title, round + 1, context.runs));
            remove(&subject.scratch.root.join(GENERATED))?;
            runs.first.push(subject.scratch.generate()?);
            subject.scratch.generate_if_changed()?;
            runs.again.push(subject.scratch.generate_if_changed()?.usage);
        }
    }
    let mut tables = tables(&subjects, &runs)?;
    if !context.quick {
        tables.push(first_build(context)?);
    }
    Ok(Group { title: "Generation".to_owned(), tables })
}

/// A specification to generate from.
struct Subject {
    key: String,
    title: String,
    operations: usize,
    scratch: Scratch,
}

/// The runs from one specification.
#[derive(Default)]
struct Runs {
    /// All files are written.
    first: Vec<Finished>,
    /// Nothing has changed.
    again: Vec<Usage>,
}

fn subjects(context: &Context) -> Result<Vec<Subject>> {
    let sizes: &[usize] = if context.quick { &[10, 100, 1000] } else { &[10, 100, 1000, 10_000] };
    let mut subjects = Vec::new();
    for &operations in sizes {
        let scratch = Scratch::new(context, &format!("generation-{operations}"))?;
        let path = context.work.join(format!("synthetic-{operations}.yaml"));
        write(&path, &specgen::synthesize(&Options { operations, seed: 1, dialect: Dialect::Mixed }))?;
        scratch.vendor(&path)?;
        let title = format!("{operations} synthetic operations");
        subjects.push(Subject { key: operations.to_string(), title, operations, scratch });
    }
    if let Some(spec) = &context.spec {
        let scratch = Scratch::new(context, "generation-given")?;
        scratch.vendor(&spec.path)?;
        let operations = operations(&scratch.generate()?.output);
        subjects.push(Subject { key: GIVEN.to_owned(), title: spec.title.clone(), operations, scratch });
    }
    Ok(subjects)
}

fn tables(subjects: &[Subject], runs: &[Runs]) -> Result<Vec<Table>> {
    let columns = [
        ("operations", Unit::Count),
        ("lines", Unit::Count),
        ("wall", Unit::Seconds),
        ("CPU", Unit::Seconds),
        ("peak", Unit::Megabytes),
        ("unchanged, wall", Unit::Seconds),
        ("unchanged, CPU", Unit::Seconds),
    ];
    let mut totals = Table::new("generation", "Generation of c1-api", "specification", &columns);
    let stages: Vec<BTreeMap<String, f64>> = runs.iter().map(|runs| medians(&runs.first)).collect();
    let names = stage_names(&runs[0].first[0].output);
    let columns: Vec<(&str, Unit)> = names.iter().map(|name| (name.as_str(), Unit::Milliseconds)).collect();
    let mut by_stage = Table::new("generation-stages", "Stages of generation", "specification", &columns);
    for ((subject, runs), stages) in subjects.iter().zip(runs).zip(&stages) {
        let first = |part: fn(&Usage) -> f64| Some(median(runs.first.iter().map(|run| part(&run.usage))));
        let again = |part: fn(&Usage) -> f64| Some(median(runs.again.iter().map(part)));
        let written = lines(&subject.scratch.root.join(GENERATED))?;
        let figures = [
            Some(subject.operations as f64),
            Some(written as f64),
            first(Usage::wall_seconds),
            first(Usage::cpu_seconds),
            first(Usage::peak_megabytes),
        ];
        let figures = figures.into_iter().chain([again(Usage::wall_seconds), again(Usage::cpu_seconds)]);
        totals.row(&subject.key, &subject.title, figures);
        by_stage.row(&subject.key, &subject.title, names.iter().map(|name| stages.get(name).copied()));
    }
    totals.lines("Generation by the number of operations", &["operations", "wall", "CPU"]);
    totals.note(
        "The whole process `xtask codegen` without its build; *unchanged* is a later run, which finds that nothing has changed.",
    );
    by_stage.note("The time that passed, as `cargo xtask codegen --timings` shows it.");
    let growth = growth(&totals);
    Ok(vec![totals, by_stage, growth])
}

/// The exponents of the growth with the number of operations.
fn growth(totals: &Table) -> Table {
    let mut growth = Table::new("generation-growth", "Growth", "figure", &[("exponent", Unit::Ratio)]);
    let synthetic: Vec<&str> = totals.rows.iter().map(|row| row.key.as_str()).filter(|key| *key != GIVEN).collect();
    for (key, column) in [("wall", "wall"), ("cpu", "CPU"), ("peak", "peak")] {
        let points =
            synthetic.iter().filter_map(|row| Some((totals.figure(row, "operations")?, totals.figure(row, column)?)));
        let points: Vec<(f64, f64)> = points.filter(|(operations, _)| *operations >= FITTED).collect();
        growth.row(key, column, [exponent(&points)]);
    }
    growth.note("Fitted to the synthetic specifications of 100 operations and more; 1 is linear.");
    growth
}

/// `cargo xtask codegen` in a clone without anything built: the build of xtask, and a run of it.
fn first_build(context: &Context) -> Result<Table> {
    let clone = context.work.join("clone");
    say("cargo xtask codegen in a fresh clone");
    remove(&clone)?;
    let mut git = std::process::Command::new("git");
    process::run(git.args(["clone", "--quiet"]).arg(&context.root).arg(&clone))?;
    process::run(tool(&clone).args(["fetch", "--locked"]))?;
    let finished = process::run_measured(&first_codegen(&clone))?;
    remove(&clone.join("target"))?;
    let columns = [("wall", Unit::Seconds), ("CPU", Unit::Seconds), ("peak", Unit::Megabytes)];
    let mut table = Table::new("first-build", "First build", "command", &columns);
    let figures = [Usage::wall_seconds, Usage::cpu_seconds, Usage::peak_megabytes]
        .map(|part: fn(&Usage) -> f64| Some(part(&finished.usage)));
    table.row("codegen", "`cargo xtask codegen` in a fresh clone", figures);
    table.note("Dependencies are downloaded before. One run, at the last commit.");
    Ok(table)
}

fn first_codegen(clone: &Path) -> std::process::Command {
    let mut cargo = tool(clone);
    for name in ["CARGO_INCREMENTAL", "CARGO_PROFILE_DEV_DEBUG", "RUSTFLAGS"] {
        cargo.env_remove(name);
    }
    cargo.args(["xtask", "codegen"]);
    cargo
}

/// The median of each stage, in milliseconds.
fn medians(runs: &[Finished]) -> BTreeMap<String, f64> {
    let mut times: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (stage, time) in runs.iter().flat_map(|run| stages(&run.output)) {
        times.entry(stage.to_owned()).or_default().push(time);
    }
    times.into_iter().map(|(stage, times)| (stage, median(times))).collect()
}

fn stage_names(output: &str) -> Vec<String> {
    stages(output).map(|(stage, _)| stage.to_owned()).collect()
}

/// The rows of the table that `--timings` prints.
fn stages(output: &str) -> impl Iterator<Item = (&str, f64)> {
    let rows = output.lines().skip_while(|line| !line.starts_with("stage ")).skip(1);
    rows.map_while(|line| {
        let (stage, time) = line.split_once(' ')?;
        Some((stage, time.trim().parse().ok()?))
    })
}

/// The number of operations of the summary.
fn operations(output: &str) -> usize {
    let summary = output.lines().find_map(|line| line.strip_prefix("generated "));
    summary.and_then(|summary| summary.split(' ').next()?.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
stage              ms
load              2.6
parse            52.7
generated 638 operations, 1955 models, 248 enums (427 sites) in 55 packages in 1.07 s: 0 files written, 0 removed
";

    #[test]
    fn the_table_of_stages_is_read() {
        assert_eq!(stages(OUTPUT).collect::<Vec<_>>(), [("load", 2.6), ("parse", 52.7)]);
        assert_eq!(stages("other").count(), 0);
        assert_eq!((operations(OUTPUT), operations("")), (638, 0));
    }
}
