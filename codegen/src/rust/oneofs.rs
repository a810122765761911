//! Oneofs: beside the plain fields, an enum that borrows the case that is set.

use super::item::Scope;
use super::signature::{Function, Receiver, Signature, Type, TypeName};
use super::{Builder, Docs, Item, ItemPath, Role, docs};
use crate::ir::{self, ModelId};
use crate::naming::CaseNames;

/// A oneof: an enum that borrows the case that is set, and methods of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oneof {
    /// The oneof's name in protobuf.
    pub name: String,
    /// The enum.
    pub view: Item,
    /// The variant for several cases at once.
    pub several: Item,
    /// The method that returns the case that is set.
    pub getter: Item,
    /// The method that sets a case.
    pub setter: Item,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// A case of a oneof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The position of its field in the model.
    pub field: usize,
    /// The variant.
    pub variant: Item,
    /// The function that makes a model in which it is set.
    pub constructor: Item,
    /// How its value is lent.
    pub kind: CaseKind,
}

/// How the value of a oneof's case is lent and stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// A `String`, lent as `&str`.
    String,
    /// Lent by reference.
    Value,
    /// In a `Box`, lent by reference.
    Boxed,
    /// Copied.
    Copied,
    /// Without a value.
    Empty,
}

impl Oneof {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let variants = self.cases.iter().map(|case| &case.variant);
        let constructors = self.cases.iter().map(|case| &case.constructor);
        [&self.view]
            .into_iter()
            .chain(variants)
            .chain([&self.several])
            .chain(constructors)
            .chain([&self.getter, &self.setter])
    }
}

impl Builder<'_> {
    /// The oneof at `index` of a model.
    pub(super) fn oneof(&self, id: ModelId, index: usize, owner: &ItemPath, scope: &Scope) -> Oneof {
        let (oneof, names) = (&self.api[id].oneofs[index], &self.names.model(id).oneofs[index]);
        let view = scope.module.child(names.view.as_str());
        let view_docs = format!("The case of {} that is set in a [`{}`].", docs::code(&oneof.name), owner.name());
        let several = Type::runtime("MultipleCasesSet", vec![Type::Lifetime("'a")]);
        let cases = oneof.cases.iter().zip(&names.cases);
        Oneof {
            name: oneof.name.clone(),
            several: scope.item(Role::Fallback, view.child("Several"), Signature::Variant(Some(several))),
            getter: getter(&view, owner.child(names.getter.as_str()), scope),
            setter: setter(&view, owner.child(names.setter.as_str()), scope),
            cases: cases.map(|(field, names)| self.case(id, *field, names, owner, &view, scope)).collect(),
            view: scope.item(Role::View, view, Signature::Enum).documented(Docs::sentence(view_docs)),
        }
    }

    fn case(
        &self,
        id: ModelId,
        index: usize,
        names: &CaseNames,
        owner: &ItemPath,
        view: &ItemPath,
        scope: &Scope,
    ) -> Case {
        let field = &self.api[id].fields[index];
        let scope = scope.at(&field.pointer);
        let kind = kind(field);
        let value = self.value(&field.ty);
        let lent = |ty: Type| Type::Reference(Some("'a"), Box::new(ty));
        let (payload, argument) = match kind {
            CaseKind::Empty => (None, None),
            CaseKind::String => (Some(lent(Type::prelude("str"))), Some(Type::ImplInto(Box::new(value)))),
            CaseKind::Copied => (Some(value.clone()), Some(value)),
            CaseKind::Value | CaseKind::Boxed => (Some(lent(value.clone())), Some(value)),
        };
        let function = Function {
            receiver: Receiver::None,
            arguments: argument.into_iter().map(|ty| ("value".to_owned(), ty)).collect(),
            output: Some(Type::prelude("Self")),
            ..Function::default()
        };
        let deprecation = docs::deprecation(&field.docs);
        let variant = scope.item(Role::Case, view.child(names.variant.as_str()), Signature::Variant(payload));
        let constructor =
            scope.item(Role::Constructor, owner.child(names.constructor.as_str()), Signature::Function(function));
        Case {
            field: index,
            variant: variant.deprecated(deprecation.clone()),
            constructor: constructor.deprecated(deprecation),
            kind,
        }
    }
}

/// How a case lends its value. Lists every type, so that a new one has to be decided here.
fn kind(field: &ir::Field) -> CaseKind {
    use ir::Type::{
        Any, Binary, Bool, Bytes, Date, DateTime, Duration, Empty, Enum, FieldMask, Json, JsonObject, List, Map, Model,
        Nullable, Number, String, Union,
    };
    match &field.ty {
        Empty => CaseKind::Empty,
        String => CaseKind::String,
        Bool | Number(_) | Date | DateTime | Duration => CaseKind::Copied,
        Bytes | Binary | Json | JsonObject | Any | Enum(_) | Model(_) | Union(_) | List(_) | Map(_) | Nullable(_)
        | FieldMask(_) => {
            if field.boxed {
                CaseKind::Boxed
            } else {
                CaseKind::Value
            }
        }
    }
}

fn view_type(view: &ItemPath, lifetime: &'static str) -> Type {
    Type::Named(TypeName::Generated(view.clone()), vec![Type::Lifetime(lifetime)])
}

/// `fn case(&self) -> Option<View<'_>>`.
fn getter(view: &ItemPath, path: ItemPath, scope: &Scope) -> Item {
    let output = Some(Type::generic("Option", view_type(view, "'_")));
    scope.item(Role::Getter, path, Signature::Function(Function { output, ..Function::default() }))
}

/// `fn set_case<'a>(&mut self, case: impl Into<Option<View<'a>>>)`.
fn setter(view: &ItemPath, path: ItemPath, scope: &Scope) -> Item {
    let case = Type::ImplInto(Box::new(Type::generic("Option", view_type(view, "'a"))));
    let arguments = vec![("case".to_owned(), case)];
    let function = Function { receiver: Receiver::Mutable, generics: Some("'a"), arguments, output: None };
    scope.item(Role::Setter, path, Signature::Function(function))
}
