//! Which thing of the one side is which of the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, Body, EnumId, Field, Model, Operation, Parameter, Type};

/// What two sides have in common, and what only one of them has.
pub(super) struct Pairs<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) operations: Matched<'a, Operation>,
    pub(super) models: Matched<'a, Model>,
    /// Enums that stand in the same place.
    pub(super) enums: BTreeSet<(EnumId, EnumId)>,
    /// The new names of models that go by another one.
    renamed: BTreeMap<&'a str, &'a str>,
}

/// Things of one kind.
pub(super) struct Matched<'a, T> {
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

impl<'a, T> Matched<'a, T> {
    /// Those of the same key.
    pub(super) fn by<K: Ord>(
        old: impl IntoIterator<Item = &'a T>,
        new: impl IntoIterator<Item = &'a T>,
        key: impl Fn(&'a T) -> K,
    ) -> Self {
        let mut others: BTreeMap<K, &T> = new.into_iter().map(|thing| (key(thing), thing)).collect();
        let mut matched = Self { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
        for thing in old {
            match others.remove(&key(thing)) {
                Some(other) => matched.both.push((thing, other)),
                None => matched.removed.push(thing),
            }
        }
        matched.added = others.into_values().collect();
        matched
    }

    /// Matches what is left by another key.
    fn then_by<K: Ord>(mut self, key: impl Fn(&'a T) -> K) -> Self {
        let Self { both, removed, added } = Self::by(self.removed, self.added, key);
        self.both.extend(both);
        Self { both: self.both, removed, added }
    }
}

impl<'a> Pairs<'a> {
    pub(super) fn of(old: &'a Api, new: &'a Api) -> Self {
        // An operation is what it is called; under another id, what is sent tells that it is the same one.
        let operations = Matched::by(&old.operations, &new.operations, |operation| operation.id.as_str())
            .then_by(|operation| (operation.http_method, template(&operation.path)));
        let mut models = Matched::by(old.models.values(), new.models.values(), |model| model.name.as_str());
        let mut names = BTreeMap::new();
        loop {
            let more = renamed(&operations, &models);
            if more.is_empty() {
                break;
            }
            // What these refer to may have another name, too.
            names.extend(more);
            models = models.then_by(|model| new_name(&names, &model.name));
        }
        let mut pairs = Self { old, new, operations, models, enums: BTreeSet::new(), renamed: names };
        pairs.enums = pairs.types().filter_map(enums).collect();
        pairs
    }

    /// Whether two types are one, whatever its models and enums are called.
    pub(super) fn are_one(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Enum(old), Type::Enum(new)) => self.enums.contains(&(*old, *new)),
            (Type::Model(old), Type::Model(new)) => self.are_same_model(old, new),
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.are_one(old, new),
            (old, new) => old == new,
        }
    }

    /// Whether two names are those of one model.
    pub(super) fn are_same_model(&self, old: &str, new: &str) -> bool {
        new_name(&self.renamed, old) == new
    }

    /// The types of all that both sides have.
    fn types(&self) -> impl Iterator<Item = (&'a Type, &'a Type)> {
        let fields = self.models.both.iter().flat_map(|(old, new)| properties(old, new).both);
        let fields = fields.map(|(old, new)| (&old.ty, &new.ty));
        let parameters = self.operations.both.iter().flat_map(|(old, new)| {
            let in_path = old.path_parameters.iter().zip(&new.path_parameters);
            in_path.chain(query(old, new).both)
        });
        fields.chain(parameters.map(|(old, new)| (&old.ty, &new.ty)))
    }
}

/// The properties of a model that both sides have.
pub(super) fn properties<'a>(old: &'a Model, new: &'a Model) -> Matched<'a, Field> {
    Matched::by(&old.fields, &new.fields, |field| field.wire.as_str())
}

/// The parameters in the query of an operation that both sides have.
pub(super) fn query<'a>(old: &'a Operation, new: &'a Operation) -> Matched<'a, Parameter> {
    Matched::by(&old.query_parameters, &new.query_parameters, |parameter| parameter.wire.as_str())
}

/// A path without the names of its parameters, which are not sent.
pub(super) fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |template, part| template + "{}" + part.split_once('}').map_or("", |(_, literal)| literal))
}

/// What a model is called in the new side. Objects described in place are called after the schema that they stand in.
fn new_name(renamed: &BTreeMap<&str, &str>, old: &str) -> String {
    let end = old.find('/').unwrap_or(old.len());
    let (schema, place) = old.split_at(end);
    renamed.get(schema).copied().unwrap_or(schema).to_owned() + place
}

fn enums((old, new): (&Type, &Type)) -> Option<(EnumId, EnumId)> {
    match (old.innermost(), new.innermost()) {
        (Type::Enum(old), Type::Enum(new)) => Some((*old, *new)),
        _ => None,
    }
}

/// The models that are gone and that others of the same properties stand in the places of.
fn renamed<'a>(operations: &Matched<'a, Operation>, models: &Matched<'a, Model>) -> BTreeMap<&'a str, &'a str> {
    let by_name = |models: &[&'a Model]| -> BTreeMap<&'a str, &'a Model> {
        models.iter().map(|model| (model.name.as_str(), *model)).collect()
    };
    let (removed, added) = (by_name(&models.removed), by_name(&models.added));
    let mut renamed = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (old, new) in references(operations, models) {
        let (Some(from), Some(to)) = (removed.get(old), added.get(new)) else { continue };
        if is_one_shape(from, to) && !renamed.contains_key(old) && taken.insert(new) {
            renamed.insert(old, new);
        }
    }
    renamed
}

/// The names of the models that stand in the same places.
fn references<'a>(
    operations: &Matched<'a, Operation>,
    models: &Matched<'a, Model>,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let fields = models.both.iter().flat_map(|(old, new)| properties(old, new).both);
    let fields = fields.filter_map(|(old, new)| match (old.ty.innermost(), new.ty.innermost()) {
        (Type::Model(old), Type::Model(new)) => Some((old.as_str(), new.as_str())),
        _ => None,
    });
    let answers = operations.both.iter().map(|(old, new)| (old.response.as_str(), new.response.as_str()));
    let bodies = operations.both.iter().filter_map(|(old, new)| match (&old.body, &new.body) {
        (Body::Model(old), Body::Model(new)) => Some((old.as_str(), new.as_str())),
        _ => None,
    });
    fields.chain(answers).chain(bodies)
}

/// Whether two models have the same properties, and any at all.
fn is_one_shape(old: &Model, new: &Model) -> bool {
    let names = |model: &'_ Model| model.fields.iter().map(|field| field.wire.clone()).collect::<BTreeSet<String>>();
    !old.fields.is_empty() && old.inline.is_none() == new.inline.is_none() && names(old) == names(new)
}
