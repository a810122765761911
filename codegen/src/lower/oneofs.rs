//! Oneofs, which C1's documents mention only in descriptions.

use serde_json::Value;

use super::descriptions::{self, ParsedOneof};
use super::read::{entries, string};
use crate::diagnostics::{Bounded, Diagnostic, codes};
use crate::ir::{Model, Oneof, Type};
use crate::openapi::{Sources, pointer};

/// Recognizes the oneofs of a model, which have the Rust names of `x-rust-oneof-names`. One that does not fit its schema is
/// left out with a warning.
pub(super) fn recognize(model: &mut Model, names: &Value, sources: &Sources) -> Vec<Diagnostic> {
    let description = model.docs.description.clone();
    let parsed = descriptions::take_oneofs(&mut model.docs.description);
    let mut warnings = Vec::new();
    for name in entries(names).map(|(name, _)| name).filter(|name| parsed.iter().all(|oneof| oneof.name != *name)) {
        let at = pointer::join_to(&model.pointer, ["x-rust-oneof-names", name]);
        let message = format!("the schema has no oneof `{}` to name", Bounded(name));
        let warning = sources.error(&codes::UNKNOWN_ONEOF, &at, message);
        warnings.push(warning.help("correct the name, or remove it from specs/overlay.yaml"));
    }
    for parsed in parsed {
        match oneof(model, &parsed, names) {
            Ok(oneof) => model.oneofs.push(oneof),
            Err(reason) => {
                // The description still has to mention a oneof that the code lacks.
                model.docs.description.clone_from(&description);
                let message = format!("the oneof `{}` is left out: {reason}", Bounded(&parsed.name));
                let help = "correct the description by an action in specs/overlay.yaml, or vendor a newer document";
                warnings.push(sources.error(&codes::ONEOF_LEFT_OUT, &model.pointer, message).help(help));
            }
        }
    }
    warnings
}

/// The oneof of a model, or the reason why it does not fit.
fn oneof(model: &Model, parsed: &ParsedOneof, names: &Value) -> Result<Oneof, String> {
    let mut cases = Vec::new();
    for case in &parsed.cases {
        let name = Bounded(case);
        let index = model.position(case).ok_or_else(|| format!("the property `{name}` is missing"))?;
        let field = &model.fields[index];
        if !field.presence.is_option() || matches!(field.ty, Type::Json) {
            return Err(format!("the property `{name}` has no unset value"));
        }
        if cases.contains(&index) || model.oneofs.iter().any(|other| other.cases.contains(&index)) {
            return Err(format!("the property `{name}` is listed twice"));
        }
        cases.push(index);
    }
    if cases.is_empty() {
        return Err("no property is listed".to_owned());
    }
    Ok(Oneof { rust_name: string(names, &parsed.name), name: parsed.name.clone(), cases })
}
