//! Models: structs, the constants for masks, and the methods for related objects.

use super::item::Scope;
use super::signature::{Function, Signature, Type};
use super::{Accessors, Builder, Docs, ExpandMask, Item, ItemPath, Oneof, Paragraph, Role, docs, setters};
use crate::ir::{self, ModelId};

/// The property of the related objects.
const EXPANDED: &str = "expanded";

/// A struct of public fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The model that it is.
    pub id: ModelId,
    /// The struct.
    pub item: Item,
    /// `Message::NAME`.
    pub name: Item,
    /// Its name in protobuf.
    pub full_name: String,
    /// `new`, if it is a request.
    pub constructor: Option<Item>,
    /// Its fields, in the model's order.
    pub fields: Vec<Field>,
    /// The map of the properties that it does not name.
    pub additional: Option<Additional>,
    /// The constants and functions of an expand mask, if it is one.
    pub expand_mask: Option<ExpandMask>,
    /// The methods for related objects, if it is a response that has some.
    pub related: Vec<Item>,
    /// The methods that lead to what it is about.
    pub accessors: Accessors,
    /// Its oneofs, in the model's order.
    pub oneofs: Vec<Oneof>,
}

/// The map of the properties that an object does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Additional {
    /// The field.
    pub item: Item,
    /// Whether its 64-bit integers are JSON numbers.
    pub in_number: bool,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field.
    pub item: Item,
    /// The constant that names it in masks. A message that is only the body of requests or responses has none.
    pub constant: Option<Item>,
    /// The method that sets it, if the model is a request.
    pub setter: Option<Item>,
    /// Its name in JSON.
    pub wire: String,
    /// Whether its 64-bit integers are JSON numbers.
    pub in_number: bool,
    /// Whether it is always written.
    pub required: bool,
    /// Whether `Debug` never shows it.
    pub sensitive: bool,
}

impl Model {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let fields = self.fields.iter().map(|field| &field.item);
        let constants = self.fields.iter().filter_map(|field| field.constant.as_ref());
        let expand = self.expand_mask.iter().flat_map(ExpandMask::items);
        let oneofs = self.oneofs.iter().flat_map(Oneof::items);
        [&self.item]
            .into_iter()
            .chain(fields)
            .chain(self.additional.iter().map(|additional| &additional.item))
            .chain(expand)
            .chain(constants)
            .chain(&self.constructor)
            .chain(self.fields.iter().filter_map(|field| field.setter.as_ref()))
            .chain([&self.name])
            .chain(&self.related)
            .chain(self.accessors.items())
            .chain(oneofs)
    }
}

impl Builder<'_> {
    pub(super) fn model(&self, id: ModelId) -> Model {
        let model = &self.api[id];
        let path = self.model_path(id);
        let scope = self.scope(model.package, "models", &model.pointer);
        let mut paragraphs = docs::described(&model.docs, &format!("The {} message.", model.short_name()));
        paragraphs.extend(self.uses(id));
        paragraphs.push(Paragraph::Text(format!("{}.", docs::code(&model.name))));
        Model {
            id,
            item: scope
                .item(Role::Model, path.clone(), Signature::Struct)
                .documented(Docs(paragraphs))
                .deprecated(docs::deprecation(&model.docs)),
            name: scope.item(Role::Name, path.child("NAME"), Signature::Text(model.name.clone())),
            full_name: model.name.clone(),
            constructor: model.is_request.then(|| setters::constructor(&path, &scope)),
            fields: (0..model.fields.len()).map(|index| self.field(id, index, &path, &scope)).collect(),
            additional: model.additional.as_ref().map(|ty| self.additional(ty, &path, &scope)),
            expand_mask: self.expand_mask(id, &path, &scope),
            related: if has_related(model) { related(&path, &scope) } else { Vec::new() },
            accessors: self.accessors(id, &path, &scope),
            oneofs: (0..model.oneofs.len()).map(|index| self.oneof(id, index, &path, &scope)).collect(),
        }
    }

    fn field(&self, id: ModelId, index: usize, owner: &ItemPath, scope: &Scope) -> Field {
        let (model, names) = (&self.api[id], self.names.model(id));
        let field = &model.fields[index];
        let scope = scope.at(&field.pointer);
        let oneof = model.oneofs.iter().find(|oneof| oneof.cases.contains(&index));
        let ty = self.stored(&field.ty, field.presence, field.boxed);
        let path = owner.child(names.fields[index].as_str());
        let deprecation = docs::deprecation(&field.docs);
        let is_masked = !(model.is_request || model.is_response) || self.contained.contains(&id);
        let constant = is_masked.then(|| {
            let constant = owner.child(names.field_constants[index].as_str());
            let signature = Signature::Constant(self.field_path(field));
            scope.item(Role::MaskConstant, constant, signature).deprecated(deprecation.clone())
        });
        let setter = names.setters.get(index).and_then(Option::as_ref).map(|name| {
            let signature = self.setter(&field.ty, field.boxed, name.as_str());
            scope.item(Role::FieldSetter, owner.child(name.as_str()), signature).deprecated(deprecation.clone())
        });
        Field {
            item: scope
                .item(Role::Field, path, Signature::Field(ty))
                .documented(docs::field(field, oneof))
                .deprecated(deprecation),
            constant,
            setter,
            wire: field.wire.clone(),
            in_number: field.ty.is_in_number(),
            required: field.presence.is_required(),
            sensitive: field.sensitive,
        }
    }

    fn additional(&self, values: &ir::Type, owner: &ItemPath, scope: &Scope) -> Additional {
        let ty = self.value(&ir::Type::Map(Box::new(values.clone())));
        let path = owner.child(crate::naming::ADDITIONAL);
        let item = scope.item(Role::Additional, path, Signature::Field(ty));
        let item = item.documented(Docs::sentence("The properties that the specification does not name."));
        Additional { item, in_number: values.is_in_number() }
    }

    /// `FieldPath<Self, T>`: a path continues only in the message `T`.
    fn field_path(&self, field: &ir::Field) -> Type {
        let this = Type::prelude("Self");
        let arguments = match field.ty {
            ir::Type::Model(id) => vec![this, self.model_type(id)],
            _ => vec![this],
        };
        Type::runtime("FieldPath", arguments)
    }
}

/// Whether the paths of a response may lead into its list of related objects.
fn has_related(model: &ir::Model) -> bool {
    let is_list = |field: &ir::Field| field.wire == EXPANDED && field.ty == ir::Type::List(Box::new(ir::Type::Any));
    model.fields.iter().any(is_list)
}

/// The methods that `expanded!` adds.
fn related(owner: &ItemPath, scope: &Scope) -> Vec<Item> {
    let path = ("path".to_owned(), Type::Reference(None, Box::new(Type::prelude("str"))));
    let any = Type::Reference(None, Box::new(Type::runtime("Any", Vec::new())));
    let method = |role, name, generics, item| {
        let output = Some(Type::result(Type::generic("Vec", item)));
        let function = Function { generics, arguments: vec![path.clone()], output, ..Function::default() };
        scope.item(role, owner.child(name), Signature::Function(function))
    };
    vec![
        method(Role::Related, "expanded", None, any),
        method(Role::RelatedAs, "expanded_as", Some("T: Message"), Type::prelude("T")),
    ]
}
