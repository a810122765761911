//! Redaction of bodies for logs.

use std::fmt::Write as _;

use serde_json::Value;

use crate::excerpt::is_misleading;
use crate::sent_secrets::SentSecrets;

/// The replacement of a secret.
const HIDDEN: &str = "[hidden]";

/// The longest text of a body in characters.
const MAX_LENGTH: usize = 16 * 1024;

/// A field is redacted if its name contains one of these, even if the specification does not mark it. Redacting too much does no
/// harm.
const SECRET_WORDS: [&str; 14] = [
    "secret",
    "token",
    "passw",
    "passphrase",
    "credential",
    "key",
    "jwk",
    "jwt",
    "assertion",
    "authorization",
    "cookie",
    "signature",
    "plaintext",
    "hmac",
];

/// Redacts fields that the models mark as sensitive, and fields with names such as `token` or `password`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Redactor {
    /// The JSON names of the fields that the models mark as sensitive.
    sensitive: &'static [&'static str],
}

impl Redactor {
    /// Redacts fields with these JSON names in any model, besides those with names of secrets.
    #[must_use]
    pub(crate) const fn new(sensitive: &'static [&'static str]) -> Self {
        Self { sensitive }
    }

    /// Returns `body` on one line of bounded length, without secrets and without the credentials that were `sent`.
    ///
    /// A body that is not JSON is replaced by its length, as its secrets cannot be recognized.
    pub(crate) fn redacted(self, body: &[u8], sent: &SentSecrets) -> String {
        if body.is_empty() {
            return String::new();
        }
        let Ok(mut value) = serde_json::from_slice(body) else {
            return format!("[{} bytes that are not JSON]", body.len());
        };
        self.redact(&mut value, sent);
        bounded(&value.to_string())
    }

    fn redact(self, value: &mut Value, sent: &SentSecrets) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        // A flag or an absent value is not a secret.
                        Value::Null | Value::Bool(_) => {}
                        Value::String(text) if text.is_empty() => {}
                        _ if self.is_secret(name) => *value = HIDDEN.into(),
                        _ => self.redact(value, sent),
                    }
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.redact(element, sent)),
            Value::String(text) => {
                if let Some(redacted) = sent.replaced(text, HIDDEN) {
                    *text = redacted;
                }
            }
            _ => {}
        }
    }

    pub(crate) fn is_secret(self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        self.sensitive.contains(&name) || SECRET_WORDS.iter().any(|part| lower.contains(part))
    }
}

/// Bounds the text, and escapes characters that would move a terminal's cursor or change the direction of its text.
fn bounded(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(MAX_LENGTH));
    let mut characters = text.chars();
    for character in characters.by_ref().take(MAX_LENGTH) {
        if is_misleading(character) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;

    const REDACTOR: Redactor = Redactor::new(&["content"]);

    fn shown(body: impl AsRef<[u8]>) -> String {
        REDACTOR.redacted(body.as_ref(), &HeaderValue::from_static("Bearer open\"sesame").into())
    }

    #[test]
    fn secrets_are_hidden_and_the_rest_is_shown() {
        let hidden = [
            "content",
            "clientSecret",
            "client_secret",
            "CLIENT-SECRET",
            "apiKey",
            "APIKey",
            "nextPageToken",
            "publicJwks",
            "x.token",
            "passwordCel",
        ];
        for name in hidden {
            for value in [json!("sesame"), json!(4711), json!(["sesame"]), json!({ "a": "sesame" })] {
                let body = json!({ "list": [{ name: value }] });
                assert_eq!(shown(body.to_string()), json!({ "list": [{ name: "[hidden]" }] }).to_string());
            }
        }
        for name in ["contents", "displayName", "email", "", "ähnlich"] {
            let body = json!({ name: ["x", 1, null, true] }).to_string();
            assert_eq!(shown(&body), body);
        }
        let harmless = json!({ "isSecret": true, "token": "", "key": null }).to_string();
        assert_eq!(shown(&harmless), harmless);
    }

    #[test]
    fn a_credential_that_a_server_repeats_is_hidden() {
        let body = json!({ "message": "you sent Bearer open\"sesame!", "list": ["open\"sesame"] }).to_string();
        assert_eq!(shown(body), json!({ "message": "you sent Bearer [hidden]!", "list": ["[hidden]"] }).to_string());
    }

    #[test]
    fn what_is_shown_is_bounded_and_leads_no_terminal_astray() {
        assert_eq!(shown(""), "");
        assert_eq!(shown("<html>sesame"), "[12 bytes that are not JSON]");
        assert_eq!(shown([0xff, 0xfe]), "[2 bytes that are not JSON]");
        let nested = "[".repeat(100_000);
        assert_eq!(shown(nested), "[100000 bytes that are not JSON]");
        assert_eq!(shown("\"\u{9b}31m\u{202e}\\u001b\\n\""), "\"\\u009b31m\\u202e\\u001b\\n\"");
        let long = shown(json!("ä".repeat(2 * MAX_LENGTH)).to_string());
        assert_eq!(long.chars().count(), MAX_LENGTH + 1);
        assert!(long.ends_with('…'));
    }
}
