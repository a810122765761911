//! Named schemas and inline objects to models and aliases.

use serde_json::Value;

use super::presence::PresenceRules;
use super::read::{docs, entries, is_composed, reference, string};
use super::{Lowering, unions};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Alias, Docs, Field, Model, ModelId, Owner, Presence, Site, Type, proto_package};
use crate::openapi::pointer;

/// A named schema.
pub(super) enum Named {
    /// Its type.
    Type(Type),
    /// Not an object, and not lowered yet.
    Pending,
    /// Lowering has begun.
    Lowering,
}

impl<'a> Lowering<'a> {
    /// A model for each named object, then one for each object that is defined inline, and the aliases.
    pub(super) fn schemas(&mut self) {
        let document = self.document;
        let schemas = || entries(&document["components"]["schemas"]);
        for (name, schema) in schemas() {
            let named = if self.is_model(schema) {
                let id = self.add_model(name, None, schema, &pointer::child(pointer::SCHEMAS, name));
                self.unread.insert(id, schema);
                Named::Type(Type::Model(id))
            } else if self.is_union(schema) {
                Named::Type(Type::Union(self.add_union(name, None, schema, &pointer::child(pointer::SCHEMAS, name))))
            } else {
                Named::Pending
            };
            self.schemas.insert(name, named);
        }
        for (name, schema) in schemas() {
            let at = pointer::child(pointer::SCHEMAS, name);
            if schema.get("x-rust-sensitive").is_some() {
                let at = pointer::child(&at, "x-rust-sensitive");
                let message = "`x-rust-sensitive` has no effect on a named schema";
                self.error(&codes::MISPLACED_EXTENSION, &at, message, "set it on each property that is a secret");
            }
            match self.schemas.get(name) {
                Some(Named::Type(Type::Model(id))) if self.is_model(schema) => _ = self.complete(*id),
                Some(Named::Type(Type::Union(id))) if self.is_union(schema) => self.variants(*id, schema),
                _ => self.alias(name, schema, at),
            }
        }
    }

    /// Whether a named schema is an object with named properties. In protobuf, every object is one.
    fn is_model(&self, schema: &Value) -> bool {
        let is_object = schema["type"] == "object" || is_composed(schema);
        let is_message = self.rules == PresenceRules::Protobuf && schema["type"] == "object";
        is_message || is_object && self.has_properties(schema, &mut Vec::new())
    }

    /// Adds an alias for a named schema that is not an object, unless it is an enum, which has the schema's name.
    fn alias(&mut self, name: &'a str, schema: &'a Value, at: String) {
        let ty = match self.schemas.get(name) {
            Some(Named::Type(ty)) => ty.clone(),
            _ => self.define(name, schema),
        };
        if !self.defines_type(schema, &ty) {
            let (name, package) = (name.to_owned(), self.package(proto_package::of(name)));
            let rust_name = string(schema, "x-rust-name");
            self.api.aliases.push(Alias { name, package, rust_name, pointer: at, docs: docs(schema), ty });
        }
    }

    /// Lowers a named schema that is not an object.
    fn define(&mut self, name: &'a str, schema: &'a Value) -> Type {
        self.schemas.insert(name, Named::Lowering);
        let owner = Owner::new(self.package(proto_package::of(name)), name, Site::Schema);
        let ty = self.typed(schema, &owner, &pointer::child(pointer::SCHEMAS, name));
        self.schemas.insert(name, Named::Type(ty.clone()));
        ty
    }

    /// The type of the schema that a reference names.
    pub(super) fn schema(&mut self, reference: &str, at: &str) -> Option<Type> {
        let name = pointer::schema_name(reference)?;
        let document = self.document;
        let schema = document["components"]["schemas"].as_object().and_then(|schemas| schemas.get_key_value(name));
        match (self.schemas.get(name), schema) {
            (Some(Named::Type(ty)), _) => Some(ty.clone()),
            (Some(Named::Pending), Some((name, schema))) => Some(self.define(name, schema)),
            (Some(Named::Lowering), _) => {
                let message = format!("the schema `{}` contains itself without an object in between", Bounded(name));
                let help = "replace one of the references by an action in specs/overlay.yaml";
                self.error(&codes::UNSUPPORTED_SCHEMA, at, message, help);
                None
            }
            _ => {
                let message = format!("the schema `{}` is missing", Bounded(name));
                let error = self.sources.error(&codes::UNKNOWN_SCHEMA, at, message);
                let error = error.help("vendor the document that defines it, or correct the reference");
                self.errors.push(error.about(pointer::child(pointer::SCHEMAS, name)));
                None
            }
        }
    }

    /// Whether a schema may be null: by itself, by one that it refers to, or by one type of its union.
    pub(super) fn is_nullable(&self, schema: &Value) -> bool {
        self.has_null(schema, &mut Vec::new())
    }

    fn has_null<'s>(&self, schema: &'s Value, seen: &mut Vec<&'s Value>) -> bool
    where
        'a: 's,
    {
        self.definitions(schema).any(|schema| {
            if schema["nullable"] == true {
                return true;
            }
            if seen.iter().any(|seen| std::ptr::eq(*seen, schema)) {
                return false;
            }
            seen.push(schema);
            unions::members(schema).is_some_and(|(_, members)| members.iter().any(|member| self.has_null(member, seen)))
        })
    }

