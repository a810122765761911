//! Schemas to types.

use std::borrow::Borrow;

use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    StringType, VariantOrUnknownOrEmpty as Format,
};

use super::Lowering;
use super::presence::PresenceRules;
use crate::diagnostics::{Bounded, Code, codes};
use crate::ir::{ModelId, Owner, Type};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// The type of a schema in `owner`.
    pub(super) fn typed<T: Borrow<Schema>>(&mut self, schema: &ReferenceOr<T>, owner: &Owner, at: &str) -> Type {
        let schema = match schema {
            ReferenceOr::Reference { reference } => return self.reference(reference, at),
            ReferenceOr::Item(schema) => schema.borrow(),
        };
        match &schema.schema_kind {
            SchemaKind::Type(ty) => self.primitive(ty, schema, owner, at),
            SchemaKind::AllOf { all_of } => match all_of.as_slice() {
                [ReferenceOr::Reference { reference }] => self.reference(reference, at),
                _ => self.unsupported(&codes::UNSUPPORTED_COMPOSITION, at, "a schema composed of several others"),
            },
            SchemaKind::Any(any) if any.typ.is_none() => Type::Json,
            _ => self.unsupported(&codes::UNSUPPORTED_COMPOSITION, at, "a choice between schemas"),
        }
    }

    /// Whether a property's schema defines its type inline, so that names on it are those of the type.
    pub(super) fn defines_type(&self, ty: &Type) -> bool {
        match ty {
            Type::Enum(_) => true,
            Type::Model(id) => self.api[*id].owner.is_some(),
            _ => false,
        }
    }

    /// Reports extensions that have an effect on a property, and none on this schema: a secret would be shown.
    pub(super) fn refuse_property_extensions<T>(&mut self, schema: &ReferenceOr<T>, ty: &Type, at: &str)
    where
        T: Borrow<Schema>,
    {
        let Some(schema) = schema.as_item() else { return };
        for key in ["x-rust-sensitive", "x-rust-name"] {
            let names_type = key == "x-rust-name" && self.defines_type(ty);
            if schema.borrow().schema_data.extensions.contains_key(key) && !names_type {
                let message = format!("`{key}` has no effect here");
                let help = "set it on the property or parameter itself, or remove it";
                self.error(&codes::MISPLACED_EXTENSION, &pointer::child(at, key), message, help);
            }
        }
    }

    /// Reports an unsupported schema. Returns a placeholder, so that lowering finds further errors.
    pub(super) fn unsupported(&mut self, code: &'static Code, at: &str, what: &str) -> Type {
        let help = "replace it by an action in specs/overlay.yaml, or support it: begin in codegen/src/lower/types.rs";
        self.error(code, at, format!("{what} is not supported"), help);
        Type::Json
    }

    fn reference(&mut self, reference: &str, at: &str) -> Type {
        if schema_name(reference).is_none() {
            let what = format!("the reference `{}`", Bounded(reference));
            return self.unsupported(&codes::UNSUPPORTED_REFERENCE, at, &what);
        }
        self.schema(reference, at).map_or(Type::Json, Type::Model)
    }

    /// The model of the schema that a reference names.
    pub(super) fn schema(&mut self, reference: &str, at: &str) -> Option<ModelId> {
        let name = schema_name(reference)?;
        let id = self.schemas.get(name).copied();
        if id.is_none() {
            let message = format!("there is no schema `{}`", Bounded(name));
            let help = "vendor the document that defines it, or correct the reference";
            self.error(&codes::UNKNOWN_SCHEMA, at, message, help);
        }
        id
    }

    fn primitive(&mut self, ty: &openapiv3::Type, schema: &Schema, owner: &Owner, at: &str) -> Type {
        match ty {
            openapiv3::Type::Boolean(_) => Type::Bool,
            openapiv3::Type::String(string) if string.enumeration.is_empty() => self.string(string, at),
            openapiv3::Type::String(string) => self.enumeration(string, schema, owner, at),
            openapiv3::Type::Integer(integer) => match &integer.format {
                Format::Item(IntegerFormat::Int32) => Type::Int32,
                Format::Unknown(format) if format == "uint32" => Type::UInt32,
                _ => {
                    let what = "an integer of a format other than int32 and uint32";
                    self.unsupported(&codes::UNSUPPORTED_FORMAT, at, what)
                }
            },
            openapiv3::Type::Number(number) => match &number.format {
                Format::Item(NumberFormat::Float) => Type::Float,
                Format::Item(NumberFormat::Double) | Format::Empty => Type::Double,
                Format::Unknown(format) => {
                    let what = format!("a number of format `{}`", Bounded(format));
                    self.unsupported(&codes::UNSUPPORTED_FORMAT, at, &what)
                }
            },
            openapiv3::Type::Array(array) => match &array.items {
                Some(items) => Type::List(Box::new(self.element(items, owner, &pointer::child(at, "items")))),
                None => self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, "an array without `items`"),
            },
            openapiv3::Type::Object(object) => self.object(object, schema, owner, at),
        }
    }

    /// The type of the elements of a list or map in `owner`.
    fn element<T: Borrow<Schema>>(&mut self, schema: &ReferenceOr<T>, owner: &Owner, at: &str) -> Type {
        let ty = self.typed(schema, &owner.element(), at);
        self.refuse_property_extensions(schema, &ty, at);
        ty
    }

    fn string(&mut self, string: &StringType, at: &str) -> Type {
        match &string.format {
            Format::Empty | Format::Item(StringFormat::Password) => Type::String,
            Format::Item(StringFormat::DateTime) => Type::DateTime,
            Format::Item(StringFormat::Byte) => Type::Bytes,
            Format::Item(StringFormat::Date) => {
                self.unsupported(&codes::UNSUPPORTED_FORMAT, at, "a string of format `date`")
            }
            Format::Item(StringFormat::Binary) => {
                self.unsupported(&codes::UNSUPPORTED_FORMAT, at, "a string of format `binary`")
            }
            Format::Unknown(format) => match format.as_str() {
                "base64" => Type::Bytes,
                "duration" => Type::Duration,
                "int64" => Type::Int64,
                "uint64" => Type::UInt64,
                // Other formats constrain a string, and do not change its type.
                _ => Type::String,
            },
        }
    }

    fn object(&mut self, object: &ObjectType, schema: &Schema, owner: &Owner, at: &str) -> Type {
        let mut named = object.properties.keys();
        match (&object.additional_properties, named.next().map(String::as_str)) {
            (Some(AdditionalProperties::Any(true)) | None, Some("@type")) if named.next().is_none() => Type::Any,
            (Some(AdditionalProperties::Schema(values)), None) => {
                let at = pointer::child(at, "additionalProperties");
                Type::Map(Box::new(self.element(values, owner, &at)))
            }
            (Some(AdditionalProperties::Any(true)), None) => Type::JsonObject,
            (None, None) if self.rules == PresenceRules::Protobuf => Type::Empty,
            (None, None) => Type::JsonObject,
            _ => self.inline(object, schema, owner, at),
        }
    }
}

/// The name of the schema that a reference is to.
pub(super) fn schema_name(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/")
}
