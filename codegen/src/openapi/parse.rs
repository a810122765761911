//! YAML or JSON text to JSON values, with the span of every node.
//!
//! serde_json keeps the last of two equal keys; here they are errors. Its maps are ordered by key, so nothing depends on
//! the order in which a document was written. Nesting, aliases and size are bounded before they cost time.

mod scalar;
mod surrogates;

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span as Range, StrInput, Tag};
use serde_json::{Map, Value};

use super::spans::SpanTree;
use crate::diagnostics::{Bounded, Code, Diagnostic, Diagnostics, Location, Position, Span, codes};

/// More than twenty times the whole API.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// More than ten times the depth of a real specification.
pub(super) const MOST_DEPTH: usize = 128;
/// The nodes that aliases or the updates of an overlay may repeat, ten times those of the whole API.
pub(super) const MOST_REPEATED: usize = 1_000_000;

/// A value, and the spans of everything in it.
type Node = (Value, SpanTree);

/// Parses a document.
pub(super) fn parse(file: &str, text: &str) -> Result<Node, Diagnostics> {
    if text.len() > MOST_BYTES {
        let message = format!("the document is larger than {} MiB", MOST_BYTES / (1024 * 1024));
        return Err(Diagnostic::new(&codes::LIMIT, file, message).help("remove everything that is not OpenAPI").into());
    }
    let text = surrogates::joined(text.strip_prefix('\u{feff}').unwrap_or(text));
    let text = text.as_ref();
    let mut reader = Reader {
        file,
        text,
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        repeated: 0,
        duplicates: Vec::new(),
    };
    let node = reader.document()?;
    Diagnostics::none_or(reader.duplicates, node)
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, Value>,
    /// The nodes that aliases repeated so far.
    repeated: usize,
    duplicates: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<Node, Diagnostic> {
        let mut document = None;
        loop {
            let (event, range) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(document.unwrap_or_default()),
                Event::DocumentStart(_) if document.is_some() => {
                    return Err(self.error(&codes::SYNTAX, range.start, "a second document begins here"));
                }
                Event::DocumentStart(_) => {
                    let (event, range) = self.next()?;
                    let is_empty = matches!(event, Event::DocumentEnd);
                    document = Some(if is_empty { Node::default() } else { self.node(event, range, None, 0)? });
                }
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Range), Diagnostic> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(self.scan_error(&error)),
            None => Ok((Event::StreamEnd, Range::default())),
        }
    }

    /// The value that begins with `event`; `key` is its key, with the key's range.
    fn node(
        &mut self,
        event: Event<'t>,
        range: Range,
        key: Option<(String, Range)>,
        depth: usize,
    ) -> Result<Node, Diagnostic> {
        if depth > MOST_DEPTH {
            let message = format!("the document is nested more than {MOST_DEPTH} levels deep");
            let error = self.error(&codes::LIMIT, range.start, message);
            return Err(error.help("simplify it, or split it into named schemas"));
        }
        let ((value, children), anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                ((self.scalar(&text, style, tag.as_deref(), range)?, Vec::new()), anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), range)?;
                (self.list(depth)?, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), range)?;
                (self.object(depth)?, anchor)
            }
            Event::Alias(anchor) => ((self.alias(anchor, range)?, Vec::new()), 0),
            other => return Err(self.error(&codes::SYNTAX, range.start, format!("unexpected {other:?}"))),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        let span = self.span(key.as_ref().map_or(range, |(_, range)| *range));
        Ok((value, SpanTree { key: key.map(|(key, _)| key), span, children }))
    }

    fn scalar(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>, range: Range) -> Result<Value, Diagnostic> {
        let is_string = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
        if !is_string {
            self.refuse_tag(tag, range)?;
        }
        let is_plain = style == ScalarStyle::Plain && !is_string;
        Ok(if is_plain { scalar::resolve(text) } else { Value::from(text) })
    }

    fn refuse_tag(&self, tag: Option<&Tag>, range: Range) -> Result<(), Diagnostic> {
        let Some(tag) = tag else { return Ok(()) };
        let tag = tag.to_string();
        Err(self.error(&codes::SYNTAX, range.start, format!("the tag `{}` has no meaning in JSON", Bounded(&tag))))
    }

    fn list(&mut self, depth: usize) -> Result<(Value, Vec<SpanTree>), Diagnostic> {
        let (mut values, mut spans) = (Vec::new(), Vec::new());
        loop {
            let (event, range) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Ok((Value::Array(values), spans));
            }
            let (value, span) = self.node(event, range, None, depth + 1)?;
            values.push(value);
            spans.push(span);
        }
    }

    fn object(&mut self, depth: usize) -> Result<(Value, Vec<SpanTree>), Diagnostic> {
        let (mut values, mut spans) = (Map::new(), Vec::new());
        loop {
            let (event, range) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Ok((Value::Object(values), spans));
            }
            let key = self.key(event, range)?;
            let (event, value_range) = self.next()?;
            let (value, span) = self.node(event, value_range, Some((key.clone(), range)), depth + 1)?;
            if values.contains_key(&key) {
                let message = format!("the key `{}` is repeated in one object", Bounded(&key));
                let error = self.error(&codes::DUPLICATE_KEY, range.start, message);
                self.duplicates.push(error.help("remove one of the two: which one counts is not defined"));
            }
            values.insert(key, value);
            spans.push(span);
        }
    }

    /// A key. YAML reads `200:` as a number; in JSON, and so in OpenAPI, it is a string.
    fn key(&self, event: Event<'t>, range: Range) -> Result<String, Diagnostic> {
        let refused = |what: &str| self.error(&codes::SYNTAX, range.start, format!("a key is {what}, not a string"));
        let Event::Scalar(text, style, _, tag) = event else { return Err(refused("a list, an object or an alias")) };
        match self.scalar(&text, style, tag.as_deref(), range)? {
            Value::String(key) => Ok(key),
            Value::Bool(flag) => Ok(flag.to_string()),
            Value::Number(number) if !number.is_f64() => Ok(number.to_string()),
            Value::Null => Err(refused("null")),
            _ => Err(refused("a number with a fraction")),
        }
    }

    fn alias(&mut self, anchor: usize, range: Range) -> Result<Value, Diagnostic> {
        let Some(value) = self.anchors.get(&anchor) else {
            return Err(self.error(&codes::SYNTAX, range.start, "the alias is inside the value that it repeats"));
        };
        self.repeated += count(value);
        if self.repeated > MOST_REPEATED {
            let message = format!("aliases repeat more than {MOST_REPEATED} values");
            return Err(self.error(&codes::LIMIT, range.start, message).help("write the values out, or use `$ref`"));
        }
        Ok(value.clone())
    }

    fn span(&self, range: Range) -> Span {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let length = if range.start.line() == range.end.line() { range.end.col() - range.start.col() } else { 0 };
        Span { line: count(range.start.line()), column: count(range.start.col() + 1), length: count(length) }
    }

    fn error(&self, code: &'static Code, at: Marker, message: impl Into<String>) -> Diagnostic {
        let position = Position::new(self.text, self.span(Range::new(at, at)));
        let location = Location { position: Some(position), ..Location::from(self.file) };
        let error = Diagnostic::new(code, location, message);
        let is_syntax = std::ptr::eq(code, &codes::SYNTAX);
        if is_syntax { error.help("it must be one YAML or JSON document") } else { error }
    }

    fn scan_error(&self, error: &ScanError) -> Diagnostic {
        let info = error.info();
        let code = if info.contains("recursion limit") { &codes::LIMIT } else { &codes::SYNTAX };
        self.error(code, *error.marker(), format!("the document cannot be parsed: {}", Bounded(info)))
    }
}

/// The number of nodes of a value.
pub(super) fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(values) => values.iter().map(count).sum(),
        Value::Object(values) => values.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
