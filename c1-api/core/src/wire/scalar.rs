//! Strings, booleans and JSON values.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::value::Wire;

impl Wire for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        random.text()
    }
}

/// Reads a string; `None` for `null`.
struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Some(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Some(value))
    }
}

impl Wire for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }

    fn is_default(&self) -> bool {
        !self
    }

    #[cfg(feature = "mock")]
    fn dummy(_: &mut super::dummy::Random) -> Option<Self> {
        Some(true)
    }
}

/// Any JSON value. `null` is the default value, which is not written.
impl Wire for Value {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Value::deserialize(deserializer).map(Some)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn is_default(&self) -> bool {
        self.is_null()
    }

    fn is_null(&self) -> bool {
        self.is_null()
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        random.text().map(Self::String)
    }
}

/// Any JSON object.
impl Wire for Map<String, Value> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        random.text().map(|text| [("note".to_owned(), Value::String(text))].into_iter().collect())
    }
}
