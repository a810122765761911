//! Tables for terminals.

use std::io::{self, Write, stdout};

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::row::{Column, Row};
use super::text::printable;

/// The columns need some room, even in a narrow terminal.
const LEAST_WIDTH: u16 = 60;

/// Writes rows as a table, as wide as the terminal. A file or a pipe gets one line for each row.
pub fn write_table<R: Row>(out: &mut dyn Write, rows: &[R]) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY);
    if let Some((width, _)) = terminal_size::terminal_size_of(stdout()) {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.0.max(LEAST_WIDTH));
    }
    table.set_header(Column::<R>::for_people().map(|(title, _)| title));
    for row in rows {
        table.add_row(Column::<R>::for_people().map(|(_, column)| {
            let cell = (column.cell)(row);
            let alignment = if cell.is_number() { CellAlignment::Right } else { CellAlignment::Left };
            comfy_table::Cell::new(printable(&cell.in_short())).set_alignment(alignment)
        }));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
