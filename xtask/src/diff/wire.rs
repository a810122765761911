//! Changes of the wire format: requests and responses.

use std::collections::BTreeSet;

use ::codegen::index::wire::{content_name, stream_name, type_name};
use ::codegen::index::{self, Element, Entry};
use ::codegen::ir::{Api, Body, Content, Operation, Presence};
use serde::Serialize;

use super::matching::{Matching, owner, template, value};

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
#[expect(missing_docs, reason = "the names say it")]
pub enum How {
    Removed,
    Altered,
    Added,
}

/// The numbers of changed elements of one kind. Operations and schemas of which only members change count as altered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Tally {
    pub added: usize,
    pub removed: usize,
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
        let owners = owners.into_iter().map(|(kind, name)| Change {
            kind,
            how: How::Altered,
            within: None,
            name,
            alterations: Vec::new(),
        });
        self.changes.extend(owners);
        self.changes.sort();
    }
}

/// Compares two specifications. The result has no operations and schemas of which only members change.
pub(super) fn compare(matching: &Matching<'_>) -> Wire {
    let mut changes = Vec::new();
    let mut kept = BTreeSet::new();
    for old in matching.old.entries() {
        let owner = owner(old.kind()).map_or_else(String::new, |kind| matching.new_name(kind, &old.parent));
        match matching.counterpart(old) {
            Some(new) => {
                kept.insert((new.kind(), new.name.as_str()));
                let alterations = alterations(matching, old, new);
                let altered = change(How::Altered, new, &new.parent, alterations);
                changes.extend(altered.filter(|change| !change.alterations.is_empty()));
            }
            None if matching.has_owner(old, &owner) => changes.extend(change(How::Removed, old, &owner, Vec::new())),
            None => {}
        }
    }
    for new in matching.new.entries().iter().filter(|new| !kept.contains(&(new.kind(), new.name.as_str()))) {
        let is_kept = owner(new.kind()).is_none_or(|kind| kept.contains(&(kind, new.parent.as_str())));
        changes.extend(change(How::Added, new, &new.parent, Vec::new()).filter(|_| is_kept));
    }
    changes.sort();
    Wire { changes }
}

/// The change of an element. `None` for elements that are not part of the wire format or have no name of their own.
fn change(how: How, entry: &Entry<'_>, owner: &str, alterations: Vec<Alteration>) -> Option<Change> {
    let kind = match entry.kind() {
        index::Kind::Operation => Kind::Operation,
        index::Kind::QueryParameter | index::Kind::HeaderParameter | index::Kind::CookieParameter => Kind::Parameter,
        // The path of an operation has its path parameters.
        index::Kind::PathParameter if how == How::Altered => Kind::Parameter,
        index::Kind::Schema if !entry.name.contains('/') => Kind::Schema,
        index::Kind::Alias | index::Kind::Union => Kind::Schema,
        index::Kind::Property => Kind::Property,
        index::Kind::EnumValue => Kind::EnumValue,
        _ => return None,
    };
    let (within, name) = match (kind, owner.split_once('/')) {
        (Kind::Operation | Kind::Schema, _) => (None, entry.name.clone()),
        // A property of an inline object belongs to the schema that defines the object.
        (Kind::Property, Some((schema, inline))) => {
            (Some(schema), format!("{}.{}", inline.replace('/', "."), entry.short_name()))
        }
        _ => (Some(owner), entry.short_name().to_owned()),
    };
    Some(Change { kind, how, within: within.map(str::to_owned), name, alterations })
}

fn alterations(matching: &Matching<'_>, old: &Entry<'_>, new: &Entry<'_>) -> Vec<Alteration> {
    let (old_api, new_api) = (matching.old.api, matching.new.api);
    let alterations = match (old.element, new.element) {
        (Element::Operation(old), Element::Operation(new)) => operation(matching, &old_api[old], &new_api[new]),
        (Element::Schema(_), Element::Schema(_)) => vec![alteration("name", &old.name, &new.name)],
        _ => match (value(old_api, old), value(new_api, new)) {
            (Some(old), Some(new)) => {
                let is_same_type = matching.are_equal(old.0, new.0);
                let types = (type_name(old_api, old.0), type_name(new_api, new.0));
                vec![
                    alteration("type", &types.0, &types.1).filter(|_| !is_same_type),
                    alteration("presence", presence(old.1), presence(new.1)),
                ]
            }
            _ => Vec::new(),
        },
    };
    alterations.into_iter().flatten().collect()
}

fn operation(matching: &Matching<'_>, old: &Operation, new: &Operation) -> Vec<Option<Alteration>> {
    let (old_api, new_api) = (matching.old.api, matching.new.api);
    let is_same_path = template(&old.path) == template(&new.path);
    let is_same_content = |old: &Content, new: &Content| {
        let is_alike = (old.codec, old.optional) == (new.codec, new.optional) && old.media_type == new.media_type;
        is_alike
            && matching.are_equal(&old.ty, &new.ty)
            && old.by_status == new.by_status
            && old.encodings == new.encodings
    };
    let is_same_body = match (&old.body, &new.body) {
        (Body::Content(old), Body::Content(new)) => is_same_content(old, new),
        (old, new) => old == new,
    };
    let is_same_response = match (&old.response, &new.response) {
        (Some(old), Some(new)) => is_same_content(old, new),
        (old, new) => old == new,
    };
    vec![
        alteration("id", &old.id, &new.id),
        alteration("method", old.http_method.as_str(), new.http_method.as_str()),
        alteration("path", &old.path, &new.path).filter(|_| !is_same_path),
        alteration("query", old.query.as_deref().unwrap_or("none"), new.query.as_deref().unwrap_or("none")),
        alteration("server", server(old), server(new)),
        alteration("request body", &body_name(old_api, &old.body), &body_name(new_api, &new.body))
            .filter(|_| !is_same_body),
        alteration("response", &response_name(old_api, old), &response_name(new_api, new))
            .filter(|_| !is_same_response),
        alteration("stream", &stream_name(old_api, old.stream.as_ref()), &stream_name(new_api, new.stream.as_ref())),
        alteration("idempotent", yes_or_no(old.idempotent), yes_or_no(new.idempotent)),
    ]
}

/// The alteration from one value to another; `None` if they are equal.
fn alteration(what: &'static str, old: &str, new: &str) -> Option<Alteration> {
    (old != new).then(|| Alteration { what, old: old.to_owned(), new: new.to_owned() })
}

fn body_name(api: &Api, body: &Body) -> String {
    match body {
        Body::None => "none".to_owned(),
        Body::Empty => "empty object".to_owned(),
        Body::Content(content) => content_name(api, Some(content)),
    }
}

fn response_name(api: &Api, operation: &Operation) -> String {
    content_name(api, operation.response.as_ref())
}

fn server(operation: &Operation) -> &str {
    operation.server.as_deref().unwrap_or("that of the document")
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Optional => "nullable",
        Presence::Implicit => "zero if absent",
        Presence::Required => "required",
        Presence::RequiredNullable => "required and nullable",
    }
}
