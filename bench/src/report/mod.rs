//! The results of a run: one model, which is written as Markdown, JSON and SVG.

pub(crate) mod comparison;
mod files;
mod format;
mod markdown;
mod plot;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub(crate) use self::files::write;
use crate::machine::Machine;

/// The results of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    /// The commit, with `+` if files differ from it.
    pub(crate) revision: String,
    /// Whether `--quick` was given.
    pub(crate) quick: bool,
    pub(crate) groups: Vec<Group>,
}

/// The results of a group of benchmarks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) tables: Vec<Table>,
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Table {
    /// Its name in [bars](crate::bars), comparisons and files.
    pub(crate) key: String,
    pub(crate) title: String,
    /// What its rows are.
    pub(crate) subject: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) plots: Vec<Plot>,
    /// How to read it: a sentence each.
    pub(crate) notes: Vec<String>,
}

/// A column of figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Column {
    pub(crate) title: String,
    pub(crate) unit: Unit,
}

/// A row of figures, one for each column. A figure that was not measured is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// Its name in bars and comparisons.
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) figures: Vec<Option<f64>>,
}

/// The unit of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unit {
    Seconds,
    Milliseconds,
    Microseconds,
    Kilobytes,
    Megabytes,
    MegabytesPerSecond,
    PerSecond,
    Count,
    Ratio,
}

/// A picture of columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Plot {
    /// A bar for each row in each of the columns, which have one unit.
    Bars { title: String, columns: Vec<String> },
    /// A line for each column over the first column, on logarithmic axes. Rows without a figure there are left out.
    Lines { title: String, columns: Vec<String> },
}

impl Table {
    /// A table without rows. Each column is `(title, unit)`.
    pub(crate) fn new(key: &str, title: &str, subject: &str, columns: &[(&str, Unit)]) -> Self {
        let column = |(title, unit): &(&str, Unit)| Column { title: (*title).to_owned(), unit: *unit };
        Self {
            key: key.to_owned(),
            title: title.to_owned(),
            subject: subject.to_owned(),
            columns: columns.iter().map(column).collect(),
            rows: Vec::new(),
            plots: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, key: &str, title: &str, figures: impl IntoIterator<Item = Option<f64>>) {
        let figures = figures.into_iter().collect();
        self.rows.push(Row { key: key.to_owned(), title: title.to_owned(), figures });
    }

    /// Adds a sentence on how to read the table.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Adds a plot of bars.
    pub(crate) fn bars(&mut self, title: &str, columns: &[&str]) {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        self.plots.push(Plot::Bars { title: title.to_owned(), columns });
    }

    /// Adds a plot of lines.
    pub(crate) fn lines(&mut self, title: &str, columns: &[&str]) {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        self.plots.push(Plot::Lines { title: title.to_owned(), columns });
    }

    /// The position of a column.
    pub(crate) fn column(&self, title: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.title == title)
    }

    /// A figure.
    pub(crate) fn figure(&self, row: &str, column: &str) -> Option<f64> {
        let column = self.column(column)?;
        *self.rows.iter().find(|other| other.key == row)?.figures.get(column)?
    }
}
