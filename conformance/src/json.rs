//! JSON text as values, strictly, and paths into them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Parses JSON, and refuses duplicate keys.
///
/// # Errors
///
/// Text that is not JSON, or has a key twice in an object.
pub(crate) fn parse(text: &[u8]) -> Result<Value, String> {
    serde_json::from_slice::<Parsed<false>>(text).map(|parsed| parsed.0).map_err(|error| error.to_string())
}

/// Parses JSON. Of duplicate keys in an object, the last that is not null counts.
///
/// # Errors
///
/// Text that is not JSON.
pub(crate) fn parse_with_duplicates(text: &[u8]) -> Result<Value, String> {
    serde_json::from_slice::<Parsed<true>>(text).map(|parsed| parsed.0).map_err(|error| error.to_string())
}

/// Parses YAML in the same way. Integers beyond 64 bits are floats.
///
/// # Errors
///
/// As [`parse`].
pub(crate) fn parse_yaml(text: &str) -> Result<Value, String> {
    serde_yaml::from_str::<Parsed<false>>(text).map(|parsed| parsed.0).map_err(|error| error.to_string())
}

/// Serializes a value, which cannot fail.
pub(crate) fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// The path of the first difference of two values, with both values there.
pub(crate) fn difference(expected: &Value, actual: &Value) -> Option<String> {
    fn find(path: &str, expected: &Value, actual: &Value) -> Option<String> {
        match (expected, actual) {
            (Value::Object(left), Value::Object(right)) => {
                let keys = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key)));
                keys.into_iter().find_map(|key| match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) => find(&format!("{path}.{key}"), left, right),
                    (Some(left), None) => Some(format!("`{path}.{key}`: {} is missing", excerpt(left))),
                    (None, right) => {
                        Some(format!("`{path}.{key}`: {} is unexpected", excerpt(right.unwrap_or(&Value::Null))))
                    }
                })
            }
            (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
                let mut pairs = left.iter().zip(right).enumerate();
                pairs.find_map(|(index, (left, right))| find(&format!("{path}[{index}]"), left, right))
            }
            (left, right) if left == right => None,
            (left, right) => Some(format!("`{path}`: expected {}, found {}", excerpt(left), excerpt(right))),
        }
    }
    find("$", expected, actual)
}

/// The JSON of a value, shortened.
pub(crate) fn excerpt(value: &Value) -> String {
    shorten(&value.to_string(), 160)
}

/// The first `limit` characters of a text.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}... ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// The value at a path.
pub(crate) fn at<'a>(value: &'a mut Value, path: &[Step]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(*index),
    })
}

/// A value, which may have duplicate keys or not.
struct Parsed<const DUPLICATES: bool>(Value);

impl<'de, const DUPLICATES: bool> Deserialize<'de> for Parsed<DUPLICATES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor<const DUPLICATES: bool>;

impl<'de, const DUPLICATES: bool> Visitor<'de> for JsonVisitor<DUPLICATES> {
    type Value = Parsed<DUPLICATES>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Parsed(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Parsed(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Parsed(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Parsed(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Self::Value, E> {
        Ok(Parsed((value as f64).into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Self::Value, E> {
        Ok(Parsed((value as f64).into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Parsed(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Parsed(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Parsed(value)) = seq.next_element::<Self::Value>()? {
            values.push(value);
        }
        Ok(Parsed(values.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = Map::new();
        while let Some((key, Parsed(value))) = map.next_entry::<String, Self::Value>()? {
            if !values.contains_key(&key) || (DUPLICATES && !value.is_null()) {
                values.insert(key, value);
            } else if !DUPLICATES {
                return Err(A::Error::custom(format!("duplicate key `{key}`")));
            }
        }
        Ok(Parsed(values.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_is_read_with_its_large_bounds_and_codes() {
        let document = parse_yaml("minimum: -9223372036854776000\nresponses: {200: {a: null}}\n").expect("YAML");
        assert_eq!(
            document,
            serde_json::json!({ "minimum": -9223372036854776000.0, "responses": { "200": { "a": null } } })
        );
        assert!(parse_yaml("a: 1\na: 2\n").is_err_and(|error| error.contains("duplicate key `a`")));
    }
}
