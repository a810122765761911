//! Aliases: named schemas that are other names for a type.

use super::signature::Signature;
use super::{Builder, Docs, Item, ItemPath, Paragraph, Role, docs};
use crate::ir::AliasId;

/// A type alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The alias that it is.
    pub id: AliasId,
    /// The alias.
    pub item: Item,
}

impl Builder<'_> {
    pub(super) fn alias(&self, id: AliasId) -> Alias {
        let alias = &self.api[id];
        let scope = self.scope(alias.package, "models", &alias.pointer);
        let mut paragraphs = docs::described(&alias.docs, "");
        paragraphs.push(Paragraph::Text(format!("{}.", docs::code(&alias.name))));
        let item = scope.item(Role::Alias, self.alias_path(id), Signature::Alias(self.value(&alias.ty)));
        Alias { id, item: item.documented(Docs(paragraphs)).deprecated(docs::deprecation(&alias.docs)) }
    }

    fn alias_path(&self, id: AliasId) -> ItemPath {
        self.module(self.api[id].package).child(self.names.alias(id).as_str())
    }
}
