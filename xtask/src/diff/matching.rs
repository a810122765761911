//! Matches the elements of two APIs.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::ir::{Api, Body, EnumId, Field, HttpMethod, Model, ModelId, Operation, Parameter, Type};

/// The elements of two APIs, matched.
pub(super) struct Matching<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) operations: Matched<'a, Operation>,
    pub(super) models: Matched<'a, Model>,
    /// Enums that the same properties and parameters use.
    pub(super) enums: BTreeSet<(EnumId, EnumId)>,
    /// The new names of renamed models.
    renamed: BTreeMap<&'a str, &'a str>,
}

/// Elements of one kind.
pub(super) struct Matched<'a, T> {
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

impl<T> Default for Matched<'_, T> {
    fn default() -> Self {
        Self { both: Vec::new(), removed: Vec::new(), added: Vec::new() }
    }
}

impl<'a, T> Matched<'a, T> {
    /// Matches elements by a key.
    pub(super) fn by<K: Ord>(
        old: impl IntoIterator<Item = &'a T>,
        new: impl IntoIterator<Item = &'a T>,
        key: impl Fn(&'a T) -> K,
    ) -> Self {
        let (removed, added) = (old.into_iter().collect(), new.into_iter().collect());
        Self { both: Vec::new(), removed, added }.then_by(&key, &key)
    }

    /// Matches the remaining elements by other keys.
    fn then_by<K: Ord>(mut self, old: impl Fn(&'a T) -> K, new: impl Fn(&'a T) -> K) -> Self {
        let mut others: BTreeMap<K, &T> = self.added.into_iter().map(|element| (new(element), element)).collect();
        let mut removed = Vec::new();
        for element in self.removed {
            match others.remove(&old(element)) {
                Some(other) => self.both.push((element, other)),
                None => removed.push(element),
            }
        }
        Self { both: self.both, removed, added: others.into_values().collect() }
    }
}

impl<'a> Matching<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        // Operations match by id, or else by method and path.
        let route =
            |operation: &'a Operation| -> (HttpMethod, String) { (operation.http_method, template(&operation.path)) };
        let operations =
            Matched::by(&old.operations, &new.operations, |operation| operation.id.as_str()).then_by(route, route);
        let models = Matched::by(&old.models, &new.models, |model| model.name.as_str());
        let mut matching = Self { old, new, operations, models, enums: BTreeSet::new(), renamed: BTreeMap::new() };
        loop {
            let more = matching.renames();
            if more.is_empty() {
                break;
            }
            // A renamed model may refer to other renamed models.
            matching.renamed.extend(more);
            let renamed = matching.renamed.clone();
            matching.models = std::mem::take(&mut matching.models)
                .then_by(|model| new_name(&renamed, &model.name), |model| model.name.clone());
        }
        matching.enums = matching.types().filter_map(enums).collect();
        matching
    }

    /// Whether two types are equal, except for the names of matched models and enums.
    pub(super) fn are_equal(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Enum(old), Type::Enum(new)) => self.enums.contains(&(*old, *new)),
            (Type::Model(old), Type::Model(new)) => self.are_same_model(*old, *new),
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.are_equal(old, new),
            (old, new) => old == new,
        }
    }

    /// Whether two models match.
    pub(super) fn are_same_model(&self, old: ModelId, new: ModelId) -> bool {
        new_name(&self.renamed, &self.old[old].name) == self.new[new].name
    }

    /// The types of all properties and parameters that both APIs have.
    fn types(&self) -> impl Iterator<Item = (&'a Type, &'a Type)> {
        let fields = self.models.both.iter().flat_map(|(old, new)| properties(old, new).both);
        let fields = fields.map(|(old, new)| (&old.ty, &new.ty));
        let parameters = self.operations.both.iter().flat_map(|(old, new)| parameters(old, new).both);
        fields.chain(parameters.map(|(old, new)| (&old.ty, &new.ty)))
    }

    /// Removed models, each with the added model of the same properties that replaces it.
    fn renames(&self) -> BTreeMap<&'a str, &'a str> {
        let by_name = |models: &[&'a Model]| -> BTreeMap<&'a str, &'a Model> {
            models.iter().map(|model| (model.name.as_str(), *model)).collect()
        };
        let (removed, added) = (by_name(&self.models.removed), by_name(&self.models.added));
        let mut renamed = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (old, new) in self.references() {
            let (old, new) = (self.old[old].name.as_str(), self.new[new].name.as_str());
            let (Some(from), Some(to)) = (removed.get(old), added.get(new)) else { continue };
            if have_one_shape(from, to) && !renamed.contains_key(old) && taken.insert(new) {
                renamed.insert(old, new);
            }
        }
        renamed
    }

    /// The models that are used in the same places.
    fn references(&self) -> impl Iterator<Item = (ModelId, ModelId)> {
        let fields = self.models.both.iter().flat_map(|(old, new)| properties(old, new).both);
        let fields = fields.filter_map(|(old, new)| old.ty.model().zip(new.ty.model()));
        let responses = self.operations.both.iter().map(|(old, new)| (old.response, new.response));
        let bodies = self.operations.both.iter().filter_map(|(old, new)| match (old.body, new.body) {
            (Body::Model(old), Body::Model(new)) => Some((old, new)),
            _ => None,
        });
        fields.chain(responses).chain(bodies)
    }
}

/// The properties of a model.
pub(super) fn properties<'a>(old: &'a Model, new: &'a Model) -> Matched<'a, Field> {
    Matched::by(&old.fields, &new.fields, |field| field.wire.as_str())
}

/// The parameters of an operation. Path parameters match by position.
pub(super) fn parameters<'a>(old: &'a Operation, new: &'a Operation) -> Matched<'a, Parameter> {
    let query = query(old, new);
    let path = old.path_parameters.iter().zip(&new.path_parameters);
    Matched { both: path.chain(query.both).collect(), ..query }
}

/// The query parameters of an operation.
pub(super) fn query<'a>(old: &'a Operation, new: &'a Operation) -> Matched<'a, Parameter> {
    Matched::by(&old.query_parameters, &new.query_parameters, |parameter| parameter.wire.as_str())
}

/// A path without the names of its parameters, which requests do not contain.
pub(super) fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |template, part| template + "{}" + part.split_once('}').map_or("", |(_, literal)| literal))
}

/// The new name of a model. Inline objects are named after the schema that owns them.
fn new_name(renamed: &BTreeMap<&str, &str>, old: &str) -> String {
    let (schema, place) = old.split_at(old.find('/').unwrap_or(old.len()));
    renamed.get(schema).copied().unwrap_or(schema).to_owned() + place
}

fn enums((old, new): (&Type, &Type)) -> Option<(EnumId, EnumId)> {
    match (old.innermost(), new.innermost()) {
        (Type::Enum(old), Type::Enum(new)) => Some((*old, *new)),
        _ => None,
    }
}

/// Whether two models have the same properties, and at least one.
fn have_one_shape(old: &Model, new: &Model) -> bool {
    let names = |model: &Model| model.fields.iter().map(|field| field.wire.clone()).collect::<BTreeSet<String>>();
    !old.fields.is_empty() && old.owner.is_none() == new.owner.is_none() && names(old) == names(new)
}
