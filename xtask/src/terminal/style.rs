//! What stands out on a terminal. Standard output strips it where it goes elsewhere or `NO_COLOR` is set.

use anstyle::{Effects, Style};

/// A heading.
pub(crate) fn strong(text: &str) -> String {
    styled(text, Effects::BOLD)
}

/// A label.
pub(crate) fn faint(text: &str) -> String {
    match text.trim().is_empty() {
        true => text.to_owned(),
        false => styled(text, Effects::DIMMED),
    }
}

fn styled(text: &str, effects: Effects) -> String {
    let style = Style::new().effects(effects);
    format!("{style}{text}{style:#}")
}
