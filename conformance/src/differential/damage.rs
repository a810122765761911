//! Damaged values and texts: what a server should not send, and about which readers may differ.

use serde_json::{Map, Value, json};

use super::kinds::is_number;
use crate::document::{Document, Kind, is_required, properties};
use crate::sampler::Sampler;
use crate::values::wrong;

/// Numbers in texts, well and badly spelled.
const NUMBERS: [&str; 24] = [
    "0",
    "-0",
    "7",
    "+7",
    "07",
    "-07",
    "7.0",
    "7.",
    ".7",
    "7e0",
    "7E2",
    "1e400",
    " 7",
    "7 ",
    "7_0",
    "0x7",
    "٧",
    "--7",
    "NaN",
    "nan",
    "inf",
    "infinity",
    "+Infinity",
    "9007199254740993.0",
];

/// Dates and times near the edges of RFC 3339.
const TIMESTAMPS: [&str; 22] = [
    "2026-01-31t09:30:00z",
    "2026-01-31 09:30:00Z",
    "2026-01-31T09:30:00.Z",
    "2026-01-31T09:30:00,5Z",
    "2026-01-31T09:30:00.1234567891Z",
    "2026-01-31T09:30:00+00:00",
    "2026-01-31T09:30:00-00:00",
    "2026-01-31T09:30:00+0530",
    "2026-01-31T09:30:00+05",
    "2026-01-31T09:30:00+24:00",
    "2026-01-31T09:30:00+05:60",
    "2026-01-31T09:30Z",
    "2026-01-31T24:00:00Z",
    "2026-01-31T23:60:00Z",
    "2016-12-31T23:59:60Z",
    "2026-06-15T12:00:61Z",
    "2026-1-31T09:30:00Z",
    "20260131T093000Z",
    "2025-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    " 2026-01-31T09:30:00Z ",
];

/// Durations near the edges of protobuf JSON.
const DURATIONS: [&str; 18] = [
    "01s",
    "+1s",
    "1.s",
    ".5s",
    "-.5s",
    "-0s",
    "--1s",
    "1.5S",
    "1e3s",
    "1.50s",
    "1.000000000s",
    "315576000001s",
    "-315576000001s",
    "9223372036854775807s",
    "9223372036854775808s",
    "1m",
    "1 s",
    " 1s",
];

/// Base64 near the edges of RFC 4648.
const BINARY: [&str; 10] = ["A", "AA", "AA=", "AA===", "AB==", "AAB", "+-+-", "A A=", "AA==AA==", "====="];

/// Values of every JSON type, for every property.
fn common() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(5.0),
        json!(1e21),
        json!(u64::MAX),
        json!(""),
        json!(" "),
        json!("true"),
        json!("null"),
        json!([]),
        json!([null]),
        json!([[]]),
        json!({}),
        json!({ "": null }),
        json!({ "key": 1 }),
        json!({ "@type": null }),
        json!({ "@type": 5 }),
        json!({ "@type": "", "key": null }),
    ]
}

/// Damaged values of a kind.
fn values(kind: Kind<'_>) -> Vec<Value> {
    let texts = |texts: &[&str]| texts.iter().map(|text| Value::from(*text)).collect();
    let own: Vec<Value> = match kind {
        kind if is_number(kind) => texts(&NUMBERS),
        Kind::Timestamp => texts(&TIMESTAMPS),
        Kind::Duration => texts(&DURATIONS),
        Kind::Bytes => texts(&BINARY),
        // The spelling of a variant that serde's derive reads, too.
        Kind::Enum(values) => {
            values.iter().filter_map(Value::as_str).take(1).map(|value| json!({ value: null })).collect()
        }
        Kind::Mask => texts(&["displayName,", ",", "a,,b", "a.b.c", "display_name", "a b", "a,a"]),
        _ => Vec::new(),
    };
    own.into_iter().chain(common()).collect()
}

/// For each property of a message, the smallest sample with each damaged value of it, with its name. Elements of lists and
/// values of maps are damaged, too.
pub(super) fn properties_of(document: &Document, schema: &Value, sampler: &mut Sampler<'_>) -> Vec<(String, Value)> {
    let mut samples = Vec::new();
    for (name, property) in properties(schema) {
        let shape = document.property(name, property);
        let elements = |inner: &Value, container: fn(Value) -> Value| {
            values(document.shape(inner).kind).into_iter().map(container).collect::<Vec<_>>()
        };
        let inner = match shape.kind {
            Kind::List(items) => elements(items, |value| json!([value])),
            Kind::Map(values) => elements(values, |value| json!({ "key": value })),
            _ => Vec::new(),
        };
        for value in wrong(&shape).into_iter().chain(values(shape.kind)).chain(inner) {
            samples.push((name.clone(), sampler.smallest_with(schema, name, value)));
        }
        if is_required(schema, name) {
            let mut sample = sampler.smallest_with(schema, name, Value::Null);
            sample.as_object_mut().map(|fields| fields.remove(name));
            samples.push((name.clone(), sample));
        }
    }
    samples
}

/// A message with a property of the future, and values that are not objects in place of it: among others a list of its fields.
pub(super) fn messages(samples: &[Value]) -> Vec<Value> {
    let fields = samples.iter().filter_map(Value::as_object).take(3).map(Map::values);
    let lists = fields.map(|fields| fields.cloned().collect::<Value>());
    let mut unknown = samples.first().cloned().unwrap_or_default();
    unknown["aPropertyOfTheFuture"] = json!({ "list": [1, null, "x"] });
    lists.chain([unknown]).chain(common()).collect()
}

/// Damaged texts of a JSON object.
pub(super) fn texts(text: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(text).into_owned();
    let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { return Vec::new() };
    let comma = if inner.is_empty() { "" } else { "," };
    let first = inner.split_once(':').map_or_else(String::new, |(key, _)| format!(",{key}:null"));
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let mut texts: Vec<Vec<u8>> = [
        format!("{{{inner}{first}}}"),
        format!("{{{inner}{comma}{inner}}}"),
        format!("{{{inner},}}"),
        format!("{{{inner}{comma}\"unknown\":{deep}}}"),
        format!("{{{inner}{comma}\"unknown\":\"\\ud800\"}}"),
        format!("{{{inner}{comma}\"unknown\":1e400}}"),
        format!("{{{inner}{comma}\"unknown\":01}}"),
        format!("{{{inner}{comma}\"unknown\":NaN}}"),
        format!("{{{inner}{comma}\"unknown\":\"\t\"}}"),
        format!("{{{inner}{comma}unknown:1}}"),
        format!("{{{inner}{comma}1:1}}"),
        format!("\u{feff}{text}"),
        format!(" \t\r\n{text}\n"),
        format!("\u{a0}{text}"),
        format!("{text}{text}"),
        format!("{text},"),
        format!("/* */{text}"),
        text.replace('"', "'"),
        text.replace(':', "="),
        String::new(),
    ]
    .map(String::into_bytes)
    .into();
    let bytes = text.as_bytes();
    // At most 64 of its prefixes, and invalid UTF-8 at as many places.
    for end in (0..bytes.len()).step_by(1 + bytes.len() / 64) {
        texts.push(bytes[..end].to_vec());
        texts.push([&bytes[..end], b"\xff", &bytes[end..]].concat());
    }
    texts
}
