//! Colors for a terminal. Standard output strips them for other outputs, and if `NO_COLOR` is set.

use anstyle::{AnsiColor, Style};

/// Colors each line of a report by its sign.
pub(crate) fn colored(text: &str) -> String {
    text.split_inclusive('\n').map(line).collect()
}

fn line(line: &str) -> String {
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    let style = style(text);
    format!("{style}{text}{style:#}{end}")
}

fn style(text: &str) -> Style {
    match text.get(..4) {
        Some("  - ") => AnsiColor::Red.on_default(),
        Some("  + ") => AnsiColor::Green.on_default(),
        Some("  ~ ") => AnsiColor::Yellow.on_default(),
        _ if text.starts_with(' ') || text.is_empty() => Style::new(),
        _ => Style::new().bold(),
    }
}
