//! What a server reads of a parameter or a property of a form: texts, without the types that only a schema has.

use serde_json::{Number, Value};

use crate::json::excerpt;
use crate::schema::is_same_text;

/// A value that arrived.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Arrived {
    Nothing,
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
    Json(Value),
}

/// The shape of a value, which a server knows from the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Nothing,
    Scalar,
    List,
    Object,
}

impl Shape {
    pub(super) fn of(sample: &Value) -> Self {
        match sample {
            Value::Null => Self::Nothing,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
            Value::String(_) | Value::Number(_) | Value::Bool(_) => Self::Scalar,
        }
    }
}

impl Arrived {
    /// How this differs from the sample that was sent.
    pub(super) fn difference(&self, sample: &Value) -> Option<String> {
        let is_same = match (sample, self) {
            (_, Self::Json(value)) => return crate::schema::difference(sample, value),
            (Value::Null, Self::Nothing) => true,
            (Value::Array(values), Self::Nothing) => values.iter().all(Value::is_null),
            (Value::Object(entries), Self::Nothing) => entries.values().all(Value::is_null),
            (Value::Array(values), Self::List(texts)) => is_same_list(values, texts),
            (Value::Object(entries), Self::Object(texts)) => {
                let present = entries.iter().filter(|(_, value)| !value.is_null());
                let is_in = |(name, text): &(String, String)| {
                    entries.get(name).is_some_and(|value| !value.is_null() && is_text_of(value, text))
                };
                present.count() == texts.len() && texts.iter().all(is_in) && has_no_repetition(texts)
            }
            (scalar, Self::Text(text)) => is_text_of(scalar, text),
            _ => false,
        };
        (!is_same).then(|| format!("expected {}, found {self:?}", excerpt(sample)))
    }
}

fn is_same_list(values: &[Value], texts: &[String]) -> bool {
    let present: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    // RFC 6570 has no form of an empty list; an empty text is read as one.
    let is_empty = present.is_empty() && matches!(texts, [text] if text.is_empty());
    let pairs = present.iter().zip(texts);
    is_empty || (present.len() == texts.len() && pairs.into_iter().all(|(value, text)| is_text_of(value, text)))
}

fn has_no_repetition(texts: &[(String, String)]) -> bool {
    texts.iter().enumerate().all(|(index, (name, _))| texts[..index].iter().all(|(other, _)| other != name))
}

/// Whether a text is that of a scalar. A list or an object within another has none.
pub(super) fn is_text_of(scalar: &Value, text: &str) -> bool {
    match scalar {
        Value::String(expected) => is_same_text(expected, text),
        Value::Bool(expected) => text == if *expected { "true" } else { "false" },
        Value::Number(expected) => serde_json::from_str::<Number>(text).is_ok_and(|actual| {
            let is_float = expected.is_f64() || actual.is_f64();
            *expected == actual || (is_float && expected.as_f64() == actual.as_f64())
        }),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_compared_by_the_values_that_they_are() {
        let text = |text: &str| Arrived::Text(text.to_owned());
        let list = |texts: &[&str]| Arrived::List(texts.iter().map(|text| (*text).to_owned()).collect());
        let object = |pairs: &[(&str, &str)]| {
            Arrived::Object(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
        };
        let equal = [
            (json!("a"), text("a")),
            (json!(1e3), text("1000")),
            (json!(i64::MAX), text("9223372036854775807")),
            (json!(false), text("false")),
            (json!([1, null, "b"]), list(&["1", "b"])),
            (json!([]), Arrived::Nothing),
            (json!([]), list(&[""])),
            (json!({ "a": 1, "b": null }), object(&[("a", "1")])),
            (json!({ "a": [1] }), Arrived::Json(json!({ "a": [1.0] }))),
        ];
        for (sample, arrived) in equal {
            assert_eq!(arrived.difference(&sample), None);
        }
        let different = [
            (json!("a"), text("A")),
            (json!(1), text("01")),
            (json!(i64::MAX), text("9223372036854775806")),
            (json!(true), text("1")),
            (json!("a"), Arrived::Nothing),
            (json!(null), text("")),
            (json!(["a"]), Arrived::Nothing),
            (json!(["a", "b"]), list(&["b", "a"])),
            (json!(["a,b"]), list(&["a", "b"])),
            (json!({ "a": 1 }), object(&[("a", "1"), ("a", "1")])),
            (json!({ "a": 1 }), object(&[])),
            (json!({ "a": 1 }), text("a,1")),
        ];
        for (sample, arrived) in different {
            assert!(arrived.difference(&sample).is_some(), "{sample} {arrived:?}");
        }
    }
}
