//! Surrogate pairs in JSON strings, which YAML does not have.

use std::borrow::Cow;

/// Replaces each `\ud83d\ude00` by `\U0001F600`.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    let mut joined = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let escape = &rest[at..];
        // The character after a backslash is escaped, be it another one.
        let length = 1 + escape[1..].chars().next().map_or(0, char::len_utf8);
        let pair = unit(escape).zip(escape.get(6..).and_then(unit));
        let character = pair.and_then(|(high, low)| char::decode_utf16([high, low]).next()?.ok());
        let character = character.filter(|character| *character as u32 > 0xFFFF);
        let (replaced, length) = match character {
            Some(character) => (format!("\\U{:08X}", character as u32), 12),
            None => (escape[..length].to_owned(), length),
        };
        joined.push_str(&rest[..at]);
        joined.push_str(&replaced);
        rest = &escape[length..];
    }
    if joined.is_empty() {
        return Cow::Borrowed(text);
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

/// The code unit of the escape `\uXXXX` at the beginning of a text.
fn unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn pairs_are_one_escape() {
        let cases = [
            (r#""\ud83d\ude00 \n""#, r#""\U0001F600 \n""#),
            (r"\\ud83d\ude00", r"\\ud83d\ude00"),
            (r"\\\uD83D\uDE00", r"\\\U0001F600"),
            (r"\ud83d", r"\ud83d"),
            (r"\ud83d\n", r"\ud83d\n"),
            (r"\u00e9\u00e9", r"\u00e9\u00e9"),
            ("é\\", "é\\"),
            (r"\é", r"\é"),
            ("plain", "plain"),
        ];
        for (text, expected) in cases {
            assert_eq!(joined(text), expected, "{text}");
        }
    }
}
