//! Matches the elements of two specifications.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::index::{Element, Entry, Index, Kind, wire};
use ::codegen::ir::{
    Api, EnumId, HttpMethod, Model, ModelId, Operation, ParameterLocation, Presence, Type, proto_package,
};

/// Two indices with the renames from the old one to the new one.
pub(super) struct Matching<'a> {
    pub(super) old: &'a Index<'a>,
    pub(super) new: &'a Index<'a>,
    /// The entries of the new index by name.
    by_name: BTreeMap<(Kind, &'a str), &'a Entry<'a>>,
    /// The new names of renamed elements.
    renamed: BTreeMap<(Kind, String), String>,
}

impl<'a> Matching<'a> {
    pub(super) fn new(old: &'a Index<'a>, new: &'a Index<'a>) -> Self {
        let by_name = new.entries().iter().map(|entry| ((entry.kind(), entry.name.as_str()), entry)).collect();
        let mut matching = Self { old, new, by_name, renamed: BTreeMap::new() };
        matching.rename_operations();
        // A renamed model may refer to other renamed models.
        while matching.rename_models() {}
        matching.rename_enums();
        matching
    }

    /// The entry of an old element in the new index; `None` if it was removed.
    pub(super) fn counterpart(&self, old: &Entry<'_>) -> Option<&'a Entry<'a>> {
        let name = match owner(old.kind()) {
            Some(owner) if !self.renamed.contains_key(&(old.kind(), old.name.clone())) => {
                format!("{}.{}", self.new_name(owner, &old.parent), old.short_name())
            }
            _ => self.new_name(old.kind(), &old.name),
        };
        self.by_name.get(&(old.kind(), name.as_str())).copied()
    }

    /// The elements of both specifications.
    pub(super) fn both(&self) -> impl Iterator<Item = (&'a Entry<'a>, &'a Entry<'a>)> {
        self.old.entries().iter().filter_map(|old| Some((old, self.counterpart(old)?)))
    }

    /// The name of an old element in the new specification. Inline objects are named after their schema.
    pub(super) fn new_name(&self, kind: Kind, old: &str) -> String {
        match (self.renamed.get(&(kind, old.to_owned())), old.split_once('/')) {
            (Some(renamed), _) => renamed.clone(),
            (None, Some((schema, rest))) if kind == Kind::Schema => format!("{}/{rest}", self.new_name(kind, schema)),
            _ => old.to_owned(),
        }
    }

    /// Whether the owner of an old member has the name `owner` in the new specification. Others have no owner.
    pub(super) fn has_owner(&self, old: &Entry<'_>, owner: &str) -> bool {
        self::owner(old.kind()).is_none_or(|kind| self.by_name.contains_key(&(kind, owner)))
    }

