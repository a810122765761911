//! Text of documents, safe for terminals and source files.

/// Whether a character moves the cursor, or makes the text around it run in another direction than it is read in.
pub fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Replaces misleading characters by spaces.
pub(crate) fn visible(text: &str) -> String {
    text.replace(misleads, " ")
}

/// Escapes misleading characters.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if misleads(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped
}
