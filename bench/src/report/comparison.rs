//! Two revisions side by side: the figures that both have, from runs in turn.

use std::fmt::Write as _;

use serde::Serialize;

use super::format::figure;
use super::{Report, Unit};
use crate::statistics::{median, ratio};

/// The figures of two revisions.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Comparison {
    /// The revision that `--compare` names.
    pub(crate) before: String,
    /// The revision of this tree.
    pub(crate) after: String,
    pub(crate) figures: Vec<Pair>,
}

/// A figure of both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Pair {
    pub(crate) table: String,
    pub(crate) row: String,
    pub(crate) column: String,
    pub(crate) unit: Unit,
    /// The median of the older runs.
    pub(crate) before: f64,
    /// The median of the newer runs.
    pub(crate) after: f64,
    /// The median of newer to older, of runs in turn.
    pub(crate) ratio: f64,
}

impl Comparison {
    /// Joins reports of both revisions, the first with the first and so on. Figures that one of them lacks are left out.
    pub(crate) fn join(rounds: &[(Report, Report)]) -> Self {
        let revision = |part: fn(&(Report, Report)) -> &Report| {
            rounds.first().map(|round| part(round).revision.clone()).unwrap_or_default()
        };
        let figures = rounds.first().map(|(_, after)| pairs(after, rounds)).unwrap_or_default();
        Self { before: revision(|round| &round.0), after: revision(|round| &round.1), figures }
    }
}

fn pairs(layout: &Report, rounds: &[(Report, Report)]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for table in layout.groups.iter().flat_map(|group| &group.tables) {
        for (row, column) in table.rows.iter().flat_map(|row| table.columns.iter().map(move |column| (row, column))) {
            let of = |report: &Report| find(report, &table.key, &row.key, &column.title);
            let both: Vec<(f64, f64)> =
                rounds.iter().filter_map(|(before, after)| Some((of(before)?, of(after)?))).collect();
            // A stage that takes no time has no ratio.
            if both.iter().all(|(before, after)| *before == 0.0 && *after == 0.0) {
                continue;
            }
            let (before, after): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
            pairs.push(Pair {
                table: table.title.clone(),
                row: row.title.clone(),
                column: column.title.clone(),
                unit: column.unit,
                ratio: ratio(&after, &before),
                before: median(before),
                after: median(after),
            });
        }
    }
    pairs
}

fn find(report: &Report, table: &str, row: &str, column: &str) -> Option<f64> {
    let tables = report.groups.iter().flat_map(|group| &group.tables);
    tables.filter(|other| other.key == table).find_map(|table| table.figure(row, column))
}

/// The section of a report.
pub(super) fn markdown(comparison: &Comparison) -> String {
    let Comparison { before, after, figures } = comparison;
    let mut text = format!("## {after} compared with {before}\n");
    let mut table = "";
    for pair in figures {
        if pair.table != table {
            table = &pair.table;
            let _infallible = write!(
                text,
                "\n### {table}, both revisions\n\n| row | figure | unit | {before} | {after} | ratio |\n\
                 | --- | --- | --- | ---: | ---: | ---: |\n"
            );
        }
        let Pair { row, column, unit, before, after, ratio, .. } = pair;
        let _infallible = writeln!(
            text,
            "| {row} | {column} | {} | {} | {} | {ratio:.3} |",
            unit.symbol(),
            figure(*before, *unit),
            figure(*after, *unit)
        );
    }
    text.push('\n');
    text
}
