//! What is told of each thing in a list.

use ::codegen::catalog::{Call, Catalog, Kind, Role, Subject};
use ::codegen::escaped;
use serde_json::{Value, json};

/// The name by which a user of the SDK knows it, what there is to note, and its name in the documents.
pub(super) fn cells(catalog: &Catalog, subjects: &[&Subject]) -> Vec<[String; 3]> {
    let row = |subject: &&Subject| {
        let last = match &subject.call {
            Some(call) => format!("{} {}", call.method, call.path),
            None => subject.name.clone(),
        };
        [name(subject), notes(catalog, subject), last].map(|cell| escaped(&cell))
    };
    subjects.iter().map(row).collect()
}

/// The same and more for programs: an array of objects, in whole lines.
pub(super) fn json(catalog: &Catalog, subjects: &[&Subject]) -> String {
    let rows: Vec<Value> = subjects.iter().map(|subject| object(catalog, subject)).collect();
    format!("{:#}\n", Value::Array(rows))
}

/// The package that a subject belongs to.
pub(super) fn package<'a>(catalog: &'a Catalog, subject: &'a Subject) -> &'a str {
    match subject.kind {
        Kind::Operation => catalog.get(Kind::Service, &subject.parent).map_or("", |service| &service.parent),
        _ => &subject.parent,
    }
}

fn object(catalog: &Catalog, subject: &Subject) -> Value {
    let mut object = json!({
        "name": subject.name,
        "package": package(catalog, subject),
        "rust": name(subject),
        "deprecated": subject.deprecated,
    });
    if !subject.description.is_empty() {
        object["description"] = json!(subject.description);
    }
    if let Some(call) = &subject.call {
        object["method"] = json!(call.method);
        object["path"] = json!(call.path);
        object["response"] = json!(call.response);
        object["idempotent"] = json!(call.idempotent);
        object["paging"] = json!(call.paging.is_some());
        object["stability"] = json!(call.stability);
    }
    if let Some((part, kind)) = part(subject.kind) {
        let names: Vec<&str> = catalog.parts(kind, &subject.name).iter().map(Subject::short_name).collect();
        object[part] = json!(names);
    }
    object
}

fn name(subject: &Subject) -> String {
    let called = || {
        let accessor = subject.item(Role::Operation)?.path.rsplit("::").nth(1)?;
        Some(format!("{accessor}().{}", subject.item(Role::Method)?.path.rsplit("::").next()?))
    };
    match (subject.kind, subject.items.first()) {
        (Kind::Service, Some(item)) => item.path.rsplit("::").next().unwrap_or_default().to_owned() + "()",
        (_, Some(item)) => called().unwrap_or_else(|| item.path.clone()),
        (_, None) => String::new(),
    }
}

fn notes(catalog: &Catalog, subject: &Subject) -> String {
    let count = part(subject.kind).map(|(part, kind)| {
        let count = catalog.parts(kind, &subject.name).len();
        format!("{count} {}", if count == 1 { part.strip_suffix('s').unwrap_or(part) } else { part })
    });
    let call = |call: &Call| [call.paging.as_ref().map(|_| "pages".to_owned()), call.stability.clone()];
    let of_call = subject.call.iter().flat_map(call).flatten();
    let deprecated = subject.deprecated.then(|| "deprecated".to_owned());
    count.into_iter().chain(of_call).chain(deprecated).collect::<Vec<_>>().join(", ")
}

/// What is counted of each, and told in full to programs.
fn part(kind: Kind) -> Option<(&'static str, Kind)> {
    match kind {
        Kind::Service => Some(("operations", Kind::Operation)),
        Kind::Schema => Some(("fields", Kind::Property)),
        Kind::Enum => Some(("values", Kind::EnumValue)),
        _ => None,
    }
}
