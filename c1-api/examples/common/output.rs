//! The standard output in the format that was asked for.

use std::io::{self, BufWriter, Stdout, Write, stdout};

use serde::Serialize;

use super::csv_format::CsvFormat;
use super::json_format::JsonFormat;
use super::options::{Format, Options};
use super::program::Failure;
use super::progress::Progress;
use super::row::Row;
use super::session::Session;
use super::table::write_table;

/// The number of rows of one table. The widths of its columns need all of them in memory, so a longer list is several tables.
const ROWS_OF_TABLE: usize = 1_000;

/// Writes rows as they arrive. No format keeps more than the rows of a table.
pub enum Output<R: Row> {
    Text { out: BufWriter<Stdout>, rows: Vec<R> },
    Json(JsonFormat<BufWriter<Stdout>>),
    Csv(Box<CsvFormat<Stdout>>),
}

impl<R: Row> Output<R> {
    pub fn new(program: &str, options: &Options, session: &Session) -> Result<Self, Failure> {
        let out = BufWriter::new(stdout());
        Ok(match options.format() {
            Format::Text => Self::Text { out, rows: Vec::new() },
            Format::Json => Self::Json(JsonFormat::new::<R>(out, program, session.as_of)?),
            Format::Csv => Self::Csv(Box::new(CsvFormat::new::<R>(stdout()).map_err(from_csv)?)),
        })
    }

    pub fn row(&mut self, row: R, progress: &Progress) -> Result<(), Failure> {
        match self {
            Self::Text { out, rows } => {
                rows.push(row);
                if rows.len() == ROWS_OF_TABLE {
                    progress.suspend(|| write_table(out, rows).and_then(|()| out.flush()))?;
                    rows.clear();
                }
            }
            Self::Json(json) => json.row(&row)?,
            Self::Csv(csv) => csv.row(&row).map_err(from_csv)?,
        }
        Ok(())
    }

    /// Writes what follows the rows: the members of `more` in JSON, and what `text` writes below a table.
    pub fn finish(
        self,
        more: &impl Serialize,
        text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        match self {
            Self::Text { mut out, rows } => {
                if !rows.is_empty() {
                    write_table(&mut out, &rows)?;
                }
                text(&mut out)?;
                out.flush()?;
            }
            Self::Json(json) => json.finish(more)?,
            Self::Csv(csv) => csv.finish().map_err(from_csv)?,
        }
        Ok(())
    }
}

/// Returns the error of the output, by which a closed pipe is recognized.
fn from_csv(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        kind => format!("the CSV cannot be written: {kind:?}").into(),
    }
}
