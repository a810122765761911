//! Decoding of requests: the counterpart of the request builder.

use std::fmt;

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{Deserializer, Visitor, value::Error as ValueError};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use super::path::PathValues;
use super::received_request::ReceivedRequest;
use crate::wire::Wire;

/// The parts of a received request.
#[derive(Debug)]
pub struct RequestReader<'r> {
    request: &'r ReceivedRequest,
    path: PathValues,
    query: Vec<(String, String)>,
}

impl<'r> RequestReader<'r> {
    pub(super) fn new(request: &'r ReceivedRequest, path: PathValues) -> Self {
        let query = if request.uri().query().is_some() { request.query() } else { Vec::new() };
        Self { request, path, query }
    }

    pub(super) fn path_values(&self) -> &PathValues {
        &self.path
    }

    /// Returns the request.
    #[must_use]
    pub fn request(&self) -> &'r ReceivedRequest {
        self.request
    }

    /// Reads a path parameter.
    ///
    /// # Errors
    ///
    /// The template lacks it, or its value has another form.
    pub fn path<T: Wire>(&self, name: &str) -> Result<T, ReadError> {
        let values: Vec<&str> = values_of(&self.path, name);
        read_texts(&values)
            .and_then(|value| value.ok_or_else(|| "it is missing".to_owned()))
            .map_err(|why| ReadError(format!("the path parameter `{name}`: {why}")))
    }

    /// Reads a query parameter; the default value if it is missing.
    ///
    /// # Errors
    ///
    /// Its value has another form.
    pub fn query<T: Wire + Default>(&self, name: &str) -> Result<T, ReadError> {
        let values: Vec<&str> = values_of(&self.query, name);
        if values.is_empty() {
            return Ok(T::default());
        }
        let value = read_texts(&values).map_err(|why| ReadError(format!("the query parameter `{name}`: {why}")))?;
        Ok(value.unwrap_or_default())
    }

    /// Reads the JSON body; an empty message for an empty body.
    ///
    /// # Errors
    ///
    /// It is not JSON, or has another form.
    pub fn body<T: Wire>(&self) -> Result<T, ReadError> {
        let body = self.request.body();
        let mut json = serde_json::Deserializer::from_slice(if body.is_empty() { b"{}" } else { body });
        let value = T::read(&mut json).and_then(|value| json.end().map(|()| value));
        let value = value.map_err(|cause| ReadError(format!("the body: {cause}")))?;
        // `null` is an empty message, too.
        let value = value.or_else(|| T::read(Value::Object(Map::new())).ok().flatten());
        value.ok_or_else(|| ReadError("the body: it is `null`".to_owned()))
    }
}

/// Why a request could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(String);

impl ReadError {
    /// Creates an error for a request that an operation cannot read.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReadError {}

fn values_of<'v>(pairs: &'v [(String, String)], name: &str) -> Vec<&'v str> {
    pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| &**value).collect()
}

/// Reads the first text as a scalar, else all texts as a list.
fn read_texts<T: Wire>(texts: &[&str]) -> Result<Option<T>, String> {
    let Some(first) = texts.first() else { return Ok(None) };
    T::read(Text(first)).or_else(|why| {
        let list = SeqDeserializer::<_, ValueError>::new(texts.iter().map(|text| Text(text)));
        T::read(list).map_err(|_| why.to_string())
    })
}

/// The text of a parameter. It is a string, a boolean or, for an optional parameter, present.
#[derive(Clone, Copy)]
struct Text<'t>(&'t str);

impl<'de> Deserializer<'de> for Text<'_> {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_some(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.0 {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => StrDeserializer::new(other).deserialize_bool(visitor),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> serde::de::IntoDeserializer<'de, ValueError> for Text<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
