//! Schemas to types.

use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    StringType, VariantOrUnknownOrEmpty as Format,
};

use super::presence::PresenceRules;
use super::{Lowering, SchemaOrRef};
use crate::diagnostics::{Bounded, Code, codes};
use crate::ir::{Owner, Type};
use crate::openapi::pointer;

/// A type, and whether the value may be null.
pub(super) struct Typed {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl Lowering<'_> {
    /// The type of a schema in `owner`.
    pub(super) fn typed(&mut self, schema: SchemaOrRef<'_>, owner: &Owner, at: &str) -> Typed {
        match schema {
            SchemaOrRef::Reference(reference) => Typed { ty: self.reference(reference, at), nullable: false },
            SchemaOrRef::Schema(schema) => {
                let ty = match &schema.schema_kind {
                    SchemaKind::Type(ty) => self.primitive(ty, schema, owner, at),
                    SchemaKind::AllOf { all_of } => match all_of.as_slice() {
                        [ReferenceOr::Reference { reference }] => self.reference(reference, at),
                        _ => {
                            self.unsupported(&codes::UNSUPPORTED_COMPOSITION, at, "a schema composed of several others")
                        }
                    },
                    SchemaKind::Any(any) if any.typ.is_none() => Type::Json,
                    _ => self.unsupported(&codes::UNSUPPORTED_COMPOSITION, at, "a choice between schemas"),
                };
                Typed { ty, nullable: schema.schema_data.nullable }
            }
        }
    }

    /// Whether a property's schema defines its type inline, so that names on it are those of the type.
    pub(super) fn defines_type(&self, ty: &Type) -> bool {
        match ty {
            Type::Enum(_) => true,
            Type::Model(id) => self.is_inline(*id),
            _ => false,
        }
    }

    /// Reports extensions that have an effect on a property, and none on this schema: a secret would be shown.
    pub(super) fn refuse_property_extensions(&mut self, schema: SchemaOrRef<'_>, ty: &Type, at: &str) {
        let Some(schema) = schema.schema() else { return };
        for key in ["x-rust-sensitive", "x-rust-name"] {
            let names_type = key == "x-rust-name" && self.defines_type(ty);
            if schema.schema_data.extensions.contains_key(key) && !names_type {
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
        let Some(name) = schema_name(reference) else {
            let what = format!("the reference `{}`", Bounded(reference));
            return self.unsupported(&codes::UNSUPPORTED_REFERENCE, at, &what);
        };
        match self.schemas.get(name) {
            Some(id) => Type::Model(*id),
            None => {
                self.unknown_schema(name, at);
                Type::Json
            }
        }
    }

    pub(super) fn unknown_schema(&mut self, name: &str, at: &str) {
        let message = format!("there is no schema `{}`", Bounded(name));
        let help = "vendor the document that defines it, or correct the reference";
        self.error(&codes::UNKNOWN_SCHEMA, at, message, help);
    }

    fn primitive(&mut self, ty: &openapiv3::Type, schema: &Schema, owner: &Owner, at: &str) -> Type {
        match ty {
            openapiv3::Type::Boolean(_) => Type::Bool,
            openapiv3::Type::String(string) => self.string(string, schema, owner, at),
            openapiv3::Type::Integer(integer) => match &integer.format {
                Format::Item(IntegerFormat::Int32) => Type::Int32,
                Format::Unknown(format) if format == "uint32" => Type::UInt32,
                _ => self.unsupported_format(at, "an integer of a format other than int32 and uint32"),
            },
            openapiv3::Type::Number(number) => match &number.format {
                Format::Item(NumberFormat::Float) => Type::Float,
                Format::Item(NumberFormat::Double) | Format::Empty => Type::Double,
                Format::Unknown(format) => {
                    self.unsupported_format(at, &format!("a number of format `{}`", Bounded(format)))
                }
            },
            openapiv3::Type::Array(array) => match &array.items {
                Some(items) => Type::List(Box::new(self.element(items.into(), owner, &pointer::child(at, "items")))),
                None => self.unsupported(&codes::UNSUPPORTED_SCHEMA, at, "an array without `items`"),
            },
            openapiv3::Type::Object(object) => self.object(object, schema, owner, at),
        }
    }

    fn unsupported_format(&mut self, at: &str, what: &str) -> Type {
        self.unsupported(&codes::UNSUPPORTED_FORMAT, at, what)
    }

    /// The type of the elements of a list or map in `owner`.
    fn element(&mut self, schema: SchemaOrRef<'_>, owner: &Owner, at: &str) -> Type {
        let Typed { ty, .. } = self.typed(schema, &owner.element(), at);
        self.refuse_property_extensions(schema, &ty, at);
        ty
    }

    fn string(&mut self, string: &StringType, schema: &Schema, owner: &Owner, at: &str) -> Type {
        if !string.enumeration.is_empty() {
            return self.enumeration(string, schema, owner, at);
        }
        match &string.format {
            Format::Empty | Format::Item(StringFormat::Password) => Type::String,
            Format::Item(StringFormat::DateTime) => Type::DateTime,
            Format::Item(StringFormat::Byte) => Type::Bytes,
            Format::Item(StringFormat::Date) => self.unsupported_format(at, "a string of format `date`"),
            Format::Item(StringFormat::Binary) => self.unsupported_format(at, "a string of format `binary`"),
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

    fn enumeration(&mut self, string: &StringType, schema: &Schema, owner: &Owner, at: &str) -> Type {
        let rust_name = self.string_extension(&schema.schema_data.extensions, "x-rust-name", at);
        let package = match owner {
            Owner::Property { model, .. } => self.package_of(*model),
            Owner::Parameter { package, .. } => *package,
        };
        let values = string.enumeration.iter().flatten().cloned().collect();
        Type::Enum(self.enums.add(package, owner.clone(), rust_name, at.to_owned(), values))
    }

    fn object(&mut self, object: &ObjectType, schema: &Schema, owner: &Owner, at: &str) -> Type {
        let mut named = object.properties.keys();
        match (&object.additional_properties, named.next().map(String::as_str)) {
            (Some(AdditionalProperties::Any(true)) | None, Some("@type")) if named.next().is_none() => Type::Any,
            (Some(AdditionalProperties::Schema(values)), None) => {
                let at = pointer::child(at, "additionalProperties");
                Type::Map(Box::new(self.element((&**values).into(), owner, &at)))
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
