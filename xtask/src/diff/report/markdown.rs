//! The report in Markdown, for a comment on a pull request.

use ::codegen::diagnostics::Bounded;

use super::super::rust::{Break, Breakage, BrokenItem, Declaration};
use super::super::wire::{Alteration, Change, How, Kind, Tally};
use super::super::{Bump, Report};
use super::{altered_by_members, by_package, docs, participle, plural, presence, rust, verdict};

/// GitHub accepts 65,536 characters; other text may precede and follow the report.
const LIMIT: usize = 60_000;
/// The least length of a section: its frame, and the count of what is left out.
const FRAME: usize = 300;

/// A folded part of the report.
struct Section {
    title: String,
    /// The lines that make a table of the rows.
    head: &'static str,
    rows: Vec<String>,
    /// The number of elements, of which each may have several rows.
    count: usize,
    /// Whether nobody has to act on it: it leaves room for the sections after it.
    is_news: bool,
}

impl Report {
    /// The report in GitHub's Markdown: a summary, and folded details. At most 60,000 characters: the rest is counted.
    pub fn markdown(&self, bump: Option<&Bump>) -> String {
        let mut text = format!("**{}**\n", verdict(self, bump));
        if *self == Self::default() {
            return text;
        }
        text.extend(self.presence.iter().map(|change| format!("\n{}\n", presence(change))));
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
            format!("| {} | {added} | {removed} | {altered} |\n", plural(kind))
        });
        let (rust, docs) = (rust(&self.rust), docs(&self.docs));
        format!(
            "\n| on the wire | added | removed | altered |\n| --- | ---: | ---: | ---: |\n{}\n{rust}\n\n{docs}\n",
            rows.concat()
        )
    }

    /// The most important sections come first, since there may be no room for the others.
    fn sections(&self) -> Vec<Section> {
        let rust = &self.rust;
        let mut sections = vec![Section {
            title: "Breaks in Rust".to_owned(),
            head: "| was | is | of |\n| --- | --- | --- |\n",
            rows: rust.breaks.iter().map(broken).collect(),
            count: rust.breaks.len(),
            is_news: false,
        }];
        sections.extend(self.wire_sections(How::Removed));
        sections.extend(self.wire_sections(How::Altered));
        sections.push(list("Deprecated in Rust", rust.deprecated.iter().map(|path| bullet(path)), true));
        let packages = by_package(&rust.added).into_iter().flat_map(|(package, items)| {
            let title = format!("* {}: {}\n", code(package), items.len());
            std::iter::once(title).chain(items.into_iter().map(|item| format!("  {}", bullet(item))))
        });
        sections.push(Section { count: rust.added.len(), ..list("New in Rust", packages, true) });
        sections.extend(self.wire_sections(How::Added));
        sections
    }

    fn wire_sections(&self, how: How) -> [Section; 5] {
        Kind::ALL.map(|kind| {
            let title = format!("On the wire: {} {}", plural(kind), participle(how));
            let changes = self.wire.of(kind).filter(|change| change.how == how).map(changed);
            let by_members = if how == How::Altered { altered_by_members(&self.wire, kind) } else { Vec::new() };
            let by_members = by_members.into_iter().map(|name| format!("* {} (members)\n", code(name)));
            list(&title, changes.chain(by_members), how == How::Added)
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
        let more = self.rows.len() - shown.len();
        let more = if more > 0 { format!("\nand {more} more\n") } else { String::new() };
        let Self { title, head, count, .. } = self;
        let shown = shown.concat();
        format!("\n<details><summary>{title}: {count}</summary>\n\n{head}{shown}{more}\n</details>\n")
    }
}

fn list(title: &str, rows: impl Iterator<Item = String>, is_news: bool) -> Section {
    let rows: Vec<String> = rows.collect();
    Section { title: title.to_owned(), head: "", count: rows.len(), rows, is_news }
}

fn bullet(text: &str) -> String {
    format!("* {}\n", code(text))
}

fn changed(change: &Change) -> String {
    let alterations = change.alterations.iter().map(|altered| {
        let Alteration { what, old, new } = altered;
        format!("; {what}: {}, now {}", code(old), code(new))
    });
    format!("* {}{}\n", code(&change.full_name()), alterations.collect::<String>())
}

/// A line for each item of a break; the element is named once.
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
fn sides(BrokenItem { how, old, new }: &BrokenItem) -> (String, String) {
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
