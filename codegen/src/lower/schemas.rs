//! Schemas to models and types.

use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ObjectType, OpenAPI, ReferenceOr, Schema, SchemaKind,
    StringFormat, StringType, VariantOrUnknownOrEmpty as Format,
};

use super::enums::EnumSite;
use super::{Described, Lower, docs, flag_extension, names_extension, referred, text_extension};
use crate::api::{EnumId, Field, Model, Site, Type};
use crate::error::Bounded;
use crate::pointer;

/// A type, and what its place in the document says about it.
pub(super) struct Typed {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl Lower {
    pub(super) fn schemas(&mut self, document: &OpenAPI) {
        let schemas = document.components.iter().flat_map(|components| &components.schemas);
        for (name, schema) in schemas {
            let at = pointer::child("/components/schemas", name);
            let ReferenceOr::Item(Schema { schema_data, schema_kind }) = schema else {
                self.error(
                    &at,
                    "a named schema that is only a reference to another",
                    "refer to the other one where this one is used",
                );
                continue;
            };
            let SchemaKind::Type(openapiv3::Type::Object(object)) = schema_kind else {
                let help = "describe it where it is used, or support it, beginning in codegen/src/lower/schemas.rs";
                self.error(&at, "a named schema that is no object is not supported", help);
                continue;
            };
            if schema_data.extensions.contains_key("x-rust-sensitive") {
                let at = pointer::child(&at, "x-rust-sensitive");
                self.error(&at, "`x-rust-sensitive` has no meaning here", "say it of each property that is a secret");
            }
            let model = Model {
                name: name.clone(),
                inline: None,
                rust_name: text_extension(self, &schema_data.extensions, "x-rust-name", &at),
                docs: docs(schema_data),
                fields: self.fields(name, object, &at),
                oneofs: Vec::new(),
                oneof_names: names_extension(self, &schema_data.extensions, "x-rust-oneof-names", &at),
                expand_paths: Vec::new(),
                at,
            };
            self.models.insert(name.clone(), model);
        }
    }

    /// The properties of an object that has named ones or none at all.
    fn fields(&mut self, model: &str, object: &ObjectType, at: &str) -> Vec<Field> {
        if object.additional_properties.as_ref().is_some_and(|more| *more != AdditionalProperties::Any(false)) {
            let help = "keep one of the two, or support it, beginning in codegen/src/lower/schemas.rs";
            self.error(at, "an object with both named and other properties is not supported", help);
        }
        for name in object.required.iter().filter(|name| !object.properties.contains_key(*name)) {
            let message = format!("`{}` is required, but is no property", Bounded(name));
            self.error(&pointer::child(at, "required"), message, "describe the property, or do not require it");
        }
        let at = pointer::child(at, "properties");
        let fields = object.properties.iter().map(|(name, property)| {
            let at = pointer::child(&at, name);
            let site = Site::Property { model: model.to_owned(), property: name.clone(), in_list: false };
            let property = Described::from(property);
            let Typed { ty, nullable } = self.typed(property, &site, &at);
            let data = property.schema().map(|schema| schema.schema_data.clone()).unwrap_or_default();
            let is_inline = self.is_described_here(&ty);
            Field {
                wire: name.clone(),
                // On what is described in place, the name is that of its type.
                rust_name: text_extension(self, &data.extensions, "x-rust-name", &at).filter(|_| !is_inline),
                docs: docs(&data),
                presence: self.rules.stated(nullable, object.required.contains(name)),
                sensitive: flag_extension(self, &data.extensions, "x-rust-sensitive", &at).unwrap_or_default(),
                boxed: false,
                ty,
                at,
            }
        });
        fields.collect()
    }

    /// The type of a schema that stands at `site`.
    pub(super) fn typed(&mut self, schema: Described<'_>, site: &Site, at: &str) -> Typed {
        match schema {
            Described::Reference(reference) => Typed { ty: self.reference(reference, at), nullable: false },
            Described::Schema(schema) => {
                let ty = match &schema.schema_kind {
                    SchemaKind::Type(ty) => self.plain(ty, schema, site, at),
                    SchemaKind::AllOf { all_of } => match all_of.as_slice() {
                        [ReferenceOr::Reference { reference }] => self.reference(reference, at),
                        _ => self.unsupported(at, "a schema made of several others"),
                    },
                    SchemaKind::Any(any) if any.typ.is_none() => Type::Json,
                    _ => self.unsupported(at, "a choice between schemas"),
                };
                Typed { ty, nullable: schema.schema_data.nullable }
            }
        }
    }

    /// The type of what a list or a map at `site` holds.
    fn element(&mut self, schema: Described<'_>, site: &Site, at: &str) -> Type {
        let Typed { ty, .. } = self.typed(schema, &in_list(site), at);
        self.only_named(schema, &ty, at);
        ty
    }

    /// Refuses what may be said to the generator of a property, and here would be ignored: a secret would be shown. What
    /// becomes a Rust type of its own may be named.
    pub(super) fn only_named(&mut self, schema: Described<'_>, ty: &Type, at: &str) {
        let Some(schema) = schema.schema() else { return };
        let idle = ["x-rust-sensitive", "x-rust-name"].into_iter().filter(|key| {
            let is_name = *key == "x-rust-name" && self.is_described_here(ty);
            schema.schema_data.extensions.contains_key(*key) && !is_name
        });
        for key in idle.collect::<Vec<_>>() {
            let message = format!("`{key}` has no meaning here");
            self.error(&pointer::child(at, key), message, "say it of the property or parameter itself, or remove it");
        }
    }

    /// Whether a type is described where it is used.
    fn is_described_here(&self, ty: &Type) -> bool {
        match ty {
            Type::Enum(_) => true,
            Type::Model(name) => self.models.get(name).is_some_and(|model| model.inline.is_some()),
            _ => false,
        }
    }

