//! JSON lines: a value on each line. Empty lines are skipped, and the last line may lack its line feed.

use bytes::{Buf, Bytes};

use super::Parsed;
use super::events::RawEvent;

/// Splits bytes, as they arrive, into lines.
#[derive(Default)]
pub(super) struct LineParser {
    input: Bytes,
    line: Vec<u8>,
    /// Whether the body has ended.
    is_ended: bool,
}

impl LineParser {
    /// Adds bytes. All earlier ones are parsed already.
    pub(super) fn push(&mut self, data: Bytes) {
        self.input = data;
    }

    /// Marks the end of the body. Returns whether the last line is an item.
    pub(super) fn end(&mut self) -> bool {
        !std::mem::replace(&mut self.is_ended, true) && !self.line.trim_ascii().is_empty()
    }

    pub(super) fn next(&mut self, max_bytes: usize) -> Parsed {
        loop {
            let end = self.input.iter().position(|byte| *byte == b'\n');
            let length = end.unwrap_or(self.input.len());
            if self.line.len() + length > max_bytes {
                return Parsed::TooLarge;
            }
            self.line.extend_from_slice(&self.input[..length]);
            self.input.advance(length + usize::from(end.is_some()));
            if end.is_none() && !self.is_ended {
                return Parsed::Pending;
            }
            let line = std::mem::take(&mut self.line);
            if !line.trim_ascii().is_empty() {
                return Parsed::Item(RawEvent { data: Bytes::from(line), ..RawEvent::default() });
            }
            if end.is_none() {
                return Parsed::Pending;
            }
        }
    }
}
