//! `Debug` of messages, without secrets.

use std::collections::BTreeMap;
use std::fmt;

use super::message::{FieldSink, Message};
use super::value::Wire;

/// The `Debug` of a redacted value.
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Shows the set fields of `message`.
pub fn show<T: Message>(name: &str, message: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut sink = Shown { fields: f.debug_struct(name) };
    message.write_fields(&mut sink);
    sink.fields.finish()
}

struct Shown<'a, 'b> {
    fields: fmt::DebugStruct<'a, 'b>,
}

impl FieldSink for Shown<'_, '_> {
    fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        if !value.is_default() {
            self.fields.field(&snake_case(name), value);
        }
    }

    fn rest<T: Wire>(&mut self, name: &'static str, fields: &BTreeMap<String, T>) {
        if !fields.is_empty() {
            self.fields.field(name, fields);
        }
    }

    fn sensitive<T: Wire>(&mut self, name: &'static str, value: &T) {
        if !value.is_default() {
            self.fields.field(&snake_case(name), &Redacted);
        }
    }

    fn required_sensitive<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.sensitive(name, value);
    }
}

/// Converts a JSON name to the protobuf name. The Rust field has the same name, except for keywords and names from an overlay.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
