//! Kinds of values.

use crate::document::{Document, Kind, properties};

/// Whether a kind is one of numbers.
pub(super) fn is_number(kind: Kind<'_>) -> bool {
    is_integer(kind) || matches!(kind, Kind::Number)
}

pub(super) fn is_integer(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Int32 | Kind::UInt32 | Kind::Int64 | Kind::UInt64)
}

/// Whether a property of a named message, or a value in its lists and maps, has one of these kinds.
pub(super) fn has_kind(document: &Document, is_wanted: fn(Kind<'_>) -> bool) -> bool {
    fn has(document: &Document, kind: Kind<'_>, is_wanted: fn(Kind<'_>) -> bool) -> bool {
        is_wanted(kind)
            || match kind {
                Kind::List(inner) | Kind::Map(inner) => has(document, document.shape(inner).kind, is_wanted),
                _ => false,
            }
    }
    let messages = document.schemas.keys().filter_map(|name| document.named(name));
    let mut schemas =
        messages.filter_map(|shape| if let Kind::Message(schema) = shape.kind { Some(schema) } else { None });
    schemas.any(|schema| {
        properties(schema).any(|(name, property)| has(document, document.property(name, property).kind, is_wanted))
    })
}
