//! The canonical form of protobuf JSON: two texts of one message have the same.
//!
//! Absent, `null`, and the zero value of a plain scalar are equal, and so are the spellings of a number, of bytes, of a
//! date. Properties that the schema lacks do not count.

use serde_json::{Map, Number, Value, json};

use crate::document::{Document, Kind, Shape, properties};
use crate::scalar;

impl Document {
    /// The canonical form of a value; `None` where it equals an absent one.
    ///
    /// # Errors
    ///
    /// A value that is not of the shape.
    pub(crate) fn canonical(&self, shape: &Shape<'_>, value: &Value) -> Result<Option<Value>, String> {
        if value.is_null() {
            return Ok(None);
        }
        let canonical = self.present(shape.kind, value)?;
        let is_absent = match shape.kind {
            Kind::List(_) => canonical == json!([]),
            Kind::Map(_) => canonical == json!({}),
            Kind::Message(_) | Kind::Any | Kind::Struct | Kind::Json | Kind::Timestamp | Kind::Duration => false,
            // An enum's first value is its zero; no value is named by an empty string.
            Kind::Enum(values) => canonical == "" || (!shape.nullable && values.first() == Some(&canonical)),
            Kind::Text | Kind::Mask | Kind::Bytes => !shape.nullable && canonical == "",
            Kind::Int32 | Kind::UInt32 | Kind::Int64 | Kind::UInt64 => !shape.nullable && canonical == "0",
            // Negative zero is another number to protobuf.
            Kind::Number => !shape.nullable && canonical.as_f64().is_some_and(|number| number.to_bits() == 0),
            Kind::Bool => !shape.nullable && canonical == false,
        };
        Ok((!is_absent).then_some(canonical))
    }

    /// The canonical form of an element, where zero counts.
    fn element(&self, schema: &Value, value: &Value) -> Result<Option<Value>, String> {
        if value.is_null() { Ok(None) } else { self.present(self.shape(schema).kind, value).map(Some) }
    }

    fn present(&self, kind: Kind<'_>, value: &Value) -> Result<Value, String> {
        let canonical = match (kind, value) {
            (Kind::Json, _) => Some(value.clone()),
            (Kind::Message(schema), Value::Object(fields)) => return self.message(schema, fields),
            (Kind::Any | Kind::Struct, Value::Object(_)) => Some(value.clone()),
            (Kind::Map(schema), Value::Object(entries)) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    if let Some(value) = self.element(schema, value)? {
                        map.insert(key.clone(), value);
                    }
                }
                Some(map.into())
            }
            (Kind::List(schema), Value::Array(values)) => {
                let values: Result<Vec<_>, _> = values.iter().map(|value| self.element(schema, value)).collect();
                Some(values?.into_iter().flatten().collect())
            }
            (Kind::Bool, Value::Bool(_)) => Some(value.clone()),
            (Kind::Int32, _) => integer(value, i32::MIN.into(), i32::MAX.into()),
            (Kind::UInt32, _) => integer(value, 0, u32::MAX.into()),
            (Kind::Int64, _) => integer(value, i64::MIN.into(), i64::MAX.into()),
            (Kind::UInt64, _) => integer(value, 0, u64::MAX.into()),
            (Kind::Number, _) => number(value),
            (Kind::Text | Kind::Enum(_), Value::String(_)) => Some(value.clone()),
            (Kind::Mask, Value::String(text)) => scalar::is_mask(text).then(|| value.clone()),
            (Kind::Timestamp, Value::String(text)) => scalar::timestamp(text).map(|nanos| nanos.to_string().into()),
            (Kind::Duration, Value::String(text)) => scalar::duration(text).map(|nanos| nanos.to_string().into()),
            (Kind::Bytes, Value::String(text)) => scalar::base64(text).map(|bytes| scalar::encoded(&bytes).into()),
            _ => None,
        };
        canonical.ok_or_else(|| format!("{} is not a value of {kind:.40?}", crate::json::excerpt(value)))
    }

    fn message(&self, schema: &Value, fields: &Map<String, Value>) -> Result<Value, String> {
        let mut message = Map::new();
        for (name, schema) in properties(schema) {
            let Some(value) = fields.get(name) else { continue };
            let value = self.canonical(&self.property(name, schema), value);
            if let Some(value) = value.map_err(|error| format!("{name}: {error}"))? {
                message.insert(name.clone(), value);
            }
        }
        Ok(message.into())
    }
}

/// The decimal digits of an integer in a number or a string.
fn integer(value: &Value, min: i128, max: i128) -> Option<Value> {
    let integer = match value {
        Value::String(text) => text.parse().ok()?,
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => number.into(),
            (_, Some(number), _) => number.into(),
            (.., Some(number)) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number}").parse().ok()?,
            _ => return None,
        },
        _ => return None,
    };
    (min..=max).contains(&integer).then(|| integer.to_string().into())
}

/// The nearest double, or the word for what JSON cannot write.
fn number(value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) if ["NaN", "Infinity", "-Infinity"].contains(&text.as_str()) => return Some(value.clone()),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
    .and_then(Number::from_f64)
    .map(Value::Number)
}
