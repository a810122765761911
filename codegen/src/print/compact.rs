//! Tokens on one line, spaced as people space them.

use std::fmt::Write;

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenTree};

/// The tokens on one line.
pub(super) fn compact(tokens: impl IntoIterator<Item = TokenTree>) -> String {
    let mut line = Line { text: String::new(), is_tight: true, is_joint: false };
    line.tokens(tokens);
    line.text
}

/// A line that is being written.
struct Line {
    text: String,
    /// Whether the next token follows without a space.
    is_tight: bool,
    /// Whether the last character is the first half of `::`, `->` or `=>`.
    is_joint: bool,
}

impl Line {
    fn tokens(&mut self, tokens: impl IntoIterator<Item = TokenTree>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(punct) => self.punct(&punct),
                TokenTree::Ident(ident) => self.word(&ident),
                TokenTree::Literal(literal) => self.word(&literal),
            }
        }
    }

    fn word(&mut self, word: &impl std::fmt::Display) {
        let space = if self.is_tight { "" } else { " " };
        self.text.push_str(space);
        // Writing to a string cannot fail.
        let _written = write!(self.text, "{word}");
        (self.is_tight, self.is_joint) = (false, false);
    }

    fn group(&mut self, group: &Group) {
        let (open, close, pad) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")", false),
            Delimiter::Bracket => ("[", "]", false),
            Delimiter::Brace => ("{", "}", !group.stream().is_empty()),
            Delimiter::None => ("", "", false),
        };
        let follows = |is_tight: fn(char) -> bool| self.text.ends_with(is_tight);
        self.is_tight |= match open {
            "(" => follows(|c| c.is_alphanumeric() || matches!(c, '_' | '>' | ')' | '!')),
            "[" => follows(|c| matches!(c, '#' | '!' | '&')),
            _ => false,
        };
        self.word(&open);
        self.is_tight = !pad;
        self.tokens(group.stream());
        self.drop_comma();
        self.is_tight = !pad;
        self.word(&close);
    }

    /// Drops the trailing comma of a list over several lines.
    fn drop_comma(&mut self) {
        if self.text.ends_with(',') {
            self.text.pop();
        }
    }

    fn punct(&mut self, punct: &Punct) {
        let character = punct.as_char();
        let is_second = self.is_joint;
        // No space before it, and none after it.
        let (before, after) = match character {
            ':' => (true, is_second || punct.spacing() == Spacing::Joint),
            '.' | '<' => (true, true),
            '>' => (true, false),
            ',' | ';' | '?' => (true, false),
            '&' | '\'' | '#' => (false, true),
            // The parameters of a closure, the first argument or a later one.
            '|' if self.text.ends_with(['(', ',']) => (self.text.ends_with('('), true),
            '|' => (true, false),
            '!' => (!self.text.is_empty() && !self.text.ends_with(' '), true),
            _ => (is_second, punct.spacing() == Spacing::Joint),
        };
        self.is_tight |= before && !(character == '>' && is_second && self.text.ends_with(' '));
        if character == '>' && !is_second {
            self.drop_comma();
        }
        self.word(&character);
        self.is_tight = after;
        self.is_joint = matches!(character, ':' | '-' | '=') && !is_second && punct.spacing() == Spacing::Joint;
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn tokens_are_spaced_as_people_space_them() {
        let cases = [
            (
                quote!(fn a(&self, b: impl Into<String>,) -> Call<c::D>),
                "fn a(&self, b: impl Into<String>) -> Call<c::D>",
            ),
            (quote!(fn a<'a>(&mut self, b: Option<&'a [u8]>)), "fn a<'a>(&mut self, b: Option<&'a [u8]>)"),
            (quote!(A::new("b :: c", Method::GET).d().e("f")), "A::new(\"b :: c\", Method::GET).d().e(\"f\")"),
            (quote!(Option<Map<String, Value>>), "Option<Map<String, Value>>"),
            (quote!(r#type: View<'_>), "r#type: View<'_>"),
            (quote!(#[deprecated(note = "Use b.")]), "#[deprecated(note = \"Use b.\")]"),
            (
                quote!(Call::new(&self.client, Search { request, a: b.into() })),
                "Call::new(&self.client, Search { request, a: b.into() })",
            ),
            (quote!(Search {}), "Search {}"),
            (quote!(std::mem::take(&mut page.list)), "std::mem::take(&mut page.list)"),
            (quote!(self.page_token = Some(token);), "self.page_token = Some(token);"),
            (quote!(&[A::B, c]), "&[A::B, c]"),
            (quote!(a.map(|case| case.name())), "a.map(|case| case.name())"),
            (quote!(<c::D>::new()), "<c::D>::new()"),
            (quote!(crate::a::B { c }), "crate::a::B { c }"),
            (quote!(fn a() -> &str), "fn a() -> &str"),
            (quote!(pub a: ()), "pub a: ()"),
            (
                quote!(
                    const A: &[&str] = &["a"];
                ),
                "const A: &[&str] = &[\"a\"];",
            ),
        ];
        for (tokens, line) in cases {
            assert_eq!(compact(tokens), line);
        }
    }
}
