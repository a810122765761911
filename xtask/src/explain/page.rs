//! All that there is to know of one subject, on a page that is readable at 80 columns.

use ::codegen::catalog::{Catalog, Item, Kind, Role, Subject};
use ::codegen::{Inputs, escaped};

use super::{sends, source};
use crate::style;

/// What pages are written from.
pub(super) struct Page<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) catalog: &'a Catalog,
    pub(super) code: source::Code,
}

/// The columns that a label takes.
const LABEL: usize = 12;
const WIDTH: usize = 80;
/// How many of the places of an enum, or of the parts of a schema, are told.
const SHOWN: usize = 12;

impl Page<'_> {
    /// The page of a subject, in whole lines.
    pub(super) fn of(&mut self, subject: &Subject) -> String {
        let mut text = Text(String::new());
        text.title(subject);
        text.extend("call", call(subject));
        for (index, item) in subject.items.iter().enumerate() {
            text.extend(if index == 0 { "Rust" } else { "" }, self.item(item));
        }
        let places = subject.places.iter().take(SHOWN).flat_map(|place| {
            let line = place.line(self.inputs).map(|line| format!(":{line}")).unwrap_or_default();
            [format!("{}{line}", place.file), format!("  #{}", place.pointer)]
        });
        text.extend("spec", places);
        text.extend("", more(subject.places.len(), "places"));
        self.facts(subject, &mut text);
        text.extend("named", subject.reasons());
        text.0
    }

    fn item(&self, item: &Item) -> Vec<String> {
        let line = self.code.line(item).map(|line| format!(":{line}")).unwrap_or_default();
        let path = match item.role {
            Role::Feature => item.path.clone(),
            _ => format!("c1_api::{}", item.path),
        };
        vec![path, format!("  {}", item.signature), format!("  {}{line}", item.file)]
    }

    fn facts(&self, subject: &Subject, text: &mut Text) {
        if let Some(value) = &subject.value {
            text.extend("holds", [value.ty.clone()]);
            text.extend("sent", (subject.kind != Kind::PathParameter).then(|| sends::sent(value.presence).to_owned()));
            text.extend("sensitive", value.sensitive.then(|| "never shown by `Debug`".to_owned()));
        }
        for (label, fact) in subject.call.iter().flat_map(|call| sends::facts(self.catalog, subject, call)) {
            text.extend(label, [fact]);
        }
        text.extend("deprecated", subject.deprecated.then(|| "yes".to_owned()));
        for (label, kind) in parts(subject.kind) {
            let names: Vec<&str> = self.catalog.parts(*kind, &subject.name).iter().map(Subject::short_name).collect();
            text.extend(label, (!names.is_empty()).then(|| names.join(", ")));
        }
        text.extend("says", (!subject.description.is_empty()).then(|| subject.description.clone()));
    }
}

/// What a subject of this kind consists of.
fn parts(kind: Kind) -> &'static [(&'static str, Kind)] {
    match kind {
        Kind::Package => &[("services", Kind::Service), ("schemas", Kind::Schema), ("enums", Kind::Enum)],
        Kind::Service => &[("operations", Kind::Operation)],
        Kind::Schema => &[("properties", Kind::Property), ("oneofs", Kind::Oneof)],
        Kind::Enum => &[("values", Kind::EnumValue)],
        _ => &[],
    }
}

/// How a user of the SDK calls an operation.
fn call(subject: &Subject) -> Option<String> {
    let accessor = subject.item(Role::Operation)?.path.rsplit("::").nth(1)?;
    let method = subject.item(Role::Method)?;
    let name = method.path.rsplit("::").next()?;
    let arguments = method.signature.split_once("&self")?.1.rsplit_once(") -> ")?.0;
    let names: Vec<&str> = arguments
        .split(", ")
        .filter_map(|argument| argument.split(": ").next())
        .filter(|name| !name.is_empty())
        .collect();
    Some(format!("client.{accessor}().{name}({})", names.join(", ")))
}

fn more(count: usize, what: &str) -> Option<String> {
    (count > SHOWN).then(|| format!("... and {} {what} more", count - SHOWN))
}

/// Labels and what stands beside them.
struct Text(String);

impl Text {
    fn title(&mut self, subject: &Subject) {
        let title = escaped(&format!("{} {}", subject.kind.word(), subject.name));
        self.0.push_str(&format!("{}\n\n", style::strong(&title)));
    }

    /// Adds the lines, the first of them after the label.
    fn extend(&mut self, label: &str, lines: impl IntoIterator<Item = String>) {
        for (index, line) in lines.into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            self.line(label, &line);
        }
    }

    /// Adds a line, and as many more as it needs.
    fn line(&mut self, label: &str, line: &str) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let options = textwrap::Options::new(WIDTH - LABEL)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .initial_indent(indent)
            .subsequent_indent(indent);
        let words = line.split_whitespace().map(escaped).collect::<Vec<_>>().join(" ");
        for (index, line) in textwrap::wrap(&words, options).into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            let label = format!("{label:<LABEL$}");
            self.0.push_str(&format!("{}{}\n", style::faint(&label), line));
        }
    }
}
