//! Methods that lead from a model to what it is about: the message in it, related objects, and its payload.

use super::item::Scope;
use super::signature::{Function, Receiver, Signature, Type};
use super::{Builder, Docs, Item, ItemPath, Role, docs};
use crate::ir::{self, FieldId, MaskedUpdate, ModelId, Payloads, RelatedPath};
use crate::naming::PayloadNames;

/// The accessors of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accessors {
    /// The message that it is about.
    pub subject: Option<Subject>,
    /// Its related objects.
    pub related: Vec<RelatedObjects>,
    /// Its payload.
    pub payload: Option<Payload>,
    /// The computation of its update mask.
    pub mask_from: Option<MaskFrom>,
}

/// A method that computes the mask of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskFrom {
    /// The method.
    pub item: Item,
    /// The field with the mask.
    pub mask: String,
    /// The field with the updated message.
    pub message: String,
    /// The type of the message.
    pub ty: Type,
}

/// The message that a model is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The method that borrows it.
    pub getter: Item,
    /// The method that returns it.
    pub owned: Item,
    /// Its type.
    pub ty: Type,
    /// The optional fields that lead to it.
    pub fields: Vec<String>,
}

/// The objects that a field is the path to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedObjects {
    /// The method that returns them.
    pub item: Item,
    /// The position of the field in the model.
    pub field: usize,
    /// Their type; `None` if several are possible.
    pub ty: Option<Type>,
    /// The feature that their type needs, if it is in another package.
    pub feature: Option<String>,
}

/// An enum of the messages that a field may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// The enum.
    pub item: Item,
    /// The variant for other messages.
    pub other: Item,
    /// The method that returns it.
    pub getter: Item,
    /// The field.
    pub field: String,
    /// The variants.
    pub cases: Vec<PayloadCase>,
}

/// A variant of a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayloadCase {
    /// The model of its message.
    pub id: ModelId,
    /// The variant.
    pub item: Item,
    /// The type of its message.
    pub ty: Type,
}

impl Accessors {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let subject = self.subject.iter().flat_map(|subject| [&subject.getter, &subject.owned]);
        let related = self.related.iter().map(|related| &related.item);
        let payload = self.payload.iter().flat_map(|payload| {
            let cases = payload.cases.iter().map(|case| &case.item);
            [&payload.item].into_iter().chain(cases).chain([&payload.other, &payload.getter])
        });
        let mask_from = self.mask_from.iter().map(|mask| &mask.item);
        subject.chain(related).chain(payload).chain(mask_from)
    }
}

