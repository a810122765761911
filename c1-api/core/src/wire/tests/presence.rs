//! When a field is written, and which values mean that it is absent.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Everything, read, write};
use crate::wire::{Any, Empty, File, Wire, message, open_enum, to_value};

#[test]
fn zero_is_not_written_unless_required() {
    assert_eq!(write(&Everything::default()), json!({"requiredText": ""}));
}

#[test]
fn absent_null_and_zero_are_one() {
    let names = [
        "text",
        "flag",
        "small",
        "unsigned",
        "large",
        "unsignedLarge",
        "ratio",
        "single",
        "bytes",
        "color",
        "texts",
        "flags",
        "inners",
    ];
    for name in names {
        assert_eq!(read(&json!({name: null})), Everything::default(), "{name}");
    }
    let zeros = json!({
        "text": "", "flag": false, "small": 0, "unsigned": 0, "large": "0", "unsignedLarge": 0, "ratio": 0.0, "single": 0,
        "bytes": "", "color": "COLOR_UNSPECIFIED", "texts": [], "flags": {}, "inners": [], "date": "", "duration": "",
        "optionalLarge": "", "anyJson": null, "colors": null, "unknown": {"deep": [1, 2, {"er": null}]},
    });
    assert_eq!(read(&zeros), Everything::default());
}

#[test]
fn presence_is_kept_where_it_matters() {
    let present = json!({
        "requiredText": "", "optionalText": "", "optionalFlag": false, "optionalLarge": "0", "object": {}, "any": {},
        "empty": {}, "optionalColor": "COLOR_UNSPECIFIED", "inner": {"requiredText": ""}, "duration": "0s",
    });
    let message = read(&present);
    assert_eq!(message.optional_text.as_deref(), Some(""));
    assert_eq!(message.optional_flag, Some(false));
    assert_eq!(message.empty, Some(Empty::default()));
    assert_eq!(write(&message), present);
    assert_eq!(read(&json!({"optionalText": null, "inner": null, "empty": null})), Everything::default());
}

/// The empty string is a value of strings and bytes. Numbers, dates, durations and enums have no such value: there it means
/// absent, as `null` does, so that a response with one still decodes.
#[test]
fn the_empty_string_is_a_value_only_of_strings_and_bytes() {
    let cases = [
        // Bytes: optional (so in a oneof), in a list, in a map.
        (json!({"optionalBytes": ""}), json!({"optionalBytes": ""})),
        (json!({"chunks": ["AAAA", "", null]}), json!({"chunks": ["AAAA", ""]})),
        (json!({"files": {"main.ts": "AAAA", "empty.ts": ""}}), json!({"files": {"main.ts": "AAAA", "empty.ts": ""}})),
        (json!({"bytes": ""}), json!({})),
        // Strings.
        (json!({"optionalText": ""}), json!({"optionalText": ""})),
        (json!({"texts": ["", "a"]}), json!({"texts": ["", "a"]})),
        // Dates and durations.
        (json!({"date": ""}), json!({})),
        (json!({"dates": ["", "2024-02-29T00:00:00Z"]}), json!({"dates": ["2024-02-29T00:00:00Z"]})),
        (json!({"duration": ""}), json!({})),
        (json!({"durations": {"a": "", "b": "1s"}}), json!({"durations": {"b": "1s"}})),
        // Numbers.
        (json!({"large": ""}), json!({})),
        (json!({"optionalLarge": ""}), json!({})),
        (json!({"larges": ["", "1"]}), json!({"larges": ["1"]})),
        (json!({"counts": {"a": "", "b": "0"}}), json!({"counts": {"b": "0"}})),
        (json!({"ratios": ["", 1.5]}), json!({"ratios": [1.5]})),
        // Enums.
        (json!({"color": ""}), json!({})),
        (json!({"optionalColor": ""}), json!({})),
        (json!({"colors": ["", "COLOR_RED"]}), json!({"colors": ["COLOR_RED"]})),
    ];
    for (read_from, expected) in cases {
        let mut written = write(&read(&read_from));
        written.as_object_mut().expect("an object").remove("requiredText");
        assert_eq!(written, expected, "{read_from}");
    }
}

