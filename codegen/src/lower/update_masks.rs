//! Update masks: the model whose fields they name.

use crate::ir::{Field, Model, Type};

/// The property of an update mask.
const UPDATE_MASK: &str = "updateMask";

/// Turns the property `updateMask` from a string into a mask of the message beside it, if exactly one is beside it.
pub(super) fn recognize(model: &mut Model) {
    let Some(mask) = model.position(UPDATE_MASK) else { return };
    if model.fields[mask].ty != Type::String {
        return;
    }
    let updated: Vec<_> = model.fields.iter().filter_map(Field::message).collect();
    let updated = if let [updated] = updated.as_slice() { Some(*updated) } else { None };
    model.fields[mask].ty = Type::FieldMask(updated);
}
