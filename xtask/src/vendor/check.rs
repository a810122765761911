//! Checks documents before they are written to specs/.

use std::collections::BTreeMap;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::{Inputs, TextFile};
use serde_json::Value;

use crate::codes;
use crate::workspace::{SpecStore, VendoredDocument};

/// Validates each `new` document with the overlay applied, then all of `specs` together. Returns the generator's warnings.
///
/// A new version of a document that is kept under another name is one error, instead of one for each difference. `wholes`
/// are the documents of which a part is new: each action of the overlay must match in one of them, or in `specs`.
pub(super) fn check(
    new: &[VendoredDocument],
    wholes: &[TextFile],
    specs: &SpecStore,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let inputs = specs.inputs();
    let is_new = |document: &VendoredDocument| new.iter().any(|new| new.source.file == document.source.file);
    if !wholes.is_empty() && specs.documents().all(|document| document.source.only.is_empty() || is_new(document)) {
        let documents = inputs.documents.iter().chain(wholes).cloned().collect();
        ::codegen::check_overlay(&Inputs { documents, ..inputs.clone() })?;
    }
    Diagnostics::collect(new.iter().map(|document| ::codegen::validate(&document.input(), inputs.overlay.as_ref())))?;
    let analysis = ::codegen::analyze(&inputs, specs.unmatched_actions(), &mut |_| {}).map_err(|errors| {
        let other_versions = other_versions(new, specs);
        if other_versions.is_empty() { errors } else { other_versions.into() }
    })?;
    Ok(analysis.warnings)
}

/// An error for each new document that is another version of a kept one.
fn other_versions(new: &[VendoredDocument], specs: &SpecStore) -> Vec<Diagnostic> {
    let tree = |document: &VendoredDocument| ::codegen::parse(&document.input()).ok();
    let is_kept = |document: &&VendoredDocument| new.iter().all(|new| new.source.file != document.source.file);
    let kept: Vec<_> = specs.documents().filter(is_kept).filter_map(|kept| Some((kept, tree(kept)?))).collect();
    let error = |document: &VendoredDocument| {
        let new = tree(document)?;
        let (older, _) = kept.iter().find(|(_, kept)| is_other_version(&new, kept))?;
        let name = older.source.file.trim_end_matches(".yaml");
        let message = format!("this is the same API as {}, in another version", older.read_from);
        let help = format!("replace it with `--name {name}`, or all documents with `--replace-all`");
        Some(Diagnostic::new(&codes::SAME_API, &document.read_from, message).help(help))
    };
    new.iter().filter_map(error).collect()
}

/// Whether the documents share at least half of their operations, and disagree about something that they share.
///
/// Documents without operations are compared by their schemas. Pages of one API share schemas, but no operations.
fn is_other_version(new: &Value, old: &Value) -> bool {
    let (new_operations, old_operations) = (operations(new), operations(old));
    let (new_schemas, old_schemas) = (schemas(new), schemas(old));
    let is_same_api = if new_operations.is_empty() && old_operations.is_empty() {
        share_half(&new_schemas, &old_schemas)
    } else {
        share_half(&new_operations, &old_operations)
    };
    is_same_api && (differ(&new_operations, &old_operations) || differ(&new_schemas, &old_schemas))
}

fn share_half<T>(new: &BTreeMap<&str, T>, old: &BTreeMap<&str, T>) -> bool {
    let shared = new.keys().filter(|name| old.contains_key(*name)).count();
    shared > 0 && 2 * shared >= new.len().max(old.len())
}

fn differ<T: PartialEq>(new: &BTreeMap<&str, T>, old: &BTreeMap<&str, T>) -> bool {
    new.iter().any(|(name, new)| old.get(name).is_some_and(|old| old != new))
}

/// The operations of a document by their ids, each with its path.
fn operations(document: &Value) -> BTreeMap<&str, (&str, &Value)> {
    let items = document["paths"].as_object().into_iter().flatten();
    let operations = items.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(_, operation)| (path.as_str(), operation))
    });
    operations
        .filter_map(|(path, operation)| Some((operation.get("operationId")?.as_str()?, (path, operation))))
        .collect()
}

fn schemas(document: &Value) -> BTreeMap<&str, &Value> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    schemas.map(|(name, schema)| (name.as_str(), schema)).collect()
}
