//! Rows: what a program lists.

use serde::Serialize;

use super::cell::Cell;

/// A row of a list. Its columns are those of the table, of CSV and of HTML; JSON has its fields.
pub trait Row: Serialize + Sized + 'static {
    /// The name of the list in JSON.
    const LIST: &'static str;
    const COLUMNS: &'static [Column<Self>];
}

/// A column.
#[derive(Debug)]
pub struct Column<R> {
    /// The header in CSV.
    pub name: &'static str,
    /// The header for people. Columns without one are for programs only.
    pub title: Option<&'static str>,
    pub cell: for<'a> fn(&'a R) -> Cell<'a>,
}

impl<R: Row> Column<R> {
    /// A column for people and programs.
    pub const fn shown(name: &'static str, title: &'static str, cell: for<'a> fn(&'a R) -> Cell<'a>) -> Self {
        Self { name, title: Some(title), cell }
    }

    /// A column of CSV alone.
    pub const fn detail(name: &'static str, cell: for<'a> fn(&'a R) -> Cell<'a>) -> Self {
        Self { name, title: None, cell }
    }

    /// The columns for people, with their titles.
    pub fn for_people() -> impl Iterator<Item = (&'static str, &'static Self)> {
        R::COLUMNS.iter().filter_map(|column| column.title.map(|title| (title, column)))
    }
}

/// Returns an enum value of the API without its prefix, in lower case: `USER_TYPE_HUMAN` is `human`.
pub fn wire_name(value: &str, prefix: &str) -> String {
    value.strip_prefix(prefix).unwrap_or(value).to_ascii_lowercase()
}
