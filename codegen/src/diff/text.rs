//! The report for a terminal: each line begins with what happened to the thing that it tells of.

use super::rust::{Break, Breakage, Broken, Declaration};
use super::wire::{Change, How, Kind, Tally};
use super::{Bump, Report, phrases};
use crate::error::Bounded;

/// What a terminal shows without wrapping.
const WIDTH: usize = 80;
/// How many additions of a kind are told: nobody has to look after them.
const ADDITIONS: usize = 20;

impl Report {
    /// The report as lines of at most 80 columns. After two blanks, `-` is before what is removed, `~` before what is
    /// altered, and `+` before what is added.
    pub fn text(&self, bump: Option<&Bump>) -> String {
        let mut lines = wrapped("", "", &phrases::verdict(self, bump));
        if *self == Self::default() {
            return lines.join("\n") + "\n";
        }
        lines.extend(self.table());
        lines.extend(self.breaks());
        lines.extend(self.additions());
        lines.extend(self.wire_lines());
        lines.join("\n") + "\n"
    }

    fn table(&self) -> Vec<String> {
        let row = |name: &str, cells: [&str; 3]| format!("{name:<14}{:>9}{:>9}{:>9}", cells[0], cells[1], cells[2]);
        let mut lines = vec![String::new(), row("On the wire", ["added", "removed", "altered"])];
        lines.extend(Kind::ALL.map(|kind| {
            let Tally { added, removed, altered } = self.wire.tally(kind);
            row(
                &format!("  {}", phrases::plural(kind)),
                [added, removed, altered].map(|n| n.to_string()).each_ref().map(String::as_str),
            )
        }));
        lines.push(String::new());
        lines.extend(wrapped("", "  ", &phrases::rust(&self.rust)));
        lines.extend(wrapped("", "  ", &phrases::words(&self.words)));
        lines
    }

    fn breaks(&self) -> Vec<String> {
        let lines = self.rust.breaks.iter().flat_map(broken);
        section("Breaks in Rust", lines.collect())
    }

    fn additions(&self) -> Vec<String> {
        let deprecated = self.rust.deprecated.iter().flat_map(|path| item("~", path));
        let added = capped(self.rust.added.iter().map(|Declaration { path, .. }| item("+", path)));
        let mut lines = section("Deprecated in Rust", deprecated.collect());
        lines.extend(section("New in Rust", added));
        lines
    }

    fn wire_lines(&self) -> Vec<String> {
        let sections = Kind::ALL.into_iter().flat_map(|kind| {
            let (added, others): (Vec<&Change>, Vec<&Change>) =
                self.wire.of(kind).partition(|change| change.how == How::Added);
            let mut lines: Vec<String> = others.into_iter().flat_map(changed).collect();
            lines.extend(capped(added.into_iter().map(changed)));
            section(&format!("On the wire: {}", phrases::plural(kind)), lines)
        });
        sections.collect()
    }
}

fn section(title: &str, lines: Vec<String>) -> Vec<String> {
    match lines.is_empty() {
        true => lines,
        false => [String::new(), title.to_owned()].into_iter().chain(lines).collect(),
    }
}

/// The first of some additions, and how many more there are.
fn capped(additions: impl ExactSizeIterator<Item = Vec<String>>) -> Vec<String> {
    let more = additions.len().saturating_sub(ADDITIONS);
    let mut lines: Vec<String> = additions.take(ADDITIONS).flatten().collect();
    if more > 0 {
        lines.push(format!("  + and {more} more; --format json lists them all"));
    }
    lines
}

fn item(sign: &str, text: &str) -> Vec<String> {
    wrapped(&format!("  {sign} "), "      ", text)
}

fn changed(change: &Change) -> Vec<String> {
    let mut lines = item(sign(change.how), &phrases::name(change));
    lines.extend(change.alterations.iter().flat_map(|altered| note(&phrases::alteration(altered))));
    lines
}

fn broken(Break { kind, name, items }: &Break) -> Vec<String> {
    let mut lines: Vec<String> = items.iter().flat_map(broken_item).collect();
    lines.extend(note(&format!("{kind} {}", Bounded(name))));
    lines
}

fn broken_item(Broken { how, old, new }: &Broken) -> Vec<String> {
    let mut lines = item(if new.is_some() { "~" } else { "-" }, &old.path);
    let Some(new) = new else { return lines };
    if new.path != old.path {
        lines.extend(note(&format!("is now {}", new.path)));
    }
    if *how == Breakage::Altered {
        lines.extend(note(&format!("was {}", old.signature)));
        lines.extend(note(&format!("is  {}", new.signature)));
    }
    lines
}

fn note(text: &str) -> Vec<String> {
    wrapped("      ", "        ", text)
}

fn sign(how: How) -> &'static str {
    match how {
        How::Removed => "-",
        How::Altered => "~",
        How::Added => "+",
    }
}

/// Lines of a terminal's width. Paths have no blanks, and are broken after what separates their names.
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
