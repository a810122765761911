//! Models that would contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, Presence, Type};

/// Puts those members behind a pointer through which a model leads back to itself without a list or a map between.
pub(super) fn break_up(api: &mut Api) {
    let contents: BTreeMap<&str, Vec<&str>> = api
        .models
        .values()
        .map(|model| (model.name.as_str(), model.fields.iter().filter_map(|field| contained(&field.ty)).collect()))
        .collect();
    let mut boxed = BTreeSet::new();
    for (model, contained_in_it) in &contents {
        for inner in contained_in_it {
            if leads_to(inner, model, &contents) {
                boxed.insert(((*model).to_owned(), (*inner).to_owned()));
            }
        }
    }
    for model in api.models.values_mut() {
        for field in &mut model.fields {
            if let Some(inner) = contained(&field.ty) {
                field.boxed = boxed.contains(&(model.name.clone(), inner.to_owned()));
                if field.boxed {
                    // A required message that contains itself has no first value.
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}

fn contained(ty: &Type) -> Option<&str> {
    match ty {
        Type::Model(name) => Some(name),
        _ => None,
    }
}

fn leads_to(from: &str, to: &str, contents: &BTreeMap<&str, Vec<&str>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(model) = next.pop() {
        if model == to {
            return true;
        }
        if seen.insert(model) {
            next.extend(contents.get(model).into_iter().flatten());
        }
    }
    false
}
