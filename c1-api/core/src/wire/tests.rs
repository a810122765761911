//! The wire format, on a message that has a field of every kind.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::{Any, Empty, message, open_enum};

open_enum! {
    /// A color.
    pub enum Color {
        Unspecified = "COLOR_UNSPECIFIED",
        Red = "COLOR_RED",
    }
    default Unspecified;
}

macro_rules! everything {
    ($($method:ident $field:ident: $type:ty = $wire:literal,)*) => {
        #[derive(Clone, Default, PartialEq)]
        struct Everything {
            $($field: $type,)*
        }

        message! {
            Everything = "test.Everything" {
                $($method $field $wire;)*
            }
        }
    };
}

everything! {
    field text: String = "text",
    required required_text: String = "requiredText",
    sensitive secret: String = "secret",
    field optional_text: Option<String> = "optionalText",
    field flag: bool = "flag",
    field optional_flag: Option<bool> = "optionalFlag",
    field small: i32 = "small",
    field unsigned: u32 = "unsigned",
    field large: i64 = "large",
    field optional_large: Option<i64> = "optionalLarge",
    field unsigned_large: u64 = "unsignedLarge",
    field ratio: f64 = "ratio",
    field single: f32 = "single",
    field date: Option<DateTime<Utc>> = "date",
    field duration: Option<TimeDelta> = "duration",
    field bytes: Bytes = "bytes",
    field any_json: Value = "anyJson",
    field object: Option<Map<String, Value>> = "object",
    field any: Option<Any> = "any",
    field empty: Option<Empty> = "empty",
    field color: Color = "color",
    field optional_color: Option<Color> = "optionalColor",
    field texts: Vec<String> = "texts",
    field larges: Vec<i64> = "larges",
    field colors: Vec<Color> = "colors",
    field dates: Vec<DateTime<Utc>> = "dates",
    field flags: BTreeMap<String, bool> = "flags",
    field optional_bytes: Option<Bytes> = "optionalBytes",
    field chunks: Vec<Bytes> = "chunks",
    field files: BTreeMap<String, Bytes> = "files",
    field durations: BTreeMap<String, TimeDelta> = "durations",
    field counts: BTreeMap<String, i64> = "counts",
    field ratios: Vec<f64> = "ratios",
    field messages: Vec<Any> = "messages",
    field inner: Option<Box<Everything>> = "inner",
    field inners: Vec<Everything> = "inners",
}

fn read(value: &Value) -> Everything {
    // Both ways in: from text, where names are borrowed, and from a tree, where they are not.
    let from_text = serde_json::from_str(&value.to_string()).expect("a message");
    let from_tree: Everything = serde_json::from_value(value.clone()).expect("a message");
    assert_eq!(from_text, from_tree);
    from_text
}

fn write(message: &Everything) -> Value {
    serde_json::to_value(message).expect("a message can be written")
}

