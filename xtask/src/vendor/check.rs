//! Checks documents before they are written to specs/.

use std::collections::BTreeSet;

use ::codegen::TextFile;
use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value;

use crate::codes;
use crate::workspace::{SpecStore, VendoredDocument};

/// Validates each `new` document with the overlay applied, then all of `specs` together. Returns the generator's warnings.
///
/// # Errors
///
/// All errors of the generator.
pub(super) fn check(new: &[VendoredDocument], specs: &SpecStore) -> Result<Vec<Diagnostic>, Diagnostics> {
    let inputs = specs.inputs();
    let files = new.iter().map(|vendored| TextFile { file: vendored.read_from.clone(), text: vendored.text.clone() });
    let files: Vec<TextFile> = files.collect();
    let invalid = files.iter().filter_map(|file| ::codegen::validate(file, inputs.overlay.as_ref()).err());
    Diagnostics::none_or(invalid.flatten().collect(), ())?;
    let kept: Vec<&TextFile> = inputs.documents.iter().filter(|document| !files.contains(document)).collect();
    Diagnostics::none_or(same_apis(&files, &kept)?, ())?;
    let analysis = ::codegen::analyze(&inputs, ::codegen::UnmatchedActions::Error, &mut |_| {})?;
    Ok(analysis.warnings)
}

/// An error for each new document that is another version of one that is kept, in place of one for each difference.
fn same_apis(new: &[TextFile], kept: &[&TextFile]) -> Result<Vec<Diagnostic>, Diagnostics> {
    let kept: Vec<(&TextFile, Value)> =
        kept.iter().map(|file| Ok((*file, ::codegen::parse(file)?))).collect::<Result<_, Diagnostics>>()?;
    let mut errors = Vec::new();
    for file in new {
        let document = ::codegen::parse(file)?;
        let operations = operations(&document);
        let older = kept.iter().find(|(_, other)| {
            let shared: BTreeSet<_> = operations.intersection(&self::operations(other)).copied().collect();
            shared.len() > 1 && 2 * shared.len() >= operations.len() && differs(&document, other, &shared)
        });
        errors.extend(older.map(|(other, _)| {
            let name = other.file.trim_start_matches("specs/").trim_end_matches(".yaml");
            let message = format!("this is the same API as {}, in another version", other.file);
            let help = format!("replace it with `--name {name}`, or all documents with `--replace-all`");
            Diagnostic::new(&codes::SAME_API, &file.file, message).help(help)
        }));
    }
    Ok(errors)
}

/// The path and the method of each operation.
fn operations(document: &Value) -> BTreeSet<(&str, &str)> {
    let items = document["paths"].as_object().into_iter().flatten();
    let keys = items
        .flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |(key, value)| (path, key, value)));
    keys.filter(|(_, _, value)| value.get("operationId").is_some())
        .map(|(path, key, _)| (path.as_str(), key.as_str()))
        .collect()
}

/// Whether two documents define a shared operation or schema differently.
fn differs(one: &Value, other: &Value, shared: &BTreeSet<(&str, &str)>) -> bool {
    let schemas = |document: &Value| document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let others = schemas(other);
    shared.iter().any(|(path, key)| one["paths"][path][key] != other["paths"][path][key])
        || schemas(one).iter().any(|(name, schema)| others.get(name).is_some_and(|other| other != schema))
}
