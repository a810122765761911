//! Excerpts of foreign texts, such as messages of a server, for errors and logs.

/// The maximum length of an excerpt in characters.
const MAX_LENGTH: usize = 500;

/// Returns the text on one line and of bounded length.
pub(crate) fn excerpt(text: &str) -> String {
    let mut characters = on_one_line(text);
    let mut shown: String = characters.by_ref().take(MAX_LENGTH).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Like [`excerpt`], for texts whose end is as informative as their beginning: a long text lacks its middle.
pub(crate) fn excerpt_ends(text: &str) -> String {
    let count = text.trim().chars().count();
    if count <= MAX_LENGTH {
        return excerpt(text);
    }
    let head: String = on_one_line(text).take(MAX_LENGTH / 2).collect();
    let tail: String = on_one_line(text).skip(count - MAX_LENGTH / 2).collect();
    format!("{head}…{tail}")
}

/// Removes a secret from a foreign text, also where the text quotes it as `Debug` does. An empty secret is none.
///
/// The text must be complete, as an excerpt may end within the secret.
pub(crate) fn without_secret(text: &str, secret: &str) -> String {
    const HIDDEN: &str = "[secret]";
    if secret.is_empty() {
        return text.to_owned();
    }
    let text = text.replace(secret, HIDDEN);
    let quoted = secret.escape_debug().to_string();
    if quoted == secret { text } else { text.replace(&quoted, HIDDEN) }
}

/// Replaces each misleading character by a space.
pub(crate) fn without_misleading(text: String) -> String {
    if text.contains(is_misleading) { text.replace(is_misleading, " ") } else { text }
}

/// Whether a character moves the cursor, changes the direction of the text or is invisible.
///
/// These are the control characters, the line and paragraph separators, and the format characters that have no glyph.
pub(crate) fn is_misleading(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

fn on_one_line(text: &str) -> impl Iterator<Item = char> {
    text.trim().chars().map(|c| if is_misleading(c) { ' ' } else { c })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_bounded_line() {
        assert_eq!(excerpt(" two\nlines\t"), "two lines");
        assert_eq!(excerpt("a\u{202e}b\u{2028}c\u{2066}d\u{85}e\u{200f}f\u{feff}"), "a b c d e f ");
        assert_eq!(excerpt("grüße, 世界, שלום"), "grüße, 世界, שלום");
        assert_eq!(excerpt(&"ä".repeat(MAX_LENGTH)), "ä".repeat(MAX_LENGTH));
        assert_eq!(excerpt(&"ä".repeat(MAX_LENGTH + 1)), format!("{}…", "ä".repeat(MAX_LENGTH)));
    }

    #[test]
    fn a_secret_is_removed_however_it_is_quoted() {
        assert_eq!(without_secret("sesame, open sesame", "sesame"), "[secret], open [secret]");
        assert_eq!(without_secret(r#"string "ses\"ame" is ses"ame"#, r#"ses"ame"#), r#"string "[secret]" is [secret]"#);
        assert_eq!(without_secret("sesame", ""), "sesame");
    }

    #[test]
    fn an_excerpt_of_ends_lacks_the_middle() {
        assert_eq!(excerpt_ends(" two\nlines\t"), "two lines");
        let long = format!("begin{}end", "ä".repeat(MAX_LENGTH));
        let shown = excerpt_ends(&long);
        assert!(shown.starts_with("begin") && shown.ends_with("end"), "{shown}");
        assert_eq!(shown.chars().count(), MAX_LENGTH + 1);
    }
}
