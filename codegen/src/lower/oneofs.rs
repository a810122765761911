//! Oneofs, which C1's documents tell of in words alone.

use super::prose;
use crate::api::{Api, Model, Oneof, Presence, Type};
use crate::error::{Bounded, Warning};
use crate::pointer;
use crate::spec::Files;

/// Finds the oneofs of each model; what does not fit its schema is told, and no oneof.
pub(super) fn recognise(api: &mut Api) -> Vec<Warning> {
    let Api { models, files, .. } = api;
    let mut warnings = Vec::new();
    for model in models.values_mut() {
        let description = model.docs.description.clone();
        let told = prose::oneofs(&mut model.docs.description);
        warnings.extend(without_oneof(model, &told, files));
        for told in told {
            match oneof(model, &told, files) {
                Ok(oneof) => model.oneofs.push(oneof),
                Err(warning) => {
                    // What no view says, the words still have to say.
                    model.docs.description.clone_from(&description);
                    warnings.push(warning);
                }
            }
        }
        model.fields.iter_mut().for_each(|field| prose::without_oneof(&mut field.docs.description));
    }
    warnings
}

/// The names that an overlay gives to oneofs which the description does not tell of: misspelt, or out of date.
fn without_oneof(model: &Model, told: &[prose::Told], files: &Files) -> Vec<Warning> {
    let idle = model.oneof_names.keys().filter(|name| told.iter().all(|told| told.name != **name));
    idle.map(|name| {
        let at = pointer::join_to(&model.at, ["x-rust-oneof-names", name]);
        Warning::new(files.of(&at), &at, format!("the message has no oneof `{}` to name", Bounded(name)))
            .help("correct the name, or remove it from specs/overlay.yaml")
    })
    .collect()
}

fn oneof(model: &Model, told: &prose::Told, files: &Files) -> Result<Oneof, Warning> {
    let warning = |why: String| {
        let message = format!("the oneof `{}` is left out: {why}", Bounded(&told.name));
        let help = "correct the description by an action in specs/overlay.yaml, or vendor a newer document";
        Warning::new(files.of(&model.at), &model.at, message).help(help)
    };
    let mut cases = Vec::new();
    for case in &told.cases {
        let Some(index) = model.fields.iter().position(|field| field.wire == *case) else {
            return Err(warning(format!("there is no property `{}`", Bounded(case))));
        };
        let field = &model.fields[index];
        if field.presence != Presence::Optional || matches!(field.ty, Type::Json) {
            return Err(warning(format!("whether the property `{}` is set cannot be seen", Bounded(case))));
        }
        if cases.contains(&index) || model.oneofs.iter().any(|other| other.cases.contains(&index)) {
            return Err(warning(format!("the property `{}` is named twice", Bounded(case))));
        }
        cases.push(index);
    }
    match cases.is_empty() {
        true => Err(warning("no property is named".to_owned())),
        false => Ok(Oneof { rust_name: model.oneof_names.get(&told.name).cloned(), name: told.name.clone(), cases }),
    }
}
