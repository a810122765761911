//! Judges what a client decodes of an answer.

use serde_json::Value;

use super::operation::{Kind, Media};
use super::samples::opaque;
use crate::json;
use crate::scalar;
use crate::schema::difference;

/// The bytes of an answer's body.
pub(super) fn bytes(media: &Media<'_>, sample: &Value) -> Vec<u8> {
    match (media.kind(), opaque(media), sample.as_str()) {
        (Kind::Json, ..) => json::text(sample),
        (_, Kind::Text, Some(text)) => text.as_bytes().to_vec(),
        (.., text) => text.and_then(scalar::base64).unwrap_or_default(),
    }
}

/// A content type of an answer: that of the document, or one of its range.
pub(super) fn content_type(media: &Media<'_>) -> String {
    match media.name.trim() {
        "*/*" => "application/octet-stream".to_owned(),
        range => range.replace('*', "x-any"),
    }
}

/// How the decoded value differs from the sample.
pub(super) fn decoded_difference(answer: Option<(&Media<'_>, &Value)>, decoded: &Value) -> Option<String> {
    let Some((media, sample)) = answer else { return difference(&Value::Null, decoded) };
    // Where no body may be sent, an empty one is none.
    if media.kind() != Kind::Json && bytes(media, sample).is_empty() && decoded.is_null() {
        return None;
    }
    difference(sample, &spelled(sample, decoded.clone()))
}

/// The decoded value with numbers where the sample has them: the program that shows it writes 64-bit integers as texts.
fn spelled(sample: &Value, decoded: Value) -> Value {
    match (sample, decoded) {
        (Value::Number(number), Value::String(text)) if number.to_string() == text => sample.clone(),
        (Value::Array(samples), Value::Array(values)) if samples.len() == values.len() => {
            samples.iter().zip(values).map(|(sample, value)| spelled(sample, value)).collect()
        }
        (Value::Object(samples), Value::Object(values)) => {
            let spelled = |(key, value): (String, Value)| {
                let value = samples.get(&key).map_or(value.clone(), |sample| spelled(sample, value));
                (key, value)
            };
            Value::Object(values.into_iter().map(spelled).collect())
        }
        (_, decoded) => decoded,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_decoded_answer_is_the_sample() {
        let (schema, encoding) = (Value::Null, Value::Null);
        let media = |name| Media { name, schema: &schema, encoding: &encoding };
        let judge = |name, sample: Value, decoded: Value| decoded_difference(Some((&media(name), &sample)), &decoded);
        assert_eq!(judge("application/json", json!({ "a": [7] }), json!({ "a": ["7"] })), None);
        assert_eq!(judge("text/plain", json!(""), Value::Null), None);
        assert_eq!(judge("image/*", json!("AAE="), json!("AAE=")), None);
        assert_eq!(decoded_difference(None, &Value::Null), None);
        assert!(judge("application/json", json!({ "a": "7" }), json!({ "a": 7 })).is_some());
        assert!(judge("application/json", json!({ "a": 7 }), json!({})).is_some());
        assert!(judge("text/plain", json!("a"), Value::Null).is_some());
        assert!(decoded_difference(None, &json!({ "a": 1 })).is_some());
        assert_eq!(bytes(&media("text/csv"), &json!("a,b")), b"a,b");
        assert_eq!(bytes(&media("image/png"), &json!("AAE=")), [0, 1]);
        assert_eq!(bytes(&media("application/problem+json"), &json!("a")), b"\"a\"");
    }
}
