//! Scalars of protobuf JSON, read by the rules of its specification: what each text means, and how it is written.

/// The largest absolute value of a duration, in seconds.
const MAX_DURATION: i128 = 315_576_000_000;
const NANOS: i128 = 1_000_000_000;

/// Decodes base64 in the standard or the URL-safe alphabet, padded or not.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    let unpadded = text.trim_end_matches('=');
    if text.len() - unpadded.len() > 2 || unpadded.len() % 4 == 1 {
        return None;
    }
    for byte in unpadded.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        (bits, count) = ((bits << 6) | u32::from(digit), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

/// Whether a text is base64 as protobuf JSON writes it: in the standard alphabet, padded, without stray bits.
pub(crate) fn is_written_base64(text: &str) -> bool {
    !text.contains(['-', '_']) && base64(text).is_some_and(|bytes| encoded(&bytes) == text)
}

/// Encodes bytes in the standard alphabet, padded.
pub(crate) fn encoded(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut bits = 0_usize;
        for index in 0..3 {
            bits = (bits << 8) | usize::from(chunk.get(index).copied().unwrap_or_default());
        }
        for index in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * index)) & 63];
            text.push(if index > chunk.len() { '=' } else { digit.into() });
        }
    }
    text
}

/// The nanoseconds of a duration such as `-1.5s`.
pub(crate) fn duration(text: &str) -> Option<i128> {
    let number = text.strip_suffix('s')?;
    let (sign, number) = number.strip_prefix('-').map_or((1, number), |number| (-1, number));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let nanos = digits(whole)?.checked_mul(NANOS)? + fraction.map_or(Some(0), nanos)?;
    (nanos <= MAX_DURATION * NANOS).then_some(sign * nanos)
}

/// Whether a text is a duration as protobuf JSON writes it: with 0, 3, 6 or 9 digits of a fraction.
pub(crate) fn is_written_duration(text: &str) -> bool {
    let fraction = text.strip_suffix('s').and_then(|number| number.split_once('.'));
    duration(text).is_some() && fraction.is_none_or(|(_, fraction)| [3, 6, 9].contains(&fraction.len()))
}

/// The nanoseconds since 1970 of a date and time of RFC 3339 in the years 1 to 9999.
pub(crate) fn timestamp(text: &str) -> Option<i128> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.split('-').map(digits);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (time, offset) = match time.strip_suffix('Z') {
        Some(time) => (time, 0),
        None => {
            let (time, offset) = time.split_at(time.len().checked_sub(6)?);
            let (hours, minutes) = offset[1..].split_once(':')?;
            let minutes = digits(hours)? * 60 + digits(minutes)?;
            (time, if offset.starts_with('-') { -minutes } else { minutes } * 60)
        }
    };
    let (time, fraction) = time.split_once('.').map_or((time, None), |(time, rest)| (time, Some(rest)));
    let mut time = time.split(':').map(digits);
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let in_range = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !in_range || hour > 23 || minute > 59 || second > 59 || date.next().is_some() {
        return None;
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    Some(seconds * NANOS + fraction.map_or(Some(0), nanos)?)
}

/// Whether a text is a date as protobuf JSON writes it: in UTC, with 0, 3, 6 or 9 digits of a fraction.
pub(crate) fn is_written_timestamp(text: &str) -> bool {
    let fraction = text.strip_suffix('Z').map(|time| time.split_once('.'));
    timestamp(text).is_some()
        && fraction.is_some_and(|fraction| fraction.is_none_or(|(_, digits)| [3, 6, 9].contains(&digits.len())))
}

/// Whether a text is an integer of this range as protobuf JSON writes it.
pub(crate) fn is_written_integer(text: &str, min: i128, max: i128) -> bool {
    text.parse().is_ok_and(|value: i128| value.to_string() == text && (min..=max).contains(&value))
}

/// Whether a text is a mask: paths of JSON names between commas.
pub(crate) fn is_mask(text: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.is_empty() || text.split([',', '.']).all(is_name)
}

fn digits(text: &str) -> Option<i128> {
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

/// The nanoseconds of a fraction of up to nine digits.
fn nanos(fraction: &str) -> Option<i128> {
    if fraction.len() > 9 { None } else { digits(&format!("{fraction:0<9}")).filter(|_| !fraction.is_empty()) }
}

/// The days from 1970 to a date of the Gregorian calendar.
fn days(year: i128, month: i128, day: i128) -> i128 {
    // Years begin in March, so that a leap day is a year's last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day
        - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_by_rfc_4648() {
        let vectors: [(&str, &[u8]); 5] =
            [("", b""), ("Zg==", b"f"), ("Zm8=", b"fo"), ("Zm9v", b"foo"), ("Zm9vYmFy", b"foobar")];
        for (text, bytes) in vectors {
            assert_eq!(base64(text).as_deref(), Some(bytes), "{text}");
            assert_eq!(base64(text.trim_end_matches('=')).as_deref(), Some(bytes), "{text}");
            assert_eq!(encoded(bytes), text);
            assert!(is_written_base64(text), "{text}");
        }
        assert_eq!(base64("-_8="), base64("+/8"));
        for text in ["Z", "Zg=", "Zm9vY", "-_8=", "+/9=", "Zg=== "] {
            assert!(!is_written_base64(text), "{text}");
        }
    }

    #[test]
    fn durations_and_dates() {
        for (text, nanos) in [("0s", 0), ("1.5s", 1_500_000_000), ("-0.000000001s", -1), ("3600s", 3_600_000_000_000)] {
            assert_eq!(duration(text), Some(nanos), "{text}");
        }
        for text in ["PT1H", "1", "1.s", ".5s", "1.0000000001s", "315576000001s", "+1s", "1e3s"] {
            assert_eq!(duration(text), None, "{text}");
        }
        let dates = [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T05:30:00+05:30", 0),
            ("1969-12-31T16:00:00.5-08:00", NANOS / 2),
            ("2000-03-01T00:00:00Z", 951_868_800 * NANOS),
            ("0001-01-01T00:00:00Z", -62_135_596_800 * NANOS),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_800 * NANOS - 1),
        ];
        for (text, nanos) in dates {
            assert_eq!(timestamp(text), Some(nanos), "{text}");
        }
        for text in ["2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "yesterday"] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }
}
