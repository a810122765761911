//! Open enums: the known values, and one variant for all others.

use super::signature::{Signature, Type};
use super::{Builder, Docs, Item, Paragraph, Role, docs};
use crate::ir::{self, EnumId, EnumOrigin};

/// An open enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// The enum that it is.
    pub id: EnumId,
    /// The enum.
    pub item: Item,
    /// Its variants, each with its value in JSON.
    pub variants: Vec<(Item, String)>,
    /// The variant for unknown values.
    pub fallback: Item,
    /// Whether any text is a value, also the empty one.
    pub any_text: bool,
    /// Its `Default`, and the position of the variant that is the default.
    pub default: Option<(Item, usize)>,
}

impl Enum {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let variants = self.variants.iter().map(|(item, _)| item);
        let default = self.default.iter().map(|(item, _)| item);
        [&self.item].into_iter().chain(variants).chain([&self.fallback]).chain(default)
    }
}

impl Builder<'_> {
    pub(super) fn enumeration(&self, id: EnumId) -> Enum {
        let (enumeration, names) = (&self.api[id], self.names.enumeration(id));
        let path = self.enum_path(id);
        let pointer = enumeration.sites.first().map(|site| site.pointer.as_str()).unwrap_or_default();
        let scope = self.scope(enumeration.package, "enums", pointer);
        let variants = names.variants.iter().zip(&enumeration.values).map(|(variant, value)| {
            (scope.item(Role::Variant, path.child(variant.as_str()), Signature::Variant(None)), value.clone())
        });
        let unknown = Type::runtime("UnlistedValue", Vec::new());
        Enum {
            id,
            item: scope
                .item(Role::Enum, path.clone(), Signature::Enum)
                .documented(self.enum_docs(enumeration))
                .deprecated(docs::deprecation(&enumeration.docs)),
            variants: variants.collect(),
            fallback: scope.item(Role::Fallback, path.child("Unlisted"), Signature::Variant(Some(unknown))),
            any_text: enumeration.any_text,
            default: enumeration.zero.map(|index| {
                let signature = Signature::Implementation("Default");
                (scope.item(Role::Default, path.child("default"), signature), index)
            }),
        }
    }

    /// Its origin: unlike its uses, this stays the same when the API grows.
    fn enum_docs(&self, enumeration: &ir::Enum) -> Docs {
        let package = docs::code(&self.api[enumeration.package]);
        let owner = match &enumeration.origin {
            EnumOrigin::Prefix(name) | EnumOrigin::RustName(name) => {
                return Docs::sentence(format!("{} of {package}.", docs::code(name)));
            }
            EnumOrigin::Schema(name) => {
                let mut paragraphs = docs::described(&enumeration.docs, "");
                paragraphs.push(Paragraph::Text(format!("{}.", docs::code(name))));
                return Docs(paragraphs);
            }
            EnumOrigin::Owner(owner) => owner,
        };
        Docs::sentence(format!("Values of {} in {}.", docs::code(owner.name()), docs::code(&owner.parent)))
    }
}
