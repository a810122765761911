//! Twins of the models: structs with serde's derive, printed from the document alone, with types of other libraries.
//!
//! A twin reads and writes what a plain `#[derive(Serialize, Deserialize)]` reads and writes. The module `differential`
//! compares it with the model, and has a table of the decisions by which the two differ. Three decisions are part of each twin:
//! unknown properties are ignored, a required property may be missing, and an enum has a zero if a value is named unspecified or
//! unknown.

mod print;
mod scalars;

pub use print::{Declared, Style, declare, print};
pub use scalars::{Any, Binary, Double, Duration, Int32, Int64, Timestamp, UInt32, UInt64};

/// Whether a plain property has its zero value, which is not written.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
