//! Whether a property is an `Option`.

use openapiv3::OpenAPI;

use super::{Lower, text_extension};
use crate::api::{Api, Enum, Presence, Type};

/// How the API tells "not there" from zero: the root's `x-rust-presence`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rules {
    /// Whatever is not required may be absent.
    #[default]
    Required,
    /// `protobuf`: absent and zero are the same, save for what may be null and for messages.
    Protobuf,
}

impl Rules {
    pub(super) fn is_protobuf(self) -> bool {
        self == Self::Protobuf
    }

    /// What the property's own description says, before its type has its say in [`decide`].
    pub(super) fn stated(self, nullable: bool, required: bool) -> Presence {
        match (self, nullable, required) {
            (_, true, _) | (Self::Required, false, false) => Presence::Optional,
            (_, false, true) => Presence::Required,
            (Self::Protobuf, false, false) => Presence::Implicit,
        }
    }

    fn presence(self, stated: Presence, ty: &Type, enums: &[Enum]) -> Presence {
        if !self.is_protobuf() {
            return stated;
        }
        let has_no_zero = match ty {
            // Absent, null and empty are one thing.
            Type::List(_) | Type::Map(_) | Type::Json if stated == Presence::Optional => return Presence::Implicit,
            Type::Model(_) | Type::Any | Type::Empty | Type::JsonObject | Type::DateTime | Type::Duration => true,
            Type::Enum(id) => enums[id.0].zero.is_none(),
            _ => false,
        };
        if has_no_zero { Presence::Optional } else { stated }
    }
}

impl Lower {
    pub(super) fn rules(&mut self, document: &OpenAPI) {
        match text_extension(self, &document.extensions, "x-rust-presence", "").as_deref() {
            None => {}
            Some("protobuf") => self.rules = Rules::Protobuf,
            Some(other) => {
                let message = format!("x-rust-presence is `{}`", crate::error::Bounded(other));
                self.error("/x-rust-presence", message, "the one value it may have is `protobuf`");
            }
        }
    }
}

/// Settles the presence of every property and parameter. This alone decides what is an `Option`.
pub(super) fn decide(api: &mut Api, rules: Rules) {
    let Api { models, enums, operations, .. } = api;
    for field in models.values_mut().flat_map(|model| &mut model.fields) {
        field.presence = rules.presence(field.presence, &field.ty, enums);
    }
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.query_parameters) {
        parameter.presence = rules.presence(parameter.presence, &parameter.ty, enums);
    }
}
