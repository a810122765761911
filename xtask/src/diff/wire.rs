//! Changes of requests and responses.

use ::codegen::index::wire::{enum_name, type_name};
use ::codegen::ir::{Api, Body, Field, Model, Operation, Parameter, Presence, Type};
use serde::Serialize;

use super::matching::{self, Matched, Matching};

/// The changes, in the order of their kinds and of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Wire {
    /// Each of them once.
    pub changes: Vec<Change>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What it is about.
    pub kind: Kind,
    /// What happened to it.
    pub how: How,
    /// Of a parameter its operation, of a property its schema, of an enum value its enum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The name on the wire; of an operation its id, of a schema its full name. Of what is renamed, the new one.
    pub name: String,
    /// What about it was altered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alterations: Vec<Alteration>,
}

/// A change of an element that both specifications have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Alteration {
    /// As in "type".
    pub what: &'static str,
    /// How it was.
    pub old: String,
    /// How it is.
    pub new: String,
}

/// The kinds of elements. Members of added or removed elements do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A method on a path.
    Operation,
    /// A value in the path or in the query.
    Parameter,
    /// An object with a name of its own.
    Schema,
    /// A property of a schema, or of an object described in place.
    Property,
    /// A value of an enum, counted once wherever the enum is used.
    EnumValue,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Operation, Self::Parameter, Self::Schema, Self::Property, Self::EnumValue];
}

/// What happened to an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It was removed.
    Removed,
    /// It was altered.
    Altered,
    /// It was added.
    Added,
}

/// The numbers of changed elements of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Added elements.
    pub added: usize,
    /// Removed elements.
    pub removed: usize,
    /// Altered elements; operations and schemas also if only a member was changed.
    pub altered: usize,
}

impl Change {
    /// The full name of the element.
    pub(super) fn full_name(&self) -> String {
        self.within.as_ref().map_or_else(|| self.name.clone(), |within| format!("{within}.{}", self.name))
    }
}

impl Wire {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.kind == kind)
    }

    /// The numbers of changed elements of one kind.
    pub fn tally(&self, kind: Kind) -> Tally {
        let count = |how| self.of(kind).filter(|change| change.how == how).count();
        let altered = self.altered(kind).len();
        Tally { added: count(How::Added), removed: count(How::Removed), altered }
    }

    /// The names of altered elements; operations and schemas also if only a member was changed.
    pub fn altered(&self, kind: Kind) -> Vec<&str> {
        let inner = match kind {
            Kind::Operation => Some(Kind::Parameter),
            Kind::Schema => Some(Kind::Property),
            Kind::Parameter | Kind::Property | Kind::EnumValue => None,
        };
        let own = self.of(kind).filter(|change| change.how == How::Altered).map(|change| change.name.as_str());
        let outer = self.changes.iter().filter(|change| Some(change.kind) == inner);
        let mut names: Vec<&str> = own.chain(outer.filter_map(|change| change.within.as_deref())).collect();
        if inner.is_some() {
            names.sort_unstable();
            names.dedup();
        }
        names
    }
}

/// Compares two APIs.
pub(super) fn compare(matching: &Matching<'_>) -> Wire {
    let mut compare = Compare { matching, changes: Vec::new() };
    compare.operations();
    compare.models();
    compare.enums();
    compare.changes.sort();
    Wire { changes: compare.changes }
}

struct Compare<'p, 'a> {
    matching: &'p Matching<'a>,
    changes: Vec<Change>,
}

impl Compare<'_, '_> {
    fn operations(&mut self) {
        let matching = self.matching;
        self.one_sided(Kind::Operation, &matching.operations, |operation| (None, operation.id.clone()));
        for (old, new) in &matching.operations.both {
            self.altered(Kind::Operation, (None, new.id.clone()), operation(matching, old, new));
            let name = |parameter: &Parameter| (Some(new.id.clone()), parameter.wire.clone());
            let query = matching::query(old, new);
            self.one_sided(Kind::Parameter, &query, name);
            for (old, new) in old.path_parameters.iter().zip(&new.path_parameters).chain(query.both) {
                let alterations = value(matching, (&old.ty, old.presence), (&new.ty, new.presence));
                self.altered(Kind::Parameter, name(new), alterations);
            }
        }
    }

