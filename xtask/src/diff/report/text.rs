//! The report for a terminal: a sign at the beginning of each line shows what happened to the element.

use ::codegen::diagnostics::Bounded;

use super::super::rust::{Break, Breakage, BrokenItem};
use super::super::wire::{Change, How, Kind, Tally};
use super::super::{Bump, Report};
use super::{alteration, altered_by_members, by_package, docs, name, participle, plural, presence, rust, verdict};

/// The width that a terminal shows without wrapping.
const WIDTH: usize = 80;
/// Elements of a kind that are listed where nobody has to act on them.
const LISTED: usize = 20;
/// New items of a package that are listed.
const LISTED_ITEMS: usize = 5;

impl Report {
    /// The report as lines of at most 80 columns. `-` marks removed elements, `~` altered and `+` added ones. With
    /// `list_docs`, elements that change only in docs are listed, too.
    pub fn text(&self, bump: Option<&Bump>, list_docs: bool) -> String {
        let mut lines = wrapped("", "", &verdict(self, bump));
        if *self != Self::default() {
            lines.extend(self.presence.iter().flat_map(|change| wrapped("", "  ", &presence(change))));
            lines.extend(self.table());
            lines.extend(section("Breaks in Rust", self.rust.breaks.iter().flat_map(broken).collect()));
            lines.extend(self.additions());
            lines.extend(Kind::ALL.into_iter().flat_map(|kind| self.wire_section(kind)));
            if list_docs {
                lines.extend(self.docs_sections());
            }
        }
        lines.join("\n") + "\n"
    }

    fn table(&self) -> Vec<String> {
        let row = |name: &str, cells: [&str; 3]| format!("{name:<14}{:>9}{:>9}{:>9}", cells[0], cells[1], cells[2]);
        let mut lines = vec![String::new(), row("On the wire", ["added", "removed", "altered"])];
        lines.extend(Kind::ALL.map(|kind| {
            let Tally { added, removed, altered } = self.wire.tally(kind);
            let cells = [added, removed, altered].map(|count| count.to_string());
            row(&format!("  {}", plural(kind)), cells.each_ref().map(String::as_str))
        }));
        lines.push(String::new());
        lines.extend(wrapped("", "  ", &rust(&self.rust)));
        lines.extend(wrapped("", "  ", &docs(&self.docs)));
        lines
    }

    fn additions(&self) -> Vec<String> {
        let deprecated = self.rust.deprecated.iter().map(|path| item("~", path));
        let mut lines = section("Deprecated in Rust", capped(deprecated.collect(), "~"));
        let packages = by_package(&self.rust.added).into_iter().map(|(package, items)| {
            let more = items.len().saturating_sub(LISTED_ITEMS);
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            let listed = items.into_iter().take(LISTED_ITEMS).collect::<Vec<_>>().join(", ");
            item("+", &format!("{package}: {listed}{more}"))
        });
        lines.extend(section("New in Rust", packages.flatten().collect()));
        lines
    }

    fn wire_section(&self, kind: Kind) -> Vec<String> {
        let mut lines = Vec::new();
        for how in [How::Removed, How::Altered, How::Added] {
            let changes = self.wire.of(kind).filter(|change| change.how == how);
            let mut listed: Vec<Vec<String>> = changes.map(changed).collect();
            if how == How::Altered {
                let by_members = altered_by_members(&self.wire, kind).into_iter();
                listed.extend(by_members.map(|name| item("~", &format!("{} (members)", Bounded(name)))));
            }
            let title = format!("On the wire: {} {} {}", listed.len(), plural(kind), participle(how));
            let shown = if how == How::Added { capped(listed, "+") } else { listed.into_iter().flatten().collect() };
            lines.extend(section(&title, shown));
        }
        lines
    }

    fn docs_sections(&self) -> Vec<String> {
        let kinds =
            [("Descriptions", &self.docs.descriptions), ("Notes", &self.docs.notes), ("Order", &self.docs.orders)];
        let sections = kinds.into_iter().flat_map(|(title, names)| {
            let lines = names.iter().flat_map(|name| item("~", &Bounded(name).to_string()));
            section(&format!("In docs only: {title}"), lines.collect())
        });
        sections.collect()
    }
}

fn section(title: &str, lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() {
        return lines;
    }
    [String::new(), title.to_owned()].into_iter().chain(lines).collect()
}

/// The first of some elements, and how many more there are.
fn capped(listed: Vec<Vec<String>>, sign: &str) -> Vec<String> {
    let more = listed.len().saturating_sub(LISTED);
    let mut lines: Vec<String> = listed.into_iter().take(LISTED).flatten().collect();
    if more > 0 {
        lines.push(format!("  {sign} and {more} more: cargo xtask diff --format json"));
    }
    lines
}

fn item(sign: &str, text: &str) -> Vec<String> {
    wrapped(&format!("  {sign} "), "      ", text)
}

fn changed(change: &Change) -> Vec<String> {
    let mut lines = item(sign(change.how), &name(change));
    lines.extend(change.alterations.iter().flat_map(|altered| note(&alteration(altered))));
    lines
}

fn broken(Break { kind, name, items }: &Break) -> Vec<String> {
    let mut lines: Vec<String> = items.iter().flat_map(broken_item).collect();
    lines.extend(note(&format!("{kind} {}", Bounded(name))));
    lines
}

fn broken_item(BrokenItem { how, old, new }: &BrokenItem) -> Vec<String> {
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

/// Lines of a terminal's width. Paths without spaces are broken behind their separators.
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
