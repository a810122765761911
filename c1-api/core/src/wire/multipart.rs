//! Messages as multipart bodies.

use super::message::{FieldSink, Message};
use super::parts::Parts;
use super::value::{Wire, to_value};
use crate::field_encoding::FieldEncodings;

/// The parts of a message: each field that is set.
pub(crate) fn parts_of<T: Message>(message: &T, boundary: String, encodings: FieldEncodings) -> Parts {
    let mut parts = Parts::new(boundary, encodings);
    message.write_fields(&mut parts);
    parts
}

impl FieldSink for Parts {
    fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        if !value.is_default() {
            self.required(name, value);
        }
    }

    fn required<T: Wire>(&mut self, name: &'static str, value: &T) {
        if !self.styled(name, || to_value(value)) {
            value.write_parts(name, self);
        }
    }
}
