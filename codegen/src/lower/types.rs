//! Schemas to types.

use serde_json::Value;

use super::presence::PresenceRules;
use super::read::{entries, is_composed, reference};
use super::{Lowering, unions};
use crate::diagnostics::{Bounded, Code, codes};
use crate::ir::{Number, Owner, Type};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// The type of a schema in `owner`.
    pub(super) fn typed(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        if let Some(reference) = reference(schema) {
            return self.reference(reference, at);
        }
        if unions::members(schema).is_some() {
            return self.union(schema, owner, at);
        }
        if is_composed(schema) { self.composed(schema, owner, at) } else { self.simple(schema, owner, at) }
    }

    /// The type of a schema by its own keys.
    pub(super) fn simple(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        let format = schema["format"].as_str();
        match (schema["type"].as_str().unwrap_or_default(), format) {
            ("boolean", _) => Type::Bool,
            ("string", _) if schema.get("enum").is_some() => self.enumeration(schema, owner, at),
            ("string", Some("date-time")) => Type::DateTime,
            ("string", Some("date")) => Type::Date,
            // Protobuf's own format; in JSON Schema, it is that of ISO 8601.
            ("string", Some("duration")) if self.rules == PresenceRules::Protobuf => Type::Duration,
            ("string", Some("byte" | "base64")) => Type::Bytes,
            ("string", Some("binary")) => Type::Binary,
            ("string", Some("int64")) => Type::Number(Number::Int64InString),
            ("string", Some("uint64")) => Type::Number(Number::UInt64InString),
            // Other formats constrain a string, and do not change its type.
            ("string", _) => Type::String,
            ("integer", format) => Type::Number(integer(format).unwrap_or(Number::Int64)),
            ("number", Some("float")) => Type::Number(Number::Float),
            ("number", format) => Type::Number(integer(format).unwrap_or(Number::Double)),
            ("array", _) => Type::List(Box::new(self.element(schema, "items", owner, at))),
            ("object", _) => self.object(schema, owner, at),
            _ => Type::Json,
        }
    }

    /// Whether a schema defines its type itself, so that names on it are those of the type.
    pub(super) fn defines_type(&self, schema: &Value, ty: &Type) -> bool {
        match ty {
            Type::Enum(_) => reference(schema).is_none(),
            Type::Model(id) => self.api[*id].owner.is_some(),
            Type::Union(_) => reference(schema).is_none(),
            _ => false,
        }
    }

    /// Reports extensions that have an effect on a property, and none on this schema: a secret would be shown.
    pub(super) fn refuse_property_extensions(&mut self, schema: &Value, ty: &Type, at: &str) {
        for key in ["x-rust-sensitive", "x-rust-name"] {
            let names_type = key == "x-rust-name" && self.defines_type(schema, ty);
            if schema.get(key).is_some() && !names_type {
                let message = format!("`{key}` has no effect here");
                let help = "set it on the property or parameter itself, or remove it";
                self.error(&codes::MISPLACED_EXTENSION, &pointer::child(at, key), message, help);
            }
        }
    }

    /// Reports an unsupported schema. Returns a placeholder, so that lowering finds further errors.
    pub(super) fn unsupported(&mut self, code: &'static Code, at: &str, schema: &str) -> Type {
        let help = "replace it by an action in specs/overlay.yaml, or support it: begin in codegen/src/lower/types.rs";
        self.error(code, at, format!("{schema} is not supported"), help);
        Type::Json
    }

    fn reference(&mut self, reference: &str, at: &str) -> Type {
        if pointer::schema_name(reference).is_none() {
            let message = format!("the reference `{}`", Bounded(reference));
            return self.unsupported(&codes::UNSUPPORTED_REFERENCE, at, &message);
        }
        self.schema(reference, at).unwrap_or(Type::Json)
    }

    /// The type of the elements under `key` of a list or map in `owner`.
    pub(super) fn element(&mut self, schema: &Value, key: &str, owner: &Owner, at: &str) -> Type {
        let (schema, at) = (&schema[key], pointer::child(at, key));
        let mut ty = self.typed(schema, &owner.element(), &at);
        // Protobuf JSON has no null in lists and maps. A JSON value includes null.
        if self.rules != PresenceRules::Protobuf && ty != Type::Json && self.is_nullable(schema) {
            ty = Type::Nullable(Box::new(ty));
        }
        self.refuse_property_extensions(schema, &ty, &at);
        ty
    }

    fn object(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        let additional = "additionalProperties";
        let mut named = entries(&schema["properties"]).map(|(name, _)| name);
        match (&schema[additional], named.next()) {
            (Value::Bool(true) | Value::Null, Some("@type")) if named.next().is_none() => Type::Any,
            (Value::Object(_), None) => Type::Map(Box::new(self.element(schema, additional, owner, at))),
            (Value::Null, None) if self.rules == PresenceRules::Protobuf => Type::Empty,
            (Value::Bool(true) | Value::Null, None) => Type::JsonObject,
            _ => self.inline(schema, owner, at),
        }
    }
}

/// The integer type of a format of numbers. Formats that OpenAPI does not define constrain a number, and do not change its
/// type.
fn integer(format: Option<&str>) -> Option<Number> {
    Some(match format? {
        "int8" => Number::Int8,
        "uint8" => Number::UInt8,
        "int16" => Number::Int16,
        "uint16" => Number::UInt16,
        "int32" => Number::Int32,
        "uint32" => Number::UInt32,
        "int64" => Number::Int64,
        "uint64" | "uint" => Number::UInt64,
        _ => return None,
    })
}
