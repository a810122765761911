//! The tests of the wire format that generated code calls.

use serde_json::json;

use crate::codec::{Message, Wire};
use crate::operation::Param;

/// A value that no specification will ever list.
pub(crate) const UNKNOWN: &str = "VALUE_OF_A_LATER_VERSION";

/// For the generated tests: an enum in each of `places` keeps a value that it does not know. A place is the wire name of
/// a field, with `[]` for each list and `{}` for each map that the enum is in.
// Which of the generated tests there are depends on the features.
#[allow(dead_code)]
pub(crate) fn keeps_unknown<T: Message>(_: &T, places: &[&str]) {
    for place in places {
        let name = place.trim_end_matches(['[', ']', '{', '}']);
        let wrappers: Vec<char> = place[name.len()..].chars().filter(|c| matches!(c, '[' | '{')).collect();
        let value = wrappers.iter().rev().fold(json!(UNKNOWN), |value, wrapper| match wrapper {
            '[' => json!([value]),
            _ => json!({"key": value}),
        });
        let message = T::read(json!({name: value.clone()})).expect("a message").expect("not null");
        let written = message.write(serde_json::value::Serializer).expect("a message can be written");
        assert_eq!(written[name], value, "{place} of {}", T::NAME);
    }
}

/// For the generated tests: a parameter that is an enum sends a value that the enum does not know.
// Which of the generated tests there are depends on the features.
#[allow(dead_code)]
pub(crate) fn sends_unknown(unknown: &impl Param, operation: &str, parameter: &str) {
    let mut sent = Vec::new();
    unknown.write(&mut |text| sent.push(text.to_owned()));
    assert_eq!(sent, [UNKNOWN], "{parameter} of {operation}");
}
