//! JSON, written while the rows arrive.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::row::Row;

/// The version of all schemas. A field that is removed, or whose meaning changes, increments it.
const VERSION: u32 = 1;

/// Writes a document: its head, the list of rows, and further members after the list.
pub struct JsonFormat<W: Write> {
    out: W,
    is_first: bool,
}

impl<W: Write> JsonFormat<W> {
    pub fn new<R: Row>(mut out: W, program: &str, as_of: DateTime<Utc>) -> io::Result<Self> {
        let as_of = as_of.to_rfc3339_opts(SecondsFormat::Secs, true);
        writeln!(out, r#"{{"program":"{program}","version":{VERSION},"as_of":"{as_of}","{}":["#, R::LIST)?;
        Ok(Self { out, is_first: true })
    }

    pub fn row<R: Row>(&mut self, row: &R) -> io::Result<()> {
        if !std::mem::replace(&mut self.is_first, false) {
            self.out.write_all(b",\n")?;
        }
        Ok(serde_json::to_writer(&mut self.out, row)?)
    }

    /// Ends the list, and writes the members of `more`, a struct.
    pub fn finish(mut self, more: &impl Serialize) -> io::Result<()> {
        // Not by a map, whose order depends on features of serde_json.
        let members = serde_json::to_string(more)?;
        let members = members.strip_prefix('{').unwrap_or("}");
        writeln!(self.out, "\n],\n{members}")?;
        self.out.flush()
    }
}
