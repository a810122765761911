//! `allOf`: schemas that are composed of others.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Lowering;
use super::presence::PresenceRules;
use super::read::{entries, has_structure, reference, strings};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Field, ModelId, Owner, Type};
use crate::openapi::pointer;

/// A part of an object.
pub(super) enum Part<'s> {
    /// An inline schema, and its pointer.
    Schema(&'s Value, String),
    /// The type of a named schema, and the pointer of the reference.
    Type(Type, String),
}

fn members(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["allOf"].as_array().into_iter().flatten()
}

impl<'a> Lowering<'a> {
    /// Whether a schema has named properties, itself or by a schema that it is composed of.
    pub(super) fn has_properties<'s>(&self, schema: &'s Value, seen: &mut Vec<&'s Value>) -> bool
    where
        'a: 's,
    {
        let Some(schema) =
            self.definitions(schema).last().filter(|schema| !seen.iter().any(|s| std::ptr::eq(*s, *schema)))
        else {
            return false;
        };
        seen.push(schema);
        (entries(&schema["properties"]).next().is_some() && matches!(schema["type"].as_str(), None | Some("object")))
            || members(schema).any(|member| self.has_properties(member, seen))
    }

    /// The type of a composed schema in `owner`: an object of its own, or the narrowest type of its parts.
    pub(super) fn composed(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        if self.has_properties(schema, &mut Vec::new()) {
            return self.inline(schema, owner, at);
        }
        let mut ty = Type::Json;
        for part in self.parts(schema, at) {
            let (part, at) = match part {
                Part::Schema(schema, at) => (self.simple(schema, owner, &at), at),
                Part::Type(ty, at) => (ty, at),
            };
            match narrower(&ty, &part) {
                Some(narrower) => ty = narrower,
                None => self.error(
                    &codes::UNSUPPORTED_COMPOSITION,
                    &at,
                    "a schema that is composed of different types is not supported",
                    "remove all but one by an action in specs/overlay.yaml",
                ),
            }
        }
        ty
    }

    /// The parts of a schema in order, its own last.
    fn parts<'s>(&mut self, schema: &'s Value, at: &str) -> Vec<Part<'s>> {
        let mut parts = Vec::new();
        for (index, member) in members(schema).enumerate() {
            let at = pointer::join_to(at, ["allOf", &index.to_string()]);
            match reference(member) {
                Some(reference) => parts.extend(self.schema(reference, &at).map(|ty| Part::Type(ty, at))),
                None => {
                    self.refuse_union(member, &at);
                    parts.extend(self.parts(member, &at));
                }
            }
        }
        if parts.is_empty() || has_structure(schema) {
            parts.push(Part::Schema(schema, at.to_owned()));
        }
        parts
    }

    /// Reports an inline union of objects, whose properties the composed object would lack.
    fn refuse_union(&mut self, member: &Value, at: &str) {
        let mut variants = ["oneOf", "anyOf"].into_iter().flat_map(|key| member[key].as_array().into_iter().flatten());
        if variants.any(|variant| self.has_properties(variant, &mut Vec::new())) {
            let message = "an object that is composed with a union of objects is not supported";
            let help = "remove one of the two by an action in specs/overlay.yaml";
            self.error(&codes::UNSUPPORTED_COMPOSITION, at, message, help);
        }
    }

    /// The fields of an object, and of all objects that it is composed of.
    pub(super) fn fields(&mut self, model: ModelId, object: &Value, at: &str) {
        let parts = self.parts(object, at);
        let schemas = || {
            parts.iter().filter_map(|part| if let Part::Schema(schema, at) = part { Some((*schema, at)) } else { None })
        };
        let required: BTreeSet<&str> = schemas().flat_map(|(schema, _)| strings(&schema["required"])).collect();
        let mut fields = Vec::new();
        for part in &parts {
            match part {
                Part::Schema(schema, at) => {
                    for (name, property) in entries(&schema["properties"]) {
                        let at = pointer::join_to(at, ["properties", name]);
                        let field = self.field(model, name, property, required.contains(name), at);
                        self.compose(&mut fields, field);
                    }
                    self.additional(model, schema, at);
                }
                Part::Type(Type::Model(base), at) => self.inherit(model, *base, &required, &mut fields, at),
                Part::Type(Type::Json | Type::JsonObject, _) => {}
                Part::Type(Type::Map(values), _) => self.api.models[model.0].additional = Some((**values).clone()),
                Part::Type(_, at) => {
                    let message = "an object that is composed with a value of another type is not supported";
                    let help = "remove one of the two by an action in specs/overlay.yaml";
                    self.error(&codes::UNSUPPORTED_COMPOSITION, at, message, help);
                }
            }
        }
        for (schema, at) in schemas() {
            for name in strings(&schema["required"]) {
                if fields.iter().any(|field| field.wire == *name) {
                    continue;
                }
                let at = pointer::child(at, "required");
                if self.rules != PresenceRules::Protobuf {
                    // JSON Schema allows it any value.
                    fields.push(self.field(model, name, &json!({}), true, at));
                    continue;
                }
                let message = format!("the required property `{}` is not defined", Bounded(name));
                self.error(&codes::UNKNOWN_REQUIRED, &at, message, "define the property, or do not require it");
            }
        }
        fields.sort_by(|left, right| left.wire.cmp(&right.wire));
        self.api.models[model.0].fields = fields;
    }

    /// Adds the fields of the object `base`, of which `model` is composed.
    fn inherit(&mut self, model: ModelId, base: ModelId, required: &BTreeSet<&str>, fields: &mut Vec<Field>, at: &str) {
        if !self.complete(base) {
            let message = format!("the schema `{}` is composed of itself", Bounded(&self.api[base].name));
            let help = "remove the reference by an action in specs/overlay.yaml";
            return self.error(&codes::UNSUPPORTED_COMPOSITION, at, message, help);
        }
        if let Some(values) = self.api[base].additional.clone() {
            self.api.models[model.0].additional = Some(values);
        }
        for mut field in self.api[base].fields.clone() {
            if required.contains(field.wire.as_str()) {
                let schema = self.document.pointer(&field.pointer).unwrap_or(&Value::Null);
                field.presence = self.declared(schema, true);
            }
            self.compose(fields, field);
        }
    }

    /// Adds a field. A field that is known already has to have the same type, or a narrower one.
    fn compose(&mut self, fields: &mut Vec<Field>, field: Field) {
        let Some(known) = fields.iter_mut().find(|known| known.wire == field.wire) else { return fields.push(field) };
        if let (Type::Model(base), Type::Model(inline)) = (&known.ty, &field.ty)
            && base != inline
            && self.api[*inline].owner.is_some()
        {
            // The inline object has the fields of both.
            let (base, inline) = (*base, *inline);
            *known = field;
            self.complete(base);
            let base = self.api[base].fields.clone();
            return self.extend(inline, base);
        }
        let ty = match (&known.ty, &field.ty) {
            (Type::Model(first), Type::Model(second)) if first != second => self.extension(*first, *second),
            (first, second) => narrower(first, second),
        };
        let Some(ty) = ty else {
            let (file, first) = (self.sources.file(&known.pointer), &known.pointer);
            let message = format!("the property `{}` has another type at {file}#{first}", Bounded(&field.wire));
            let help = "give both one type by an action in specs/overlay.yaml";
            return self.error(&codes::UNSUPPORTED_COMPOSITION, &field.pointer, message, help);
        };
        let presence = if known.presence.is_required() { known.presence } else { field.presence };
        let sensitive = known.sensitive || field.sensitive;
        let (mut narrow, other) = if ty == field.ty { (field, &*known) } else { (known.clone(), &field) };
        if narrow.docs.description.is_empty() {
            narrow.docs.description.clone_from(&other.docs.description);
        }
        *known = Field { ty, presence, sensitive, ..narrow };
    }
}

