//! Oneofs: beside the plain fields, an enum that borrows the case that is set.

use super::models::Scope;
use super::signature::{Function, Receiver, Signature, Type, TypeName};
use super::types::is_copied;
use super::{Builder, Case, CaseKind, Docs, Item, ItemPath, Oneof, Role, docs};
use crate::ir::{self, ModelId};
use crate::naming::CaseNames;

impl Builder<'_> {
    /// The oneof at `index` of a model.
    pub(super) fn oneof(&self, id: ModelId, index: usize, owner: &ItemPath, scope: &Scope) -> Oneof {
        let (oneof, names) = (&self.api[id].oneofs[index], &self.names.model(id).oneofs[index]);
        let view = scope.module.child(names.view.as_str());
        let view_docs = format!("The case of {} that is set in a [`{}`].", docs::code(&oneof.name), owner.name());
        let several = Type::runtime("SeveralCases", vec![Type::Lifetime("'a")]);
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
        let scope =
            Scope { pointer: field.pointer.as_str().into(), file: scope.file.clone(), module: scope.module.clone() };
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
            generics: None,
            arguments: argument.into_iter().map(|ty| ("value".to_owned(), ty)).collect(),
            output: Some(Type::prelude("Self")),
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

fn kind(field: &ir::Field) -> CaseKind {
    match &field.ty {
        ir::Type::Empty => CaseKind::Empty,
        ir::Type::String => CaseKind::String,
        ty if is_copied(ty) => CaseKind::Copied,
        _ if field.boxed => CaseKind::Boxed,
        _ => CaseKind::Value,
    }
}

fn view_type(view: &ItemPath, lifetime: &'static str) -> Type {
    Type::Named(TypeName::Generated(view.clone()), vec![Type::Lifetime(lifetime)])
}

/// `fn case(&self) -> Option<View<'_>>`.
fn getter(view: &ItemPath, path: ItemPath, scope: &Scope) -> Item {
    let output = Some(Type::generic("Option", view_type(view, "'_")));
    let function = Function { receiver: Receiver::Shared, generics: None, arguments: Vec::new(), output };
    scope.item(Role::Getter, path, Signature::Function(function))
}

/// `fn set_case<'a>(&mut self, case: impl Into<Option<View<'a>>>)`.
fn setter(view: &ItemPath, path: ItemPath, scope: &Scope) -> Item {
    let case = Type::ImplInto(Box::new(Type::generic("Option", view_type(view, "'a"))));
    let arguments = vec![("case".to_owned(), case)];
    let function = Function { receiver: Receiver::Mutable, generics: Some("'a"), arguments, output: None };
    scope.item(Role::Setter, path, Signature::Function(function))
}
