//! Texts for people.

use std::fmt;

/// Returns a text without control characters and without characters that reorder others, which could forge what a terminal
/// shows. They are escaped: `\u{1b}`.
pub fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
                safe.extend(c.escape_unicode());
            }
            '\n' | '\r' | '\t' => safe.extend(c.escape_default()),
            c if c.is_control() => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// A number with its noun: `1 user`, `12,345 users`.
#[derive(Clone, Copy, Debug)]
pub struct Count(pub u64, pub &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, noun) = self;
        let digits = number.to_string();
        for (position, digit) in digits.char_indices() {
            if position > 0 && (digits.len() - position) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, " {noun}{}", if *number == 1 { "" } else { "s" })
    }
}
