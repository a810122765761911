//! The report in Markdown, for a pull request.

use ::codegen::diagnostics::Bounded;

use super::super::{Bump, Report};
use super::{Entry, Section, Span};

/// GitHub accepts 65,536 characters, including the text around the report.
const LIMIT: usize = 60_000;
/// The reserved length of a section without entries: its frame and the number of omitted entries.
const FRAME: usize = 300;

impl Report {
    /// The report in GitHub's Markdown, of at most 60,000 characters: a summary and folded sections.
    pub fn markdown(&self, bump: Option<&Bump>) -> String {
        let mut text = format!("**{}**\n", self.verdict(bump));
        if *self == Self::default() {
            return text;
        }
        text.extend(self.presence_note().map(|note| format!("\n{note}\n")));
        text.push_str("\n| wire format | added | removed | altered |\n| --- | ---: | ---: | ---: |\n");
        text.extend(
            self.wire_table()
                .map(|(kind, [added, removed, altered])| format!("| {kind} | {added} | {removed} | {altered} |\n")),
        );
        text.extend(self.totals().map(|total| format!("\n{total}\n")));
        let sections = self.sections(false);
        for (index, section) in sections.iter().enumerate() {
            let left = sections.len() - index;
            let room = LIMIT.saturating_sub(text.chars().count() + FRAME * left);
            text.push_str(&folded(section, if section.is_news { room / left } else { room }));
        }
        text
    }
}

/// The section with as many entries as fit into `room` characters.
fn folded(Section { title, entries, .. }: &Section, mut room: usize) -> String {
    let fits = |item: &String| {
        let rest = room.checked_sub(item.chars().count());
        room = rest.unwrap_or_default();
        rest.is_some()
    };
    let shown: Vec<String> = entries.iter().map(item).take_while(fits).collect();
    let more = entries.len() - shown.len();
    let more = if more > 0 { format!("\nand {more} more\n") } else { String::new() };
    format!("\n<details><summary>{title}</summary>\n\n{}{more}\n</details>\n", shown.concat())
}

/// An item of a list, with the notes as an inner list.
pub(super) fn item(entry: &Entry) -> String {
    let notes = entry.notes.iter().map(|note| format!("  * {}\n", line(note)));
    format!("* {}\n{}", line(&entry.line), notes.collect::<String>())
}

fn line(spans: &[Span]) -> String {
    let text = |span: &Span| match span {
        Span::Words(words) => words.clone(),
        Span::Name(name) => code(name),
    };
    spans.iter().map(text).collect()
}

/// A name as a code span, in which GitHub interprets neither Markdown nor HTML.
fn code(text: &str) -> String {
    let text = Bounded(text).to_string();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped() {
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
    }
}
