//! Messages as a whole.

use serde_json::json;

use super::{Everything, error, read, write};
use crate::wire::Any;

#[test]
fn everything_survives_a_round_trip() {
    let full = json!({
        "text": "ada \u{1f680} \"quoted\" \n", "requiredText": "x", "secret": "s", "optionalText": "o", "flag": true,
        "optionalFlag": true, "small": -7, "unsigned": 4_294_967_295_u32, "large": "-9223372036854775808",
        "optionalLarge": "9223372036854775807", "unsignedLarge": "18446744073709551615", "ratio": 0.1, "single": 0.5,
        "date": "2023-11-07T05:31:56.123456789Z", "duration": "-1.500s", "bytes": "aGk/Pg==", "anyJson": [1, "a", null],
        "object": {"k": {"v": null}}, "any": {"@type": "type.googleapis.com/a.B", "x": 1}, "empty": {}, "color": "COLOR_RED",
        "optionalColor": "COLOR_NEW", "texts": ["a", ""], "larges": ["1", "0"], "colors": ["COLOR_RED", "COLOR_NEW"],
        "dates": ["2024-02-29T00:00:00Z"], "flags": {"a": true, "b": false},
        "inner": {"requiredText": "", "inner": {"requiredText": "deep"}}, "inners": [{"requiredText": "1"}],
    });
    assert_eq!(write(&read(&full)), full);
}

#[test]
fn a_message_is_an_object_or_null() {
    assert_eq!(serde_json::from_str::<Everything>("null").expect("nothing set"), Everything::default());
    assert!(error(&json!([])).contains("an object (test.Everything)"));
    assert!(error(&json!({"any": {"@type": 5}})).contains("`@type` is not a string"));
    assert_eq!(read(&json!({"any": {"x": 1}})).any.expect("present").type_url(), "");
}

#[test]
fn related_objects_keep_their_positions() {
    let message = read(&json!({"messages": [null, {"@type": "t"}, null], "inners": [null, {"text": "a"}]}));
    assert_eq!(message.messages.iter().map(Any::type_url).collect::<Vec<_>>(), ["", "t", ""]);
    assert_eq!(message.inners.len(), 1);
}

#[test]
fn debug_shows_what_is_set_and_no_secret() {
    let message = read(&json!({"text": "t", "secret": "hunter2", "optionalLarge": "0", "color": "COLOR_RED"}));
    assert_eq!(
        format!("{message:?}"),
        r#"Everything { text: "t", secret: [hidden], optional_large: Some(0), color: COLOR_RED }"#
    );
    let any = read(&json!({"any": {"@type": "t", "password": "hunter2"}})).any;
    assert_eq!(format!("{any:?}"), r#"Some(Any { type_url: "t", fields: ["password"] })"#);
}
