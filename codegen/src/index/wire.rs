//! Types and names on the wire, for people.

use crate::ir::{Api, Enum, EnumOrigin, Owner, Type};

/// The description of a type: `list of c1.api.user.v1.UserRef`.
pub fn type_name(api: &Api, ty: &Type) -> String {
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
        Type::FieldMask(Some(id)) => format!("names of fields of {}, separated by commas", api[*id].name),
        Type::FieldMask(None) => "names of fields, separated by commas".to_owned(),
        Type::Any => "any message, with its @type".to_owned(),
        Type::Empty => "message without fields".to_owned(),
        Type::Enum(id) => format!("enum {}", enum_name(api, &api[*id])),
        Type::Model(id) => api[*id].name.clone(),
        Type::List(inner) => format!("list of {}", type_name(api, inner)),
        Type::Map(inner) => format!("map to {}", type_name(api, inner)),
    }
}

/// The full name of an enum, as far as the documents name it: `c1.api.user.v1.USER_TYPE`.
pub fn enum_name(api: &Api, enumeration: &Enum) -> String {
    match &enumeration.origin {
        EnumOrigin::RustName(name) | EnumOrigin::Prefix(name) => match api[enumeration.package].as_str() {
            "" => name.clone(),
            package => format!("{package}.{name}"),
        },
        EnumOrigin::Owner(owner) => owner_name(api, owner),
    }
}

/// The full name of the property or parameter that defines an inline schema.
pub(super) fn owner_name(api: &Api, owner: &Owner) -> String {
    match owner {
        Owner::Property { model, property, .. } => format!("{}.{property}", api[*model].name),
        Owner::Parameter { operation, parameter, .. } => format!("{}.{parameter}", api[*operation].id),
    }
}
