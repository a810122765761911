//! The report for a comment on a pull request.

use super::rust::{Break, Breakage, Broken, Declaration};
use super::wire::{Alteration, Change, How, Kind, Tally};
use super::{Bump, Report, phrases};
use crate::error::Bounded;

/// GitHub takes 65,536 characters; something may be put before and after the report.
const LIMIT: usize = 60_000;
/// What a section is at least: its frame, and how much of it is left out.
const FRAME: usize = 300;

/// A part of the report that is unfolded by a click.
struct Section {
    title: String,
    /// The lines that make a table of the rows.
    head: &'static str,
    rows: Vec<String>,
    /// Whether nobody has to look after what it tells: it leaves room for the sections after it.
    is_news: bool,
}

impl Report {
    /// The report in GitHub's Markdown: a summary, and the details folded. It is never longer than 60,000 characters:
    /// what is left out is counted.
    pub fn markdown(&self, bump: Option<&Bump>) -> String {
        let mut text = format!("**{}**\n", phrases::verdict(self, bump));
        if *self == Self::default() {
            return text;
        }
        text.push_str(&self.summary());
        let sections: Vec<Section> = self.sections().into_iter().filter(|section| !section.rows.is_empty()).collect();
        for (index, section) in sections.iter().enumerate() {
            let left = sections.len() - index;
            let room = LIMIT.saturating_sub(text.chars().count() + FRAME * left);
            text.push_str(&section.folded(if section.is_news { room / left } else { room }));
        }
        text
    }

    fn summary(&self) -> String {
        let rows = Kind::ALL.map(|kind| {
            let Tally { added, removed, altered } = self.wire.tally(kind);
            format!("| {} | {added} | {removed} | {altered} |\n", phrases::plural(kind))
        });
        let (rust, words) = (phrases::rust(&self.rust), phrases::words(&self.words));
        format!(
            "\n| on the wire | added | removed | altered |\n| --- | ---: | ---: | ---: |\n{}\n{rust}\n\n{words}\n",
            rows.concat()
        )
    }

    /// What matters most comes first, as it is what there is room for.
    fn sections(&self) -> Vec<Section> {
        let rust = &self.rust;
        let mut sections = vec![Section {
            title: "Breaks in Rust".to_owned(),
            head: "| was | is | of |\n| --- | --- | --- |\n",
            rows: rust.breaks.iter().map(broken).collect(),
            is_news: false,
        }];
        sections.extend(self.wire_sections(How::Removed));
        sections.extend(self.wire_sections(How::Altered));
        sections.push(list("Deprecated in Rust", rust.deprecated.iter().map(|path| bullet(path)), true));
        sections.push(list("New in Rust", rust.added.iter().map(|added| bullet(&added.path)), true));
        sections.extend(self.wire_sections(How::Added));
        sections
    }

    fn wire_sections(&self, how: How) -> [Section; 5] {
        Kind::ALL.map(|kind| {
            let title = format!("On the wire: {} {}", phrases::plural(kind), phrases::participle(how));
            let changes = self.wire.of(kind).filter(|change| change.how == how);
            list(&title, changes.map(changed), how == How::Added)
        })
    }
}

impl Section {
    /// The section with as many of its rows as there is room for.
    fn folded(&self, mut room: usize) -> String {
        let fits = |row: &&String| {
            let rest = room.checked_sub(row.chars().count());
            room = rest.unwrap_or_default();
            rest.is_some()
        };
        let shown: Vec<&str> = self.rows.iter().take_while(fits).map(String::as_str).collect();
        let more = match self.rows.len() - shown.len() {
            0 => String::new(),
            more => format!("\nand {more} more\n"),
        };
        let Self { title, head, rows, .. } = self;
        let (count, shown) = (rows.len(), shown.concat());
        format!("\n<details><summary>{title}: {count}</summary>\n\n{head}{shown}{more}\n</details>\n")
    }
}

fn list(title: &str, rows: impl Iterator<Item = String>, is_news: bool) -> Section {
    Section { title: title.to_owned(), head: "", rows: rows.collect(), is_news }
}

fn bullet(text: &str) -> String {
    format!("* {}\n", code(text))
}

fn changed(change: &Change) -> String {
    let alterations = change.alterations.iter().map(|altered| {
        let Alteration { what, old, new } = altered;
        format!("; {what}: {}, now {}", code(old), code(new))
    });
    let name = change.within.as_ref().map_or_else(|| change.name.clone(), |within| format!("{within}.{}", change.name));
    format!("* {}{}\n", code(&name), alterations.collect::<String>())
}

/// A line for each item of a break; what it is of is told once.
fn broken(Break { kind, name, items }: &Break) -> String {
    let of = format!("{kind} {}", code(name));
    let rows = items.iter().enumerate().map(|(index, item)| {
        let (was, is) = sides(item);
        let of = if index == 0 { of.as_str() } else { "" };
        format!("| {} | {} | {} |\n", in_cell(&was), in_cell(&is), in_cell(of))
    });
    rows.collect()
}

/// The two sides of a row: paths alone where the declaration is the same but for its name.
fn sides(Broken { how, old, new }: &Broken) -> (String, String) {
    let side = |declared: &Declaration| match how {
        Breakage::Altered => format!("{} <br> {}", code(&declared.path), code(&declared.signature)),
        Breakage::Removed | Breakage::Renamed => code(&declared.path),
    };
    (side(old), new.as_ref().map_or_else(|| "removed".to_owned(), side))
}

/// A name as GitHub shows it, whatever it is made of: nothing in a span of code is Markdown or HTML.
fn code(text: &str) -> String {
    let text = Bounded(text).to_string();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// In a table, a bar ends the cell even within code.
fn in_cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_names() {
        let cases = [
            ("user::v1::User", "`user::v1::User`"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
            ("<details>", "`<details>`"),
            ("", "`  `"),
            ("\u{1b}[2J\n", "`\\u{1b}[2J\\n`"),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text), expected, "{text:?}");
        }
        assert_eq!(in_cell(&code("a|b")), "`a\\|b`");
    }
}
