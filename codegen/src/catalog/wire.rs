//! What a value is on the wire, in words.

use crate::api::{Api, Enum, EnumOrigin, Site, Type};

/// The words for a type: `list of c1.api.user.v1.UserRef`.
pub(crate) fn words(api: &Api, ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Int32 => "32-bit integer".to_owned(),
        Type::UInt32 => "unsigned 32-bit integer".to_owned(),
        Type::Int64 => "64-bit integer in a string".to_owned(),
        Type::UInt64 => "unsigned 64-bit integer in a string".to_owned(),
        Type::Float => "32-bit number".to_owned(),
        Type::Double => "64-bit number".to_owned(),
        Type::DateTime => "date and time (RFC 3339)".to_owned(),
        Type::Duration => "duration in seconds (`1.5s`)".to_owned(),
        Type::Bytes => "bytes (base64)".to_owned(),
        Type::Json => "any JSON value".to_owned(),
        Type::JsonObject => "any JSON object".to_owned(),
        Type::Any => "any message, with its @type".to_owned(),
        Type::Empty => "message without fields".to_owned(),
        Type::Enum(id) => format!("enum {}", enum_name(&api.enums[id.0])),
        Type::Model(name) => name.clone(),
        Type::List(inner) => format!("list of {}", words(api, inner)),
        Type::Map(inner) => format!("map to {}", words(api, inner)),
    }
}

/// The full name of an enum, as far as the documents give it one: `c1.api.user.v1.USER_TYPE`.
pub(crate) fn enum_name(enumeration: &Enum) -> String {
    let named = |name: &str| match enumeration.package.as_str() {
        "" => name.to_owned(),
        package => format!("{package}.{name}"),
    };
    match &enumeration.origin {
        EnumOrigin::Named(name) | EnumOrigin::Prefix(name) => named(name),
        EnumOrigin::Site(site) => site_name(site),
    }
}

/// The full name of the property or parameter at a site.
pub(super) fn site_name(site: &Site) -> String {
    match site {
        Site::Property { model, property, .. } => format!("{model}.{property}"),
        Site::Parameter { operation, parameter, .. } => format!("{operation}.{parameter}"),
    }
}
