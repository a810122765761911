//! Types and names on the wire, for people.

use crate::ir::{Api, Codec, Content, Enum, EnumOrigin, ItemStream, Number, Owner, Type};

/// The description of a type: `list of c1.api.user.v1.UserRef`.
pub fn type_name(api: &Api, ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Number(number) => self::number(*number).to_owned(),
        Type::DateTime => "date and time (RFC 3339)".to_owned(),
        Type::Date => "date (RFC 3339)".to_owned(),
        Type::Duration => "duration in seconds (`1.5s`)".to_owned(),
        Type::Bytes => "bytes (base64)".to_owned(),
        Type::Binary => "content of a file".to_owned(),
        Type::Json => "any JSON value".to_owned(),
        Type::JsonObject => "any JSON object".to_owned(),
        Type::FieldMask(Some(id)) => format!("names of fields of {}, separated by commas", api[*id].name),
        Type::FieldMask(None) => "names of fields, separated by commas".to_owned(),
        Type::Any => "any message, with its @type".to_owned(),
        Type::Empty => "message without fields".to_owned(),
        Type::Enum(id) => format!("enum {}", enum_name(api, &api[*id])),
        Type::Model(id) => api[*id].name.clone(),
        Type::Union(id) => api[*id].name.clone(),
        Type::List(inner) => format!("list of {}", type_name(api, inner)),
        Type::Map(inner) => format!("map to {}", type_name(api, inner)),
        Type::Nullable(inner) => format!("{} or null", type_name(api, inner)),
    }
}

fn number(number: Number) -> &'static str {
    match number {
        Number::Int8 => "8-bit integer",
        Number::UInt8 => "unsigned 8-bit integer",
        Number::Int16 => "16-bit integer",
        Number::UInt16 => "unsigned 16-bit integer",
        Number::Int32 => "32-bit integer",
        Number::UInt32 => "unsigned 32-bit integer",
        Number::Int64 => "64-bit integer",
        Number::UInt64 => "unsigned 64-bit integer",
        Number::Int64InString => "64-bit integer in a string",
        Number::UInt64InString => "unsigned 64-bit integer in a string",
        Number::Float => "32-bit number",
        Number::Double => "64-bit number",
    }
}

/// The description of a body: `list of c1.api.user.v1.UserRef, may be missing`.
pub fn content_name(api: &Api, content: Option<&Content>) -> String {
    let Some(Content { ty, media_type, codec, optional, .. }) = content else { return "none".to_owned() };
    let ty = match codec {
        Codec::Json | Codec::Form | Codec::Multipart => type_name(api, ty),
        Codec::Text => "text".to_owned(),
        Codec::Bytes => "bytes".to_owned(),
    };
    let media_type = if media_type == "application/json" { String::new() } else { format!(" ({media_type})") };
    format!("{ty}{media_type}{}", if *optional { ", may be missing" } else { "" })
}

/// The description of a stream: `c1.api.user.v1.User (text/event-stream)`.
pub fn stream_name(api: &Api, stream: Option<&ItemStream>) -> String {
    let name = |ItemStream { item, media_type, .. }: &ItemStream| format!("{} ({media_type})", type_name(api, item));
    stream.map_or_else(|| "none".to_owned(), name)
}

/// The full name of an enum, as far as the documents name it: `c1.api.user.v1.USER_TYPE`.
pub fn enum_name(api: &Api, enumeration: &Enum) -> String {
    match &enumeration.origin {
        EnumOrigin::RustName(name) | EnumOrigin::Prefix(name) => match api[enumeration.package].as_str() {
            "" => name.clone(),
            package => format!("{package}.{name}"),
        },
        EnumOrigin::Schema(name) => name.clone(),
        EnumOrigin::Owner(owner) => owner_name(owner),
    }
}

/// The full name of the place that defines an inline schema.
pub(super) fn owner_name(owner: &Owner) -> String {
    format!("{}.{}", owner.parent, owner.name())
}
