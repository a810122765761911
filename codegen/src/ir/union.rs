//! Values of one of several types.

use super::{Docs, Owner, PackageId, Type};

/// A schema with `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub struct Union {
    /// The schema's name; of an inline one, the owner's name, `/` and its place.
    pub name: String,
    pub package: PackageId,
    /// The place in which an inline one is defined.
    pub owner: Option<Owner>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    pub pointer: String,
    pub docs: Docs,
    /// In the order in which they are tried.
    pub variants: Vec<Variant>,
    pub distinction: Distinction,
}

/// How a value shows which variant it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Distinction {
    /// By the value of this property.
    Tag(String),
    /// By its JSON type, and of objects by the properties that are present.
    Shape,
    /// By the status of the response that it is the body of.
    Status,
    /// A value may be of several variants.
    None,
}

/// A type that a value may have.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The name of its schema, its title or what marks it.
    pub label: String,
    /// The named schema that it is.
    pub schema: Option<String>,
    pub pointer: String,
    pub docs: Docs,
    pub ty: Type,
    /// Values of the tag, properties that are always present, or statuses.
    pub marks: Vec<String>,
    /// Whether the value would contain itself, and so is behind a `Box`.
    pub boxed: bool,
}

/// The JSON type of all values of a type; `None` where they have several.
pub(crate) fn json_type(ty: &Type) -> Option<&'static str> {
    use super::Number::{Double, Float, Int64InString, UInt64InString};
    Some(match ty {
        Type::String
        | Type::Date
        | Type::DateTime
        | Type::Duration
        | Type::Bytes
        | Type::Binary
        | Type::FieldMask(_)
        | Type::Enum(_) => "string",
        Type::Number(Int64InString | UInt64InString) => "string",
        Type::Number(Float | Double) => "number",
        Type::Number(_) => "integer",
        Type::Bool => "boolean",
        Type::List(_) => "array",
        Type::Map(_) | Type::JsonObject | Type::Any | Type::Empty | Type::Model(_) => "object",
        Type::Json | Type::Union(_) | Type::Nullable(_) => return None,
    })
}
