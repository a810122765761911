//! Messages of any type.

use std::fmt;

use serde::de::{Deserializer, Error};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::value::Wire;

/// A message of any type, with the name of its type: `google.protobuf.Any`.
///
/// ```
/// let any: c1_api::Any = serde_json::from_str(
///     r#"{"@type": "type.googleapis.com/c1.api.user.v1.User", "email": "ada@example.com"}"#,
/// )?;
/// assert_eq!(any.type_url(), "type.googleapis.com/c1.api.user.v1.User");
/// assert_eq!(any.fields()["email"], "ada@example.com");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Any {
    type_url: String,
    fields: Map<String, Value>,
}

impl Any {
    /// Creates a message of the type `type_url` with these JSON fields.
    pub fn new(type_url: impl Into<String>, fields: Map<String, Value>) -> Self {
        Self { type_url: type_url.into(), fields }
    }

    /// Returns the value of `@type`, such as `type.googleapis.com/c1.api.user.v1.User`; empty if it is missing.
    pub fn type_url(&self) -> &str {
        &self.type_url
    }

    /// Returns all fields except `@type`, by their JSON names.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }
}

/// Shows the type and the names of the fields, but not their values, which may be secret.
impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&String> = self.fields.keys().collect();
        f.debug_struct("Any").field("type_url", &self.type_url).field("fields", &names).finish()
    }
}

impl Wire for Any {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(mut fields) = Option::<Map<String, Value>>::deserialize(deserializer)? else { return Ok(None) };
        match fields.remove("@type") {
            None | Some(Value::Null) => Ok(Some(Self { type_url: String::new(), fields })),
            Some(Value::String(type_url)) => Ok(Some(Self { type_url, fields })),
            Some(_) => Err(D::Error::custom("`@type` is not a string")),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.type_url.is_empty() {
            map.serialize_entry("@type", &self.type_url)?;
        }
        for (name, value) in &self.fields {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }

    fn is_default(&self) -> bool {
        false
    }

    /// Paths such as `$.expanded[1]` refer to related objects by their position, so a missing object keeps its position.
    fn null_element() -> Option<Self> {
        Some(Self::default())
    }
}

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer)
    }
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer).map(Option::unwrap_or_default)
    }
}
