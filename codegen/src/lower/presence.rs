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
    pub(super) fn declared(self, nullable: bool, required: bool, read_only: bool) -> Presence {
        match (self, nullable, required) {
            // Only responses have it: a request must not write it.
            (Self::Required, _, true) if read_only => {
                if nullable {
                    Presence::Optional
                } else {
                    Presence::Implicit
                }
            }
            (_, true, true) => Presence::RequiredNullable,
            (_, true, false) | (Self::Required, false, false) => Presence::Optional,
            (_, false, true) => Presence::Required,
            (Self::Protobuf, false, false) => Presence::Implicit,
        }
    }

    fn presence(self, declared: Presence, ty: &Type, enums: &[Enum]) -> Presence {
        let is_list = matches!(ty, Type::List(_) | Type::Map(_) | Type::Json);
        let lacks_default = match ty {
            Type::Enum(id) => enums[id.0].zero.is_none(),
            Type::Union(_) => true,
            _ => false,
        };
        match (self, declared) {
            // Null and empty are equal.
            (Self::Protobuf, _) if is_list && declared.is_required() => Presence::Required,
            (Self::Protobuf, _) if is_list => Presence::Implicit,
            (Self::Protobuf, Presence::Required | Presence::Implicit) if !has_zero(ty, enums) => Presence::Optional,
            (Self::Required, Presence::Implicit) if !has_zero(ty, enums) => Presence::Optional,
            (Self::Required, Presence::Required) if lacks_default => Presence::Optional,
            _ => declared,
        }
    }
}

/// Whether a type has a value that means "not set". Lists every type, so that a new one has to be decided here.
fn has_zero(ty: &Type, enums: &[Enum]) -> bool {
    match ty {
        // A value that is not set cannot be written, unless as null.
        Type::Model(_) | Type::Union(_) | Type::Any | Type::Empty | Type::JsonObject => false,
        Type::Date | Type::DateTime | Type::Duration | Type::Binary | Type::Nullable(_) => false,
        Type::Enum(id) => enums[id.0].zero.is_some(),
        Type::String | Type::Bool | Type::Number(_) | Type::Bytes | Type::FieldMask(_) => true,
        Type::List(_) | Type::Map(_) | Type::Json => true,
    }
}

/// Decides the presence of every property and optional parameter. Nothing else decides what is an `Option`.
pub(super) fn decide(api: &mut Api, rules: PresenceRules) {
    let Api { models, enums, operations, .. } = api;
    for field in models.iter_mut().flat_map(|model| &mut model.fields) {
        field.presence = rules.presence(field.presence, &field.ty, enums);
    }
    let parameters = operations.iter_mut().flat_map(|operation| &mut operation.parameters);
    for parameter in parameters.filter(|parameter| !parameter.required) {
        parameter.presence = rules.presence(parameter.presence, &parameter.ty, enums);
    }
}
