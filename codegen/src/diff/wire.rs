//! What differs in what is sent and answered.

use serde::Serialize;

use super::pairs::{self, Matched, Pairs};
use crate::api::{Body, Field, Model, Operation, Parameter, Presence, Type};
use crate::catalog::wire::{enum_name, words};

/// The differences, in the order of their kinds, and within one of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Wire {
    /// Each of them once.
    pub changes: Vec<Change>,
}

/// One difference.
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

/// What differs in a thing that both sides have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Alteration {
    /// As in "type".
    pub what: &'static str,
    /// How it was.
    pub old: String,
    /// How it is.
    pub new: String,
}

/// What can differ. Neither do parameters of an operation count that only one side has, nor properties of such a schema.
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

/// What can happen to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is gone.
    Removed,
    /// It is not what it was.
    Altered,
    /// It is new.
    Added,
}

/// How many things of one kind differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Those that are new.
    pub added: usize,
    /// Those that are gone.
    pub removed: usize,
    /// Those that are not what they were; operations and schemas also where only something within them differs.
    pub altered: usize,
}

impl Wire {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.kind == kind)
    }

    /// How many things of one kind differ.
    pub fn tally(&self, kind: Kind) -> Tally {
        let count = |how| self.of(kind).filter(|change| change.how == how).count();
        let altered = self.altered(kind).len();
        Tally { added: count(How::Added), removed: count(How::Removed), altered }
    }

    /// The names of the operations or schemas that are not what they were, those within which something differs among
    /// them; for the other kinds, all that were altered, several of one name perhaps.
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

/// Everything that differs.
pub(super) fn compare(pairs: &Pairs<'_>) -> Wire {
    let mut compare = Compare { pairs, changes: Vec::new() };
    compare.operations();
    compare.models();
    compare.enums();
    compare.changes.sort();
    Wire { changes: compare.changes }
}

struct Compare<'p, 'a> {
    pairs: &'p Pairs<'a>,
    changes: Vec<Change>,
}

impl Compare<'_, '_> {
    fn operations(&mut self) {
        let pairs = self.pairs;
        self.one_sided(Kind::Operation, &pairs.operations, |operation| (None, operation.id.clone()));
        for (old, new) in &pairs.operations.both {
            self.altered(Kind::Operation, (None, new.id.clone()), operation(pairs, old, new));
            let name = |parameter: &Parameter| (Some(new.id.clone()), parameter.wire.clone());
            let query = pairs::query(old, new);
            self.one_sided(Kind::Parameter, &query, name);
            for (old, new) in old.path_parameters.iter().zip(&new.path_parameters).chain(query.both) {
                let alterations = value(pairs, (&old.ty, old.presence), (&new.ty, new.presence));
                self.altered(Kind::Parameter, name(new), alterations);
            }
        }
    }

    fn models(&mut self) {
        let pairs = self.pairs;
        let Matched { both, removed, added } = &pairs.models;
        let named = |models: &[&Model], how| -> Vec<Change> {
            let named = models.iter().filter(|model| model.inline.is_none());
            named.map(|model| change(Kind::Schema, how, (None, model.name.clone()), Vec::new())).collect()
        };
        self.changes.extend(named(removed, How::Removed));
        self.changes.extend(named(added, How::Added));
        for (old, new) in both {
            self.altered(Kind::Schema, (None, new.name.clone()), alteration("name", &old.name, &new.name));
            let properties = pairs::properties(old, new);
            self.one_sided(Kind::Property, &properties, |field| property(new, field));
            for (old, field) in properties.both {
                let alterations = value(pairs, (&old.ty, old.presence), (&field.ty, field.presence));
                self.altered(Kind::Property, property(new, field), alterations);
            }
        }
    }

    fn enums(&mut self) {
        for (old, new) in &self.pairs.enums {
            let (old, new) = (&self.pairs.old.enums[old.0], &self.pairs.new.enums[new.0]);
            let values = Matched::by(&old.values, &new.values, String::as_str);
            self.one_sided(Kind::EnumValue, &values, |value| (Some(enum_name(new)), value.clone()));
        }
    }

    /// Takes down what only one of the sides has.
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

/// What a thing is within, and what it is called there.
type Name = (Option<String>, String);

fn change(kind: Kind, how: How, (within, name): Name, alterations: Vec<Alteration>) -> Change {
    Change { kind, how, within, name, alterations }
}

/// One alteration, or none where both are the same.
fn alteration(what: &'static str, old: &str, new: &str) -> Vec<Alteration> {
    let alteration = Alteration { what, old: old.to_owned(), new: new.to_owned() };
    if old == new { Vec::new() } else { vec![alteration] }
}

/// A property of an object described in place belongs to the schema that this stands in.
fn property(model: &Model, field: &Field) -> Name {
    let mut names = model.name.split('/').chain([field.wire.as_str()]);
    let schema = names.next().map(str::to_owned);
    (schema, names.collect::<Vec<_>>().join("."))
}

fn operation(pairs: &Pairs<'_>, old: &Operation, new: &Operation) -> Vec<Alteration> {
    let mut alterations = alteration("id", &old.id, &new.id);
    alterations.extend(alteration("method", old.http_method, new.http_method));
    if pairs::template(&old.path) != pairs::template(&new.path) {
        alterations.extend(alteration("path", &old.path, &new.path));
    }
    let body = |old: &Body, new: &Body| match (old, new) {
        (Body::Model(old), Body::Model(new)) => !pairs.are_same_model(old, new),
        (old, new) => old != new,
    };
    if body(&old.body, &new.body) {
        alterations.extend(alteration("request", &body_name(&old.body), &body_name(&new.body)));
    }
    if !pairs.are_same_model(&old.response, &new.response) {
        alterations.extend(alteration("response", &old.response, &new.response));
    }
    alterations.extend(alteration("retries", retries(old), retries(new)));
    alterations
}

fn body_name(body: &Body) -> String {
    match body {
        Body::None => "none".to_owned(),
        Body::Empty => "an empty object".to_owned(),
        Body::Model(name) => name.clone(),
    }
}

/// Whether the client may send it again is a part of what is sent.
fn retries(operation: &Operation) -> &'static str {
    if operation.idempotent { "may be sent twice" } else { "is sent once" }
}

/// What differs in a property or parameter.
fn value(pairs: &Pairs<'_>, old: (&Type, Presence), new: (&Type, Presence)) -> Vec<Alteration> {
    let mut alterations = Vec::new();
    if !pairs.are_one(old.0, new.0) {
        alterations.extend(alteration("type", &words(pairs.old, old.0), &words(pairs.new, new.0)));
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