impl Builder<'_> {
    pub(super) fn accessors(&self, id: ModelId, owner: &ItemPath, scope: &Scope) -> Accessors {
        let (model, names) = (&self.api[id], &self.names.model(id).accessors);
        let subject = model.subject.as_ref().zip(names.subject.as_ref()).and_then(|(path, (getter, owned))| {
            self.subject(path, owner.child(getter.as_str()), owner.child(owned.as_str()), scope)
        });
        let related = model.related.iter().zip(&names.related).filter_map(|(path, name)| {
            Some(self.related_objects(model, path, owner.child(name.as_ref()?.as_str()), scope))
        });
        Accessors {
            subject,
            related: related.collect(),
            mask_from: model
                .update
                .zip(names.mask_from.as_ref())
                .and_then(|(update, name)| self.mask_from(id, update, owner.child(name.as_str()), scope)),
            payload: model
                .payloads
                .as_ref()
                .zip(names.payloads.as_ref())
                .map(|(payloads, names)| self.payload(id, payloads, names, owner, scope)),
        }
    }

    fn subject(&self, path: &[FieldId], getter: ItemPath, owned: ItemPath, scope: &Scope) -> Option<Subject> {
        let ir::Type::Model(id) = self.api[*path.last()?].ty else { return None };
        let ty = self.model_type(id);
        let borrowed = Type::result(Type::Reference(None, Box::new(ty.clone())));
        let fields = path.iter().map(|id| self.names.model(id.model).fields[id.index].as_str().to_owned());
        Some(Subject {
            getter: scope.item(Role::Subject, getter, function(Receiver::Shared, borrowed)),
            owned: scope.item(Role::IntoSubject, owned, function(Receiver::Owned, Type::result(ty.clone()))),
            ty,
            fields: fields.collect(),
        })
    }

    /// `fn managers(&self, page: &impl Expanded) -> Result<Vec<User>, Error>`.
    fn related_objects(&self, model: &ir::Model, path: &RelatedPath, item: ItemPath, scope: &Scope) -> RelatedObjects {
        let ty = path.target.map(|id| self.model_type(id));
        let object = ty.clone().unwrap_or_else(|| Type::runtime("Any", Vec::new()));
        let page = Type::Reference(None, Box::new(Type::Impl("Expanded")));
        let signature = Signature::Function(Function {
            arguments: vec![("page".to_owned(), page)],
            output: Some(Type::result(Type::generic("Vec", object))),
            ..Function::default()
        });
        let package = path.target.map(|id| self.api[id].package).filter(|package| *package != model.package);
        RelatedObjects {
            item: scope.at(&model.fields[path.field].pointer).item(Role::RelatedObjects, item, signature),
            field: path.field,
            ty,
            feature: package.map(|package| self.names.package(package).feature.clone()),
        }
    }

    /// `fn update_mask_from(self, before: &User) -> Result<Self, Error>`.
    fn mask_from(&self, id: ModelId, update: MaskedUpdate, item: ItemPath, scope: &Scope) -> Option<MaskFrom> {
        let (model, names) = (&self.api[id], &self.names.model(id).fields);
        let ty = self.model_type(model.fields[update.message].message()?);
        let function = Function {
            receiver: Receiver::Owned,
            arguments: vec![("before".to_owned(), Type::Reference(None, Box::new(ty.clone())))],
            output: Some(Type::result(Type::prelude("Self"))),
            ..Function::default()
        };
        let scope = scope.at(&model.fields[update.mask].pointer);
        Some(MaskFrom {
            item: scope.item(Role::MaskFrom, item, Signature::Function(function)),
            mask: names[update.mask].as_str().to_owned(),
            message: names[update.message].as_str().to_owned(),
            ty,
        })
    }

    fn payload(
        &self,
        id: ModelId,
        payloads: &Payloads,
        names: &PayloadNames,
        owner: &ItemPath,
        scope: &Scope,
    ) -> Payload {
        let field_name = self.names.model(id).fields[payloads.field].as_str();
        let item = scope.module.child(names.name.as_str());
        let cases = payloads.models.iter().zip(&names.variants).map(|(id, name)| {
            let ty = self.model_type(*id);
            let signature = Signature::Variant(Some(ty.clone()));
            let scope = scope.at(&self.api[*id].pointer);
            PayloadCase { id: *id, item: scope.item(Role::PayloadCase, item.child(name.as_str()), signature), ty }
        });
        let other = Signature::Variant(Some(Type::runtime("Any", Vec::new())));
        let field = &self.api[id].fields[payloads.field];
        let docs = format!("The message in {} of a [`{}`].", docs::code(&field.wire), owner.name());
        Payload {
            other: scope.item(Role::Fallback, item.child("Other"), other),
            getter: scope.item(
                Role::PayloadGetter,
                owner.child(names.getter.as_str()),
                function(Receiver::Shared, Type::result(Type::generated(item.clone()))),
            ),
            field: field_name.to_owned(),
            cases: cases.collect(),
            item: scope.item(Role::Payload, item, Signature::Enum).documented(Docs::sentence(docs)),
        }
    }
}

fn function(receiver: Receiver, output: Type) -> Signature {
    Signature::Function(Function { receiver, output: Some(output), ..Function::default() })
}
