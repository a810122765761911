//! Changes of the documentation only.

use ::codegen::ir::Docs as ElementDocs;
use serde::Serialize;

use super::matching::{self, Matched, Matching};

/// The elements whose documentation changes. Ignores text that the generator ignores, such as examples.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Docs {
    /// Elements with a changed description, including its line breaks.
    pub descriptions: Vec<String>,
    /// Elements with changed notes: deprecated, read-only, stability, default.
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

/// Compares the docs of two APIs.
pub(super) fn compare(matching: &Matching<'_>) -> Docs {
    let mut docs = Docs::default();
    for (old, new) in &matching.operations.both {
        docs.element(&new.id, &old.docs, &new.docs);
        docs.order(&new.id, &matching::query(old, new).both);
        for (old, parameter) in matching::parameters(old, new).both {
            docs.element(&format!("{}.{}", new.id, parameter.wire), &old.docs, &parameter.docs);
        }
    }
    for (old, new) in &matching.models.both {
        docs.element(&new.name, &old.docs, &new.docs);
        for (old, field) in matching::properties(old, new).both {
            docs.element(&format!("{}.{}", new.name, field.wire), &old.docs, &field.docs);
        }
    }
    for (old, new) in &matching.enums {
        let name = ::codegen::index::wire::enum_name(matching.new, &matching.new[*new]);
        let (old, new) = (&matching.old[*old].values, &matching.new[*new].values);
        docs.order(&name, &Matched::by(old, new, String::as_str).both);
    }
    docs
}

impl Docs {
    fn element(&mut self, name: &str, old: &ElementDocs, new: &ElementDocs) {
        let text =
            |docs: &ElementDocs| (docs.summary.clone(), docs.description.clone(), docs.deprecation_reason.clone());
        let notes = |docs: &ElementDocs| {
            let ElementDocs { deprecated, sunset, read_only, default, stability, .. } = docs.clone();
            (deprecated, sunset, read_only, default, stability)
        };
        if text(old) != text(new) {
            self.descriptions.push(name.to_owned());
        }
        if notes(old) != notes(new) {
            self.notes.push(name.to_owned());
        }
    }

    /// The pairs are in the old order, and their addresses have the new order.
    fn order<T>(&mut self, name: &str, both: &[(&T, &T)]) {
        if !both.is_sorted_by_key(|(_, new)| std::ptr::from_ref::<T>(new)) {
            self.orders.push(name.to_owned());
        }
    }
}
