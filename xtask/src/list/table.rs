//! Rows in columns, where these fit into 80; else what would not fit stands on a line of its own.

use crate::args::What;
use crate::style;

const WIDTH: usize = 80;
const GAP: usize = 2;

/// The rows, and how many there are.
pub(super) fn print(what: What, rows: &[[String; 3]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    let fits = widths.iter().sum::<usize>() + 2 * GAP <= WIDTH;
    let first = widths[0].min(WIDTH - GAP - widths[1]);
    let mut text = String::new();
    for [name, notes, last] in rows {
        let pad = " ".repeat(first.saturating_sub(name.chars().count()) + GAP);
        let (name, last) = (style::strong(name), style::faint(last));
        let row = match fits {
            true => format!("{name}{pad}{notes:<0$}  {last}", widths[1]),
            false if notes.is_empty() => format!("{name}\n    {last}"),
            false => format!("{name}{pad}{notes}\n    {last}"),
        };
        text.push_str(&row);
        text.push('\n');
    }
    let what = match (what, rows.len()) {
        (What::Services, 1) => "service",
        (What::Services, _) => "services",
        (What::Operations, 1) => "operation",
        (What::Operations, _) => "operations",
        (What::Models, 1) => "model",
        (What::Models, _) => "models",
        (What::Enums, 1) => "enum",
        (What::Enums, _) => "enums",
    };
    format!("{text}{} {what}\n", rows.len())
}
