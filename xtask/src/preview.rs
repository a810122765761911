//! What vendoring is about to change, in few enough lines to be read before it is done.

use std::fmt::Write;

use ::codegen::diff::wire::{How, Kind, Wire};
use ::codegen::diff::{Report, Side, compare};
use ::codegen::{Files, Specs};

/// Names of each kind; `cargo xtask diff` tells of all.
const MOST_NAMES: usize = 8;

/// What differs between the documents in `files` and those in `new`, which are valid; nothing where there are no files.
pub(crate) fn preview(files: &Files, new: &Specs) -> String {
    let side = |specs: &Specs| Side { inputs: specs.inputs(), borrows_overlay: true };
    if files.is_empty() {
        return String::new();
    }
    let Ok(old) = Specs::read(files) else {
        return "there are no intact documents in specs/ to compare with\n".to_owned();
    };
    match compare(&side(&old), &side(new)) {
        Ok(report) => show(&report),
        Err(_) => "the documents in specs/ do not generate, and are not compared\n".to_owned(),
    }
}

fn show(report: &Report) -> String {
    if report.wire.is_empty() {
        return match report.words.is_empty() {
            true => "the documents say what they said\n".to_owned(),
            false => "the documents say what they said, in other words\n".to_owned(),
        };
    }
    let mut text = format!("{:<14}{:>9}{:>9}{:>9}\n", "what changes", "added", "removed", "altered");
    for kind in Kind::ALL {
        let tally = report.wire.tally(kind);
        // Writing to a string cannot fail.
        let _written = writeln!(text, "{:<14}{:>9}{:>9}{:>9}", plural(kind), tally.added, tally.removed, tally.altered);
    }
    for kind in [Kind::Operation, Kind::Schema] {
        for (sign, names) in groups(&report.wire, kind) {
            text.push_str(&listed(plural(kind), sign, &names));
        }
    }
    text.push('\n');
    text
}

/// What is gone stands first: it is what breaks.
fn groups(wire: &Wire, kind: Kind) -> [(&'static str, Vec<&str>); 3] {
    let named = |how| wire.of(kind).filter(|change| change.how == how).map(|change| change.name.as_str()).collect();
    [("removed", named(How::Removed)), ("altered", wire.altered(kind)), ("added", named(How::Added))]
}

/// A paragraph of the first of these names, nothing where there are none.
fn listed(kind: &str, how: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{kind} {how}:\n");
    text.extend(names.iter().take(MOST_NAMES).map(|name| format!("  {}\n", printable(name))));
    if names.len() > MOST_NAMES {
        text.push_str(&format!("  and {} more\n", names.len() - MOST_NAMES));
    }
    text
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Operation => "operations",
        Kind::Parameter => "parameters",
        Kind::Schema => "schemas",
        Kind::Property => "properties",
        Kind::EnumValue => "enum values",
    }
}

/// The name without what would move a terminal's cursor or turn its text around, and no longer than a line of 80 columns.
fn printable(name: &str) -> String {
    let is_shown = |character: &char| character.is_ascii_graphic() || character.is_alphanumeric() || *character == ' ';
    name.chars().map(|character| if is_shown(&character) { character } else { '\u{fffd}' }).take(76).collect()
}

#[cfg(test)]
mod tests {
    use ::codegen::Replaced;
    use ::codegen::vendor::{Input, read};

    use super::*;

    /// specs/ with one document, in which these schemas have one property.
    fn specs(schemas: impl IntoIterator<Item = (String, &'static str)>) -> Specs {
        let mut text = "openapi: 3.1.0\ninfo: {title: API}\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
        for (name, property) in schemas {
            text.push_str(&format!("    {name:?}: {{type: object, properties: {{{property}}}}}\n"));
        }
        let mut specs = Specs::read_beside(&Files::new(), &Replaced::All).expect("nothing is there");
        for document in read([Ok(Input::file("a.yaml", text))]).expect("a document") {
            specs.add(document);
        }
        specs
    }

    fn files(specs: &Specs) -> Files {
        let files = specs.files().expect("plain names");
        files.iter().map(|(path, text)| (path.to_owned(), text.into())).collect()
    }

    fn schemas(names: std::ops::Range<usize>, property: &'static str) -> Vec<(String, &'static str)> {
        names.map(|index| (format!("a.v1.S{index:02}"), property)).collect()
    }

    const STRING: &str = "p: {type: string}";

    #[test]
    fn each_kind_of_change_is_counted_and_the_first_are_named() {
        let old = specs(schemas(0..14, STRING));
        let mut new = schemas(10..13, STRING);
        new.extend(schemas(13..14, "p: {type: boolean}, q: {type: string}"));
        new.push((format!("a.v1.{}", "Long".repeat(20)), STRING));
        insta::assert_snapshot!(preview(&files(&old), &specs(new)));
    }

    #[test]
    fn what_cannot_be_compared_is_told() {
        let new = specs(schemas(0..1, STRING));
        let same = preview(&files(&new), &new);
        assert_eq!(same, "the documents say what they said\n");
        let words = specs(schemas(0..1, "p: {type: string, description: What it is.}"));
        assert_eq!(preview(&files(&new), &words), "the documents say what they said, in other words\n");
        assert_eq!(preview(&Files::new(), &new), "");
        let altered = [("SOURCES.toml".to_owned(), b"file = 1".to_vec())].into();
        assert_eq!(preview(&altered, &new), "there are no intact documents in specs/ to compare with\n");
        let broken = files(&specs(schemas(0..1, "p: {type: strng}")));
        assert_eq!(preview(&broken, &new), "the documents in specs/ do not generate, and are not compared\n");
    }

    #[test]
    fn no_name_reaches_the_terminal_as_a_command() {
        for name in ["\u{1b}[2J", "a\nb", "\u{202e}a"] {
            assert!(printable(name).chars().all(|c| c.is_ascii_graphic() || c == '\u{fffd}'), "{name:?}");
        }
        assert_eq!(printable("c1.api.user.v1.Ärger"), "c1.api.user.v1.Ärger");
    }
}
