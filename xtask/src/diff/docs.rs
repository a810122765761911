//! Changes of the documentation only.

use ::codegen::index::{Element, Entry};
use ::codegen::ir::{Api, Docs as ElementDocs};
use serde::Serialize;

use super::matching::Matching;

/// The elements whose documentation changes, sorted by name. Ignores text that the generator ignores, such as examples.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Docs {
    /// Elements with a changed description, including its line breaks.
    pub descriptions: Vec<String>,
    /// Elements with a change in their other documentation, such as deprecation or stability.
    pub notes: Vec<String>,
    /// Operations and enums with reordered parameters or values.
    pub orders: Vec<String>,
}

impl Docs {
    /// Whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    /// The number of changes.
    pub fn total(&self) -> usize {
        self.descriptions.len() + self.notes.len() + self.orders.len()
    }
}

/// Compares the documentation of all elements.
pub(super) fn compare(matching: &Matching<'_>) -> Docs {
    let mut docs = Docs::default();
    for (old, new) in matching.both() {
        if let (Some(old), Some(text)) = (old.docs, new.docs) {
            docs.descriptions.extend((descriptions(old) != descriptions(text)).then(|| new.name.clone()));
            docs.notes.extend((notes(old) != notes(text)).then(|| new.name.clone()));
        }
        let new_order = order(matching.new.api, new);
        let positions =
            order(matching.old.api, old).into_iter().filter_map(|name| new_order.iter().position(|new| *new == name));
        docs.orders.extend((!positions.is_sorted()).then(|| new.name.clone()));
    }
    for names in [&mut docs.descriptions, &mut docs.notes, &mut docs.orders] {
        names.sort_unstable();
    }
    docs
}

fn descriptions(docs: &ElementDocs) -> (&str, &str, Option<&str>) {
    (&docs.summary, &docs.description, docs.deprecation_reason.as_deref())
}

/// The documentation without descriptions.
fn notes(docs: &ElementDocs) -> ElementDocs {
    ElementDocs { summary: String::new(), description: String::new(), deprecation_reason: None, ..docs.clone() }
}

/// The optional parameters of an operation or the values of an enum.
fn order<'a>(api: &'a Api, entry: &Entry<'_>) -> Vec<&'a str> {
    match entry.element {
        Element::Operation(id) => api[id]
            .parameters
            .iter()
            .filter(|parameter| !parameter.required)
            .map(|parameter| parameter.wire.as_str())
            .collect(),
        Element::Enum(id) => api[id].values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}
