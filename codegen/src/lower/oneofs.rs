//! Oneofs, which C1's documents tell of in words alone.

use super::prose;
use crate::api::{Api, Model, Oneof, Presence, Type};
use crate::error::{Bounded, Warning};
use crate::spec::Files;

/// Finds the oneofs of each model; what does not fit its schema is told, and no oneof.
pub(super) fn recognise(api: &mut Api) -> Vec<Warning> {
    let Api { models, files, .. } = api;
    let mut warnings = Vec::new();
    for model in models.values_mut() {
        let told = prose::oneofs(&mut model.docs.description);
        for told in told {
            match oneof(model, &told, files) {
                Ok(oneof) => model.oneofs.push(oneof),
                Err(warning) => warnings.push(warning),
            }
        }
        model.fields.iter_mut().for_each(|field| prose::without_oneof(&mut field.docs.description));
    }
    warnings
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
