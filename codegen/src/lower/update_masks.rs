//! Update masks: the model whose fields they name.

use crate::ir::{MaskedUpdate, Model, Type};

/// The property of an update mask.
const UPDATE_MASK: &str = "updateMask";

/// Turns the property `updateMask` from a string into a mask of the message beside it, if exactly one is beside it.
pub(super) fn recognize(model: &mut Model) {
    let Some(mask) = model.position(UPDATE_MASK) else { return };
    if model.fields[mask].ty != Type::String {
        return;
    }
    let messages = model.fields.iter().enumerate().filter_map(|(index, field)| Some((index, field.message()?)));
    let messages: Vec<_> = messages.collect();
    let updated = if let [updated] = messages.as_slice() { Some(*updated) } else { None };
    model.fields[mask].ty = Type::FieldMask(updated.map(|(_, id)| id));
    let updated = updated.filter(|(message, _)| !model.fields[*message].boxed);
    model.update = updated.map(|(message, _)| MaskedUpdate { message, mask });
}
