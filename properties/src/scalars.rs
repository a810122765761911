//! Scalars on the wire, compared with formulas on their text that share no code with the SDK.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use bytes::Bytes;
use c1_api_core::message;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

#[derive(Clone, Default, PartialEq)]
struct Scalars {
    small: Option<i32>,
    unsigned: Option<u32>,
    large: Option<i64>,
    unsigned_large: Option<u64>,
    ratio: Option<f64>,
    single: Option<f32>,
    date: Option<DateTime<Utc>>,
    duration: Option<TimeDelta>,
    bytes: Option<Bytes>,
}

message! {
    Scalars = "test.v1.Scalars" {
        field small "small";
        field unsigned "unsigned";
        field large "large";
        field unsigned_large "unsignedLarge";
        field ratio "ratio";
        field single "single";
        field date "date";
        field duration "duration";
        field bytes "bytes";
    }
}

/// Reads any text as each kind of scalar: as a string, and as a number if it is one in JSON.
pub fn scalar(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    duration(text);
    date(text);
    bytes(text);
    integers(text);
    floats(text);
    quoted_numbers(text);
}

fn read(field: &str, value: &Value) -> Option<Scalars> {
    serde_json::from_value(json!({ field: value })).ok()
}

/// Reads the text as a number of JSON, with all its digits.
fn read_number(field: &str, text: &str) -> Option<Scalars> {
    serde_json::from_str(&format!("{{\"{field}\": {text}}}")).ok()
}

/// The text of a field of the message, as it is written.
fn written(scalars: &Scalars, field: &str) -> String {
    let message = serde_json::to_value(scalars).expect("a message can be written");
    message[field].as_str().unwrap_or_default().to_owned()
}

/// Nanoseconds by the grammar of protobuf JSON: `-?[0-9]+(\.[0-9]{1,9})?s`.
fn duration(text: &str) {
    let nanos = |text: &str| -> Option<i128> {
        let number = text.strip_suffix('s')?;
        let (sign, number) = number.strip_prefix('-').map_or((1, number), |number| (-1, number));
        let mut parts = number.split('.');
        let (seconds, fraction) = (parts.next()?, parts.next());
        let digits = |part: &str| (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(());
        digits(seconds)?;
        fraction.map_or(Some(()), digits)?;
        let fraction = fraction.unwrap_or_default();
        let length = u32::try_from(fraction.len()).ok().filter(|length| *length <= 9 && parts.next().is_none())?;
        let seconds: i128 = seconds
            .trim_start_matches('0')
            .parse()
            .or(if seconds.contains(|c| c != '0') { Err(()) } else { Ok(0) })
            .ok()?;
        let fraction: i128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
        let nanos = seconds.checked_mul(1_000_000_000)?.checked_add(fraction * 10_i128.pow(9 - length))?;
        // The range of the type, in milliseconds.
        (nanos <= i128::from(i64::MAX) * 1_000_000).then_some(sign * nanos)
    };
    let found = read("duration", &text.into()).and_then(|scalars| scalars.duration);
    let total = |delta: &TimeDelta| i128::from(delta.num_seconds()) * 1_000_000_000 + i128::from(delta.subsec_nanos());
    assert_eq!(found.as_ref().map(total), nanos(text), "{text:?}");
    if let Some(duration) = found {
        let text = written(&Scalars { duration: Some(duration), ..Scalars::default() }, "duration");
        assert_eq!(nanos(&text), Some(total(&duration)), "{text:?}");
        assert!(
            matches!(text.split_once('.').map_or(0, |(_, fraction)| fraction.len() - 1), 0 | 3 | 6 | 9),
            "{text:?}"
        );
    }
}

/// Nanoseconds since 1970 by RFC 3339: `YYYY-MM-DDTHH:MM:SS(.d+)?(Z|±HH:MM)`, with years of four digits.
fn date(text: &str) {
    let found = read("date", &text.into()).and_then(|scalars| scalars.date);
    match (rfc3339(text), &found) {
        (Some(nanos), found) => {
            let found = found.unwrap_or_else(|| panic!("{text:?} was refused"));
            assert_eq!(
                i128::from(found.timestamp()) * 1_000_000_000 + i128::from(found.timestamp_subsec_nanos()),
                nanos,
                "{text:?}"
            );
        }
        // More than RFC 3339 is read: a space, leap seconds, other signs.
        (None, Some(_)) => assert!(text.len() >= 17 && text.contains(':'), "{text:?}"),
        (None, None) => {}
    }
    if let Some(date) = found {
        let text = written(&Scalars { date: Some(date), ..Scalars::default() }, "date");
        assert_eq!(read("date", &text.clone().into()).and_then(|scalars| scalars.date), Some(date), "{text:?}");
    }
}

fn rfc3339(text: &str) -> Option<i128> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !marks.iter().all(|(at, mark)| bytes.get(*at) == Some(mark)) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let last = days.get(usize::try_from(month - 1).ok()?)?;
    if !(1..=*last).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let digits =
        bytes[19..].strip_prefix(b".").map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let (fraction, zone) = match digits {
        0 => (0, 19),
        1..=9 => (number(20, 20 + digits)? * 10_i64.pow(u32::try_from(9 - digits).ok()?), 20 + digits),
        _ => return None,
    };
    let offset = match bytes.get(zone..)? {
        b"Z" => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (number(zone + 1, zone + 3)?, number(zone + 4, zone + 6)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 60 + minutes) * if *sign == b'-' { -60 } else { 60 }
        }
        _ => return None,
    };
    // The days before a year, and before a month.
    let past = year - 1;
    let before = year * 365 + past.div_euclid(4) - past.div_euclid(100)
        + past.div_euclid(400)
        + days[..usize::try_from(month - 1).ok()?].iter().sum::<i64>();
    let seconds = (before + day - 1 - 719_527) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    Some(i128::from(seconds) * 1_000_000_000 + i128::from(fraction))
}

