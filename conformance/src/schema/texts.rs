//! Values of schemas without parts, by type and format.

use serde_json::{Value, json};

use crate::values::AWKWARD;

/// Values of a type and its format, of which the first is the plainest.
pub(super) fn edges(name: Option<&str>, schema: &Value) -> Vec<Value> {
    let format = schema["format"].as_str().unwrap_or_default();
    match name {
        Some("string") if schema["contentEncoding"] == "base64" => text("base64"),
        Some("string") => text(format),
        Some("integer") => integers(format, schema),
        Some("number") => match format {
            "int32" | "int64" => integers(format, schema),
            "float" => vec![json!(0), json!(1.5), json!(-0.25), json!(1e10)],
            _ => vec![json!(0), json!(1.5), json!(0.1), json!(123_456_789.123_456_79), json!(1e21), json!(-5e-324)],
        },
        Some("boolean") => vec![json!(false), json!(true)],
        // Any value.
        _ => vec![json!({}), json!("text"), json!(1.5), json!([1, null]), json!({ "a": { "b": null } }), json!(true)],
    }
}

fn text(format: &str) -> Vec<Value> {
    let texts: &[&str] = match format {
        "date-time" => &["2026-01-31T09:30:00Z", "2024-02-29T23:59:59.123456789Z", "1969-12-31T16:00:00-08:00"],
        "date" => &["2026-01-31", "2024-02-29", "1969-12-31"],
        "time" | "partial-time" => &["09:30:00", "23:59:59.5"],
        "uuid" => &["6f9619ff-8b86-d011-b42d-00c04fc964ff", "00000000-0000-0000-0000-000000000000"],
        "uri" | "url" | "uri-reference" => &["https://example.com/a%2Fb?c=d#e", "https://example.com/", "urn:a:b"],
        "email" => &["ada@example.com", "a+b@example.org"],
        "byte" | "base64" | "binary" => &["AAECAw==", "", "/+8="],
        "duration" => &["PT1H", "P1DT2H"],
        "ip" | "ipv4" => &["192.0.2.1", "10.0.0.255"],
        "ipv6" => &["2001:db8::1", "::1"],
        "int64" | "int32" | "uint64" | "uint32" => &["0", "7", "2147483647"],
        "decimal" => &["0", "12.50", "1"],
        _ => &AWKWARD,
    };
    texts.iter().map(|text| json!(text)).collect()
}

fn integers(format: &str, schema: &Value) -> Vec<Value> {
    let is_unsigned = format.starts_with("uint") || schema["minimum"].as_i64().is_some_and(|minimum| minimum >= 0);
    let max: u64 = match format {
        "int8" => 127,
        "uint8" => 255,
        "int16" => 32_767,
        "uint16" => 65_535,
        "int32" => 2_147_483_647,
        "uint32" => 4_294_967_295,
        "uint64" => u64::MAX,
        _ => i64::MAX as u64,
    };
    let min = if is_unsigned { Vec::new() } else { vec![json!(-1), json!(-(max as i128) as i64)] };
    [json!(0), json!(1), json!(max)].into_iter().chain(min).collect()
}