impl Lowering<'_> {
    /// The one of two objects that has all fields of the other.
    fn extension(&mut self, first: ModelId, second: ModelId) -> Option<Type> {
        if !(self.complete(first) && self.complete(second)) {
            return None;
        }
        let has_all = |id: ModelId, other: ModelId| {
            let (model, other) = (&self.api[id], &self.api[other]);
            let includes = |own: &Field, field: &Field| narrower(&field.ty, &own.ty).is_some_and(|ty| ty == own.ty);
            let has = |field: &Field| model.fields.iter().any(|own| own.wire == field.wire && includes(own, field));
            model.additional == other.additional && other.fields.iter().all(has)
        };
        let extension = [(second, first), (first, second)].into_iter().find(|(id, other)| has_all(*id, *other));
        extension.map(|(id, _)| Type::Model(id))
    }

    /// Adds to an inline object the fields of another part that it lacks.
    pub(super) fn extend(&mut self, inline: ModelId, others: Vec<Field>) {
        let mut fields = std::mem::take(&mut self.api.models[inline.0].fields);
        for field in others {
            if !fields.iter().any(|known| known.wire == field.wire) {
                fields.push(field);
            }
        }
        fields.sort_by(|left, right| left.wire.cmp(&right.wire));
        self.api.models[inline.0].fields = fields;
    }
}

/// The type of a value that has both types, if one of them includes the other. Enums are open, so each is a kind of string.
fn narrower(first: &Type, second: &Type) -> Option<Type> {
    use Type::{Binary, Bytes, Date, DateTime, Enum, Json, JsonObject, List, Map, Model, Number, String};
    Some(match (first, second) {
        (first, second) if first == second => second.clone(),
        (Json, narrow) | (narrow, Json) => narrow.clone(),
        (String, narrow @ (Enum(_) | Date | DateTime | Bytes | Binary)) => narrow.clone(),
        (narrow @ (Enum(_) | Date | DateTime | Bytes | Binary), String) => narrow.clone(),
        (Map(values), narrow @ Model(_)) if matches!(**values, Json | JsonObject) => narrow.clone(),
        (JsonObject, narrow @ (Model(_) | Map(_))) | (narrow @ (Model(_) | Map(_)), JsonObject) => narrow.clone(),
        (Enum(_), Enum(_)) | (Number(_), Number(_)) => second.clone(),
        (List(first), List(second)) => List(Box::new(narrower(first, second)?)),
        (Map(first), Map(second)) => Map(Box::new(narrower(first, second)?)),
        _ => return None,
    })
}
