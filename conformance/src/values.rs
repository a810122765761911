//! Values at the edges of each kind, and values that it must refuse.

use serde_json::{Value, json};

use crate::document::{Kind, Shape};

/// Texts that have broken encoders, readers and logs.
pub(crate) const AWKWARD: [&str; 20] = [
    "",
    "plain",
    "a/b",
    "a%2Fb",
    "..",
    "../../etc",
    "\"quoted\" back\\slash",
    "it's ; a & b = c ? d # e + f",
    "😀 👩‍👩‍👧 🇪🇺",
    "שלום عالم",
    "\u{202e}right to left",
    " leading and trailing ",
    "line\nbreak\r\ttab",
    "\u{0}\u{1}\u{1f}\u{7f}",
    "null",
    "0",
    "{\"json\":[]}",
    "$.expanded[0]",
    "e\u{301} é",
    "\u{feff}\u{ffff}",
];

/// Values of a kind: its zero first, then its edges. `None` for kinds that contain others.
pub(crate) fn edges(kind: Kind<'_>) -> Option<Vec<Value>> {
    let texts = |texts: &[&str]| texts.iter().map(|text| json!(text)).collect();
    Some(match kind {
        Kind::Bool => vec![json!(false), json!(true)],
        Kind::Int32 => vec![json!(0), json!(1), json!(-1), json!(i32::MAX), json!(i32::MIN), json!(5.0), json!("7")],
        Kind::UInt32 => vec![json!(0), json!(1), json!(u32::MAX), json!(5.0), json!("7")],
        Kind::Int64 => {
            let mut values: Vec<Value> = texts(&["0", "1", "-1", "9007199254740993", "-9007199254740993"]);
            let numbers = [json!(0), json!(7), json!(i64::MIN), json!(i64::MAX), json!(9_007_199_254_740_993_i64)];
            values.extend(numbers);
            values.extend([json!(i64::MAX.to_string()), json!(i64::MIN.to_string())]);
            values
        }
        Kind::UInt64 => {
            vec![
                json!("0"),
                json!("1"),
                json!(u64::MAX.to_string()),
                json!(7),
                json!(u64::MAX),
                json!("9007199254740993"),
            ]
        }
        Kind::Number => vec![
            json!(0),
            json!(1),
            json!(-1.5),
            json!(0.1),
            json!(0.300_000_000_000_000_04),
            json!(123_456_789.123_456_79),
            json!(5e-324),
            json!(f64::MAX),
            json!(-0.0),
            json!(1e21),
            json!(9_007_199_254_740_993_i64),
            json!("NaN"),
            json!("Infinity"),
            json!("-Infinity"),
            json!("1.5"),
        ],
        Kind::Text => texts(&AWKWARD),
        Kind::Mask => texts(&["", "displayName", "displayName,userIds", "user.email,roleIds"]),
        Kind::Enum(values) => {
            let mut values = values.to_vec();
            values.extend([json!("A_VALUE_OF_THE_FUTURE"), json!("an odd/value %2F 😀")]);
            values
        }
        Kind::Timestamp => texts(&[
            "2026-01-31T09:30:00Z",
            "2026-01-31T09:30:00.123456789Z",
            "2026-01-31T09:30:00.1Z",
            "2026-01-31T09:30:00.120000Z",
            "2026-01-31T09:30:00+05:30",
            "2026-01-31T23:30:00.000000001-08:00",
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.5Z",
            "2024-02-29T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
        ]),
        Kind::Duration => texts(&[
            "0s",
            "3600s",
            "1.5s",
            "-1.5s",
            "-0.000000001s",
            "0.1s",
            "1.000001s",
            "1.000000001s",
            "315576000000s",
            "-315576000000s",
        ]),
        Kind::Bytes => texts(&["", "AA==", "AAE=", "AAEC", "+/+/", "-_-_", "AAE", "-_8=", "-_8", "////"]),
        Kind::Json => vec![
            json!("text"),
            json!(true),
            json!(0),
            json!(123_456_789.123_456_79),
            json!([]),
            json!([null, 1, "a", {}]),
            json!({}),
            json!({ "a/b": { "": [null, 0.1] }, "n": null }),
        ],
        Kind::Struct => vec![
            json!({}),
            json!({ "key": "value" }),
            json!({ "": 0.1, "a/b": [null, { "c": 123_456_789.123_456_79 }], "n": null, "😀": true, "@type": "odd" }),
        ],
        Kind::Any => vec![
            json!({ "@type": "type.googleapis.com/c1.api.user.v1.User", "email": "ada@example.com" }),
            json!({ "@type": "type.googleapis.com/google.protobuf.Duration", "value": "1.5s" }),
            json!({ "@type": "example.com/of.the.Future", "n": null, "deep": [{ "@type": "x/y" }, 0.1], "": "" }),
        ],
        Kind::Message(_) | Kind::Map(_) | Kind::List(_) => return None,
    })
}

/// The longest text that is sampled.
pub(crate) fn long_text() -> Value {
    json!("0123456789 é 😀 \"/%".repeat(500))
}

/// The plain value of a kind: not zero, and as protobuf JSON writes it.
pub(crate) fn plain(kind: Kind<'_>) -> Value {
    let values = edges(kind).unwrap_or_default();
    let index = match kind {
        Kind::Bytes => 3,
        Kind::Timestamp | Kind::Any | Kind::Json => 0,
        _ => 1.min(values.len().saturating_sub(1)),
    };
    values.get(index).cloned().unwrap_or_default()
}

/// Values that a reader must refuse in place of one of this shape.
pub(crate) fn wrong(shape: &Shape<'_>) -> Vec<Value> {
    let texts = |texts: &[&str]| texts.iter().map(|text| json!(text)).collect();
    match shape.kind {
        Kind::Json => Vec::new(),
        Kind::Message(_) | Kind::Any | Kind::Struct | Kind::Map(_) => vec![json!("text"), json!(1), json!(true)],
        Kind::List(_) => vec![json!("text"), json!(1), json!({})],
        Kind::Bool => vec![json!("true"), json!(1), json!({})],
        Kind::Int32 => vec![json!("letters"), json!(1.5), json!(2_147_483_648_i64), json!(true), json!({})],
        Kind::UInt32 => vec![json!("letters"), json!(-1), json!(4_294_967_296_i64), json!([])],
        Kind::Int64 => vec![json!("letters"), json!(1.5), json!("9223372036854775808"), json!(true)],
        Kind::UInt64 => vec![json!("letters"), json!(-1), json!("18446744073709551616"), json!([])],
        Kind::Number => vec![json!("letters"), json!(true), json!({})],
        Kind::Text | Kind::Mask | Kind::Enum(_) => vec![json!(1), json!(true), json!([]), json!({})],
        Kind::Timestamp => texts(&["yesterday", "2026-01-31", "2026-01-31T09:30:00", "2026-02-30T00:00:00Z"]),
        Kind::Duration => texts(&["PT1H", "1", "1 s", "s", "1.0000000001s"]),
        Kind::Bytes => texts(&["%%%", "A", "AA\n=="]),
    }
}
