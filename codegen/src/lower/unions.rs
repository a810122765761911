//! `oneOf` and `anyOf` to unions.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Lowering;
use super::read::{docs, entries, reference, string, strings};
use crate::ir::{Distinction, Field, Owner, Presence, Site, Type, Union, UnionId, Variant, proto_package};
use crate::openapi::pointer;

impl<'a> Lowering<'a> {
    /// Whether a schema is a union. One of strings is an open enum, or a string.
    pub(super) fn is_union(&self, schema: &Value) -> bool {
        members(schema).is_some_and(|(_, members)| self.texts(members).is_none())
    }

    /// The type of a schema that [`members`] has any of.
    pub(super) fn union(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        let values = members(schema).and_then(|(_, members)| self.texts(members));
        match values {
            Some(values) if values.is_empty() => Type::String,
            Some(values) => {
                let mut text = schema.clone();
                text["enum"] = json!(values);
                let ty = self.enumeration(&text, owner, at);
                if let Type::Enum(id) = ty {
                    self.api.enums[id.0].any_text |= self.has_any_text(schema);
                }
                ty
            }
            None => {
                let id = self.add_union(&format!("{}/{}", owner.parent, owner.name()), Some(owner.clone()), schema, at);
                self.variants(id, schema);
                Type::Union(id)
            }
        }
    }

    /// Whether one of the strings that a schema allows has no values of its own.
    fn has_any_text(&self, schema: &Value) -> bool {
        members(schema).is_some_and(|(_, members)| members.iter().any(|member| self.constants(member).is_empty()))
    }

    /// The values that strings may have, if all members are strings.
    fn texts(&self, members: &[Value]) -> Option<Vec<String>> {
        let mut values = BTreeSet::new();
        for member in members {
            let text = self.definitions(member).last()?;
            let texts = self.constants(member);
            if texts.is_empty() && (text["type"] != "string" || text.get("enum").is_some()) {
                return None;
            }
            values.extend(texts);
        }
        Some(values.into_iter().collect())
    }

    /// Adds a union without variants.
    pub(super) fn add_union(&mut self, name: &str, owner: Option<Owner>, schema: &Value, at: &str) -> UnionId {
        let package = match &owner {
            Some(owner) => owner.package,
            None => self.package(proto_package::of(name)),
        };
        self.api.unions.push(Union {
            name: name.to_owned(),
            package,
            owner,
            rust_name: string(schema, "x-rust-name"),
            pointer: at.to_owned(),
            docs: docs(schema),
            variants: Vec::new(),
            distinction: Distinction::None,
        });
        UnionId(self.api.unions.len() - 1)
    }

    /// Lowers the variants of a union. Members of one type are one variant.
    pub(super) fn variants(&mut self, id: UnionId, schema: &Value) {
        let Some((key, members)) = members(schema) else { return };
        let Union { package, name, pointer: at, .. } = self.api[id].clone();
        for (index, member) in members.iter().enumerate() {
            let at = pointer::join_to(&at, [key, &index.to_string()]);
            let label = self.label(id, member);
            let site = Site::Variant { union: id, variant: label.clone() };
            let ty = self.typed(member, &Owner::new(package, &name, site), &at);
            self.refuse_property_extensions(member, &ty, &at);
            self.add_variant(id, label, member, ty, at);
        }
    }

    /// Adds a variant, unless one has the type already. Returns its position.
    pub(super) fn add_variant(&mut self, id: UnionId, label: String, member: &Value, ty: Type, at: String) -> usize {
        let variants = &mut self.api.unions[id.0].variants;
        variants.iter().position(|other| other.ty == ty).unwrap_or_else(|| {
            let schema = named(member).map(str::to_owned);
            variants.push(Variant {
                label,
                schema,
                pointer: at,
                docs: docs(member),
                ty,
                marks: Vec::new(),
                boxed: false,
            });
            variants.len() - 1
        })
    }

    /// The name of the member's schema, its title, what marks it or its JSON type; with a number where another has it.
    pub(super) fn label(&self, id: UnionId, member: &Value) -> String {
        let name = named(member).map(|name| proto_package::split(name).1.to_owned());
        let mark = || {
            let mut properties = entries(&member["properties"]);
            properties.find_map(|(_, property)| match self.constants(property).as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            })
        };
        let kind = || member["type"].as_str().unwrap_or("value").to_owned();
        let label = name.or_else(|| string(member, "title")).or_else(mark).unwrap_or_else(kind);
        let numbered = (2..).map(|number| format!("{label} {number}"));
        let is_free = |label: &String| !self.api[id].variants.iter().any(|other| other.label == *label);
        std::iter::once(label.clone()).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// The strings that a schema allows.
    fn constants(&self, schema: &Value) -> Vec<String> {
        let last = self.definitions(schema).last().unwrap_or(schema);
        strings(&last["enum"]).map(str::to_owned).collect()
    }

