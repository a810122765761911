//! Object schemas to models.

use serde_json::Value;

use super::Lowering;
use super::read::{docs, entries, string, strings};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Field, Model, ModelId, Owner, Type, proto_package};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// A model for each named schema, then one for each object that is defined inline.
    pub(super) fn schemas(&mut self) {
        let schemas = &self.document["components"]["schemas"];
        for (name, schema) in entries(schemas) {
            let id = self.add_model(name, None, schema, &pointer::child("/components/schemas", name));
            self.schemas.insert(name, id);
        }
        for (index, (_, schema)) in entries(schemas).enumerate() {
            self.named(ModelId(index), schema);
        }
    }

    fn named(&mut self, id: ModelId, schema: &Value) {
        let at = self.api[id].pointer.clone();
        if schema.get("$ref").is_some() {
            let message = "a named schema that is only a reference to another is not supported";
            return self.error(&codes::UNSUPPORTED_SCHEMA, &at, message, "refer to the other schema directly");
        }
        if schema.get("x-rust-sensitive").is_some() {
            let at = pointer::child(&at, "x-rust-sensitive");
            let message = "`x-rust-sensitive` has no effect on a named schema";
            self.error(&codes::MISPLACED_EXTENSION, &at, message, "set it on each property that is a secret");
        }
        if schema["type"] == "object" {
            self.fields(id, schema, &at);
        } else {
            let help = "define it inline where it is used, or support it: begin in codegen/src/lower/schemas.rs";
            self.error(&codes::UNSUPPORTED_SCHEMA, &at, "a named schema that is not an object is not supported", help);
        }
    }

    /// Adds a model without fields.
    fn add_model(&mut self, name: &str, owner: Option<Owner>, schema: &Value, at: &str) -> ModelId {
        let model = Model {
            name: name.to_owned(),
            package: self.package(proto_package::of(name)),
            owner,
            rust_name: string(schema, "x-rust-name"),
            pointer: at.to_owned(),
            docs: docs(schema),
            fields: Vec::new(),
            oneofs: Vec::new(),
            is_expand_mask: false,
            expand_paths: Vec::new(),
            is_request: false,
            is_response: false,
            subject: None,
            related: Vec::new(),
            payloads: None,
        };
        self.api.models.push(model);
        ModelId(self.api.models.len() - 1)
    }

    /// The model of an object that is defined inline.
    pub(super) fn inline(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        let Owner::Property { model, property, .. } = owner else {
            return self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, "an object in a parameter");
        };
        let name = format!("{}/{property}", self.api[*model].name);
        if self.api.models.iter().any(|other| other.name == name) {
            let message = format!("a second object named `{}`", Bounded(&name));
            return self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, &message);
        }
        let id = self.add_model(&name, Some(owner.clone()), schema, at);
        self.fields(id, schema, at);
        Type::Model(id)
    }

    fn fields(&mut self, model: ModelId, object: &Value, at: &str) {
        if !matches!(object["additionalProperties"], Value::Null | Value::Bool(false)) {
            let message = "an object with both named and additional properties is not supported";
            let help = "keep one of the two, or support it: begin in codegen/src/lower/schemas.rs";
            self.error(&codes::UNSUPPORTED_SCHEMA, at, message, help);
        }
        let properties = &object["properties"];
        for name in strings(&object["required"]).filter(|name| properties.get(name).is_none()) {
            let message = format!("the required property `{}` is not defined", Bounded(name));
            let at = pointer::child(at, "required");
            self.error(&codes::UNKNOWN_REQUIRED, &at, message, "define the property, or do not require it");
        }
        for (name, property) in entries(properties) {
            let required = strings(&object["required"]).any(|required| required == name);
            let field = self.field(model, name, property, required, pointer::join_to(at, ["properties", name]));
            self.api.models[model.0].fields.push(field);
        }
    }

    fn field(&mut self, model: ModelId, name: &str, schema: &Value, required: bool, at: String) -> Field {
        let owner = Owner::Property { model, property: name.to_owned(), in_list: false };
        let ty = self.typed(schema, &owner, &at);
        Field {
            wire: name.to_owned(),
            // On an inline schema, the name is that of its type.
            rust_name: string(schema, "x-rust-name").filter(|_| !self.defines_type(&ty)),
            presence: self.rules.declared(schema["nullable"] == true, required),
            related: string(schema, "x-rust-related"),
            sensitive: schema["x-rust-sensitive"] == true,
            docs: docs(schema),
            boxed: false,
            ty,
            pointer: at,
        }
    }
}
