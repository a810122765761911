//! CSV.

use std::io::Write;

use super::cell::Cell;
use super::row::Row;

/// Writes rows as CSV, RFC 4180, with a header.
pub struct CsvFormat<W: Write>(csv::Writer<W>);

impl<W: Write> CsvFormat<W> {
    pub fn new<R: Row>(out: W) -> csv::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(R::COLUMNS.iter().map(|column| column.name))?;
        Ok(Self(writer))
    }

    pub fn row<R: Row>(&mut self, row: &R) -> csv::Result<()> {
        self.0.write_record(R::COLUMNS.iter().map(|column| field(&(column.cell)(row))))
    }

    pub fn finish(mut self) -> csv::Result<()> {
        Ok(self.0.flush()?)
    }
}

/// Returns a cell that no spreadsheet takes for a formula: an apostrophe precedes the characters that begin one.
fn field(cell: &Cell<'_>) -> String {
    let text = cell.in_full();
    let begins_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if cell.is_text() && begins_formula { format!("'{text}") } else { text }
}
