//! Fields that have to be there.

use crate::error::{Error, ErrorKind};
use crate::wire::Message;

/// The value of a field of the message `M`.
///
/// # Errors
///
/// A [`Decode`](ErrorKind::Decode) error that names the field, if there is no value.
pub fn require_field<M: Message, T>(value: Option<T>, field: &str) -> Result<T, Error> {
    value.ok_or_else(|| Error::new(ErrorKind::Decode, format!("`{field}` is missing in `{}`", M::NAME)))
}
