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
    /// From this length on, letters of both cases with digits are not a name in camel case.
    const MIN_MIXED: usize = 24;
    /// The length of a UUID without hyphens, and of the shortest common hashes.
    const MIN_HEX: usize = 32;
    /// The beginning of each JSON Web Token.
    const JWT: &str = "eyJ";

    let is_run = |c: char| c.is_ascii_alphanumeric();
    name.starts_with(JWT)
        || name.contains("secret-token:")
        || name.split(|c| !is_run(c)).filter(|run| run.len() >= MIN_MIXED).any(|run| {
            let has = |is: fn(&u8) -> bool| run.bytes().any(|byte| is(&byte));
            let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
            let is_hex =
                run.len() >= MIN_HEX && has(u8::is_ascii_digit) && run.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_mixed || is_hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_verbatim() {
        for name in ["", "displayName", "USER_STATUS_ON_LEAVE", "@type", "größe", "ConnectorOAuth2Provider", "a b"] {
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
