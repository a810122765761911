//! Characters of documents that are not what they seem, and where they stand.

/// Whether a character moves the cursor, or makes the text around it run in another direction than it is read in.
pub(crate) fn misleads(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text of a document for a terminal, with what misleads it escaped.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match misleads(character) {
            true => escaped.extend(character.escape_default()),
            false => escaped.push(character),
        }
    }
    escaped
}

/// The line of `text`, counted from 1, that the byte at `offset` stands on.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    1 + text[..offset].matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_misleads() {
        assert_eq!(escaped("a\u{1b}[2Jü\u{202e}\n"), "a\\u{1b}[2Jü\\u{202e}\\n");
    }

    #[test]
    fn tells_letters_from_commands() {
        for character in ['\0', '\n', '\t', '\u{1b}', '\u{7f}', '\u{85}', '\u{202e}', '\u{2066}'] {
            assert!(misleads(character), "{character:?}");
        }
        for character in ['a', ' ', 'ü', '日', '💥', '\u{ad}'] {
            assert!(!misleads(character), "{character:?}");
        }
    }
}
