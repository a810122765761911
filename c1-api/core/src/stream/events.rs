//! Event streams, as the section "Server-sent events" of the HTML standard defines them.

use std::time::Duration;

use bytes::{Buf, Bytes};

use super::Parsed;

/// An event of an event stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSentEvent<T> {
    /// The type of the event, `event`; empty if it has none, which means `message`.
    pub name: String,
    /// The id of this event, or of the last event that had one; empty if none had one.
    pub id: String,
    /// How long to wait before connecting again, if this event says so. The client does not connect again by itself.
    pub retry: Option<Duration>,
    /// The lines of `data`.
    pub data: T,
}

/// An event whose data is not decoded yet, or a line.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawEvent {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) retry: Option<Duration>,
    pub(super) data: Bytes,
    /// Whether it is `[DONE]`, with which some APIs end a stream.
    pub(super) is_done: bool,
}

/// Splits bytes, as they arrive, into events. Line ends are ASCII, so no character is ever split.
#[derive(Default)]
pub(super) struct EventParser {
    input: Bytes,
    line: Vec<u8>,
    /// The lines of data so far, each with a line feed.
    data: Vec<u8>,
    name: String,
    /// The id of the last event that had one.
    id: String,
    retry: Option<Duration>,
    /// Whether the last line ended with CR, so that LF does not end another one.
    is_after_cr: bool,
    is_after_bom: bool,
}

impl EventParser {
    /// Adds bytes. All earlier ones are parsed already.
    pub(super) fn push(&mut self, data: Bytes) {
        self.input = data;
    }

    pub(super) fn next(&mut self, max_bytes: usize) -> Parsed {
        loop {
            if let (true, Some(next)) = (self.is_after_cr, self.input.first()) {
                self.is_after_cr = false;
                if *next == b'\n' {
                    self.input.advance(1);
                }
            }
            let end = self.input.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let length = end.unwrap_or(self.input.len());
            if self.line.len() + self.data.len() + length > max_bytes {
                return Parsed::TooLarge;
            }
            self.line.extend_from_slice(&self.input[..length]);
            self.is_after_cr |= end.is_some_and(|end| self.input[end] == b'\r');
            self.input.advance(length + usize::from(end.is_some()));
            if end.is_none() {
                return Parsed::Pending;
            }
            let line = std::mem::take(&mut self.line);
            if let Some(parsed) = self.read_line(&line) {
                return parsed;
            }
        }
    }

    /// Reads a line without its end. Returns the event that it ends, or that it is a comment.
    fn read_line(&mut self, line: &[u8]) -> Option<Parsed> {
        let is_first = !std::mem::replace(&mut self.is_after_bom, true);
        let line = line.strip_prefix(b"\xEF\xBB\xBF").filter(|_| is_first).unwrap_or(line);
        let (field, value) = match line.iter().position(|byte| *byte == b':') {
            Some(0) => return Some(Parsed::KeepAlive),
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None if line.is_empty() => return self.event().map(Parsed::Item),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || String::from_utf8_lossy(value).into_owned();
        match field {
            b"data" => {
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => self.name = text(),
            b"id" if !value.contains(&0) => self.id = text(),
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                self.retry = text().parse().ok().map(Duration::from_millis);
            }
            _ => {}
        }
        None
    }

    /// The event that an empty line ends; `None` without data.
    fn event(&mut self) -> Option<RawEvent> {
        let (name, retry) = (std::mem::take(&mut self.name), self.retry.take());
        let mut data = std::mem::take(&mut self.data);
        data.pop()?;
        let is_done = data == b"[DONE]";
        let data = String::from_utf8(data)
            .unwrap_or_else(|invalid| String::from_utf8_lossy(invalid.as_bytes()).into_owned())
            .into();
        Some(RawEvent { name, id: self.id.clone(), retry, data, is_done })
    }
}
