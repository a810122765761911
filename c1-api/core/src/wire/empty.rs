//! Messages without fields.

use crate::message;

/// A message without fields: `google.protobuf.Empty`. Only its presence matters.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Empty {}

message! {
    Empty = "google.protobuf.Empty" {}
}
