//! Object schemas to models.

use std::borrow::Borrow;

use openapiv3::{AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::Lowering;
use super::extensions::{self, docs};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Field, Model, ModelId, Owner, Type, proto_package};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// A model for each named schema, then one for each object that is defined inline.
    pub(super) fn schemas(&mut self) {
        let document = self.document;
        let mut named: Vec<_> = document.components.iter().flat_map(|components| &components.schemas).collect();
        named.sort_unstable_by_key(|(name, _)| *name);
        for (name, schema) in &named {
            let at = pointer::child("/components/schemas", name);
            let id = self.add_model(name, None, data(schema), at);
            self.schemas.insert(name, id);
        }
        for (index, (_, schema)) in named.into_iter().enumerate() {
            self.named(ModelId(index), schema);
        }
    }

    fn named(&mut self, id: ModelId, schema: &ReferenceOr<Schema>) {
        let at = self.api[id].pointer.clone();
        let ReferenceOr::Item(Schema { schema_data, schema_kind }) = schema else {
            let message = "a named schema that is only a reference to another is not supported";
            return self.error(&codes::UNSUPPORTED_SCHEMA, &at, message, "refer to the other schema directly");
        };
        if schema_data.extensions.contains_key("x-rust-sensitive") {
            let at = pointer::child(&at, "x-rust-sensitive");
            let message = "`x-rust-sensitive` has no effect on a named schema";
            self.error(&codes::MISPLACED_EXTENSION, &at, message, "set it on each property that is a secret");
        }
        if let SchemaKind::Type(openapiv3::Type::Object(object)) = schema_kind {
            self.fields(id, object, &at);
        } else {
            let help = "define it inline where it is used, or support it: begin in codegen/src/lower/schemas.rs";
            self.error(&codes::UNSUPPORTED_SCHEMA, &at, "a named schema that is not an object is not supported", help);
        }
    }

    /// Adds a model without fields.
    fn add_model(&mut self, name: &str, owner: Option<Owner>, data: SchemaData, pointer: String) -> ModelId {
        let oneof_names = data.extensions.get("x-rust-oneof-names").cloned();
        let model = Model {
            name: name.to_owned(),
            package: self.package(proto_package::of(name)),
            owner,
            rust_name: extensions::string(&data.extensions, "x-rust-name"),
            pointer,
            docs: docs(data),
            fields: Vec::new(),
            oneofs: Vec::new(),
            oneof_names: oneof_names.and_then(|names| serde_json::from_value(names).ok()).unwrap_or_default(),
            expand_paths: Vec::new(),
        };
        self.api.models.push(model);
        ModelId(self.api.models.len() - 1)
    }

    /// The model of an object that is defined inline.
    pub(super) fn inline(&mut self, object: &ObjectType, schema: &Schema, owner: &Owner, at: &str) -> Type {
        let Owner::Property { model, property, .. } = owner else {
            return self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, "an object in a parameter");
        };
        let name = format!("{}/{property}", self.api[*model].name);
        if self.api.models.iter().any(|other| other.name == name) {
            let what = format!("a second object named `{}`", Bounded(&name));
            return self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, &what);
        }
        let id = self.add_model(&name, Some(owner.clone()), schema.schema_data.clone(), at.to_owned());
        self.fields(id, object, at);
        Type::Model(id)
    }

    fn fields(&mut self, model: ModelId, object: &ObjectType, at: &str) {
        if object.additional_properties.as_ref().is_some_and(|more| *more != AdditionalProperties::Any(false)) {
            let message = "an object with both named and additional properties is not supported";
            let help = "keep one of the two, or support it: begin in codegen/src/lower/schemas.rs";
            self.error(&codes::UNSUPPORTED_SCHEMA, at, message, help);
        }
        for name in object.required.iter().filter(|name| !object.properties.contains_key(*name)) {
            let message = format!("the required property `{}` is not defined", Bounded(name));
            let at = pointer::child(at, "required");
            self.error(&codes::UNKNOWN_REQUIRED, &at, message, "define the property, or do not require it");
        }
        for (name, property) in &object.properties {
            let at = pointer::join_to(at, ["properties", name]);
            let field = self.field(model, name, property, object.required.contains(name), at);
            self.api.models[model.0].fields.push(field);
        }
    }

    fn field<T: Borrow<Schema>>(
        &mut self,
        model: ModelId,
        name: &str,
        property: &ReferenceOr<T>,
        required: bool,
        at: String,
    ) -> Field {
        let owner = Owner::Property { model, property: name.to_owned(), in_list: false };
        let ty = self.typed(property, &owner, &at);
        let data = data(property);
        Field {
            wire: name.to_owned(),
            // On an inline schema, the name is that of its type.
            rust_name: extensions::string(&data.extensions, "x-rust-name").filter(|_| !self.defines_type(&ty)),
            presence: self.rules.declared(data.nullable, required),
            sensitive: data.extensions.get("x-rust-sensitive").is_some_and(|sensitive| *sensitive == true),
            docs: docs(data),
            boxed: false,
            ty,
            pointer: at,
        }
    }
}

/// The description, flags and extensions of a schema; none of a reference.
pub(super) fn data<T: Borrow<Schema>>(schema: &ReferenceOr<T>) -> SchemaData {
    schema.as_item().map(|schema| schema.borrow().schema_data.clone()).unwrap_or_default()
}
