//! Models and unions that would contain themselves.

use std::collections::BTreeSet;

use crate::ir::{Api, Distinction, Presence, Type};

/// Boxes the variants and the fields through which a value leads back to its own type without a list or a map between.
pub(super) fn box_recursive_types(api: &mut Api) {
    let models = api.models.len();
    let node = |ty: &Type| match ty {
        Type::Model(id) => Some(id.0),
        Type::Union(id) => Some(models + id.0),
        _ => None,
    };
    let fields = api.models.iter().map(|model| model.fields.iter().filter_map(|field| node(&field.ty)).collect());
    let mut contents: Vec<Vec<usize>> = fields.collect();
    // A union whose values may be of several variants holds JSON.
    contents.extend(api.unions.iter().map(|union| match union.distinction {
        Distinction::None => Vec::new(),
        _ => union.variants.iter().filter_map(|variant| node(&variant.ty)).collect(),
    }));
    for (index, union) in api.unions.iter_mut().enumerate() {
        for variant in &mut union.variants {
            let inner = node(&variant.ty).filter(|inner| leads_to(*inner, models + index, &contents));
            variant.boxed = inner.is_some();
        }
        let is_unboxed = |inner: &usize| !union.variants.iter().any(|v| v.boxed && node(&v.ty) == Some(*inner));
        contents[models + index].retain(is_unboxed);
    }
    for (index, model) in api.models.iter_mut().enumerate() {
        for field in &mut model.fields {
            if node(&field.ty).is_some_and(|inner| leads_to(inner, index, &contents)) {
                field.boxed = true;
                // A required message that contains itself has no first value.
                if !field.presence.is_option() {
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}

fn leads_to(from: usize, to: usize, contents: &[Vec<usize>]) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(node) = next.pop() {
        if node == to {
            return true;
        }
        if seen.insert(node) {
            next.extend(&contents[node]);
        }
    }
    false
}
