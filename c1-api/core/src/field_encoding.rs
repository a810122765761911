//! How a property of a form is written, where it differs from the default.

use serde_json::Value;

use crate::style::{ParamStyle, pairs};

/// How a property of a form is written: an `encoding` of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldEncoding {
    /// With this content type.
    ContentType(&'static str),
    /// In a style, as in a query.
    Style(ParamStyle),
}

/// The encodings of properties, by their names.
pub(crate) type FieldEncodings = &'static [(&'static str, FieldEncoding)];

/// The names and values of a property in its style; `None` if it has none.
pub(crate) fn styled(
    encodings: FieldEncodings,
    name: &str,
    value: impl FnOnce() -> Value,
) -> Option<Result<Vec<(String, String)>, String>> {
    let style = encodings.iter().find_map(|(property, encoding)| match encoding {
        FieldEncoding::Style(style) if *property == name => Some(*style),
        _ => None,
    })?;
    let delimiter = match style {
        ParamStyle::Spaces => " ",
        ParamStyle::Pipes => "|",
        _ => ",",
    };
    let pairs = pairs(style, name, value());
    Some(pairs.map(|pairs| pairs.into_iter().map(|(name, parts)| (name, parts.join(delimiter))).collect()))
}

/// The content type of a property, if it has one.
pub(crate) fn content_type(encodings: FieldEncodings, name: &str) -> Option<&'static str> {
    encodings.iter().find_map(|(property, encoding)| match encoding {
        FieldEncoding::ContentType(content_type) if *property == name => Some(*content_type),
        _ => None,
    })
}
