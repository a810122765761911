//! Expand masks: which related objects a response shall contain.

use super::item::Scope;
use super::signature::{Function, Receiver, Signature, Type};
use super::{Builder, Docs, Item, ItemPath, Role, docs};
use crate::ir::ModelId;

/// The constants and functions of an expand mask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpandMask {
    /// The constants for its paths, each with the path.
    pub constants: Vec<(Item, String)>,
    /// The function that makes a mask of paths.
    pub of: Item,
    /// The function that makes a mask of everything.
    pub all: Item,
}

impl ExpandMask {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.constants.iter().map(|(item, _)| item).chain([&self.of, &self.all])
    }
}

impl Builder<'_> {
    pub(super) fn expand_mask(&self, id: ModelId, owner: &ItemPath, scope: &Scope) -> Option<ExpandMask> {
        let model = &self.api[id];
        let constants = model.expand_paths.iter().zip(&self.names.model(id).expand_constants);
        let constants = constants.map(|(path, constant)| {
            let docs = match path.as_str() {
                "*" => "Expands everything.".to_owned(),
                path => format!("Expands {}.", docs::code(path)),
            };
            let signature = Signature::Text(path.clone());
            let item = scope.item(Role::ExpandConstant, owner.child(constant.as_str()), signature);
            (item.documented(Docs::sentence(docs)), path.clone())
        });
        let paths = Type::ImplIntoIterator(Box::new(Type::ImplInto(Box::new(Type::prelude("String")))));
        let function = |role, name, arguments| {
            let output = Some(Type::prelude("Self"));
            let function = Function { receiver: Receiver::None, arguments, output, ..Function::default() };
            scope.item(role, owner.child(name), Signature::Function(function))
        };
        model.is_expand_mask.then(|| ExpandMask {
            constants: constants.collect(),
            of: function(Role::ExpandOf, "of", vec![("paths".to_owned(), paths)]),
            all: function(Role::ExpandAll, "all", Vec::new()),
        })
    }
}
