//! Numbers, dates, durations, bytes and enums.

use chrono::{DateTime, NaiveDate, TimeDelta};
use serde_json::{Value, json};

use super::{Color, Everything, error, read, write};
use crate::wire::message;

#[test]
fn numbers_are_read_from_numbers_and_strings() {
    let cases = [
        (json!({"large": 5}), 5),
        (json!({"large": "5"}), 5),
        (json!({"large": 5.0}), 5),
        (json!({"large": 9_007_199_254_740_993_i64}), 9_007_199_254_740_993),
        (json!({"large": "-12"}), -12),
        (json!({"large": 1e3}), 1000),
        (json!({"large": "1e3"}), 1000),
        (json!({"large": "-2.50E1"}), -25),
        (json!({"large": "1.0"}), 1),
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
        json!({"large": "1.5"}),
        json!({"large": "1e300"}),
        json!({"large": "Infinity"}),
        json!({"unsigned": "-1e0"}),
        json!({"small": 4_294_967_296_u64}),
        json!({"unsigned": -1}),
        json!({"large": true}),
    ] {
        assert!(error(&wrong).starts_with("invalid "), "{wrong}: {}", error(&wrong));
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

/// Protobuf JSON has three words for what is not finite, and refuses numbers beyond the range of their type.
#[test]
fn floats_beyond_their_range_are_errors() {
    for word in ["Infinity", "-Infinity"] {
        assert_eq!(write(&read(&json!({"ratio": word, "single": word})))["ratio"], word);
        assert_eq!(write(&read(&json!({"ratio": word, "single": word})))["single"], word);
    }
    for text in ["nan", "inf", "-inf", "infinity", "+Infinity", "INFINITY", "-NaN", "1e400", "-1e400"] {
        assert!(error(&json!({"ratio": text})).contains("a number"), "{text}");
        assert!(error(&json!({"single": text})).contains("a number"), "{text}");
    }
    for value in [json!("1e39"), json!(1e39), json!(-1e39), json!(f64::MAX)] {
        assert!(error(&json!({"single": value})).contains("a number"), "{value}");
        assert!(serde_json::from_value::<Everything>(json!({"single": value})).is_err(), "{value}");
    }
    assert_eq!(read(&json!({"single": f64::from(f32::MAX), "ratio": "1e308"})).single.to_bits(), f32::MAX.to_bits());
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
        // serde_json hands a number over like this, if a crate of the program turns on `arbitrary_precision`.
        json!({"inner": {"$serde_json::private::Number": "1.5"}}),
        json!({"flags": {"$serde_json::private::Number": "1.5"}}),
    ] {
        assert!(error(&value).starts_with("invalid type"), "{value}: {}", error(&value));
        assert!(serde_json::from_value::<Everything>(value.clone()).is_err(), "{value}");
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
        // Protobuf has no leap seconds: its readers refuse `:60`.
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2016-12-31T23:59:60.250Z", "2016-12-31T23:59:59.250Z"),
        ("2017-01-01T01:59:60+02:00", "2016-12-31T23:59:59Z"),
    ];
    for (text, expected) in cases {
        assert_eq!(write(&read(&json!({"date": text})))["date"], expected, "{text}");
    }
    assert!(error(&json!({"date": "yesterday"})).contains("a date and time like"));
    let leap_second = DateTime::from_timestamp(1_483_228_799, 1_500_000_000);
    let message = Everything { date: leap_second, ..Everything::default() };
    assert_eq!(write(&message)["date"], "2016-12-31T23:59:59.500Z");
}

#[derive(Clone, Default, PartialEq)]
struct Holiday {
    day: Option<NaiveDate>,
    others: Vec<NaiveDate>,
}

message! {
    Holiday = "test.Holiday" {
        field day "day";
        field others "others";
    }
}

#[test]
fn days_have_no_time() {
    let value = json!({"day": "2024-02-29", "others": ["0001-01-01", "9999-12-31"]});
    let holiday: Holiday = serde_json::from_value(value.clone()).expect("a message");
    assert_eq!(holiday.day, NaiveDate::from_ymd_opt(2024, 2, 29));
    assert_eq!(serde_json::to_value(&holiday).expect("JSON"), value);
    assert_eq!(serde_json::from_value::<Holiday>(json!({"day": ""})).expect("a message"), Holiday::default());
    for wrong in ["2024-02-30", "2024-02-29T00:00:00Z", "2024", "29.2.2024"] {
        let error = serde_json::from_value::<Holiday>(json!({"day": wrong})).expect_err(wrong).to_string();
        assert!(error.contains("a date like 2026-01-31"), "{error}");
    }
}

#[cfg(feature = "mock")]
#[test]
fn dummies_of_scalars_are_not_zero() {
    use crate::wire::{Wire, dummy::Random};

    let dummy = |seed| <Everything as Wire>::dummy(&mut Random::new(seed)).expect("a message");
    let (first, second) = (dummy(1), dummy(2));
    let zeros = [first.small == 0, first.unsigned == 0, first.large == 0, first.unsigned_large == 0];
    assert_eq!(zeros, [false; 4]);
    assert!(first.ratio > 0.0 && first.single > 0.0 && first.flag && !first.bytes.is_empty());
    assert!(first.duration.is_some_and(|duration| duration > TimeDelta::zero()));
    assert!(first.date > DateTime::from_timestamp(1_767_225_600, 0));
    assert!(first.duration != second.duration && first.date != second.date && first.large != second.large);
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