    /// Decides how the values of each union show their variant.
    pub(super) fn distinguish_variants(&mut self) {
        for index in 0..self.api.unions.len() {
            let union = &self.api.unions[index];
            if union.distinction == Distinction::Status {
                continue;
            }
            let distinguished = self.by_tag(union).or_else(|| self.by_shape(union));
            if let Some((distinction, variants)) = distinguished {
                let union = &mut self.api.unions[index];
                (union.distinction, union.variants) = (distinction, variants);
            }
        }
    }

    /// The property that names the variant: that of the discriminator, or one whose constants differ.
    fn by_tag(&self, union: &Union) -> Option<(Distinction, Vec<Variant>)> {
        let discriminator = &self.document.pointer(&union.pointer)?["discriminator"];
        let explicit = discriminator["propertyName"].as_str();
        let first = self.fields_of(union.variants.first()?)?;
        let candidates = first.iter().filter(|field| field.presence == Presence::Required);
        let candidates = candidates.map(|field| field.wire.as_str()).filter(|_| explicit.is_none());
        explicit.into_iter().chain(candidates).find_map(|tag| {
            let marks = union.variants.iter().map(|variant| self.marks(variant, tag, discriminator));
            let marks: Vec<Vec<String>> = marks.collect::<Option<_>>()?;
            let distinct: BTreeSet<&String> = marks.iter().flatten().collect();
            let is_distinct = distinct.len() == marks.iter().map(Vec::len).sum::<usize>();
            let variants = union.variants.iter().zip(&marks);
            let variants = variants.map(|(variant, marks)| Variant { marks: marks.clone(), ..variant.clone() });
            is_distinct.then(|| (Distinction::Tag(tag.to_owned()), variants.collect()))
        })
    }

    /// The values of a tag that mean a variant: those of the mapping, the constants of the property, or with a
    /// discriminator the name of the schema.
    fn marks(&self, variant: &Variant, tag: &str, discriminator: &Value) -> Option<Vec<String>> {
        let fields = self.fields_of(variant)?;
        let mapped = entries(&discriminator["mapping"]).filter(|(_, target)| {
            let target = target.as_str().map(|target| pointer::schema_name(target).unwrap_or(target));
            target.is_some() && target == variant.schema.as_deref()
        });
        let mapped: Vec<String> = mapped.map(|(value, _)| value.to_owned()).collect();
        if !mapped.is_empty() {
            return Some(mapped);
        }
        let field = fields.iter().find(|field| field.wire == tag);
        let property = field.and_then(|field| self.document.pointer(&field.pointer));
        let constants = property.map(|property| self.constants(property)).unwrap_or_default();
        if !constants.is_empty() {
            return Some(constants);
        }
        variant.schema.clone().filter(|_| !discriminator.is_null()).map(|name| vec![name])
    }

    fn fields_of(&self, variant: &Variant) -> Option<&[Field]> {
        match variant.ty {
            Type::Model(id) => Some(&self.api[id].fields),
            _ => None,
        }
    }

    /// The variants in an order in which the first that fits is the only one.
    fn by_shape(&self, union: &Union) -> Option<(Distinction, Vec<Variant>)> {
        let mut pending: Vec<Variant> = union.variants.clone();
        for variant in &mut pending {
            let fields = self.fields_of(variant).unwrap_or_default();
            let required = fields.iter().filter(|field| field.presence == Presence::Required);
            variant.marks = required.map(|field| field.wire.clone()).collect();
        }
        let mut ordered = Vec::new();
        while !pending.is_empty() {
            let is_first = |index: &usize| {
                let others = pending.iter().enumerate().filter(|(other, _)| other != index);
                others.into_iter().all(|(_, other)| self.excludes(&pending[*index], other))
            };
            let first = (0..pending.len()).find(is_first)?;
            ordered.push(pending.remove(first));
        }
        Some((Distinction::Shape, ordered))
    }

    /// Whether a value with the shape of `one` is not of the type `other`.
    fn excludes(&self, one: &Variant, other: &Variant) -> bool {
        use crate::ir::json_type;
        match (json_type(&one.ty), json_type(&other.ty)) {
            (Some("object"), Some("object")) => {
                let known = self.fields_of(other).unwrap_or_default();
                one.marks.iter().any(|mark| !known.iter().any(|field| field.wire == *mark))
            }
            (Some("integer"), Some("number")) => true,
            (Some("number"), Some("integer")) => false,
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }
}

/// The name of the schema that a member is or extends.
fn named(member: &Value) -> Option<&str> {
    let extended = || reference(member["allOf"].as_array()?.first()?);
    pointer::schema_name(reference(member).or_else(extended)?)
}

/// The members of a composed schema, with their key.
pub(super) fn members(schema: &Value) -> Option<(&'static str, &Vec<Value>)> {
    ["oneOf", "anyOf"].into_iter().find_map(|key| Some((key, schema[key].as_array()?)))
}
