//! Access to fields that must be set.

use crate::error::{Error, ErrorKind};
use crate::wire::Message;

/// Returns the value of a field of the message `M`.
///
/// # Errors
///
/// A [`Decode`](ErrorKind::Decode) error that names the field, if it is not set.
pub fn require_field<M: Message, T>(value: Option<T>, field: &str) -> Result<T, Error> {
    value.ok_or_else(|| Error::new(ErrorKind::Decode, format!("`{field}` is missing in `{}`", M::NAME)))
}