    /// The type that errors stand in for, so that all of them are found.
    fn unsupported(&mut self, at: &str, what: &str) -> Type {
        let help =
            "replace it by an action in specs/overlay.yaml, or support it, beginning in codegen/src/lower/schemas.rs";
        self.error(at, format!("{what} is not supported"), help);
        Type::Json
    }

    fn reference(&mut self, reference: &str, at: &str) -> Type {
        match referred(reference) {
            Some(name) => {
                self.references.push((name.to_owned(), at.to_owned()));
                Type::Model(name.to_owned())
            }
            None => {
                let what = format!("the reference `{}`", Bounded(reference));
                self.unsupported(at, &what)
            }
        }
    }

    fn plain(&mut self, ty: &openapiv3::Type, schema: &Schema, site: &Site, at: &str) -> Type {
        match ty {
            openapiv3::Type::Boolean(_) => Type::Bool,
            openapiv3::Type::String(string) => self.string(string, schema, site, at),
            openapiv3::Type::Integer(integer) => match &integer.format {
                Format::Item(IntegerFormat::Int32) => Type::Int32,
                Format::Unknown(format) if format == "uint32" => Type::UInt32,
                _ => self.unsupported(at, "an integer of another format than int32 or uint32"),
            },
            openapiv3::Type::Number(number) => match &number.format {
                Format::Item(NumberFormat::Float) => Type::Float,
                Format::Item(NumberFormat::Double) | Format::Empty => Type::Double,
                Format::Unknown(format) => self.unsupported(at, &format!("a number of format `{}`", Bounded(format))),
            },
            openapiv3::Type::Array(array) => match &array.items {
                Some(items) => Type::List(Box::new(self.element(items.into(), site, &pointer::child(at, "items")))),
                None => self.unsupported(at, "a list without `items`"),
            },
            openapiv3::Type::Object(object) => self.object(object, schema, site, at),
        }
    }

    fn string(&mut self, string: &StringType, schema: &Schema, site: &Site, at: &str) -> Type {
        if !string.enumeration.is_empty() {
            let rust_name = text_extension(self, &schema.schema_data.extensions, "x-rust-name", at);
            let values: Vec<String> = string.enumeration.iter().flatten().cloned().collect();
            self.enum_sites.push(EnumSite {
                at: at.to_owned(),
                package: site.package().to_owned(),
                site: site.clone(),
                rust_name,
                values,
            });
            return Type::Enum(EnumId(self.enum_sites.len() - 1));
        }
        match &string.format {
            Format::Empty | Format::Item(StringFormat::Password) => Type::String,
            Format::Item(StringFormat::DateTime) => Type::DateTime,
            Format::Item(StringFormat::Byte) => Type::Bytes,
            Format::Item(StringFormat::Date) => self.unsupported(at, "a string of format `date`"),
            Format::Item(StringFormat::Binary) => self.unsupported(at, "a string of format `binary`"),
            Format::Unknown(format) => match format.as_str() {
                "base64" => Type::Bytes,
                "duration" => Type::Duration,
                "int64" => Type::Int64,
                "uint64" => Type::UInt64,
                // Other formats say how the string is made, not what it is.
                _ => Type::String,
            },
        }
    }

    fn object(&mut self, object: &ObjectType, schema: &Schema, site: &Site, at: &str) -> Type {
        let mut named = object.properties.keys();
        match (&object.additional_properties, named.next().map(String::as_str)) {
            (Some(AdditionalProperties::Any(true)) | None, Some("@type")) if named.next().is_none() => Type::Any,
            (Some(AdditionalProperties::Schema(values)), None) => {
                let at = pointer::child(at, "additionalProperties");
                Type::Map(Box::new(self.element((&**values).into(), site, &at)))
            }
            (Some(AdditionalProperties::Any(true)), None) => Type::JsonObject,
            (None, None) if self.rules.is_protobuf() => Type::Empty,
            (None, None) => Type::JsonObject,
            _ => self.inline(object, schema, site, at),
        }
    }

    /// An object with properties, described where it is used: a model named after its place.
    fn inline(&mut self, object: &ObjectType, schema: &Schema, site: &Site, at: &str) -> Type {
        let Site::Property { model, property, .. } = site else {
            return self.unsupported(at, "an object in a parameter");
        };
        let name = format!("{model}/{property}");
        let model = Model {
            name: name.clone(),
            inline: Some(site.clone()),
            rust_name: text_extension(self, &schema.schema_data.extensions, "x-rust-name", at),
            at: at.to_owned(),
            docs: docs(&schema.schema_data),
            fields: self.fields(&name, object, at),
            oneofs: Vec::new(),
            oneof_names: names_extension(self, &schema.schema_data.extensions, "x-rust-oneof-names", at),
            expand_paths: Vec::new(),
        };
        match self.models.insert(name.clone(), model) {
            None => Type::Model(name),
            Some(_) => self.unsupported(at, &format!("a second object called `{}`", Bounded(&name))),
        }
    }

    /// References must lead somewhere; only when everything was read is it known what there is.
    pub(super) fn dangling_references(&mut self) {
        for (name, at) in std::mem::take(&mut self.references) {
            if self.models.get(&name).is_none_or(|model| model.inline.is_some()) {
                let message = format!("there is no schema `{}`", Bounded(&name));
                self.error(&at, message, "vendor the document that describes it, or correct the reference");
            }
        }
    }
}

fn in_list(site: &Site) -> Site {
    let mut site = site.clone();
    match &mut site {
        Site::Property { in_list, .. } | Site::Parameter { in_list, .. } => *in_list = true,
    }
    site
}
