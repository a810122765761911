//! Setters of requests and of optional parameters.

use super::item::Scope;
use super::signature::{Function, Receiver, Signature, Type};
use super::{Builder, Item, ItemPath, Role};
use crate::ir::{self, Presence};

/// `fn new() -> Self`.
pub(super) fn constructor(owner: &ItemPath, scope: &Scope) -> Item {
    let output = Some(Type::prelude("Self"));
    let function = Function { receiver: Receiver::None, output, ..Function::default() };
    scope.item(Role::New, owner.child("new"), Signature::Function(function))
}

impl Builder<'_> {
    /// `fn query(self, query: impl Into<String>) -> Self`: a value for a field, whether the field is an `Option` or not.
    pub(super) fn setter(&self, ty: &ir::Type, boxed: bool, name: &str) -> Signature {
        let argument = match ty {
            ir::Type::List(item) => Type::ImplIntoIterator(Box::new(self.convertible(item))),
            ty if boxed => Type::ImplInto(Box::new(self.stored(ty, Presence::Required, boxed))),
            ty => self.convertible(ty),
        };
        Signature::Function(Function {
            receiver: Receiver::Owned,
            arguments: vec![(name.to_owned(), argument)],
            output: Some(Type::prelude("Self")),
            ..Function::default()
        })
    }

    /// `impl Into<T>`, but `T` for what literals are written as: an integer literal has no type to convert from.
    fn convertible(&self, ty: &ir::Type) -> Type {
        let value = self.value(ty);
        if matches!(ty, ir::Type::Bool | ir::Type::Number(_)) { value } else { Type::ImplInto(Box::new(value)) }
    }
}
