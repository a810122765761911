//! Prints rows in columns if they fit into 80 characters, or else with the last cell on its own line.

use crate::args::What;
use crate::terminal::{counted, style};

const WIDTH: usize = 80;
const GAP: usize = 2;

/// Prints the rows and their number.
pub(super) fn print(what: What, rows: &[[String; 3]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    let fits = widths.iter().sum::<usize>() + 2 * GAP <= WIDTH;
    let first = widths[0].min(WIDTH - GAP - widths[1]);
    let mut text = String::new();
    for [name, notes, last] in rows {
        let pad = " ".repeat(first.saturating_sub(name.chars().count()) + GAP);
        let (name, last) = (style::strong(name), style::faint(last));
        let row = if fits {
            format!("{name}{pad}{notes:<0$}  {last}", widths[1])
        } else if notes.is_empty() {
            format!("{name}\n    {last}")
        } else {
            format!("{name}{pad}{notes}\n    {last}")
        };
        text.push_str(&row);
        text.push('\n');
    }
    let noun = match what {
        What::Services => "service",
        What::Operations => "operation",
        What::Models => "model",
        What::Aliases => "alias",
        What::Unions => "union",
        What::Enums => "enum",
    };
    format!("{text}{}\n", counted(rows.len(), noun))
}
