//! What a newer document adds to the schemas that a response leads to, and the smallest responses that have it.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Map, Value, json};

use crate::document::{Document, Kind, Operation, Shape, properties};
use crate::sampler::{Sampler, Style};

/// A message of both documents, and how a response leads to it.
struct Place<'a> {
    old: &'a Value,
    new: &'a Value,
    /// From the response down.
    steps: Vec<Step<'a>>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Property(&'a str),
    Element,
    Value,
}

/// The responses that each have all additions to one schema. An enum has one of its new values in each, in turn.
pub(super) fn witnesses(
    old_document: &Document,
    new_document: &Document,
    old: &Operation,
    new: &Operation,
    sampler: &mut Sampler<'_>,
) -> Vec<Value> {
    let mut witnesses = Vec::new();
    for place in places(old_document, new_document, old, new) {
        let values = enum_values(old_document, new_document, &place);
        let most = values.iter().map(|(_, values)| values.len()).max().unwrap_or_default();
        let added: Vec<&str> = added(&place).collect();
        for turn in 0..most.max(usize::from(!added.is_empty())) {
            let mut message = Map::new();
            for name in &added {
                let shape = new_document.property(name, &place.new["properties"][*name]);
                message.insert((*name).to_owned(), sampler.sample(&shape, Style::Full(turn)));
            }
            for (name, values) in &values {
                let value = values[turn % values.len()].clone();
                let shape = new_document.property(name, &place.new["properties"][*name]);
                message.insert((*name).to_owned(), around(&shape, new_document, value));
            }
            witnesses.push(response(&place.steps, message.into()));
        }
    }
    witnesses
}

/// The number of properties and enum values that are added in all responses.
pub(super) fn count(old_document: &Document, new_document: &Document) -> (usize, usize) {
    let (mut names, mut values) = (BTreeSet::new(), BTreeSet::new());
    for (id, old) in &old_document.operations {
        let Some(new) = new_document.operations.get(id) else { continue };
        for place in places(old_document, new_document, old, new) {
            // Schemas are borrowed from the document, so the address is that of the definition.
            let schema = std::ptr::from_ref(place.new).addr();
            names.extend(added(&place).map(|name| (schema, name.to_owned())));
            for (name, added) in enum_values(old_document, new_document, &place) {
                values.extend(added.iter().map(|value| (schema, name.to_owned(), value.to_string())));
            }
        }
    }
    (names.len(), values.len())
}

/// The messages of both documents that a response leads to, each by its shortest way.
fn places<'a>(
    old_document: &'a Document,
    new_document: &'a Document,
    old: &'a Operation,
    new: &'a Operation,
) -> Vec<Place<'a>> {
    let mut places: Vec<Place<'a>> = Vec::new();
    let mut seen = BTreeSet::new();
    let begin = (old_document.shape(&old.response), new_document.shape(&new.response), Vec::new());
    let mut queue = VecDeque::from([begin]);
    while let Some((old, new, steps)) = queue.pop_front() {
        let further = |step: Step<'a>| [steps.as_slice(), &[step]].concat();
        match (old.kind, new.kind) {
            (Kind::List(old), Kind::List(new)) => {
                queue.push_back((old_document.shape(old), new_document.shape(new), further(Step::Element)));
            }
            (Kind::Map(old), Kind::Map(new)) => {
                queue.push_back((old_document.shape(old), new_document.shape(new), further(Step::Value)));
            }
            (Kind::Message(old), Kind::Message(new)) if seen.insert(std::ptr::from_ref(old).addr()) => {
                for (name, property) in properties(old) {
                    if let Some(newer) = new["properties"].get(name) {
                        let (old, new) = (old_document.property(name, property), new_document.property(name, newer));
                        queue.push_back((old, new, further(Step::Property(name))));
                    }
                }
                places.push(Place { old, new, steps });
            }
            _ => {}
        }
    }
    places
}

/// The names of the properties that the older schema lacks.
fn added<'a>(place: &Place<'a>) -> impl Iterator<Item = &'a str> {
    let old = place.old;
    let names = properties(place.new).map(|(name, _)| name.as_str());
    names.filter(move |name| old["properties"].get(name).is_none())
}

/// The properties that are or contain enums, with the values that their older enums lack.
fn enum_values<'a>(old: &'a Document, new: &'a Document, place: &Place<'a>) -> Vec<(&'a str, Vec<&'a Value>)> {
    let in_both = properties(place.old).filter_map(|(name, property)| {
        let newer = place.new["properties"].get(name)?;
        let (old, new) = (values(old, &old.property(name, property))?, values(new, &new.property(name, newer))?);
        let added: Vec<&Value> = new.iter().filter(|value| !old.contains(value)).collect();
        (!added.is_empty()).then_some((name.as_str(), added))
    });
    in_both.collect()
}

/// The values of an enum, or of the elements of a list or map.
fn values<'a>(document: &'a Document, shape: &Shape<'a>) -> Option<&'a [Value]> {
    match shape.kind {
        Kind::Enum(values) => Some(values),
        Kind::List(inner) | Kind::Map(inner) => values(document, &document.shape(inner)),
        _ => None,
    }
}

/// The value of an enum in the lists and maps of a shape.
fn around(shape: &Shape<'_>, document: &Document, value: Value) -> Value {
    match shape.kind {
        Kind::List(inner) => json!([around(&document.shape(inner), document, value)]),
        Kind::Map(inner) => json!({ "key": around(&document.shape(inner), document, value) }),
        _ => value,
    }
}

/// The response that has a message at the end of these steps, and nothing else.
fn response(steps: &[Step<'_>], message: Value) -> Value {
    steps.iter().rev().fold(message, |value, step| match step {
        Step::Property(name) => json!({ *name: value }),
        Step::Element => json!([value]),
        Step::Value => json!({ "key": value }),
    })
}
