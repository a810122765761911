//! Styles for a terminal. Standard output strips them for other outputs, and if `NO_COLOR` is set.

use anstyle::{Effects, Style};

/// A heading.
pub(crate) fn strong(text: &str) -> String {
    styled(text, Effects::BOLD)
}

/// A label.
pub(crate) fn faint(text: &str) -> String {
    if text.trim().is_empty() { text.to_owned() } else { styled(text, Effects::DIMMED) }
}

fn styled(text: &str, effects: Effects) -> String {
    let style = Style::new().effects(effects);
    format!("{style}{text}{style:#}")
}
