//! The content of rows.

use ::codegen::diagnostics::escape;
use ::codegen::index::{Entry, Index, Kind, wire};
use ::codegen::rust::Role;
use serde_json::{Value, json};

use crate::explain::{members, operation};

/// The cells of each row: the name in Rust, notes, and the name in the documents.
pub(super) fn cells(index: &Index<'_>, entries: &[&Entry<'_>]) -> Vec<[String; 3]> {
    let row = |entry: &&Entry<'_>| {
        let last = match operation(index, entry) {
            Some(operation) => format!("{} {}", operation.http_method, operation.path),
            None => entry.name.clone(),
        };
        [name(entry), notes(index, entry), last].map(|cell| escape(&cell))
    };
    entries.iter().map(row).collect()
}

/// The rows as a JSON array of objects, with a final line feed.
pub(super) fn json(index: &Index<'_>, entries: &[&Entry<'_>]) -> String {
    let rows: Vec<Value> = entries.iter().map(|entry| object(index, entry)).collect();
    format!("{:#}\n", Value::Array(rows))
}

/// The package of an element.
pub(super) fn package<'a>(index: &'a Index<'_>, entry: &'a Entry<'_>) -> &'a str {
    match operation(index, entry) {
        Some(operation) => &index.api[index.api[operation.service].package],
        None => &entry.parent,
    }
}

fn object(index: &Index<'_>, entry: &Entry<'_>) -> Value {
    let mut object = json!({
        "name": entry.name,
        "package": package(index, entry),
        "rust": name(entry),
        "deprecated": entry.is_deprecated(),
    });
    if !entry.description().is_empty() {
        object["description"] = json!(entry.description());
    }
    if let Some(operation) = operation(index, entry) {
        object["method"] = json!(operation.http_method.as_str());
        object["path"] = json!(operation.path);
        object["response"] = json!(wire::content_name(index.api, operation.response.as_ref()));
        object["idempotent"] = json!(operation.idempotent);
        object["paging"] = json!(operation.pagination.is_some());
        object["stability"] = json!(operation.docs.stability);
    }
    for (label, members) in members(index, entry) {
        object[label] = json!(members.iter().map(Entry::short_name).collect::<Vec<_>>());
    }
    object
}

/// The name in Rust; of a service or operation, the call.
fn name(entry: &Entry<'_>) -> String {
    let call = || {
        let module = entry.item(Role::Operation)?.path.owner()?;
        Some(format!("{}().{}", module.name(), entry.item(Role::Method)?.name()))
    };
    match (entry.kind(), entry.items.first()) {
        (Kind::Service, Some(item)) => format!("{}()", item.name()),
        (_, Some(item)) => call().unwrap_or_else(|| item.path.to_string()),
        (_, None) => String::new(),
    }
}

fn notes(index: &Index<'_>, entry: &Entry<'_>) -> String {
    let count = members(index, entry).first().map(|(label, members)| {
        let noun = if let [only] = members { only.kind().name() } else { label };
        format!("{} {noun}", members.len())
    });
    let operation = operation(index, entry);
    let pages = operation.and_then(|operation| operation.pagination).map(|_| "pages".to_owned());
    let stability = operation.and_then(|operation| operation.docs.stability.clone());
    let deprecated = entry.is_deprecated().then(|| "deprecated".to_owned());
    [count, pages, stability, deprecated].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
