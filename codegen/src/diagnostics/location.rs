//! Where in an input a diagnostic is.

use std::fmt;
use std::ops::Range;

use super::escape::{escape, misleads};

/// A file, and the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The file, as it was named to the reader.
    pub file: String,
    /// A JSON pointer; empty for the whole file.
    pub pointer: String,
    /// The place in the text, where the file is text and the place is known.
    pub position: Option<Position>,
}

/// A place in a text, with the line that it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Where it is.
    pub span: Span,
    /// The source line, or of a long one the part around the place.
    pub text: String,
    /// The bytes of `text` that are the place.
    pub range: Range<usize>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The length in characters; 0 for the rest of the line.
    pub length: u32,
}

impl Location {
    /// What `pointer` leads to in `file`, in a text that is not at hand.
    pub fn at(file: impl Into<String>, pointer: impl Into<String>) -> Self {
        Self { file: file.into(), pointer: pointer.into(), position: None }
    }

    /// The line of `text` that holds the byte at `offset`.
    pub fn line_of(file: impl Into<String>, text: &str, offset: usize) -> Self {
        Self { file: file.into(), pointer: String::new(), position: Some(Position::of_line(text, offset)) }
    }

    /// The line, from 1, where it is known.
    pub fn line(&self) -> Option<u32> {
        self.position.as_ref().map(|position| position.span.line)
    }
}

/// Characters of a source line that are kept on either side of a place.
const MARGIN: usize = 100;

impl Position {
    /// The place of `span` in `text`.
    pub fn new(text: &str, span: Span) -> Self {
        let line = text.lines().nth(span.line.saturating_sub(1) as usize).unwrap_or_default();
        Self::in_line(line.trim_end(), span)
    }

    /// The place of `span` in its line.
    pub(crate) fn in_line(line: &str, span: Span) -> Self {
        let start = span.column.saturating_sub(1) as usize;
        let from = start.saturating_sub(MARGIN);
        let length = if span.length == 0 { usize::MAX } else { span.length as usize };
        let visible = |c: char| if misleads(c) { ' ' } else { c };
        let before: String = line.chars().skip(from).take(start - from).map(visible).collect();
        let place: String = line.chars().skip(start).take(length.min(2 * MARGIN)).map(visible).collect();
        let after = line.chars().skip(start.saturating_add(length)).take(MARGIN).map(visible);
        let place = place.trim_end();
        let range = before.len()..before.len() + place.len();
        Self { span, text: before + place + &after.collect::<String>(), range }
    }

    /// The whole line that holds the byte at `offset`, without its margins.
    pub fn of_line(text: &str, offset: usize) -> Self {
        let offset = (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or(0);
        let begin = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[begin..].lines().next().unwrap_or_default();
        let count = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        let margin = line.chars().take_while(|c| c.is_whitespace()).count();
        let number = count(text[..begin].matches('\n').count());
        Self::in_line(line.trim_end(), Span { line: number, column: count(margin), length: 0 })
    }
}

impl From<&str> for Location {
    fn from(file: &str) -> Self {
        Self::at(file, "")
    }
}

impl From<String> for Location {
    fn from(file: String) -> Self {
        Self::at(file, "")
    }
}

impl From<&String> for Location {
    fn from(file: &String) -> Self {
        Self::at(file, "")
    }
}

/// `file:line:column`, as far as they are known.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", escape(&self.file))?;
        match &self.position {
            Some(Position { span, .. }) => write!(f, ":{}:{}", span.line, span.column),
            None => Ok(()),
        }
    }
}

/// Text from a document, cut where it would flood the terminal and with misleading characters escaped.
#[derive(Clone, Copy, Debug)]
pub struct Bounded<'a>(pub &'a str);

/// Longer than any pointer or name of a real specification.
const BOUND: usize = 240;

impl fmt::Display for Bounded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(BOUND) {
            Some((end, _)) => write!(f, "{}...", escape(&self.0[..end])),
            None => f.write_str(&escape(self.0)),
        }
    }
}