    fn models(&mut self) {
        let matching = self.matching;
        let Matched { both, removed, added } = &matching.models;
        let named = |models: &[&Model], how| -> Vec<Change> {
            let named = models.iter().filter(|model| model.owner.is_none());
            named.map(|model| change(Kind::Schema, how, (None, model.name.clone()), Vec::new())).collect()
        };
        self.changes.extend(named(removed, How::Removed));
        self.changes.extend(named(added, How::Added));
        for (old, new) in both {
            self.altered(Kind::Schema, (None, new.name.clone()), alteration("name", &old.name, &new.name));
            let properties = matching::properties(old, new);
            self.one_sided(Kind::Property, &properties, |field| property(new, field));
            for (old, field) in properties.both {
                let alterations = value(matching, (&old.ty, old.presence), (&field.ty, field.presence));
                self.altered(Kind::Property, property(new, field), alterations);
            }
        }
    }

    fn enums(&mut self) {
        for (old, new) in &self.matching.enums {
            let (old, new) = (&self.matching.old[*old], &self.matching.new[*new]);
            let values = Matched::by(&old.values, &new.values, String::as_str);
            self.one_sided(Kind::EnumValue, &values, |value| (Some(enum_name(self.matching.new, new)), value.clone()));
        }
    }

    /// Adds the elements that only one specification has.
    fn one_sided<T>(&mut self, kind: Kind, matched: &Matched<'_, T>, name: impl Fn(&T) -> Name) {
        let removed = matched.removed.iter().map(|thing| change(kind, How::Removed, name(thing), Vec::new()));
        let added = matched.added.iter().map(|thing| change(kind, How::Added, name(thing), Vec::new()));
        self.changes.extend(removed.chain(added));
    }

    fn altered(&mut self, kind: Kind, name: Name, alterations: Vec<Alteration>) {
        if !alterations.is_empty() {
            self.changes.push(change(kind, How::Altered, name, alterations));
        }
    }
}

/// The element that contains another, and the name of that.
type Name = (Option<String>, String);

fn change(kind: Kind, how: How, (within, name): Name, alterations: Vec<Alteration>) -> Change {
    Change { kind, how, within, name, alterations }
}

/// One alteration, or none where both are the same.
fn alteration(what: &'static str, old: &str, new: &str) -> Vec<Alteration> {
    let alteration = Alteration { what, old: old.to_owned(), new: new.to_owned() };
    if old == new { Vec::new() } else { vec![alteration] }
}

/// A property of an inline object belongs to the schema that defines it.
fn property(model: &Model, field: &Field) -> Name {
    let mut names = model.name.split('/').chain([field.wire.as_str()]);
    let schema = names.next().map(str::to_owned);
    (schema, names.collect::<Vec<_>>().join("."))
}

fn operation(matching: &Matching<'_>, old: &Operation, new: &Operation) -> Vec<Alteration> {
    let mut alterations = alteration("id", &old.id, &new.id);
    alterations.extend(alteration("method", old.http_method.as_str(), new.http_method.as_str()));
    if matching::template(&old.path) != matching::template(&new.path) {
        alterations.extend(alteration("path", &old.path, &new.path));
    }
    let is_same_body = match (old.body, new.body) {
        (Body::Model(old), Body::Model(new)) => matching.are_same_model(old, new),
        (old, new) => std::mem::discriminant(&old) == std::mem::discriminant(&new),
    };
    if !is_same_body {
        alterations.extend(alteration(
            "request",
            &body_name(matching.old, old.body),
            &body_name(matching.new, new.body),
        ));
    }
    if !matching.are_same_model(old.response, new.response) {
        let (old, new) = (&matching.old[old.response].name, &matching.new[new.response].name);
        alterations.extend(alteration("response", old, new));
    }
    alterations.extend(alteration("retries", retries(old), retries(new)));
    alterations
}

fn body_name(api: &Api, body: Body) -> String {
    match body {
        Body::None => "none".to_owned(),
        Body::Empty => "an empty object".to_owned(),
        Body::Model(model) => api[model].name.clone(),
    }
}

/// Whether the client retries it.
fn retries(operation: &Operation) -> &'static str {
    if operation.idempotent { "idempotent" } else { "not idempotent" }
}

/// The alterations of a property or parameter.
fn value(matching: &Matching<'_>, old: (&Type, Presence), new: (&Type, Presence)) -> Vec<Alteration> {
    let mut alterations = Vec::new();
    if !matching.are_equal(old.0, new.0) {
        alterations.extend(alteration("type", &type_name(matching.old, old.0), &type_name(matching.new, new.0)));
    }
    alterations.extend(alteration("presence", presence(old.1), presence(new.1)));
    alterations
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Optional => "may be null",
        Presence::Implicit => "zero where absent",
        Presence::Required => "required",
    }
}
