//! Texts of documents, and the locations of values in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::spans::SpanTree;
use crate::diagnostics::{Code, Diagnostic, Location, Position};

/// A document's text with the spans of its values.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) file: String,
    text: String,
    spans: SpanTree,
    /// The offset of each line in `text`.
    lines: Vec<usize>,
    /// The pointers of the values that are copies of others, which the text has.
    copies: BTreeMap<String, String>,
}

impl Source {
    pub(crate) fn new(file: &str, text: &str, spans: SpanTree) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1)).collect();
        Self { file: file.to_owned(), text: text.to_owned(), spans, lines, copies: BTreeMap::new() }
    }

    /// Records copies: the pointer of each, and of what it is a copy of.
    pub(super) fn add_copies(&mut self, copies: impl IntoIterator<Item = (String, String)>) {
        self.copies.extend(copies);
    }

    /// The pointer of the value that the one at `pointer` is a copy of.
    fn original(&self, pointer: &str) -> String {
        let mut pointer = pointer.to_owned();
        let ends = |pointer: &str| pointer.rmatch_indices('/').map(|(end, _)| end).collect::<Vec<_>>();
        let copied = |pointer: &str| {
            let prefixes = std::iter::once(pointer.len()).chain(ends(pointer));
            prefixes
                .into_iter()
                .find_map(|end| Some(format!("{}{}", self.copies.get(&pointer[..end])?, &pointer[end..])))
        };
        // A copy may be of another copy. The bound is for copies that contain themselves, which are errors.
        for _ in 0..if self.copies.is_empty() { 0 } else { 32 } {
            let Some(original) = copied(&pointer) else { break };
            pointer = original;
        }
        pointer
    }

    /// The location of the value at `pointer`, or of its nearest ancestor where a later stage added it.
    pub(crate) fn locate(&self, pointer: &str) -> Location {
        let span = self.spans.locate(&self.original(pointer)).filter(|_| !pointer.is_empty());
        let position = span.map(|span| {
            let begin = self.lines.get(span.line.saturating_sub(1) as usize).copied().unwrap_or_default();
            Position::in_line(self.text[begin..].lines().next().unwrap_or_default(), span)
        });
        Location { position, ..Location::at(&self.file, pointer) }
    }

    /// A diagnostic about the value at `pointer`.
    pub(crate) fn error(&self, code: &'static Code, pointer: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.locate(pointer), message)
    }
}

/// The documents of a merged one, by the JSON pointers of their definitions, which merging keeps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources(BTreeMap<String, Arc<Source>>);

impl Sources {
    /// Records that the definition at `pointer` is in `document`.
    pub(super) fn define(&mut self, pointer: String, document: &Arc<Source>) {
        self.0.insert(pointer, Arc::clone(document));
    }

    /// The document with the definition at exactly this pointer.
    pub(super) fn definition(&self, pointer: &str) -> Option<&Source> {
        self.0.get(pointer).map(Arc::as_ref)
    }

    /// The file with the value at `pointer`.
    pub(crate) fn file(&self, pointer: &str) -> &str {
        self.document(pointer).map_or("specs", |source| &source.file)
    }

    /// The location of the value at `pointer`.
    pub(crate) fn locate(&self, pointer: &str) -> Location {
        self.document(pointer).map_or_else(|| Location::at("specs", pointer), |source| source.locate(pointer))
    }

    /// A diagnostic about the value at `pointer`.
    pub(crate) fn error(&self, code: &'static Code, pointer: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.locate(pointer), message)
    }

    fn document(&self, pointer: &str) -> Option<&Source> {
        let definition = pointer.match_indices('/').nth(3).map_or(pointer, |(end, _)| &pointer[..end]);
        self.definition(definition)
    }
}