/// Six bits for each character, of either alphabet, with all, some or none of the padding.
fn bytes(text: &str) {
    let found = read("bytes", &text.into()).and_then(|scalars| scalars.bytes);
    assert_eq!(found, base64_reference(text).map(Bytes::from), "{text:?}");
    for strict in [STANDARD, URL_SAFE].iter().filter_map(|engine| engine.decode(text).ok()) {
        assert_eq!(found.as_deref(), Some(&*strict), "{text:?}");
    }
    if let Some(bytes) = found {
        let text = written(&Scalars { bytes: Some(bytes.clone()), ..Scalars::default() }, "bytes");
        assert_eq!(STANDARD.decode(&text).ok().as_deref(), Some(&*bytes), "{text:?}");
    }
}

fn base64_reference(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    // A part of the padding may be missing, too.
    let is_padded = padding <= digits.len().next_multiple_of(4) - digits.len();
    let is_mixed = digits.contains(['+', '/']) && digits.contains(['-', '_']);
    if !is_padded || is_mixed || digits.len() % 4 == 1 {
        return None;
    }
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

/// Whole numbers in range, whose text is digits with a sign.
fn integers(text: &str) {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let whole = text.parse::<i128>().ok();
    let read = |field| read(field, &text.into());
    assert_eq!(read("small").map(|scalars| scalars.small), in_range(whole), "{text}");
    assert_eq!(read("large").map(|scalars| scalars.large), in_range(whole), "{text}");
    assert_eq!(read("unsigned").map(|scalars| scalars.unsigned), in_range(whole), "{text}");
    assert_eq!(read("unsignedLarge").map(|scalars| scalars.unsigned_large), in_range(whole), "{text}");
}

/// The number of a field; the outer option is `None` for a number beyond its range.
fn in_range<T: TryFrom<i128>>(whole: Option<i128>) -> Option<Option<T>> {
    whole?.try_into().ok().map(Some)
}

/// The nearest float to a decimal number. One beyond the range of the type is refused.
fn floats(text: &str) {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let Some(nearest) = text.parse::<f64>().ok().filter(|_| is_decimal) else { return };
    let bits = |scalars: Option<Scalars>| scalars.and_then(|scalars| scalars.ratio).map(f64::to_bits);
    assert_eq!(bits(read("ratio", &text.into())), Some(nearest.to_bits()).filter(|_| nearest.is_finite()), "{text}");
    let single = text.parse::<f32>().ok().filter(|single| single.is_finite()).map(f32::to_bits);
    let read_single = read("single", &text.into()).and_then(|scalars| scalars.single).map(f32::to_bits);
    assert_eq!(read_single, single, "{text}");
    if serde_json::from_str::<Value>(text).is_ok() {
        // Integers of JSON have no negative zero.
        let zero = nearest == 0.0;
        assert_eq!(
            bits(read_number("ratio", text)).filter(|_| !zero),
            Some(nearest.to_bits()).filter(|_| !zero),
            "{text}"
        );
    }
}

/// A number is the same in quotes and without: protobuf JSON reads both.
fn quoted_numbers(text: &str) {
    // A number of JSON whose exponent is too large is an error of the whole text.
    if serde_json::from_str::<serde_json::Number>(text).is_err() || text.contains(char::is_whitespace) {
        return;
    }
    for field in ["small", "unsigned", "large", "unsignedLarge"] {
        assert_eq!(read(field, &text.into()), read_number(field, text), "{field}: {text}");
    }
}
