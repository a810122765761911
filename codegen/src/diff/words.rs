//! What differs for readers of the documents alone.

use serde::Serialize;

use super::pairs::{self, Pairs};
use crate::api::Docs;

/// How many things differ in words only, of those that both sides have. What the generator does not read, such as
/// examples and limits, is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Operations, parameters, schemas and properties that are described otherwise: even where only lines are broken.
    pub descriptions: usize,
    /// Those of which other notes are made: that they are deprecated, read-only, a draft, or what their default is.
    pub notes: usize,
    /// Lists of parameters or enum values that stand in another order; that of properties is no list.
    pub orders: usize,
}

impl Words {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// All that differ.
    pub fn total(&self) -> usize {
        self.descriptions + self.notes + self.orders
    }
}

/// Counts what differs in words.
pub(super) fn compare(pairs: &Pairs<'_>) -> Words {
    let mut words = Words::default();
    for (old, new) in &pairs.operations.both {
        words.docs(&old.docs, &new.docs);
        let query = pairs::query(old, new).both;
        words.order(&query);
        for (old, new) in old.path_parameters.iter().zip(&new.path_parameters).chain(query) {
            words.docs(&old.docs, &new.docs);
        }
    }
    for (old, new) in &pairs.models.both {
        words.docs(&old.docs, &new.docs);
        for (old, new) in pairs::properties(old, new).both {
            words.docs(&old.docs, &new.docs);
        }
    }
    for (old, new) in &pairs.enums {
        let (old, new) = (&pairs.old.enums[old.0].values, &pairs.new.enums[new.0].values);
        words.order(&pairs::Matched::by(old, new, String::as_str).both);
    }
    words
}

impl Words {
    fn docs(&mut self, old: &Docs, new: &Docs) {
        let text = |docs: &Docs| (docs.summary.clone(), docs.description.clone(), docs.reason.clone());
        let notes = |docs: &Docs| {
            let Docs { deprecated, sunset, read_only, default, stability, .. } = docs.clone();
            (deprecated, sunset, read_only, default, stability)
        };
        self.descriptions += usize::from(text(old) != text(new));
        self.notes += usize::from(notes(old) != notes(new));
    }

    /// The pairs stand in the order of the old side, and their addresses tell that of the new one.
    fn order<T>(&mut self, both: &[(&T, &T)]) {
        let is_kept = both.is_sorted_by_key(|(_, new)| std::ptr::from_ref::<T>(new));
        self.orders += usize::from(!is_kept);
    }
}
