//! The page of one element, for a terminal of 80 columns.

use std::borrow::Cow;

use ::codegen::Analysis;
use ::codegen::diagnostics::{Diagnostic, escape};
use ::codegen::index::{Element, Entry, Index, Kind, wire};
use ::codegen::rust::{Item, Role, Signature};

use super::code;
use super::request_facts::{self, Row};
use crate::terminal::style;
use crate::workspace::Workspace;

/// The sources of a page.
pub(super) struct Page<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) analysis: &'a Analysis,
    pub(super) index: &'a Index<'a>,
}

/// The width of a label.
const LABEL: usize = 12;
const WIDTH: usize = 80;
/// The maximum number of locations of an enum.
const MAX_LOCATIONS: usize = 12;

impl Page<'_> {
    /// The page of an entry, in complete lines.
    ///
    /// # Errors
    ///
    /// An existing generated file that cannot be read.
    pub(super) fn print(&self, entry: &Entry<'_>) -> Result<String, Diagnostic> {
        let items = entry.items.iter().map(|item| self.item(item)).collect::<Result<Vec<_>, _>>()?;
        let mut rows = vec![
            ("call", Vec::from_iter(call(entry))),
            ("Rust", items.into_iter().flatten().collect()),
            ("spec", self.locations(entry)),
        ];
        rows.extend(self.facts(entry));
        let is_deprecated = entry.docs.filter(|docs| docs.deprecated);
        let reason = is_deprecated.map(|docs| docs.deprecation_reason.clone().unwrap_or_else(|| "yes".to_owned()));
        rows.push(("deprecated", Vec::from_iter(reason)));
        rows.extend(members(self.index, entry).into_iter().map(|(label, members)| {
            let names: Vec<&str> = members.iter().map(Entry::short_name).collect();
            (label, vec![names.join(", ")])
        }));
        rows.extend([("docs", vec![entry.description().to_owned()]), ("named", entry.naming_rationale())]);
        let title = escape(&format!("{} {}", entry.kind().name(), entry.name));
        let rows: String = rows.iter().map(|(label, lines)| row(label, lines)).collect();
        Ok(format!("{}\n\n{rows}", style::strong(&title)))
    }

    fn item(&self, item: &Item) -> Result<[String; 3], Diagnostic> {
        let text = self.workspace.text(&item.file)?;
        let line = text.and_then(|text| code::line(&text, item)).map(|line| format!(":{line}")).unwrap_or_default();
        let path = match item.role {
            Role::Feature => item.path.to_string(),
            Role::Argument => {
                let method = item.path.owner().unwrap_or_default();
                format!("c1_api::{method}({})", item.name())
            }
            _ => format!("c1_api::{}", item.path),
        };
        Ok([path, format!("  {}", item.declaration()), format!("  {}{line}", item.file)])
    }

    fn locations(&self, entry: &Entry<'_>) -> Vec<String> {
        let locations = entry.pointers.iter().take(MAX_LOCATIONS).flat_map(|pointer| {
            let location = self.analysis.locate(pointer);
            let line = location.line().map(|line| format!(":{line}")).unwrap_or_default();
            [format!("{}{line}", location.file), format!("  #{pointer}")]
        });
        let more = entry.pointers.len().saturating_sub(MAX_LOCATIONS);
        locations.chain((more > 0).then(|| format!("... and {more} more locations"))).collect()
    }

    fn facts(&self, entry: &Entry<'_>) -> Vec<Row> {
        let api = &self.analysis.api;
        let (ty, presence, sensitive) = match entry.element {
            Element::Operation(id) => return request_facts::facts(api, &api[id]),
            Element::Waiter(id, index) => {
                return vec![("waits for", vec![request_facts::awaited(&api[id].waiters[index])])];
            }
            Element::Property(id) => (&api[id].ty, Some(api[id].presence), api[id].sensitive),
            Element::Alias(id) => (&api[id].ty, None, false),
            Element::PathParameter(id, index) => (&api[id].parameters[index].ty, None, false),
            Element::QueryParameter(id, index)
            | Element::HeaderParameter(id, index)
            | Element::CookieParameter(id, index) => {
                let parameter = &api[id].parameters[index];
                (&parameter.ty, Some(parameter.presence), false)
            }
            _ => return Vec::new(),
        };
        vec![
            ("type", vec![wire::type_name(api, ty)]),
            ("sent", Vec::from_iter(presence.map(|presence| request_facts::sent(presence).to_owned()))),
            ("sensitive", Vec::from_iter(sensitive.then(|| "redacted by `Debug`".to_owned()))),
        ]
    }
}

/// The members of an element, grouped by kind, with labels.
pub(crate) fn members<'a>(index: &'a Index<'a>, entry: &Entry<'_>) -> Vec<(&'static str, &'a [Entry<'a>])> {
    let kinds: &[(&str, Kind)] = match entry.kind() {
        Kind::Package => &[
            ("services", Kind::Service),
            ("schemas", Kind::Schema),
            ("aliases", Kind::Alias),
            ("unions", Kind::Union),
            ("enums", Kind::Enum),
        ],
        Kind::Service => &[("operations", Kind::Operation)],
        Kind::Schema => &[("properties", Kind::Property), ("oneofs", Kind::Oneof)],
        Kind::Enum => &[("values", Kind::EnumValue)],
        _ => &[],
    };
    kinds.iter().map(|(label, kind)| (*label, index.children(*kind, &entry.name))).collect()
}

/// The expression that calls an operation.
fn call(entry: &Entry<'_>) -> Option<String> {
    let accessor = entry.item(Role::Operation)?.path.owner()?;
    let method = entry.item(Role::Method)?;
    let Signature::Function(function) = &method.signature else { return None };
    let names: Vec<&str> = function.arguments.iter().map(|(name, _)| name.as_str()).collect();
    Some(format!("client.{}().{}({})", accessor.name(), method.name(), names.join(", ")))
}

/// Lines with a label before the first one. Wraps lines to the width of the page, and omits empty ones.
fn row(label: &str, lines: &[String]) -> String {
    let wrapped = lines.iter().filter(|line| !line.is_empty()).flat_map(|line| {
        let indent = &line[..line.len() - line.trim_start().len()];
        let options = textwrap::Options::new(WIDTH - LABEL)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .initial_indent(indent)
            .subsequent_indent(indent);
        let words: Vec<String> = line.split_whitespace().map(escape).collect();
        textwrap::wrap(&words.join(" "), options).into_iter().map(Cow::into_owned).collect::<Vec<_>>()
    });
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    labels.zip(wrapped).map(|(label, line)| format!("{}{line}\n", style::faint(&format!("{label:<LABEL$}")))).collect()
}
