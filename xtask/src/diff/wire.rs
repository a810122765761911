//! Changes of the wire format: requests and responses.

use std::collections::BTreeSet;

use ::codegen::index::wire::{enum_name, type_name};
use ::codegen::ir::{Api, Body, Field, Model, Operation, Parameter, Presence, Type};
use serde::Serialize;

use super::matching::{self, Matched, Matching};

/// The changes, sorted by kind and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Wire {
    /// Each change once.
    pub changes: Vec<Change>,
}

/// A changed element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The kind of the element.
    pub kind: Kind,
    /// How it changes.
    pub how: How,
    /// The operation of a parameter, the schema of a property, or the enum of a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The new name: an operation id, the full name of a schema, or the wire name of a member.
    pub name: String,
    /// The altered attributes. Empty if only members of the element change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alterations: Vec<Alteration>,
}

/// An altered attribute of an element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Alteration {
    /// The attribute, such as "type".
    pub what: &'static str,
    /// The old value.
    pub old: String,
    /// The new value.
    pub new: String,
}

/// The kinds of elements. Members of added or removed elements are not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An HTTP method of a path.
    Operation,
    /// A path or query parameter.
    Parameter,
    /// A named schema.
    Schema,
    /// A property of a schema or of an inline object.
    Property,
    /// An enum value, counted once for all uses of the enum.
    EnumValue,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 5] = [Self::Operation, Self::Parameter, Self::Schema, Self::Property, Self::EnumValue];
}

/// How an element changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Removed.
    Removed,
    /// Altered.
    Altered,
    /// Added.
    Added,
}

/// The numbers of changed elements of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Added elements.
    pub added: usize,
    /// Removed elements.
    pub removed: usize,
    /// Altered elements, including operations and schemas of which only members change.
    pub altered: usize,
}

impl Change {
    /// The full name of the element.
    pub(super) fn full_name(&self) -> String {
        self.within.as_ref().map_or_else(|| self.name.clone(), |within| format!("{within}.{}", self.name))
    }
}

impl Wire {
    /// Whether there are no changes.
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
        Tally { added: count(How::Added), removed: count(How::Removed), altered: count(How::Altered) }
    }

    /// Adds the operations and schemas of which only members change.
    pub(super) fn add_owners(&mut self) {
        let owner = |change: &Change| match change.kind {
            Kind::Parameter => Some((Kind::Operation, change.within.clone()?)),
            Kind::Property => Some((Kind::Schema, change.within.clone()?)),
            Kind::Operation | Kind::Schema | Kind::EnumValue => None,
        };
        let mut owners: BTreeSet<(Kind, String)> = self.changes.iter().filter_map(owner).collect();
        for change in &self.changes {
            owners.remove(&(change.kind, change.name.clone()));
        }
        let owners = owners.into_iter().map(|(kind, name)| change(kind, How::Altered, (None, name), Vec::new()));
        self.changes.extend(owners);
        self.changes.sort();
    }
}

