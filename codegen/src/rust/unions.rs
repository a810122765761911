//! Unions: enums of the types that a value may have, or structs of any value that may have several.

use super::signature::{Function, Signature, Type, TypeName};
use super::{Builder, Docs, Item, ItemPath, Paragraph, Role, docs};
use crate::ir::{self, Distinction, UnionId, json_type};

/// A union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Union {
    /// The union that it is.
    pub id: UnionId,
    /// The enum or struct.
    pub item: Item,
    /// The property that names the variant of an object.
    pub tag: Option<String>,
    /// In the order in which they are tried.
    pub variants: Vec<UnionVariant>,
    /// The variant for other values; `None` if a value may be of several variants.
    pub fallback: Option<Item>,
    /// The method that returns the value as JSON, if it may be of several variants.
    pub value: Option<Item>,
}

/// A type that a value may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnionVariant {
    /// The variant, or the method that reads the value as this type.
    pub item: Item,
    /// The type of the value.
    pub ty: Type,
    /// Its JSON type.
    pub json_type: &'static str,
    /// Values of the tag, or properties that are always present.
    pub marks: Vec<String>,
    /// Whether it has 64-bit integers in JSON numbers.
    pub in_number: bool,
}

impl Union {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let variants = self.variants.iter().map(|variant| &variant.item);
        [&self.item].into_iter().chain(variants).chain(&self.fallback).chain(&self.value)
    }
}

impl Builder<'_> {
    pub(super) fn union(&self, id: UnionId) -> Union {
        let (union, names) = (&self.api[id], self.names.union(id));
        let path = self.union_path(id);
        let scope = self.scope(union.package, "models", &union.pointer);
        let is_decided = union.distinction != Distinction::None;
        let json = Type::Named(TypeName::External("serde_json", "Value"), Vec::new());
        let variants = union.variants.iter().zip(names.variants.iter().zip(&names.getters));
        let variants = variants.map(|(variant, (name, getter))| {
            let ty = self.stored(&variant.ty, ir::Presence::Required, variant.boxed);
            let item = if is_decided {
                scope.item(Role::UnionVariant, path.child(name.as_str()), Signature::Variant(Some(ty.clone())))
            } else {
                let error = Type::Named(TypeName::External("serde_json", "Error"), Vec::new());
                let output = Some(Type::Named(TypeName::Prelude("Result"), vec![ty.clone(), error]));
                let function = Function { output, ..Function::default() };
                let docs = Docs::sentence("Reads the value as this type.".to_owned());
                scope.item(Role::UnionGetter, path.child(getter), Signature::Function(function)).documented(docs)
            };
            let is_by_status = union.distinction == Distinction::Status;
            let mut described = docs::described(&variant.docs, "");
            if is_by_status {
                let statuses: Vec<String> = variant.marks.iter().map(|status| docs::code(status)).collect();
                described.push(Paragraph::Text(format!("The body of {}.", statuses.join(", "))));
            }
            described.extend(item.docs.0.clone());
            UnionVariant {
                item: item.documented(Docs(described)).deprecated(docs::deprecation(&variant.docs)),
                ty,
                json_type: json_type(&variant.ty).unwrap_or("object"),
                marks: if json_type(&variant.ty) == Some("object") && !is_by_status {
                    variant.marks.clone()
                } else {
                    Vec::new()
                },
                in_number: variant.ty.is_in_number(),
            }
        });
        let value = || {
            let output = Some(Type::Reference(None, Box::new(json.clone())));
            scope.item(
                Role::UnionValue,
                path.child("value"),
                Signature::Function(Function { output, ..Function::default() }),
            )
        };
        let fallback = || scope.item(Role::Fallback, path.child("Unlisted"), Signature::Variant(Some(json.clone())));
        let signature = if is_decided { Signature::Enum } else { Signature::Struct };
        Union {
            id,
            item: scope
                .item(Role::Union, path.clone(), signature)
                .documented(self.union_docs(union))
                .deprecated(docs::deprecation(&union.docs)),
            tag: match &union.distinction {
                Distinction::Tag(tag) => Some(tag.clone()),
                Distinction::Shape | Distinction::Status | Distinction::None => None,
            },
            variants: variants.collect(),
            fallback: is_decided.then(fallback),
            value: (!is_decided).then(value),
        }
    }

    fn union_docs(&self, union: &ir::Union) -> Docs {
        let mut paragraphs = docs::described(&union.docs, "");
        paragraphs.push(Paragraph::Text(match &union.owner {
            Some(owner) => {
                format!("{} in {}.", docs::code(owner.name()), docs::code(&owner.parent))
            }
            None => format!("{}.", docs::code(&union.name)),
        }));
        let distinction = match &union.distinction {
            Distinction::Tag(tag) => format!("{} names the variant.", docs::code(tag)),
            Distinction::Shape => "The JSON type, or the properties that an object has, show the variant.".to_owned(),
            Distinction::Status => "The status of the response shows the variant.".to_owned(),
            Distinction::None => "A value may be of several of these types.".to_owned(),
        };
        paragraphs.push(Paragraph::Text(distinction));
        Docs(paragraphs)
    }

    pub(super) fn union_path(&self, id: UnionId) -> ItemPath {
        self.module(self.api[id].package).child(self.names.union(id).name.as_str())
    }
}
