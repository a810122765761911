//! Markdown of doc comments, from the CommonMark descriptions of an OpenAPI document.
//!
//! A description is parsed, and its events are written as Markdown again. The output contains no HTML, no intra-doc link, no
//! bare URL and no code that rustdoc would run.

#[cfg(test)]
mod tests;

use std::mem;

use pulldown_cmark::{Event, Parser, Tag, TagEnd, TextMergeWithOffset};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use crate::diagnostics::{misleads, visible};
use crate::rust::code;

/// Hides syntax from the parser. It is a private-use character, and is not written.
const MASK: char = '\u{e000}';

/// A space at which lines are not broken.
const NO_BREAK: &str = "\0";

/// Converts a description to Markdown that is wrapped at `width`.
pub(super) fn markdown(description: &str, width: usize) -> String {
    let source = masked(description);
    let mut writer = Writer { width, ..Writer::default() };
    let events = Parser::new(&source).into_offset_iter().map(|(event, range)| {
        let text = match event {
            Event::SoftBreak | Event::HardBreak => " ",
            // Emphasis is there by accident, too: `***REDACTED***`.
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => &source[range.start..][..1],
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => &source[range.start..][..2],
            event => return (event, range),
        };
        (Event::Text(text.into()), range)
    });
    for (event, range) in TextMergeWithOffset::new(events) {
        writer.event(event, &source[..range.start]);
    }
    writer.output.trim_matches('\n').to_owned()
}

/// Hides HTML, block quotes and link definitions from the parser: descriptions contain them by accident only.
fn masked(description: &str) -> String {
    let masks = [("<", "<\u{e000}"), (">", "\u{e000}>"), ("\\\u{e000}>", "\\>"), ("]:", "]\u{e000}:")];
    let description = description.replace(|c| misleads(c) && !"\n\r\t".contains(c), " ");
    masks.iter().fold(description, |text, (syntax, masked)| text.replace(syntax, masked))
}

/// Wraps text at its spaces.
pub(super) fn fill(text: &str, width: usize) -> String {
    let options = Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::fill(text, options)
}

#[derive(Default)]
struct Writer {
    width: usize,
    output: String,
    /// Start of the next line: the markers of list items, or spaces below them.
    marker: String,
    /// Start of the lines after it.
    indent: String,
    /// Length of the indent outside of each open list item.
    outer: Vec<usize>,
    /// Number of the next item in each open list, if it is ordered.
    numbers: Vec<Option<u64>>,
    /// Whether a blank line is in front of the next list item.
    is_loose: bool,
    /// Inline Markdown of the open block, on one line.
    inline: String,
    /// Destination of the open link.
    link: String,
    is_code: bool,
}

