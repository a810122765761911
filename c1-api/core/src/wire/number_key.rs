//! The maps by which serde_json represents numbers.
//!
//! If any crate of a program turns on the feature `arbitrary_precision` of serde_json, visitors get floats and numbers beyond 64
//! bits as a map with one private key.

use serde::de::{Error, Expected, Unexpected};

/// The key of serde_json's map for a number.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// Refuses a number that looks like an object with the first key `key`.
#[inline]
pub(super) fn refuse_number<E: Error>(key: &str, expected: &dyn Expected) -> Result<(), E> {
    if key.len() == NUMBER_KEY.len() { refuse_if_number(key, expected) } else { Ok(()) }
}

/// A separate function, as keys are frequent and rarely have this length.
#[cold]
fn refuse_if_number<E: Error>(key: &str, expected: &dyn Expected) -> Result<(), E> {
    if key == NUMBER_KEY { Err(E::invalid_type(Unexpected::Other("number"), expected)) } else { Ok(()) }
}
