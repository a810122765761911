//! The page of one element, for a terminal of 80 columns.

use ::codegen::Analysis;
use ::codegen::diagnostics::escape;
use ::codegen::index::{Element, Entry, Index, Kind, wire};
use ::codegen::rust::{Function, Item, Role, Signature};

use super::{code, request_facts};
use crate::terminal::style;

/// The sources of a page.
pub(super) struct Page<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) index: &'a Index<'a>,
    pub(super) code: code::Code,
}

/// The width of a label.
const LABEL: usize = 12;
const WIDTH: usize = 80;
/// The maximum number of locations of an enum.
const MAX_LOCATIONS: usize = 12;

impl Page<'_> {
    /// The page of an entry, in complete lines.
    pub(super) fn print(&self, entry: &Entry<'_>) -> String {
        let mut text = Text(String::new());
        text.title(entry);
        text.extend("call", call(entry));
        for (index, item) in entry.items.iter().enumerate() {
            text.extend(if index == 0 { "Rust" } else { "" }, self.item(item));
        }
        let locations = entry.pointers.iter().take(MAX_LOCATIONS).flat_map(|pointer| {
            let location = self.analysis.locate(pointer);
            let line = location.line().map(|line| format!(":{line}")).unwrap_or_default();
            [format!("{}{line}", location.file), format!("  #{pointer}")]
        });
        text.extend("spec", locations);
        text.extend("", more(entry.pointers.len(), "locations"));
        self.facts(entry, &mut text);
        text.extend("named", entry.naming_rationale());
        text.0
    }

    fn item(&self, item: &Item) -> Vec<String> {
        let line = self.code.line(item).map(|line| format!(":{line}")).unwrap_or_default();
        let path = match item.role {
            Role::Feature => item.path.to_string(),
            Role::Argument => {
                let method = item.path.owner().unwrap_or_default();
                format!("c1_api::{method}({})", item.name())
            }
            _ => format!("c1_api::{}", item.path),
        };
        vec![path, format!("  {}", item.declaration()), format!("  {}{line}", item.file)]
    }

    fn facts(&self, entry: &Entry<'_>, text: &mut Text) {
        let api = &self.analysis.api;
        let value = match entry.element {
            Element::Property(id) => Some((&api[id].ty, Some(api[id].presence), api[id].sensitive)),
            Element::PathParameter(id, index) => Some((&api[id].path_parameters[index].ty, None, false)),
            Element::QueryParameter(id, index) => {
                let parameter = &api[id].query_parameters[index];
                Some((&parameter.ty, Some(parameter.presence), false))
            }
            _ => None,
        };
        if let Some((ty, presence, sensitive)) = value {
            text.extend("type", [wire::type_name(api, ty)]);
            text.extend("sent", presence.map(|presence| request_facts::sent(presence).to_owned()));
            text.extend("sensitive", sensitive.then(|| "redacted by `Debug`".to_owned()));
        }
        if let Element::Operation(id) = entry.element {
            for (label, fact) in request_facts::facts(self.index, &api[id]) {
                text.extend(label, [fact]);
            }
        }
        text.extend("deprecated", deprecated(entry));
        for (label, kind) in children(entry.kind()) {
            let names: Vec<&str> = self.index.children(*kind, &entry.name).iter().map(Entry::short_name).collect();
            text.extend(label, (!names.is_empty()).then(|| names.join(", ")));
        }
        let description = entry.description();
        text.extend("docs", (!description.is_empty()).then(|| description.to_owned()));
    }
}

fn deprecated(entry: &Entry<'_>) -> Option<String> {
    let docs = entry.docs.filter(|docs| docs.deprecated)?;
    Some(docs.deprecation_reason.clone().unwrap_or_else(|| "yes".to_owned()))
}

/// The kinds of an element's children, with labels.
fn children(kind: Kind) -> &'static [(&'static str, Kind)] {
    match kind {
        Kind::Package => &[("services", Kind::Service), ("schemas", Kind::Schema), ("enums", Kind::Enum)],
        Kind::Service => &[("operations", Kind::Operation)],
        Kind::Schema => &[("properties", Kind::Property), ("oneofs", Kind::Oneof)],
        Kind::Enum => &[("values", Kind::EnumValue)],
        _ => &[],
    }
}

/// The expression that calls an operation.
fn call(entry: &Entry<'_>) -> Option<String> {
    let accessor = entry.item(Role::Operation)?.path.owner()?;
    let method = entry.item(Role::Method)?;
    let Signature::Function(Function { arguments, .. }) = &method.signature else { return None };
    let names: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
    Some(format!("client.{}().{}({})", accessor.name(), method.name(), names.join(", ")))
}

fn more(count: usize, what: &str) -> Option<String> {
    (count > MAX_LOCATIONS).then(|| format!("... and {} more {what}", count - MAX_LOCATIONS))
}

/// Lines with labels.
struct Text(String);

impl Text {
    fn title(&mut self, entry: &Entry<'_>) {
        let title = escape(&format!("{} {}", entry.kind().name(), entry.name));
        self.0.push_str(&format!("{}\n\n", style::strong(&title)));
    }

    /// Adds lines, the first one after the label.
    fn extend(&mut self, label: &str, lines: impl IntoIterator<Item = String>) {
        for (index, line) in lines.into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            self.line(label, &line);
        }
    }

    /// Adds a line, wrapped to the width of the page.
    fn line(&mut self, label: &str, line: &str) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let options = textwrap::Options::new(WIDTH - LABEL)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .initial_indent(indent)
            .subsequent_indent(indent);
        let words = line.split_whitespace().map(escape).collect::<Vec<_>>().join(" ");
        for (index, line) in textwrap::wrap(&words, options).into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            let label = format!("{label:<LABEL$}");
            self.0.push_str(&format!("{}{}\n", style::faint(&label), line));
        }
    }
}
