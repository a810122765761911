//! Messages as multipart bodies.

use super::message::{FieldSink, Message};
use super::parts::Parts;
use super::value::Wire;

/// The parts of a message: each field that is set.
pub(crate) fn parts_of<T: Message>(message: &T, boundary: String) -> Parts {
    let mut parts = Parts::new(boundary);
    message.write_fields(&mut parts);
    parts
}

impl FieldSink for Parts {
    fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        if !value.is_default() {
            value.write_parts(name, self);
        }
    }

    fn required<T: Wire>(&mut self, name: &'static str, value: &T) {
        value.write_parts(name, self);
    }
}
