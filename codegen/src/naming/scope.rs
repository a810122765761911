//! Names that must differ from one another.

use std::collections::BTreeMap;

/// The names of each scope, such as `types of c1.api.user.v1`, with the JSON pointer of the element that has it.
#[derive(Debug, Default)]
pub(super) struct Scopes(BTreeMap<String, BTreeMap<String, String>>);

impl Scopes {
    /// Claims `name` for the element at `pointer`. Returns the pointer of the element that has it already.
    pub(super) fn claim(&mut self, scope: &str, name: &str, pointer: &str) -> Option<String> {
        let names = self.scope(scope);
        if let Some(first) = names.get(name) {
            return Some(first.clone());
        }
        names.insert(name.to_owned(), pointer.to_owned());
        None
    }

    /// Takes `name` for any number of elements, such as packages in one module; the first of them is at `pointer`.
    pub(super) fn share(&mut self, scope: &str, name: &str, pointer: &str) {
        self.scope(scope).entry(name.to_owned()).or_insert_with(|| pointer.to_owned());
    }

    fn scope(&mut self, scope: &str) -> &mut BTreeMap<String, String> {
        self.0.entry(scope.to_owned()).or_default()
    }
}
