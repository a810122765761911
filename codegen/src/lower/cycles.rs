//! Models that would contain themselves.

use std::collections::BTreeSet;

use crate::ir::{Api, ModelId, Presence, Type};

/// Boxes the fields through which a model leads back to itself without a list or a map between.
pub(super) fn box_recursive_fields(api: &mut Api) {
    let contents: Vec<Vec<ModelId>> =
        api.models.iter().map(|model| model.fields.iter().filter_map(|field| contained(&field.ty)).collect()).collect();
    for (index, model) in api.models.iter_mut().enumerate() {
        for field in &mut model.fields {
            let inner = contained(&field.ty);
            if inner.is_some_and(|inner| leads_to(inner, ModelId(index), &contents)) {
                field.boxed = true;
                // A required message that contains itself has no first value.
                if !field.presence.is_option() {
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}

fn contained(ty: &Type) -> Option<ModelId> {
    match ty {
        Type::Model(id) => Some(*id),
        _ => None,
    }
}

fn leads_to(from: ModelId, to: ModelId, contents: &[Vec<ModelId>]) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(model) = next.pop() {
        if model == to {
            return true;
        }
        if seen.insert(model) {
            next.extend(&contents[model.0]);
        }
    }
    false
}
