//! Plain scalars of YAML 1.2 to JSON values.

use serde_json::{Number, Value};

/// The value of a scalar without quotes. What JSON cannot express keeps its text: `.inf`, `.nan`.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let begins_number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    let number = if begins_number { integer(text).or_else(|| float(text)) } else { None };
    number.map_or_else(|| Value::from(text), Value::Number)
}

/// An integer in decimal, hexadecimal, octal or binary digits. One that exceeds 64 bits is the nearest float.
fn integer(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, unsigned),
    };
    let radixes = [("0x", 16), ("0o", 8), ("0b", 2)];
    let (digits, radix) = radixes
        .into_iter()
        .find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, radix)))
        .unwrap_or((digits, 10));
    let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    // `007` is an identifier, not a number.
    if !is_number || (radix == 10 && digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok();
    match (magnitude, negative) {
        (Some(magnitude), false) => Some(Number::from(magnitude)),
        (Some(magnitude), true) => match 0_i64.checked_sub_unsigned(magnitude) {
            Some(value) => Some(Number::from(value)),
            None => float(text),
        },
        (None, _) if radix == 10 => float(text),
        (None, _) => None,
    }
}

/// A finite float.
fn float(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let is_number = unsigned.contains(|c: char| c.is_ascii_digit())
        && unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    let digits = unsigned.trim_start_matches('-');
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    let has_two_signs = text.len() > unsigned.len() && unsigned.starts_with(['+', '-']);
    if !is_number || has_leading_zero || has_two_signs || unsigned.starts_with('+') {
        return None;
    }
    Number::from_f64(unsigned.parse().ok()?)
}
