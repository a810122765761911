//! Documents as text, and where their parts are.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::spans::SpanTree;
use crate::diagnostics::{Code, Diagnostic, Location, Position};

/// A document's text with the spans of its nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    pub(crate) file: String,
    text: String,
    spans: SpanTree,
    /// The offsets of lines in `text`, once one was looked for.
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    pub(crate) fn new(file: &str, text: &str, spans: SpanTree) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { file: file.to_owned(), text: text.to_owned(), spans, lines: OnceLock::new() }
    }

    /// The location of what `pointer` leads to; of the nearest ancestor where a later stage added it.
    pub(crate) fn locate(&self, pointer: &str) -> Location {
        let span = self.spans.locate(pointer).filter(|_| !pointer.is_empty());
        let position = span.map(|span| Position::in_line(self.line(span.line), span));
        Location { position, ..Location::at(&self.file, pointer) }
    }

    fn line(&self, number: u32) -> &str {
        let lines = self.lines.get_or_init(|| {
            let begins = self.text.match_indices('\n').map(|(newline, _)| newline + 1);
            std::iter::once(0).chain(begins).collect()
        });
        let begin = lines.get(number.saturating_sub(1) as usize).copied().unwrap_or_default();
        self.text[begin..].lines().next().unwrap_or_default()
    }

    /// A diagnostic about what `pointer` leads to.
    pub(crate) fn error(&self, code: &'static Code, pointer: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.locate(pointer), message)
    }
}

/// The documents behind a merged one. A definition keeps its JSON pointer when documents are merged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    documents: Vec<Source>,
    /// Positions in `documents`, by the pointers of definitions.
    definitions: BTreeMap<String, usize>,
}

impl Sources {
    pub(super) fn add(&mut self, document: Source) -> usize {
        self.documents.push(document);
        self.documents.len() - 1
    }

    /// Records that the definition at `pointer` is in the document at `index`.
    pub(super) fn define(&mut self, pointer: String, index: usize) {
        self.definitions.insert(pointer, index);
    }

    /// The document that holds the definition at exactly this pointer.
    pub(super) fn definition(&self, pointer: &str) -> Option<&Source> {
        self.definitions.get(pointer).map(|index| &self.documents[*index])
    }

    /// The file that holds what `pointer` leads to.
    pub(crate) fn file(&self, pointer: &str) -> &str {
        self.of(pointer).map_or("specs", |source| &source.file)
    }

    /// The location of what `pointer` leads to.
    pub(crate) fn locate(&self, pointer: &str) -> Location {
        self.of(pointer).map_or_else(|| Location::at("specs", pointer), |source| source.locate(pointer))
    }

    /// A diagnostic about what `pointer` leads to.
    pub(crate) fn error(&self, code: &'static Code, pointer: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.locate(pointer), message)
    }

    fn of(&self, pointer: &str) -> Option<&Source> {
        let definition = pointer.match_indices('/').nth(3).map_or(pointer, |(end, _)| &pointer[..end]);
        self.definition(definition)
    }
}
