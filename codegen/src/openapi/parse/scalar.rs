//! Plain scalars of YAML 1.2 to JSON values.

use serde_json::{Number, Value};

/// The value of a scalar without quotes. A scalar that JSON cannot express, such as `.inf`, keeps its text.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::from(text), Value::Number),
    }
}

/// A number in decimal, hexadecimal, octal or binary digits. An integer that exceeds 64 bits is the nearest float.
fn number(text: &str) -> Option<Number> {
    let (sign, unsigned) = text.split_at(usize::from(text.starts_with(['+', '-'])));
    let (digits, radix) = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((unsigned.strip_prefix(prefix)?, radix)))
        .unwrap_or((unsigned, 10));
    let begins_number = digits.starts_with(|c: char| c.is_digit(radix) || c == '.');
    // `007` is an identifier, not a number.
    let is_identifier = radix == 10 && digits.len() > 1 && digits.starts_with('0') && digits.parse::<u128>().is_ok();
    if !begins_number || is_identifier {
        return None;
    }
    let signed = format!("{sign}{digits}");
    if let Ok(integer) = i64::from_str_radix(&signed, radix) {
        return Some(Number::from(integer));
    }
    if let Ok(integer) = u64::from_str_radix(&signed, radix) {
        return Some(Number::from(integer));
    }
    Number::from_f64(signed.parse().ok().filter(|_| radix == 10)?)
}