#[derive(Clone, Default, PartialEq)]
struct Required {
    ids: Vec<String>,
    mask: Option<String>,
    target: Option<Empty>,
}

message! {
    Required = "test.Required" {
        required ids "ids";
        required mask "mask";
        required_sensitive target "target";
    }
}

#[test]
fn required_fields_are_written_even_if_nothing_is_set() {
    let written = serde_json::to_value(Required::default()).expect("a message can be written");
    assert_eq!(written, json!({"ids": [], "mask": null, "target": null}));
    assert_eq!(serde_json::from_value::<Required>(written).expect("a message"), Required::default());
    let set = Required { target: Some(Empty::default()), ..Required::default() };
    assert_eq!(format!("{set:?}"), "Required { target: [hidden] }");
}

#[derive(Clone, Default, PartialEq)]
struct WithoutZero {
    any: Any,
    empty: Empty,
    date: DateTime<Utc>,
    duration: TimeDelta,
}

message! {
    WithoutZero = "test.WithoutZero" {
        field any "any";
        field empty "empty";
        field date "date";
        field duration "duration";
    }
}

#[derive(Clone, Default, PartialEq)]
struct Cover {
    image: File,
}

message! {
    Cover = "test.Cover" {
        field image "image";
    }
}

#[test]
fn an_empty_file_is_absent() {
    assert_eq!(serde_json::to_value(Cover::default()).expect("JSON"), json!({}));
    let named = Cover { image: File::default().name("empty.png") };
    assert_eq!(serde_json::to_value(&named).expect("JSON"), json!({"image": ""}));
    assert_eq!(serde_json::to_value(Cover { image: File::from("hi") }).expect("JSON"), json!({"image": "aGk="}));
}

/// Messages, dates and durations have no value that equals an absent one.
#[test]
fn the_defaults_of_types_without_zero_are_written() {
    let written = serde_json::to_value(WithoutZero::default()).expect("a message can be written");
    assert_eq!(written, json!({"any": {}, "empty": {}, "date": "1970-01-01T00:00:00Z", "duration": "0s"}));
}

/// JSON allows a key twice. A `null` leaves the field unchanged, whether the field is an `Option` or not.
#[test]
fn the_last_of_duplicate_keys_counts_unless_it_is_null() {
    for (name, first, last) in [
        ("text", json!("a"), json!("b")),
        ("optionalText", json!("a"), json!("b")),
        ("optionalFlag", json!(true), json!(false)),
        ("date", json!("2023-11-07T05:31:56Z"), json!("2024-02-29T00:00:00Z")),
        ("anyJson", json!(1), json!([null])),
        ("texts", json!(["a"]), json!(["b", "c"])),
    ] {
        let read = |text: String| write(&serde_json::from_str(&text).expect("a message"))[name].clone();
        assert_eq!(read(format!(r#"{{"{name}": {first}, "{name}": {last}}}"#)), last, "{name}");
        assert_eq!(read(format!(r#"{{"{name}": {first}, "{name}": null}}"#)), first, "{name}");
        assert_eq!(read(format!(r#"{{"{name}": null, "{name}": {last}}}"#)), last, "{name}");
    }
}

open_enum! {
    /// An enum whose values include the empty string.
    pub enum Answer {
        Empty = "",
        Yes = "YES",
    }
}

open_enum! {
    /// An enum that lists some of the texts that are its values.
    pub enum Voice {
        Alto = "alto",
    }
    any_text true;
}

#[test]
fn the_empty_string_is_a_value_of_an_enum_of_any_text() {
    for text in ["", "alto", "bass"] {
        let voice = Voice::read(json!(text)).expect("an enum").expect("a value");
        assert_eq!((voice.is_unlisted(), to_value(&voice)), (text != "alto", json!(text)));
    }
    assert_eq!(Voice::read(Value::Null).expect("an enum"), None);
}

#[test]
fn the_empty_string_is_a_value_of_an_enum_that_lists_it() {
    for (text, expected) in [("", Some(Answer::Empty)), ("YES", Some(Answer::Yes))] {
        assert_eq!(Answer::read(json!(text)).expect("an enum"), expected);
        assert_eq!(to_value(&expected), json!(text));
    }
    assert_eq!(Answer::read(Value::Null).expect("an enum"), None);
}