fn error(value: &Value) -> String {
    serde_json::from_str::<Everything>(&value.to_string()).expect_err("not a message").to_string()
}

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
fn numbers_are_read_from_numbers_and_strings() {
    let cases = [
        (json!({"large": 5}), 5),
        (json!({"large": "5"}), 5),
        (json!({"large": 5.0}), 5),
        (json!({"large": 9_007_199_254_740_993_i64}), 9_007_199_254_740_993),
        (json!({"large": "-12"}), -12),
    ];
    for (value, expected) in cases {
        assert_eq!(read(&value).large, expected, "{value}");
    }
    assert_eq!(read(&json!({"small": "5", "unsigned": "6", "larges": [1, "2", "", null]})).larges, [1, 2]);
    // Not by `read`, which compares: NaN is like nothing.
    let nan: Everything = serde_json::from_str(r#"{"ratio": "NaN"}"#).expect("a message");
    assert!(nan.ratio.is_nan());
    assert_eq!(write(&nan)["ratio"], "NaN");
    assert_eq!(read(&json!({"ratio": "-Infinity"})).ratio, f64::NEG_INFINITY);
    assert_eq!(write(&Everything { ratio: f64::INFINITY, ..Everything::default() })["ratio"], "Infinity");
    for wrong in [
        json!({"large": 1.5}),
        json!({"large": "x"}),
        json!({"small": 4_294_967_296_u64}),
        json!({"unsigned": -1}),
        json!({"large": true}),
    ] {
        assert!(error(&wrong).starts_with("invalid "), "{wrong}: {}", error(&wrong));
    }
}

#[test]
fn dates_have_nanoseconds_and_any_offset() {
    let cases = [
        ("2023-11-07T05:31:56Z", "2023-11-07T05:31:56Z"),
        ("2023-11-07T05:31:56.1Z", "2023-11-07T05:31:56.100Z"),
        ("2023-11-07T05:31:56.000001Z", "2023-11-07T05:31:56.000001Z"),
        ("2023-11-07T05:31:56.123456789Z", "2023-11-07T05:31:56.123456789Z"),
        ("2023-11-07T07:31:56+02:00", "2023-11-07T05:31:56Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ];
    for (text, expected) in cases {
        assert_eq!(write(&read(&json!({"date": text})))["date"], expected, "{text}");
    }
    assert!(error(&json!({"date": "yesterday"})).contains("a date and time like"));
}

#[test]
fn durations_are_seconds_of_either_sign() {
    let cases = [
        ("3600s", TimeDelta::hours(1), "3600s"),
        ("1.5s", TimeDelta::milliseconds(1500), "1.500s"),
        ("-1.5s", TimeDelta::milliseconds(-1500), "-1.500s"),
        ("-0.000000001s", TimeDelta::nanoseconds(-1), "-0.000000001s"),
        ("0.000010s", TimeDelta::microseconds(10), "0.000010s"),
        ("0s", TimeDelta::zero(), "0s"),
    ];
    for (text, expected, written) in cases {
        let message = read(&json!({"duration": text}));
        assert_eq!(message.duration, Some(expected), "{text}");
        assert_eq!(write(&message)["duration"], written, "{text}");
    }
    for wrong in ["5", "s", "-s", "1.s", ".5s", "1.0000000001s", "1e3s", "--1s", "+1s", "99999999999999999999s"] {
        assert!(error(&json!({"duration": wrong})).contains("a duration in seconds"), "{wrong}");
    }
}

#[test]
fn bytes_are_read_in_either_alphabet() {
    for text in ["+/+/", "-_-_"] {
        assert_eq!(read(&json!({"bytes": text})).bytes.as_ref(), [0xfb, 0xff, 0xbf], "{text}");
    }
    for text in ["aGk=", "aGk"] {
        assert_eq!(read(&json!({"bytes": text})).bytes.as_ref(), b"hi", "{text}");
    }
    let error = error(&json!({"bytes": "secret value!"}));
    assert!(!error.contains("secret"), "{error}");
}

#[test]
fn unknown_values_of_enums_survive_and_cannot_be_known_ones() {
    let message = read(&json!({"color": "COLOR_ULTRAVIOLET"}));
    assert!(matches!(&message.color, Color::Unlisted(value) if value.as_str() == "COLOR_ULTRAVIOLET"));
    assert_eq!(write(&message)["color"], "COLOR_ULTRAVIOLET");
    assert_eq!(Color::from("COLOR_RED"), Color::Red);
    assert_eq!("COLOR_RED".parse(), Ok(Color::Red));
    assert_eq!(Color::VALUES.iter().map(Color::as_str).collect::<Vec<_>>(), ["COLOR_UNSPECIFIED", "COLOR_RED"]);
    assert_eq!(format!("{} {:?} [{:>10}]", Color::Red, Color::Red, Color::Red), "COLOR_RED COLOR_RED [ COLOR_RED]");
    let mut colors = [Color::from("COLOR_B"), Color::Unspecified, Color::from("COLOR_A"), Color::Red];
    colors.sort();
    assert_eq!(colors.map(|color| color.to_string()), ["COLOR_A", "COLOR_B", "COLOR_RED", "COLOR_UNSPECIFIED"]);
    assert!(serde_json::from_str::<Color>("null").is_err());
    assert_eq!(serde_json::from_str::<Color>(r#""COLOR_RED""#).expect("a color"), Color::Red);
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

#[test]
fn a_message_is_an_object_or_null() {
    assert_eq!(serde_json::from_str::<Everything>("null").expect("nothing set"), Everything::default());
    assert!(error(&json!([])).contains("an object (test.Everything)"));
    assert!(error(&json!({"any": {"@type": 5}})).contains("`@type` is not a string"));
    assert_eq!(read(&json!({"any": {"x": 1}})).any.expect("present").type_url(), "");
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

#[test]
fn floats_are_the_nearest_doubles() {
    let texts = [
        "123456789.12345679",
        "0.30000000000000004",
        "2.2250738585072014e-308",
        "1.7976931348623157e308",
        "9007199254740993.0",
        "6631236846766476.0e-316",
        "5e-324",
    ];
    for text in texts {
        let nearest: f64 = text.parse().expect("a number");
        let message: Everything = serde_json::from_str(&format!(
            r#"{{"ratio": {text}, "ratios": [{text}], "anyJson": {text}, "any": {{"x": {text}}}, "object": {{"x": {text}}}}}"#
        ))
        .expect("a message");
        let any = message.any.expect("an Any");
        let object = message.object.expect("an object");
        let read = [&message.any_json, &any.fields()["x"], &object["x"]].map(Value::as_f64);
        assert_eq!(
            (message.ratio, message.ratios.as_slice(), read),
            (nearest, [nearest].as_slice(), [Some(nearest); 3]),
            "{text}"
        );
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
}

#[test]
fn numbers_are_not_objects_and_objects_are_not_numbers() {
    for value in [
        json!({"inner": 1.5}),
        json!({"flags": 1.5}),
        json!({"object": 1.5}),
        json!({"any": 1.5}),
        json!({"inners": [1e300]}),
        json!({"ratio": {}}),
        json!({"ratio": {"x": 1}}),
        json!({"large": {"x": "1.0"}}),
        json!({"text": 1.5}),
    ] {
        assert!(error(&value).starts_with("invalid type"), "{value}: {}", error(&value));
        assert!(serde_json::from_value::<Everything>(value.clone()).is_err(), "{value}");
    }
}

#[test]
fn related_objects_keep_their_positions() {
    let message = read(&json!({"messages": [null, {"@type": "t"}, null], "inners": [null, {"text": "a"}]}));
    assert_eq!(message.messages.iter().map(Any::type_url).collect::<Vec<_>>(), ["", "t", ""]);
    assert_eq!(message.inners.len(), 1);
}
