//! The report for a terminal.

use ::codegen::diagnostics::Bounded;

use super::super::{Bump, Report};
use super::{Section, Span};

/// The width of a terminal.
const WIDTH: usize = 80;
/// The maximum number of listed changes that require no action.
const MAX_NEWS: usize = 20;

impl Report {
    /// The report in lines of at most 80 columns. `-` marks removed elements, `~` altered and `+` added ones. `with_docs`
    /// adds the elements of which only the documentation changes.
    pub fn text(&self, bump: Option<&Bump>, with_docs: bool) -> String {
        let mut lines = wrapped("", "", &self.verdict(bump));
        if *self != Self::default() {
            lines.extend(self.presence_note().iter().flat_map(|note| wrapped("", "  ", note)));
            lines.push(format!("\n{:<14}{:>9}{:>9}{:>9}", "Wire format", "added", "removed", "altered"));
            lines
                .extend(self.wire_table().map(|(kind, [added, removed, altered])| {
                    format!("  {kind:<12}{added:>9}{removed:>9}{altered:>9}")
                }));
            lines.push(String::new());
            lines.extend(self.totals().iter().flat_map(|total| wrapped("", "  ", total)));
            lines.extend(self.sections(with_docs).iter().flat_map(section));
        }
        lines.join("\n") + "\n"
    }
}

fn section(section: &Section) -> Vec<String> {
    let count = section.entries.len();
    let shown = if section.is_news { count.min(MAX_NEWS) } else { count };
    let mut lines = vec![String::new(), section.title.clone()];
    for entry in &section.entries[..shown] {
        lines.extend(wrapped(&format!("  {} ", entry.sign), "      ", &text(&entry.line)));
        lines.extend(entry.notes.iter().flat_map(|note| wrapped("      ", "        ", &text(note))));
    }
    if shown < count {
        lines.push(format!("  and {} more: cargo xtask diff --format json", count - shown));
    }
    lines
}

fn text(line: &[Span]) -> String {
    let text = |span: &Span| match span {
        Span::Words(words) => words.clone(),
        Span::Name(name) => Bounded(name).to_string(),
    };
    line.iter().map(text).collect()
}

/// Wraps text to the width of a terminal. Breaks paths after their separators.
fn wrapped(first: &str, others: &str, text: &str) -> Vec<String> {
    let mut lines = vec![first.to_owned()];
    let mut is_empty = true;
    for part in text.split_inclusive([' ', ':', '.', '/', '(', '<']) {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if !is_empty && line + part.trim_end().chars().count() > WIDTH {
            lines.push(others.to_owned());
        }
        is_empty = false;
        if let Some(line) = lines.last_mut() {
            line.push_str(part);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paths_are_broken_between_their_names() {
        let path = format!("{}::b::{}::c", "a".repeat(60), "d".repeat(40));
        let lines = wrapped("  - ", "      ", &path);
        assert_eq!(lines, [format!("  - {}::b::", "a".repeat(60)), format!("      {}::c", "d".repeat(40))]);
        assert_eq!(wrapped("  - ", "      ", "short"), ["  - short"]);
        assert_eq!(wrapped("  - ", "      ", &"x".repeat(200)).len(), 1, "a name is never broken itself");
    }
}
