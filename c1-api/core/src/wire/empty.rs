//! Messages without fields.

use super::message::{FieldSink, FieldSource, Message};
use crate::message;

/// A message without fields: `google.protobuf.Empty`. That it is there is all it says.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Empty {}

impl Message for Empty {
    const NAME: &'static str = "google.protobuf.Empty";

    fn read_field(&mut self, _: &str, source: &mut impl FieldSource) {
        source.skip();
    }

    fn write_fields(&self, _: &mut impl FieldSink) {}
}

message!(Empty);
