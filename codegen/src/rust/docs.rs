//! Doc comments before they are Markdown.

use crate::casing;
use crate::diagnostics::visible;
use crate::ir::{self, Oneof, Parameter};

/// The paragraphs of a doc comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(pub Vec<Paragraph>);

/// A paragraph of a doc comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paragraph {
    /// A description of the specification, in its Markdown.
    Description(String),
    /// A sentence of the generator, in Markdown.
    Text(String),
    /// Lines of Markdown that are not wrapped: a list, or a block of code.
    Lines(String),
}

/// `#[deprecated]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// Why, and what to use instead.
    pub note: Option<String>,
}

impl Docs {
    /// A doc comment of one sentence.
    pub(super) fn sentence(text: impl Into<String>) -> Self {
        Self(vec![Paragraph::Text(text.into())])
    }
}

/// Text of the specification as a code span. It may contain any characters.
pub(crate) fn code(text: &str) -> String {
    let text = if text.is_empty() { " ".to_owned() } else { visible(text) };
    match text.split(|c| c != '`').map(str::len).max() {
        None | Some(0) => format!("`{text}`"),
        Some(longest) => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// What the specification says of an element, without the boilerplate that C1 writes for want of a description.
pub(super) fn described(docs: &ir::Docs, boilerplate: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let text = docs.description.trim();
    if !text.is_empty() && text != boilerplate {
        paragraphs.push(Paragraph::Description(text.to_owned()));
    }
    if docs.read_only {
        paragraphs.push(Paragraph::Text("Read-only.".to_owned()));
    }
    if !docs.values.is_empty() {
        let values: Vec<String> = docs.values.iter().map(|value| code(value)).collect();
        let begin = if values.len() == 1 { "Always" } else { "One of" };
        paragraphs.push(Paragraph::Text(format!("{begin} {}.", values.join(", "))));
    }
    paragraphs.extend(docs.default.as_ref().map(|default| Paragraph::Text(format!("Default: {}.", code(default)))));
    paragraphs
}

/// The docs of a field.
pub(super) fn field(field: &ir::Field, oneof: Option<&Oneof>) -> Docs {
    let mut paragraphs = described(&field.docs, &ir::Docs::boilerplate(&field.wire));
    paragraphs.extend(oneof.map(|oneof| Paragraph::Text(format!("A case of {}.", code(&oneof.name)))));
    Docs(paragraphs)
}

/// The docs of an optional parameter. C1's boilerplate calls it as the property of the same field.
pub(super) fn parameter(parameter: &Parameter) -> Docs {
    Docs(described(&parameter.docs, &boilerplate(parameter)))
}

pub(super) fn boilerplate(parameter: &Parameter) -> String {
    ir::Docs::boilerplate(&casing::lower_camel(&parameter.wire))
}

/// The deprecation that the specification states.
pub(super) fn deprecation(docs: &ir::Docs) -> Option<Deprecation> {
    let sunset = docs.sunset.as_ref().map(|date| format!("It will be removed on {date}."));
    let note: Vec<&str> = docs.deprecation_reason.iter().chain(&sunset).map(String::as_str).collect();
    docs.deprecated.then(|| Deprecation { note: Some(note.join(" ")).filter(|note| !note.is_empty()) })
}
