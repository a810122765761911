//! Names that a server invents, in a form for logs.

use std::fmt::Write as _;

use crate::excerpt::is_misleading;

/// The maximum length of a shown name in characters.
pub(super) const MAX_LENGTH: usize = 100;

/// The replacement of a name that may be a secret.
pub(super) const HIDDEN: &str = "[hidden]";

/// The part of a name that is shown, not escaped yet. Two names with the same part are one name for a [`Drift`](super::Drift).
pub(super) fn part(name: &str) -> (&str, bool) {
    if looks_secret(name) {
        return (HIDDEN, true);
    }
    match name.char_indices().nth(MAX_LENGTH).filter(|_| name.len() > MAX_LENGTH) {
        Some((end, _)) => (&name[..end], false),
        None => (name, true),
    }
}

/// Returns a name on one line of bounded length, without characters that mislead a terminal.
pub(super) fn shown(name: &str) -> String {
    let (part, is_whole) = part(name);
    let mut shown = String::with_capacity(part.len());
    for character in part.chars() {
        if is_misleading(character) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    if !is_whole {
        shown.push('…');
    }
    shown
}

/// Whether a name has the form of a token or a key: names of properties and enum values consist of words.
fn looks_secret(name: &str) -> bool {
    /// The beginning of each JSON Web Token.
    const JWT: &str = "eyJ";

    let runs = || name.split(|c: char| !c.is_ascii_alphanumeric()).map(str::as_bytes);
    name.starts_with(JWT) || name.contains("secret-token:") || runs().any(|run| is_hex(run) || is_random(run))
}

/// Whether letters and digits are a UUID without hyphens, a hash or a key in hexadecimal digits.
fn is_hex(run: &[u8]) -> bool {
    const MIN_LENGTH: usize = 32;
    run.len() >= MIN_LENGTH && run.iter().any(u8::is_ascii_digit) && run.iter().all(u8::is_ascii_hexdigit)
}

/// Whether letters and digits change between the cases and digits as often as in base64, and not as in `oauthSha256Digest`.
fn is_random(run: &[u8]) -> bool {
    const MIN_LENGTH: usize = 24;
    let class = |byte: &u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let changes = || run.windows(2).filter(|pair| class(&pair[0]) != class(&pair[1])).count();
    run.len() >= MIN_LENGTH && run.iter().any(u8::is_ascii_digit) && 5 * changes() >= 2 * run.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_verbatim() {
        for name in [
            "",
            "displayName",
            "USER_STATUS_ON_LEAVE",
            "@type",
            "größe",
            "ConnectorOAuth2Provider",
            "a b",
            "materialFingerprintSha256",
            "AWS_IAM_ROLE_FOR_S3_READ_ONLY_ACCESS_V2",
        ] {
            assert_eq!(shown(name), name);
        }
    }

    #[test]
    fn secrets_are_hidden() {
        for name in [
            "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
            "secret-token:conductorone.com:v1:abc",
            "sk_live_51H8xYzAbCdEfGhIjKlMnOpQr",
            "d41d8cd98f00b204e9800998ecf8427e",
            "id-Xk29dLqPz81mNvB4cRtYw7sE",
        ] {
            assert_eq!(shown(name), HIDDEN, "{name}");
        }
    }

    #[test]
    fn names_are_bounded_and_on_one_line() {
        assert_eq!(shown("a\nb\u{202e}\u{1b}[31m"), "a\\u{a}b\\u{202e}\\u{1b}[31m");
        assert_eq!(shown(&"ä".repeat(MAX_LENGTH)), "ä".repeat(MAX_LENGTH));
        assert_eq!(shown(&"ä".repeat(MAX_LENGTH + 1)), format!("{}…", "ä".repeat(MAX_LENGTH)));
    }
}
