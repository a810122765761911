//! Whether two JSON values are the same value, in perhaps another spelling.

use serde_json::{Map, Value};

use crate::json::excerpt;
use crate::scalar;

/// The path of the first difference: `null` and absent are equal, and so are the spellings of a number, a time, bytes, a UUID.
pub(crate) fn difference(sample: &Value, written: &Value) -> Option<String> {
    find("$", sample, written)
}

fn find(path: &str, sample: &Value, written: &Value) -> Option<String> {
    match (sample, written) {
        (Value::Object(left), Value::Object(right)) => properties(path, left, right),
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.find_map(|(index, (left, right))| find(&format!("{path}[{index}]"), left, right))
        }
        (Value::String(left), Value::String(right)) if is_same_text(left, right) => None,
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => None,
        (left, right) if left == right => None,
        (left, right) => Some(format!("`{path}`: expected {}, found {}", excerpt(left), excerpt(right))),
    }
}

fn properties(path: &str, left: &Map<String, Value>, right: &Map<String, Value>) -> Option<String> {
    let keys = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key)));
    keys.into_iter().find_map(|key| match (left.get(key), right.get(key)) {
        (Some(Value::Null) | None, Some(Value::Null) | None) => None,
        (Some(left), Some(right)) => find(&format!("{path}.{key}"), left, right),
        (Some(left), None) => Some(format!("`{path}.{key}`: {} is missing", excerpt(left))),
        (None, Some(right)) => Some(format!("`{path}.{key}`: {} is unexpected", excerpt(right))),
    })
}

/// Whether two texts are spellings of one value.
pub(crate) fn is_same_text(left: &str, right: &str) -> bool {
    let is_uuid = |text: &str| text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
    left == right
        || scalar::timestamp(left).is_some_and(|time| scalar::timestamp(right) == Some(time))
        || scalar::base64(left).is_some_and(|bytes| scalar::base64(right) == Some(bytes))
        || (is_uuid(left) && left.eq_ignore_ascii_case(right))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spellings_are_equal_and_values_are_not() {
        let equal = [
            (json!({ "a": null }), json!({})),
            (json!([1, 2.0]), json!([1.0, 2])),
            (json!("2026-01-31T09:30:00+01:00"), json!("2026-01-31T08:30:00Z")),
            (json!("AA=="), json!("AA")),
            (json!("6F9619FF-8B86-D011-B42D-00C04FC964FF"), json!("6f9619ff-8b86-d011-b42d-00c04fc964ff")),
        ];
        for (left, right) in &equal {
            assert_eq!(difference(left, right), None);
        }
        let different = [
            (json!({ "a": { "b": 1 } }), json!({ "a": {} }), "`$.a.b`: 1 is missing"),
            (json!({}), json!({ "a": [] }), "`$.a`: [] is unexpected"),
            (json!([1, 2]), json!([1]), "`$`: expected [1,2], found [1]"),
            (json!("7"), json!(7), "`$`: expected \"7\", found 7"),
            (json!(null), json!([]), "`$`: expected null, found []"),
        ];
        for (left, right, message) in &different {
            assert_eq!(difference(left, right).as_deref(), Some(*message));
        }
    }
}