    /// A schema, and those that it refers to.
    pub(super) fn definitions<'s>(&self, schema: &'s Value) -> impl Iterator<Item = &'s Value> + use<'s, 'a>
    where
        'a: 's,
    {
        let schemas = &self.document["components"]["schemas"];
        let target = |schema: &&'s Value| schemas.get(pointer::schema_name(reference(schema)?)?);
        // A cycle of references is an error of its own.
        std::iter::successors(Some(schema), target).take(1 + self.schemas.len())
    }

    /// Adds a model without fields.
    fn add_model(&mut self, name: &str, owner: Option<Owner>, schema: &Value, at: &str) -> ModelId {
        let mut docs = docs(schema);
        if docs.description.is_empty() {
            let members = schema["allOf"].as_array().into_iter().flatten();
            docs.description = members.filter_map(|member| string(member, "description")).next().unwrap_or_default();
        }
        let model = Model {
            name: name.to_owned(),
            package: owner.as_ref().map_or_else(|| self.package(proto_package::of(name)), |owner| owner.package),
            owner,
            rust_name: string(schema, "x-rust-name"),
            pointer: at.to_owned(),
            docs,
            fields: Vec::new(),
            additional: None,
            oneofs: Vec::new(),
            is_expand_mask: false,
            expand_paths: Vec::new(),
            is_request: false,
            is_response: false,
            subject: None,
            related: Vec::new(),
            payloads: None,
            update: None,
        };
        self.api.models.push(model);
        ModelId(self.api.models.len() - 1)
    }

    /// The model of an object that is defined inline.
    pub(super) fn inline(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        let name = format!("{}/{}", owner.parent, owner.name());
        let known = self.api.models.iter().position(|other| other.name == name).map(ModelId);
        if let Some(known) = known.filter(|known| self.api[*known].owner.as_ref() == Some(owner)) {
            // Another part of a composed schema defines the same property.
            let first = std::mem::take(&mut self.api.models[known.0].fields);
            self.fields(known, schema, at);
            self.extend(known, first);
            return Type::Model(known);
        }
        if known.is_some() {
            let message = format!("a second object named `{}`", Bounded(&name));
            return self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, &message);
        }
        let id = self.add_model(&name, Some(owner.clone()), schema, at);
        self.fields(id, schema, at);
        Type::Model(id)
    }

    /// A place in a model.
    fn owner(&self, model: ModelId, site: Site) -> Owner {
        Owner::new(self.api[model].package, &self.api[model].name, site)
    }

    /// The type of the properties that an object does not name, if its schema constrains them. Any others may exist in
    /// every object that does not forbid them, and are skipped.
    pub(super) fn additional(&mut self, model: ModelId, object: &Value, at: &str) {
        if object["additionalProperties"].is_object() {
            let site = Site::Property { model, property: "additionalProperties".to_owned() };
            let ty = self.element(object, "additionalProperties", &self.owner(model, site), at);
            self.api.models[model.0].additional = Some(ty);
        }
    }

    /// Lowers the fields of a model, unless that was done. Returns whether they are complete.
    pub(super) fn complete(&mut self, id: ModelId) -> bool {
        if let Some(schema) = self.unread.remove(&id) {
            self.lowering.insert(id);
            let at = self.api[id].pointer.clone();
            self.fields(id, schema, &at);
            self.lowering.remove(&id);
        }
        !self.lowering.contains(&id)
    }

    /// The presence of a property by its schema.
    pub(super) fn declared(&self, schema: &Value, required: bool) -> Presence {
        let nullable = self.is_nullable(schema);
        self.rules.declared(nullable, required, schema["readOnly"] == true)
    }

    pub(super) fn field(&mut self, model: ModelId, name: &str, schema: &Value, required: bool, at: String) -> Field {
        let site = Site::Property { model, property: name.to_owned() };
        let ty = self.typed(schema, &self.owner(model, site), &at);
        let is_password = self.definitions(schema).any(|schema| schema["format"] == "password");
        Field {
            wire: name.to_owned(),
            // On an inline schema, the name is that of its type.
            rust_name: string(schema, "x-rust-name").filter(|_| !self.defines_type(schema, &ty)),
            presence: self.declared(schema, required),
            related: string(schema, "x-rust-related"),
            sensitive: schema["x-rust-sensitive"] == true || is_password,
            docs: self.field_docs(schema, &ty),
            boxed: false,
            ty,
            pointer: at,
        }
    }

    /// The docs of a property or parameter: those of the alias that it refers to if it has no description.
    pub(super) fn field_docs(&self, schema: &Value, ty: &Type) -> Docs {
        let mut docs = docs(schema);
        if docs.description.is_empty() && !matches!(ty, Type::Model(_) | Type::Enum(_)) {
            docs.description =
                self.definitions(schema).find_map(|schema| string(schema, "description")).unwrap_or_default();
        }
        docs
    }
}