impl Writer {
    /// Writes an event, with the source before it.
    fn event(&mut self, event: Event<'_>, before: &str) {
        match event {
            Event::Text(text) if self.is_code => self.code_block(&text),
            Event::Text(text) => self.text(&plain(&text)),
            Event::Code(text) => self.code(&plain(&text)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                if !is_web(&dest_url) {
                    self.text("[");
                } else if self.inline.ends_with('!') {
                    self.inline.insert(self.inline.len() - 1, '\\');
                }
                self.inline += if is_web(&dest_url) { "[" } else { "" };
                self.link = dest_url.into_string();
            }
            Event::End(TagEnd::Link) => match mem::take(&mut self.link) {
                url if is_web(&url) => self.inline += &format!("]({url})"),
                url => self.text(&plain(&format!("]({url})"))),
            },
            Event::Start(Tag::List(number)) => {
                self.end_paragraph();
                self.numbers.push(number);
            }
            Event::End(TagEnd::List(_)) => _ = self.numbers.pop(),
            Event::Start(Tag::Item) => {
                self.is_loose |= before[before.trim_end().len()..].matches('\n').count() > 1;
                self.outer.push(self.indent.len());
                let number = self.numbers.last_mut().and_then(Option::as_mut);
                let marker = number.map_or("* ".to_owned(), |number| {
                    *number += 1;
                    format!("{}. ", *number - 1)
                });
                self.indent += &" ".repeat(marker.len());
                self.marker += &marker;
            }
            Event::End(TagEnd::Item) => {
                self.end_paragraph();
                self.indent.truncate(self.outer.pop().unwrap_or_default());
                self.marker.clone_from(&self.indent);
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.end_paragraph();
                self.is_code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.is_code = false,
            Event::End(TagEnd::Heading(level)) => {
                let text = mem::take(&mut self.inline).trim_end().replace(NO_BREAK, " ");
                let text = text.strip_suffix('#').map_or(text.clone(), |start| format!("{start}\\#"));
                self.block(&format!("{} {text}", "#".repeat(level as usize)));
            }
            Event::End(TagEnd::Paragraph) => self.end_paragraph(),
            Event::Rule => self.is_loose = true,
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = mem::take(&mut self.inline);
        let mut words = text.trim_end_matches(' ').split(' ');
        let first = words.next().unwrap_or_default();
        if first.is_empty() {
            return;
        }
        let mut text = first.to_owned();
        if starts_block(first) {
            text.insert(first.find(|c: char| c.is_ascii_punctuation()).unwrap_or(0), '\\');
        }
        for word in words {
            text += if starts_block(word) { NO_BREAK } else { " " };
            text += word;
        }
        self.block(&fill(&text, self.width.saturating_sub(self.indent.len())).replace(NO_BREAK, " "));
    }

    /// Writes code that rustdoc does not run.
    fn code_block(&mut self, text: &str) {
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        let lines: Vec<String> = text.lines().map(|line| plain(&line.replace('\t', "    "))).collect();
        self.block(&format!("{fence}text\n{}\n{fence}", lines.join("\n")));
    }

    /// Writes a block. Blank lines separate blocks, except the items of tight lists.
    fn block(&mut self, text: &str) {
        if self.marker == self.indent || mem::take(&mut self.is_loose) {
            self.output.push('\n');
        }
        for line in text.split('\n') {
            let start = mem::replace(&mut self.marker, self.indent.clone());
            self.output += format!("{start}{line}").trim_end_matches(' ');
            self.output.push('\n');
        }
    }

    /// Adds text. The URLs in it become links, or code if they are templates.
    fn text(&mut self, mut text: &str) {
        while let Some((before, url, after)) = split_url(text).filter(|_| !is_web(&self.link)) {
            let brackets = before.strip_suffix('<').zip(after.strip_prefix('>'));
            let (before, after) = brackets.unwrap_or((before, after));
            self.words(before);
            if url.contains('{') {
                self.code(url);
            } else {
                self.inline += &format!("<{url}>");
            }
            text = after;
        }
        self.words(text);
    }

    fn code(&mut self, text: &str) {
        // Adjacent code spans would be read as one.
        if self.inline.ends_with('`') {
            self.inline.push(' ');
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let code = code(&text);
        self.inline += &if code.starts_with("```") { code.replace(' ', NO_BREAK) } else { code };
    }

    /// Adds text, and escapes what Markdown or rustdoc would read as syntax.
    fn words(&mut self, text: &str) {
        for (index, character) in text.char_indices() {
            let before = self.inline.chars().next_back();
            if character == ' ' && before.is_none_or(|before| before == ' ') {
                continue;
            }
            let is_link_end = character == ']' && is_web(&self.link);
            if is_link_end || is_syntax(character, before, &text[index + character.len_utf8()..]) {
                self.inline.push('\\');
            }
            self.inline.push(character);
        }
    }
}

/// Whether a character may be syntax, in the middle of a line.
fn is_syntax(character: char, before: Option<char>, after: &str) -> bool {
    let next = after.chars().next();
    let is_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match character {
        '[' | '`' => true,
        '*' => !is_blank(next),
        '_' => !is_blank(next) && !is_word(before),
        '~' => next == Some('~') || !is_blank(before) && !is_word(next),
        '<' => next.is_some_and(|next| next.is_alphabetic() || "/!?".contains(next)),
        '&' => after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#').starts_with(';'),
        '\\' => !is_word(next),
        _ => false,
    }
}

/// Whether a line that begins with this word may be a list item, heading, block quote, rule, code block or table.
fn starts_block(word: &str) -> bool {
    let suffix = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = suffix.len() < word.len() && matches!(suffix, "." | ")");
    is_number || word.starts_with('>') || word.chars().all(|c| "-+*_=:|~#".contains(c))
}

/// Splits text around its first URL, without the punctuation that ends the sentence.
fn split_url(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices("http").find_map(|(start, _)| {
        let (before, url) = text.split_at(start);
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let scheme = url.len() - host.len();
        let is_end = |c: char| !c.is_ascii_graphic() || "\"'`()<>[]|\\^".contains(c);
        let host = host[..host.find(is_end).unwrap_or(host.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let (url, after) = url.split_at(scheme + host.len());
        (!host.is_empty()).then_some((before, url, after))
    })
}

/// Whether a link leads to a web page, and its destination needs no escapes.
fn is_web(url: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !"()<>\\".contains(c);
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(is_plain)
}

/// Replaces what must not be in comments.
fn plain(text: &str) -> String {
    visible(&text.replace(MASK, ""))
}
