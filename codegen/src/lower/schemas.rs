//! Object schemas to models.

use openapiv3::{AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::extensions::docs;
use super::types::Typed;
use super::{Lowering, SchemaOrRef};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Field, Model, ModelId, Owner, Type, proto_package};
use crate::openapi::pointer;

const SUPPORT: &str = "keep one of the two, or support it: begin in codegen/src/lower/schemas.rs";

impl Lowering<'_> {
    /// A model for each named schema.
    pub(super) fn schemas(&mut self) {
        let document = self.document;
        let Some(components) = &document.components else { return };
        for (name, id) in self.schemas.clone() {
            let at = pointer::child("/components/schemas", name);
            let model = match components.schemas.get(name) {
                Some(ReferenceOr::Item(schema)) => self.named(id, name, schema, &at),
                _ => {
                    let message = "a named schema that is only a reference to another is not supported";
                    self.error(&codes::UNSUPPORTED_SCHEMA, &at, message, "refer to the other schema directly");
                    self.empty_model(name, None, &SchemaData::default(), &at)
                }
            };
            self.api.models.push(model);
        }
    }

    fn named(&mut self, id: ModelId, name: &str, schema: &Schema, at: &str) -> Model {
        let Schema { schema_data, schema_kind } = schema;
        if schema_data.extensions.contains_key("x-rust-sensitive") {
            let at = pointer::child(at, "x-rust-sensitive");
            let message = "`x-rust-sensitive` has no effect on a named schema";
            self.error(&codes::MISPLACED_EXTENSION, &at, message, "set it on each property that is a secret");
        }
        let mut model = self.empty_model(name, None, schema_data, at);
        if let SchemaKind::Type(openapiv3::Type::Object(object)) = schema_kind {
            model.fields = self.fields(id, object, at);
        } else {
            let help = "define it inline where it is used, or support it: begin in codegen/src/lower/schemas.rs";
            self.error(&codes::UNSUPPORTED_SCHEMA, at, "a named schema that is not an object is not supported", help);
        }
        model
    }

    /// A model without fields.
    fn empty_model(&mut self, name: &str, owner: Option<Owner>, data: &SchemaData, at: &str) -> Model {
        Model {
            name: name.to_owned(),
            package: self.package(proto_package::of(name)),
            owner,
            rust_name: self.string_extension(&data.extensions, "x-rust-name", at),
            pointer: at.to_owned(),
            docs: docs(data),
            fields: Vec::new(),
            oneofs: Vec::new(),
            oneof_names: self.names_extension(&data.extensions, "x-rust-oneof-names", at),
            expand_paths: Vec::new(),
        }
    }

    /// The model of an object that is defined inline.
    pub(super) fn inline(&mut self, object: &ObjectType, schema: &Schema, owner: &Owner, at: &str) -> Type {
        let Owner::Property { model, property, .. } = owner else {
            return self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, "an object in a parameter");
        };
        let name = format!("{}/{property}", self.name(*model));
        if self.inline.iter().any(|other| other.name == name) {
            let what = format!("a second object named `{}`", Bounded(&name));
            return self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, &what);
        }
        let id = ModelId::new(self.names.len() + self.inline.len());
        let model = self.empty_model(&name, Some(owner.clone()), &schema.schema_data, at);
        self.inline.push(model);
        let fields = self.fields(id, object, at);
        self.inline[id.0 - self.names.len()].fields = fields;
        Type::Model(id)
    }

    /// The name of a model, also while its schema is being lowered.
    fn name(&self, id: ModelId) -> &str {
        self.names.get(id.0).copied().unwrap_or_else(|| &self.inline[id.0 - self.names.len()].name)
    }

    fn fields(&mut self, model: ModelId, object: &ObjectType, at: &str) -> Vec<Field> {
        if object.additional_properties.as_ref().is_some_and(|more| *more != AdditionalProperties::Any(false)) {
            let message = "an object with both named and additional properties is not supported";
            self.error(&codes::UNSUPPORTED_SCHEMA, at, message, SUPPORT);
        }
        for name in object.required.iter().filter(|name| !object.properties.contains_key(*name)) {
            let message = format!("the required property `{}` is not defined", Bounded(name));
            let at = pointer::child(at, "required");
            self.error(&codes::UNKNOWN_REQUIRED, &at, message, "define the property, or do not require it");
        }
        let at = pointer::child(at, "properties");
        let properties = object.properties.iter().map(|(name, property)| {
            let owner = Owner::Property { model, property: name.clone(), in_list: false };
            let required = object.required.contains(name);
            self.field(name, property.into(), required, &owner, pointer::child(&at, name))
        });
        properties.collect()
    }

    fn field(&mut self, name: &str, property: SchemaOrRef<'_>, required: bool, owner: &Owner, at: String) -> Field {
        let Typed { ty, nullable } = self.typed(property, owner, &at);
        let data = property.schema().map(|schema| &schema.schema_data);
        let none = SchemaData::default();
        let data = data.unwrap_or(&none);
        let defines_type = self.defines_type(&ty);
        Field {
            wire: name.to_owned(),
            // On an inline schema, the name is that of its type.
            rust_name: self.string_extension(&data.extensions, "x-rust-name", &at).filter(|_| !defines_type),
            docs: docs(data),
            presence: self.rules.declared(nullable, required),
            sensitive: self.bool_extension(&data.extensions, "x-rust-sensitive", &at).unwrap_or_default(),
            boxed: false,
            ty,
            pointer: at,
        }
    }
}
