//! Update masks: the model whose fields they name.

use crate::ir::{Field, Model, ModelId, Type};

/// The property of an update mask, and the end of the name of every mask.
const UPDATE_MASK: &str = "updateMask";
const MASK: &str = "Mask";

/// Turns the property `updateMask` from a string into a mask of the message beside it, if exactly one is beside it.
pub(super) fn recognize(model: &mut Model) {
    let Some(mask) = model.position(UPDATE_MASK) else { return };
    if model.fields[mask].ty != Type::String {
        return;
    }
    let updated: Vec<_> = model.fields.iter().filter_map(message).collect();
    let updated = if let [updated] = updated.as_slice() { Some(*updated) } else { None };
    model.fields[mask].ty = Type::FieldMask(updated);
}

/// The model of a property that holds a message. An expand mask is a message too, and not what is updated.
fn message(field: &Field) -> Option<ModelId> {
    match field.ty {
        Type::Model(id) if !field.wire.ends_with(MASK) => Some(id),
        _ => None,
    }
}