    /// Whether two types are equal, except for the names of models and enums.
    pub(super) fn are_equal(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Enum(_), Type::Enum(_)) => true,
            (Type::Model(old), Type::Model(new)) => self.are_same_model(*old, *new),
            (Type::List(old), Type::List(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::Nullable(old), Type::Nullable(new)) => self.are_equal(old, new),
            (old, new) => old == new,
        }
    }

    /// Whether two models match.
    pub(super) fn are_same_model(&self, old: ModelId, new: ModelId) -> bool {
        self.new_name(Kind::Schema, &self.old.api[old].name) == self.new.api[new].name
    }

    /// Matches operations by id, or else by method and path. Path parameters match by position.
    fn rename_operations(&mut self) {
        let route =
            |operation: &Operation| -> (HttpMethod, String) { (operation.http_method, template(&operation.path)) };
        let old_ids: BTreeSet<&str> = self.old.api.operations.iter().map(|operation| operation.id.as_str()).collect();
        let (mut by_id, mut by_route) = (BTreeMap::new(), BTreeMap::new());
        for operation in &self.new.api.operations {
            if old_ids.contains(operation.id.as_str()) {
                by_id.insert(operation.id.as_str(), operation);
            } else {
                by_route.insert(route(operation), operation);
            }
        }
        for old in &self.old.api.operations {
            let Some(new) = by_id.remove(old.id.as_str()).or_else(|| by_route.remove(&route(old))) else { continue };
            let owners = |api: &Api, operation: &Operation| {
                let service = &api[operation.service];
                (service.full_name.clone(), api[service.package].clone())
            };
            let (old_owners, new_owners) = (owners(self.old.api, old), owners(self.new.api, new));
            self.rename(Kind::Operation, &old.id, &new.id);
            self.rename(Kind::Service, &old_owners.0, &new_owners.0);
            self.rename(Kind::Package, &old_owners.1, &new_owners.1);
            let in_path = |operation: &'a Operation| {
                operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Path)
            };
            for (before, after) in in_path(old).zip(in_path(new)) {
                let (before, after) = (format!("{}.{}", old.id, before.wire), format!("{}.{}", new.id, after.wire));
                self.rename(Kind::PathParameter, &before, &after);
            }
        }
    }

    /// Matches removed models with added ones of the same properties that replace them. Returns whether there are any.
    fn rename_models(&mut self) -> bool {
        let (old, new) = (self.old.api, self.new.api);
        let kept: BTreeSet<String> = old.models.iter().map(|model| self.new_name(Kind::Schema, &model.name)).collect();
        let mut renamed = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let references = |(from, to)| references(old, from).into_iter().zip(references(new, to));
        for (from, to) in self.both().flat_map(references) {
            let (Some(from), Some(to)) = (from.map(|id| &old[id]), to.map(|id| &new[id])) else { continue };
            let is_kept = self.by_name.contains_key(&(Kind::Schema, self.new_name(Kind::Schema, &from.name).as_str()));
            let is_new = !kept.contains(&to.name) && !renamed.contains_key(&from.name);
            if !is_kept && is_new && have_one_shape(from, to) && taken.insert(&to.name) {
                renamed.insert(&from.name, &to.name);
            }
        }
        for (from, to) in &renamed {
            self.rename(Kind::Schema, from, to);
            self.rename(Kind::Package, proto_package::of(from), proto_package::of(to));
        }
        !renamed.is_empty()
    }

    /// Matches enums that the same properties or parameters use.
    fn rename_enums(&mut self) {
        let pairs =
            self.both().filter_map(|(from, to)| Some((enum_of(self.old.api, from)?, enum_of(self.new.api, to)?)));
        for (from, to) in pairs.collect::<BTreeSet<_>>() {
            let from = wire::enum_name(self.old.api, &self.old.api[from]);
            let to = wire::enum_name(self.new.api, &self.new.api[to]);
            // If an enum is split, the part with its Rust name is the successor.
            let path = |index: &Index<'_>, name: &str| Some(index.get(Kind::Enum, name)?.items.first()?.path.clone());
            let has_same_path = path(self.old, &from) == path(self.new, &to);
            if has_same_path || !self.renamed.contains_key(&(Kind::Enum, from.clone())) {
                self.rename(Kind::Enum, &from, &to);
            }
        }
    }

    /// Adds a rename, unless the new index still has the old name.
    fn rename(&mut self, kind: Kind, old: &str, new: &str) {
        if old != new && !self.by_name.contains_key(&(kind, old)) {
            self.renamed.insert((kind, old.to_owned()), new.to_owned());
        }
    }
}

/// The kind of a member's owner, whose name is the prefix of the member's name.
pub(super) fn owner(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::PathParameter | Kind::QueryParameter | Kind::HeaderParameter | Kind::CookieParameter | Kind::Waiter => {
            Some(Kind::Operation)
        }
        Kind::Property | Kind::Oneof | Kind::ExpandPath => Some(Kind::Schema),
        Kind::EnumValue => Some(Kind::Enum),
        Kind::Package | Kind::Service | Kind::Operation | Kind::Schema | Kind::Alias | Kind::Union | Kind::Enum => None,
    }
}

/// The type and presence of a property, parameter or alias.
pub(super) fn value<'a>(api: &'a Api, entry: &Entry<'_>) -> Option<(&'a Type, Presence)> {
    let parameter = match entry.element {
        Element::Property(id) => return Some((&api[id].ty, api[id].presence)),
        Element::Alias(id) => return Some((&api[id].ty, Presence::Required)),
        Element::PathParameter(id, index)
        | Element::QueryParameter(id, index)
        | Element::HeaderParameter(id, index)
        | Element::CookieParameter(id, index) => &api[id].parameters[index],
        _ => return None,
    };
    Some((&parameter.ty, parameter.presence))
}

/// A path without the names of its parameters, which requests do not contain.
pub(super) fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |template, part| template + "{}" + part.split_once('}').map_or("", |(_, literal)| literal))
}

/// The models that an element refers to.
fn references(api: &Api, entry: &Entry<'_>) -> [Option<ModelId>; 2] {
    match entry.element {
        Element::Operation(id) => {
            let response = api[id].response.as_ref().and_then(|content| content.ty.model());
            [response, api[id].body.model()]
        }
        Element::Property(id) => [api[id].ty.model(), None],
        _ => [None, None],
    }
}

fn enum_of(api: &Api, entry: &Entry<'_>) -> Option<EnumId> {
    match value(api, entry)?.0.innermost() {
        Type::Enum(id) => Some(*id),
        _ => None,
    }
}

/// Whether two models have the same properties, and at least one.
fn have_one_shape(old: &Model, new: &Model) -> bool {
    let names = |model: &Model| model.fields.iter().map(|field| field.wire.clone()).collect::<BTreeSet<String>>();
    !old.fields.is_empty() && old.owner.is_none() == new.owner.is_none() && names(old) == names(new)
}
