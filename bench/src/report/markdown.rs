//! A report as Markdown.

use std::fmt::Write as _;

use super::format::figure;
use super::{Group, Plot, Report, Table, Unit, plot};
use crate::bars::{self, BARS, Bar};
use crate::machine::Machine;

/// The whole report. `comparison` is what `--compare` adds.
pub(super) fn print(report: &Report, comparison: &str) -> String {
    let mut text = String::from("# Benchmarks\n\n");
    text += &head(report);
    text += &judged(report);
    text += comparison;
    for group in &report.groups {
        text += &section(group);
    }
    text
}

/// The machine and the versions.
fn head(report: &Report) -> String {
    let Machine { processor, cores, memory, system, rustc } = &report.machine;
    let quick = if report.quick { " Fewer runs and sizes, by `--quick`." } else { "" };
    format!(
        "Revision {}. {processor}, {cores} cores, {memory} MiB of memory, {system}. {rustc}.{quick}\n\n",
        report.revision
    )
}

/// The bars whose figures were measured.
fn judged(report: &Report) -> String {
    let tables = report.groups.iter().flat_map(|group| &group.tables);
    let rows = tables.flat_map(|table| {
        let bars = BARS.iter().filter(|bar| bar.table == table.key);
        bars.filter_map(move |bar| Some((bar, table, table.figure(bar.row, bar.column)?)))
    });
    let mut text = String::new();
    for (bar, table, value) in rows {
        let unit = table.column(bar.column).map_or(Unit::Ratio, |column| table.columns[column].unit);
        let verdict = if bar.holds(value) { "met" } else { "**missed**" };
        let _infallible = writeln!(
            text,
            "| {} | {} | {} | {} | {verdict} |",
            bar.what,
            figure(value, unit),
            bar.limit(),
            unit.symbol()
        );
    }
    if text.is_empty() {
        return text;
    }
    format!("## Bars\n\n| figure | measured | bar | unit | |\n| --- | ---: | ---: | --- | --- |\n{text}\n")
}

fn section(group: &Group) -> String {
    let mut text = format!("## {}\n\n", group.title);
    for table in &group.tables {
        let _infallible = write!(text, "### {}\n\n{}\n", table.title, self::table(table));
        for (number, plot) in table.plots.iter().enumerate() {
            let (Plot::Bars { title, .. } | Plot::Lines { title, .. }) = plot;
            let _infallible = write!(text, "![{title}]({})\n\n", plot::file(table, number));
        }
        for note in &table.notes {
            let _infallible = write!(text, "{note}\n\n");
        }
    }
    text
}

/// The figures, each with its bar.
fn table(table: &Table) -> String {
    let headings: String = table.columns.iter().map(|column| format!(" {} |", column.heading())).collect();
    let mut text = format!("| {} |{headings}\n| --- |{}\n", table.subject, " ---: |".repeat(table.columns.len()));
    for row in &table.rows {
        let _infallible = write!(text, "| {} |", row.title);
        for (column, value) in table.columns.iter().zip(&row.figures) {
            let bar = bars::of(&table.key, &row.key, &column.title);
            let _infallible =
                write!(text, " {} |", value.map_or_else(String::new, |value| cell(value, column.unit, bar)));
        }
        text.push('\n');
    }
    text
}

fn cell(value: f64, unit: Unit, bar: Option<&Bar>) -> String {
    let value = figure(value, unit);
    bar.map_or_else(|| value.clone(), |bar| format!("{value} (bar {})", bar.limit()))
}