/// Compares two APIs. The result has no operations and schemas of which only members change.
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
        let name = |operation: &Operation| Some((None, operation.id.clone()));
        self.elements(Kind::Operation, &matching.operations, name, |old, new| operation(matching, old, new));
        for (old, new) in &matching.operations.both {
            let name = |parameter: &Parameter| Some((Some(new.id.clone()), parameter.wire.clone()));
            self.elements(Kind::Parameter, &matching::parameters(old, new), name, |old, new| {
                value(matching, (&old.ty, old.presence), (&new.ty, new.presence))
            });
        }
    }

    fn models(&mut self) {
        let matching = self.matching;
        let name = |model: &Model| model.owner.is_none().then(|| (None, model.name.clone()));
        self.elements(Kind::Schema, &matching.models, name, |old, new| [alteration("name", &old.name, &new.name)]);
        for (old, new) in &matching.models.both {
            let name = |field: &Field| Some(property(new, field));
            self.elements(Kind::Property, &matching::properties(old, new), name, |old, new| {
                value(matching, (&old.ty, old.presence), (&new.ty, new.presence))
            });
        }
    }

    fn enums(&mut self) {
        for (old, new) in &self.matching.enums {
            let (old, new) = (&self.matching.old[*old], &self.matching.new[*new]);
            let values = Matched::by(&old.values, &new.values, String::as_str);
            let enum_name = enum_name(self.matching.new, new);
            let name = |value: &String| Some((Some(enum_name.clone()), value.clone()));
            self.elements(Kind::EnumValue, &values, name, |_, _| []);
        }
    }

    /// Adds the removed, altered and added elements that have a name.
    fn elements<T, A: IntoIterator<Item = Option<Alteration>>>(
        &mut self,
        kind: Kind,
        matched: &Matched<'_, T>,
        name: impl Fn(&T) -> Option<Name>,
        alterations: impl Fn(&T, &T) -> A,
    ) {
        let removed = matched.removed.iter().map(|element| (How::Removed, *element, Vec::new()));
        let added = matched.added.iter().map(|element| (How::Added, *element, Vec::new()));
        let both = matched.both.iter().map(|(old, new)| {
            (How::Altered, *new, alterations(old, new).into_iter().flatten().collect::<Vec<Alteration>>())
        });
        let altered = both.filter(|(_, _, alterations)| !alterations.is_empty());
        let changes = removed.chain(altered).chain(added);
        self.changes.extend(
            changes.filter_map(|(how, element, alterations)| Some(change(kind, how, name(element)?, alterations))),
        );
    }
}

/// The owner of an element, and the element's name.
type Name = (Option<String>, String);

fn change(kind: Kind, how: How, (within, name): Name, alterations: Vec<Alteration>) -> Change {
    Change { kind, how, within, name, alterations }
}

/// The alteration from one value to another; `None` if they are equal.
fn alteration(what: &'static str, old: &str, new: &str) -> Option<Alteration> {
    (old != new).then(|| Alteration { what, old: old.to_owned(), new: new.to_owned() })
}

/// A property of an inline object belongs to the schema that defines it.
fn property(model: &Model, field: &Field) -> Name {
    let mut names = model.name.split('/').chain([field.wire.as_str()]);
    let schema = names.next().map(str::to_owned);
    (schema, names.collect::<Vec<_>>().join("."))
}

fn operation(matching: &Matching<'_>, old: &Operation, new: &Operation) -> [Option<Alteration>; 6] {
    let is_same_path = matching::template(&old.path) == matching::template(&new.path);
    let is_same_body = match (old.body, new.body) {
        (Body::Model(old), Body::Model(new)) => matching.are_same_model(old, new),
        (old, new) => old == new,
    };
    let bodies = (body_name(matching.old, old.body), body_name(matching.new, new.body));
    let is_same_response = matching.are_same_model(old.response, new.response);
    let responses = (&matching.old[old.response].name, &matching.new[new.response].name);
    [
        alteration("id", &old.id, &new.id),
        alteration("method", old.http_method.as_str(), new.http_method.as_str()),
        alteration("path", &old.path, &new.path).filter(|_| !is_same_path),
        alteration("request body", &bodies.0, &bodies.1).filter(|_| !is_same_body),
        alteration("response", responses.0, responses.1).filter(|_| !is_same_response),
        alteration("idempotent", yes_or_no(old.idempotent), yes_or_no(new.idempotent)),
    ]
}

fn body_name(api: &Api, body: Body) -> String {
    match body {
        Body::None => "none".to_owned(),
        Body::Empty => "empty object".to_owned(),
        Body::Model(model) => api[model].name.clone(),
    }
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// The alterations of a property or parameter.
fn value(matching: &Matching<'_>, old: (&Type, Presence), new: (&Type, Presence)) -> [Option<Alteration>; 2] {
    let are_equal = matching.are_equal(old.0, new.0);
    [
        alteration("type", &type_name(matching.old, old.0), &type_name(matching.new, new.0)).filter(|_| !are_equal),
        alteration("presence", presence(old.1), presence(new.1)),
    ]
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Optional => "nullable",
        Presence::Implicit => "zero if absent",
        Presence::Required => "required",
    }
}
