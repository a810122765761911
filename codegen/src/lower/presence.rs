//! Whether a property is an `Option`.

use serde_json::Value;

use crate::ir::{Api, Enum, Presence, Type};

/// How the API distinguishes absent from zero: the root's `x-rust-presence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PresenceRules {
    /// A property that is not required may be absent.
    Required,
    /// `protobuf`: absent and zero are equal, except for nullable properties and messages.
    Protobuf,
}

impl PresenceRules {
    pub(super) fn of(document: &Value) -> Self {
        if document.get("x-rust-presence").is_some() { Self::Protobuf } else { Self::Required }
    }

    /// The presence by the property's own schema; [`decide`] adjusts it by type.
    pub(super) fn declared(self, nullable: bool, required: bool) -> Presence {
        match (self, nullable, required) {
            (_, true, true) => Presence::RequiredNullable,
            (_, true, false) | (Self::Required, false, false) => Presence::Optional,
            (_, false, true) => Presence::Required,
            (Self::Protobuf, false, false) => Presence::Implicit,
        }
    }

    fn presence(self, declared: Presence, ty: &Type, enums: &[Enum]) -> Presence {
        if self == Self::Required {
            // An enum without a zero value has no default, nor has a union.
            let is_unset = match ty {
                Type::Enum(id) => enums[id.0].zero.is_none(),
                Type::Union(_) => true,
                _ => false,
            };
            return if is_unset && declared == Presence::Required { Presence::Optional } else { declared };
        }
        // Lists every type, so that a new one has to be decided here.
        match ty {
            // Null and empty are equal.
            Type::List(_) | Type::Map(_) | Type::Json if declared.is_required() => Presence::Required,
            Type::List(_) | Type::Map(_) | Type::Json => Presence::Implicit,
            _ if declared.is_option() => declared,
            // A value that is not set cannot be written, unless as null.
            Type::Model(_)
            | Type::Union(_)
            | Type::Any
            | Type::Empty
            | Type::JsonObject
            | Type::DateTime
            | Type::Duration => Presence::Optional,
            Type::Enum(id) if enums[id.0].zero.is_none() => Presence::Optional,
            Type::String | Type::Bool | Type::Number(_) | Type::Bytes | Type::Enum(_) | Type::FieldMask(_) => declared,
        }
    }
}

/// Decides the presence of every property and query parameter. Nothing else decides what is an `Option`.
pub(super) fn decide(api: &mut Api, rules: PresenceRules) {
    let Api { models, enums, operations, .. } = api;
    for field in models.iter_mut().flat_map(|model| &mut model.fields) {
        field.presence = rules.presence(field.presence, &field.ty, enums);
    }
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.query_parameters) {
        parameter.presence = rules.presence(parameter.presence, &parameter.ty, enums);
    }
}
