//! C1's wire format: protobuf JSON.
//!
//! Generated models list their fields ([`Message`]). This module reads and writes them, in generic code that is compiled where a
//! model is used.

mod any;
mod any_of;
mod bytes;
pub mod debug;
#[cfg(feature = "mock")]
pub mod dummy;
mod empty;
mod file;
mod in_number;
mod message;
mod multipart;
mod number_key;
mod numbers;
mod open_enum;
mod parts;
mod scalar;
mod time;
mod union;
mod value;

pub use any_of::read_as;
pub use debug::show;
#[cfg(feature = "mock")]
pub(crate) use message::dummies::field_names;
pub use message::read_or_default;
pub(crate) use multipart::parts_of;
#[cfg(feature = "mock")]
pub use open_enum::dummy_enum;
pub use open_enum::{from_text, read as read_enum, read_present};
pub(crate) use time::parse_duration;
pub use value::{read_value, to_value};

pub use any::Any;
pub use empty::Empty;
pub use file::File;
pub use in_number::{InNumber, NumberWire, in_numbers};
pub use message::{FieldSink, FieldSource, Message};
pub use open_enum::{OpenEnum, UnlistedValue};
pub use parts::Parts;
pub use union::{JsonType, Union, VariantShape, read_union, write_variant};
pub use value::Wire;

pub use crate::{any_of, message, open_enum, union};

#[cfg(test)]
mod tests;
