//! Extensions, whose kinds validation has checked, and descriptions.

use openapiv3::SchemaData;
use serde_json::Value;

use crate::ir::Docs;

pub(super) type Extensions = indexmap::IndexMap<String, Value>;

/// A string extension.
pub(super) fn string(extensions: &Extensions, key: &str) -> Option<String> {
    extensions.get(key)?.as_str().map(str::to_owned)
}

/// The docs of a schema.
pub(super) fn docs(data: SchemaData) -> Docs {
    Docs {
        description: data.description.unwrap_or_default(),
        deprecated: data.deprecated,
        read_only: data.read_only,
        default: data.default.as_ref().map(ToString::to_string),
        sunset: sunset(&data.extensions),
        ..Docs::default()
    }
}

/// `x-sunset` in any form: it is only shown.
pub(super) fn sunset(extensions: &Extensions) -> Option<String> {
    extensions.get("x-sunset").map(|sunset| sunset.as_str().map_or_else(|| sunset.to_string(), str::to_owned))
}
