//! The place in a specification that the path of an event leads to.

use ::codegen::Analysis;
use ::codegen::index::{Entry, Index, Kind as EntryKind, wire};
use ::codegen::ir::{Api, FieldId, ModelId, Operation, Type};

use super::events::{Event, Kind};

/// A specification with its name in reports.
pub(super) struct Spec<'a> {
    pub(super) name: String,
    pub(super) index: Index<'a>,
    api: &'a Api,
}

/// How far a path leads in an operation's response.
#[derive(Clone, Copy)]
struct Reached<'a, 'p> {
    ty: &'a Type,
    /// The property that was reached last, and the message that was.
    field: Option<FieldId>,
    model: Option<ModelId>,
    /// The rest of the path, which leads nowhere; empty at the end.
    rest: &'p str,
}

/// What a specification says of an event.
pub(super) struct Place<'s, 'a> {
    /// The full name of the element, such as `c1.api.user.v1.User.pronouns`.
    pub(super) name: String,
    /// Its entry, else that of the schema, enum or operation that lacks it.
    pub(super) entry: &'s Entry<'a>,
    /// Whether the specification has it.
    pub(super) is_known: bool,
    /// Its type on the wire.
    pub(super) ty: Option<String>,
}

impl<'a> Spec<'a> {
    pub(super) fn new(name: String, analysis: &'a Analysis) -> Self {
        Self { name, index: analysis.index(), api: &analysis.api }
    }

    /// The place of an event; `None` if the specification lacks the operation, or the path leads nowhere in it.
    pub(super) fn place(&self, event: &Event) -> Option<Place<'_, 'a>> {
        let operation = self.api.operations.iter().find(|operation| operation.id == event.operation)?;
        match &event.kind {
            Kind::UndeclaredStatus(status) => self.status(operation, *status),
            Kind::UnknownProperty => self.property(operation, &event.path),
            Kind::UnknownEnumValue(value) => self.enum_value(operation, &event.path, value),
            Kind::RefusedValue | Kind::UnknownVariant | Kind::Other(_) => self.value(operation, &event.path),
        }
    }

    fn status(&self, operation: &Operation, status: u16) -> Option<Place<'_, 'a>> {
        let entry = self.index.get(EntryKind::Operation, &operation.id)?;
        let is_known = operation.statuses.is_empty() || operation.statuses.contains(&status);
        Some(Place { name: operation.id.clone(), entry, is_known, ty: None })
    }

    fn property(&self, operation: &'a Operation, path: &str) -> Option<Place<'_, 'a>> {
        let reached = self.reach(operation, path)?;
        if let (Some(field), "") = (reached.field, reached.rest) {
            return self.field(field, true);
        }
        let model = &self.api[reached.model?].name;
        let entry = self.index.get(EntryKind::Schema, model)?;
        Some(Place { name: format!("{model}.{}", reached.rest), entry, is_known: false, ty: None })
    }

    fn enum_value(&self, operation: &'a Operation, path: &str, value: &str) -> Option<Place<'_, 'a>> {
        let reached = self.reach(operation, path).filter(|reached| reached.rest.is_empty())?;
        let Type::Enum(id) = reached.ty.innermost() else { return None };
        let name = wire::enum_name(self.api, &self.api[*id]);
        let full_name = format!("{name}.{value}");
        let known = self.index.get(EntryKind::EnumValue, &full_name);
        let entry = known.or_else(|| self.index.get(EntryKind::Enum, &name))?;
        Some(Place { name: full_name, entry, is_known: known.is_some(), ty: None })
    }

    fn value(&self, operation: &'a Operation, path: &str) -> Option<Place<'_, 'a>> {
        let reached = self.reach(operation, path).filter(|reached| reached.rest.is_empty())?;
        let place = match reached.field {
            Some(field) => self.field(field, false)?,
            None => {
                let entry = self.index.get(EntryKind::Operation, &operation.id)?;
                Place { name: operation.id.clone(), entry, is_known: false, ty: None }
            }
        };
        Some(Place { ty: Some(wire::type_name(self.api, reached.ty)), ..place })
    }

    fn field(&self, id: FieldId, is_known: bool) -> Option<Place<'_, 'a>> {
        let name = format!("{}.{}", self.api[id.model].name, self.api[id].wire);
        let entry = self.index.get(EntryKind::Property, &name)?;
        Some(Place { name, entry, is_known, ty: Some(wire::type_name(self.api, &self.api[id].ty)) })
    }

    fn reach<'p>(&self, operation: &'a Operation, path: &'p str) -> Option<Reached<'a, 'p>> {
        let ty = &operation.response.as_ref()?.ty;
        Some(descend(self.api, Reached { ty, field: None, model: None, rest: path }))
    }
}

/// Follows a path as far as it leads.
fn descend<'a, 'p>(api: &'a Api, at: Reached<'a, 'p>) -> Reached<'a, 'p> {
    let rest = at.rest.strip_prefix('.').unwrap_or(at.rest);
    let at = Reached { rest, ..at };
    match at.ty {
        _ if rest.is_empty() => at,
        Type::List(inner) => match rest.strip_prefix("[]") {
            Some(rest) => descend(api, Reached { ty: inner, rest, ..at }),
            None => at,
        },
        Type::Map(inner) => match rest.strip_prefix('*') {
            Some(rest) => descend(api, Reached { ty: inner, rest, ..at }),
            None => at,
        },
        Type::Model(id) => {
            let here = Reached { model: Some(*id), ..at };
            let fields = api[*id].fields.iter().enumerate().filter_map(|(index, field)| {
                let rest = rest.strip_prefix(field.wire.as_str())?;
                let is_whole = rest.is_empty() || rest.starts_with(['.', '[']);
                let field_id = FieldId { model: *id, index };
                is_whole.then(|| descend(api, Reached { ty: &field.ty, field: Some(field_id), rest, ..here }))
            });
            let additional = api[*id].additional.iter().filter_map(|ty| {
                let rest = rest.strip_prefix('*')?;
                Some(descend(api, Reached { ty, rest, ..here }))
            });
            fields.chain(additional).min_by_key(|reached| reached.rest.len()).unwrap_or(here)
        }
        Type::Union(id) => {
            let variants = api[*id].variants.iter();
            let reached = variants.map(|variant| descend(api, Reached { ty: &variant.ty, ..at }));
            reached.min_by_key(|reached| (reached.rest.len(), reached.model.is_none())).unwrap_or(at)
        }
        _ => at,
    }
}
