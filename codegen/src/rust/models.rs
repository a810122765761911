//! Models: structs, the constants for masks, and the methods for related objects.

use std::sync::Arc;

use super::signature::{Function, Receiver, Signature, Type, TypeName};
use super::{Builder, Deprecation, Docs, Field, GENERATED, Item, ItemPath, Model, Paragraph, Role, docs};
use crate::ir::{self, ModelId, Presence};

/// The property of the related objects.
const EXPANDED: &str = "expanded";

/// The items of one element in one file.
pub(super) struct Scope {
    pub(super) module: ItemPath,
    pub(super) file: Arc<str>,
    pub(super) pointer: Arc<str>,
}

impl Scope {
    pub(super) fn item(&self, role: Role, path: ItemPath, signature: Signature) -> Item {
        Item {
            role,
            path,
            signature,
            module: self.module.clone(),
            docs: Docs::default(),
            deprecation: None,
            pointer: self.pointer.clone(),
            file: self.file.clone(),
        }
    }
}

impl Item {
    pub(super) fn documented(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    pub(super) fn deprecated(mut self, deprecation: Option<Deprecation>) -> Self {
        self.deprecation = deprecation;
        self
    }
}

impl Builder<'_> {
    /// The items of an element of `package` in one of its files.
    pub(super) fn scope(&self, package: ir::PackageId, file: &str, pointer: &str) -> Scope {
        let modules = self.names.package(package).modules.iter().map(crate::naming::ident::ModuleName::unraw);
        let folder: Vec<&str> = modules.collect();
        let file = format!("{GENERATED}/{}/{file}.rs", folder.join("/"));
        Scope { module: self.module(package).clone(), file: file.into(), pointer: pointer.into() }
    }

    pub(super) fn model(&self, id: ModelId) -> Model {
        let model = &self.api[id];
        let path = self.model_path(id);
        let scope = self.scope(model.package, "models", &model.pointer);
        let written = model.name.rsplit('.').next().unwrap_or_default();
        let mut paragraphs = docs::described(&model.docs, &format!("The {written} message."));
        paragraphs.push(Paragraph::Text(format!("{}.", docs::code(&model.name))));
        Model {
            id,
            item: scope
                .item(Role::Model, path.clone(), Signature::Struct)
                .documented(Docs(paragraphs))
                .deprecated(docs::deprecation(&model.docs)),
            name: scope.item(Role::Name, path.child("NAME"), Signature::Text(model.name.clone())),
            full_name: model.name.clone(),
            fields: (0..model.fields.len()).map(|index| self.field(id, index, &path, &scope)).collect(),
            expand_constants: self.expand_constants(id, &path, &scope),
            related: if has_related(model) { related(&path, &scope) } else { Vec::new() },
            oneofs: (0..model.oneofs.len()).map(|index| self.oneof(id, index, &path, &scope)).collect(),
        }
    }

    fn field(&self, id: ModelId, index: usize, owner: &ItemPath, scope: &Scope) -> Field {
        let (model, names) = (&self.api[id], self.names.model(id));
        let field = &model.fields[index];
        let scope =
            Scope { pointer: field.pointer.as_str().into(), file: scope.file.clone(), module: scope.module.clone() };
        let oneof = model.oneofs.iter().find(|oneof| oneof.cases.contains(&index));
        let ty = self.stored(&field.ty, field.presence, field.boxed);
        let path = owner.child(names.fields[index].as_str());
        let deprecation = docs::deprecation(&field.docs);
        let constant = owner.child(names.field_constants[index].as_str());
        Field {
            item: scope
                .item(Role::Field, path, Signature::Field(ty))
                .documented(docs::field(field, oneof))
                .deprecated(deprecation.clone()),
            constant: scope
                .item(Role::MaskConstant, constant, Signature::Constant(self.field_path(field)))
                .deprecated(deprecation),
            wire: field.wire.clone(),
            required: field.presence == Presence::Required,
            sensitive: field.sensitive,
        }
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

    fn expand_constants(&self, id: ModelId, owner: &ItemPath, scope: &Scope) -> Vec<(Item, String)> {
        let constants = self.api[id].expand_paths.iter().zip(&self.names.model(id).expand_constants);
        let constants = constants.map(|(path, constant)| {
            let docs = match path.as_str() {
                "*" => "Expands everything.".to_owned(),
                path => format!("Expands {}.", docs::code(path)),
            };
            let signature = Signature::Text(path.clone());
            let item = scope.item(Role::ExpandConstant, owner.child(constant.as_str()), signature);
            (item.documented(Docs::sentence(docs)), path.clone())
        });
        constants.collect()
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
        let output = vec![Type::generic("Vec", item), Type::runtime("Error", Vec::new())];
        let output = Some(Type::Named(TypeName::Prelude("Result"), output));
        let function = Function { receiver: Receiver::Shared, generics, arguments: vec![path.clone()], output };
        scope.item(role, owner.child(name), Signature::Function(function))
    };
    vec![
        method(Role::Related, "expanded", None, any),
        method(Role::RelatedAs, "expanded_as", Some("T: Message"), Type::prelude("T")),
    ]
}
