//! The events of `c1-api` in logs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use serde_json::{Map, Value};

use crate::workspace::read::io_error;

/// The field that each event has.
const KIND: &str = "c1.drift.kind";

/// The distinct events, with their numbers.
#[derive(Debug, Default)]
pub(super) struct Events(pub(super) BTreeMap<Event, usize>);

/// A difference between a response and the specification.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Event {
    pub(super) operation: String,
    pub(super) path: String,
    pub(super) kind: Kind,
}

/// The kind of a difference, as `c1_api::drift::DriftKind`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    UnknownProperty,
    UnknownEnumValue(String),
    UnknownVariant,
    RefusedValue,
    UndeclaredStatus(u16),
    /// A kind of a later version of `c1-api`.
    Other(String),
}

impl Kind {
    /// Its name in events.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::UnknownProperty => "unknown_property",
            Self::UnknownEnumValue(_) => "unknown_enum_value",
            Self::UnknownVariant => "unknown_variant",
            Self::RefusedValue => "refused_value",
            Self::UndeclaredStatus(_) => "undeclared_status",
            Self::Other(name) => name,
        }
    }
}

impl Events {
    /// Reads the events of all logs; `-` is standard input. Other lines are ignored.
    ///
    /// # Errors
    ///
    /// The files that cannot be read.
    pub(super) fn read(logs: &[PathBuf]) -> Result<Self, Diagnostics> {
        let mut events = Self::default();
        Diagnostics::collect(logs.iter().map(|log| events.read_log(log)))?;
        Ok(events)
    }

    fn read_log(&mut self, log: &Path) -> Result<(), Diagnostic> {
        if log == Path::new("-") {
            return self.read_lines(io::stdin().lock()).map_err(|cause| unreadable("standard input", &cause));
        }
        let shown = log.display().to_string();
        let read = File::open(log).and_then(|file| self.read_lines(BufReader::new(file)));
        read.map_err(|cause| unreadable(&shown, &cause))
    }

    /// Logs can be large and have lines that are not UTF-8.
    fn read_lines(&mut self, mut log: impl BufRead) -> io::Result<()> {
        let mut line = Vec::new();
        while log.read_until(b'\n', &mut line)? > 0 {
            if let Some(event) = event(&String::from_utf8_lossy(&line)) {
                *self.0.entry(event).or_default() += 1;
            }
            line.clear();
        }
        Ok(())
    }
}

fn unreadable(shown: &str, cause: &io::Error) -> Diagnostic {
    io_error(shown, "cannot be read", cause)
}

/// The event of a line, perhaps behind a prefix, such as the name of a container.
fn event(line: &str) -> Option<Event> {
    let line = &line[line.find('{').filter(|_| line.contains(KIND))?..];
    let value = serde_json::Deserializer::from_str(line).into_iter::<Value>().next()?.ok()?;
    let fields = fields(&value, 0)?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let operation = Some(text("c1.operation")).filter(|operation| !operation.is_empty())?;
    let status = || fields.get("http.response.status_code")?.as_u64()?.try_into().ok();
    let kind = match text(KIND).as_str() {
        "unknown_property" => Kind::UnknownProperty,
        "unknown_enum_value" => Kind::UnknownEnumValue(text("c1.drift.value")),
        "unknown_variant" => Kind::UnknownVariant,
        "refused_value" => Kind::RefusedValue,
        "undeclared_status" => Kind::UndeclaredStatus(status()?),
        other => Kind::Other(other.to_owned()),
    };
    Some(Event { operation, path: text("c1.drift.path"), kind })
}

/// The object with the fields of an event: the line itself, `fields` in it, or JSON in a string of a log driver.
fn fields(value: &Value, depth: usize) -> Option<Map<String, Value>> {
    /// The levels of objects and strings around an event.
    const MAX_DEPTH: usize = 4;

    match value {
        _ if depth > MAX_DEPTH => None,
        Value::Object(object) if object.contains_key(KIND) => Some(object.clone()),
        Value::Object(object) => object.values().find_map(|value| fields(value, depth + 1)),
        Value::String(text) if text.contains(KIND) => {
            let value: Value = serde_json::from_str(text.trim()).ok()?;
            fields(&value, depth + 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(log: &str) -> Events {
        let mut events = Events::default();
        events.read_lines(log.as_bytes()).expect("a log in memory");
        events
    }

    #[test]
    fn events_are_found_in_lines_of_any_form() {
        let flat = r#"{"level":"INFO","c1.operation":"a.B.C","c1.drift.kind":"unknown_property","c1.drift.path":"x"}"#;
        let nested = format!(r#"{{"timestamp":"2026-01-01T00:00:00Z","fields":{flat},"target":"c1_api"}}"#);
        let wrapped = serde_json::json!({ "log": format!("{nested}\n"), "stream": "stdout" }).to_string();
        let prefixed = format!("app-1  | {nested}");
        let expected = Event { operation: "a.B.C".to_owned(), path: "x".to_owned(), kind: Kind::UnknownProperty };
        let log = [flat, &nested, &wrapped, &prefixed].join("\n");
        assert_eq!(read(&log).0, BTreeMap::from([(expected, 4)]));
    }

    #[test]
    fn each_kind_is_read() {
        let kind = |fields: &str| {
            let line = format!(r#"{{"c1.operation":"a.B.C",{fields}}}"#);
            read(&line).0.into_keys().next().map(|event| event.kind)
        };
        let value = r#""c1.drift.kind":"unknown_enum_value","c1.drift.value":"NEW""#;
        assert_eq!(kind(value), Some(Kind::UnknownEnumValue("NEW".to_owned())));
        let status = r#""c1.drift.kind":"undeclared_status","http.response.status_code":202"#;
        assert_eq!(kind(status), Some(Kind::UndeclaredStatus(202)));
        assert_eq!(kind(r#""c1.drift.kind":"refused_value""#), Some(Kind::RefusedValue));
        assert_eq!(kind(r#""c1.drift.kind":"unknown_variant""#), Some(Kind::UnknownVariant));
        assert_eq!(kind(r#""c1.drift.kind":"of_the_future""#), Some(Kind::Other("of_the_future".to_owned())));
    }

    #[test]
    fn other_lines_are_ignored() {
        let log = "plain text\n{\n{\"c1.drift.kind\":\n{\"c1.drift.kind\":\"unknown_property\"}\n[1]\n{\"a\":\"c1.drift.kind\"}\n\n";
        assert_eq!(read(log).0, BTreeMap::new());
        let mut events = Events::default();
        events.read_lines(&b"\xff{\xfe c1.drift.kind\n"[..]).expect("a log in memory");
        assert_eq!(events.0, BTreeMap::new());
    }
}
