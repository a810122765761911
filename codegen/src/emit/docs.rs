//! Descriptions to doc comments that rustdoc accepts without a warning and never runs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::Docs;

/// As wide as a comment may be where it is indented once.
const WIDTH: usize = 100;

/// The doc comment of an item: `lead` in the author's words, then what the spec says.
pub(super) fn comment(paragraphs: &[String]) -> TokenStream {
    let filled: Vec<&String> = paragraphs.iter().filter(|paragraph| !paragraph.is_empty()).collect();
    let mut lines = Vec::new();
    for (index, paragraph) in filled.into_iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        lines.extend(paragraph.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }));
    }
    quote!(#(#[doc = #lines])*)
}

/// What the spec says of a property, a message or a parameter.
pub(super) fn described(docs: &Docs, boilerplate: &[String]) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let text = docs.description.trim();
    if !boilerplate.iter().any(|idle| idle == text) {
        paragraphs.push(markdown(text));
    }
    if docs.read_only {
        paragraphs.push("Read-only.".to_owned());
    }
    if let Some(default) = &docs.default {
        paragraphs.push(format!("Default: {}.", code(default)));
    }
    paragraphs
}

/// `#[deprecated]`, where the spec says so.
pub(super) fn deprecation(docs: &Docs) -> Option<TokenStream> {
    docs.deprecated.then(|| quote!(#[deprecated]))
}

/// Text in backticks, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

/// A description as Markdown that means nothing but its words: its paragraphs and lists stay, all else is text.
pub(super) fn markdown(description: &str) -> String {
    let mut blocks = Blocks::default();
    for line in description.lines() {
        blocks.line(line);
    }
    blocks.end_of_block();
    blocks.done.join("\n").trim_matches('\n').to_owned()
}

#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    /// The words of the paragraph or list item being read.
    words: Vec<String>,
    /// What the first line of that item begins with; none for a paragraph.
    bullet: Option<String>,
    /// The fence that code is in.
    fence: Option<String>,
    /// Whether the lines before were indented as code is.
    indented: bool,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        let line: String = line.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect();
        let line = line.replace('\t', "    ");
        let text = line.trim();
        if let Some(fence) = &self.fence {
            let ends = text.starts_with(fence.as_str());
            self.done.push(if ends { fence.clone() } else { line.trim_end().to_owned() });
            if ends {
                self.fence = None;
            }
            return;
        }
        if self.indented {
            if text.is_empty() || line.starts_with("    ") {
                self.done.push(line.get(4..).unwrap_or_default().trim_end().to_owned());
                return;
            }
            self.end_of_code();
        }
        let fence: String = text.chars().take_while(|c| text.starts_with(*c)).collect();
        if (fence.starts_with('`') || fence.starts_with('~')) && fence.len() >= 3 {
            self.end_of_block();
            self.done.push(format!("{fence}text"));
            self.fence = Some(fence);
        } else if text.is_empty() {
            self.end_of_block();
        } else if self.words.is_empty() && line.starts_with("     ") {
            self.end_of_block();
            self.done.push("```text".to_owned());
            self.done.push(line.get(4..).unwrap_or_default().trim_end().to_owned());
            self.indented = true;
        } else if let Some((bullet, rest)) = bullet(text) {
            self.flush();
            self.bullet = Some(bullet);
            self.words.push(inline(rest));
        } else {
            self.words.push(inline(text));
        }
    }

    /// Ends the paragraph or item, without a blank line: list items follow one another.
    fn flush(&mut self) {
        if self.words.is_empty() && self.bullet.is_none() {
            return;
        }
        let text = self.words.join(" ");
        let first = self.bullet.take().unwrap_or_default();
        let rest = " ".repeat(first.len());
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .break_words(false)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        self.done.extend(textwrap::wrap(&text, options).iter().enumerate().map(|(index, line)| {
            // A line must not begin, by being wrapped, as a list or a heading would.
            let content = &line[first.len().min(line.len())..];
            match index > 0 && starts_block(content) {
                true => format!("{rest}\\{content}"),
                false => line.to_string(),
            }
        }));
        self.words.clear();
    }

    fn end_of_block(&mut self) {
        self.flush();
        if self.indented {
            self.end_of_code();
        }
        if let Some(fence) = self.fence.take() {
            self.done.push(fence);
        }
        if self.done.last().is_some_and(|line| !line.is_empty()) {
            self.done.push(String::new());
        }
    }

    fn end_of_code(&mut self) {
        while self.done.last().is_some_and(String::is_empty) {
            self.done.pop();
        }
        self.done.push("```".to_owned());
        self.done.push(String::new());
        self.indented = false;
    }
}

/// `- text` and `1. text`: what the item begins with, and the rest.
fn bullet(text: &str) -> Option<(String, &str)> {
    let (mark, rest) = text.split_once(' ')?;
    match mark {
        "-" | "*" | "+" => Some(("* ".to_owned(), rest.trim_start())),
        _ => {
            let number = mark.strip_suffix(['.', ')'])?;
            let counts = !number.is_empty() && number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit());
            counts.then(|| (format!("{number}. "), rest.trim_start()))
        }
    }
}

fn starts_block(text: &str) -> bool {
    bullet(text).is_some() || text.starts_with(['#', '>', '=', '|']) || text.starts_with("---") || text == "-"
}

/// A line's words, with what Markdown, HTML and rustdoc would take for more than words escaped.
fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    if starts_block(text) && bullet(text).is_none() {
        escaped.push('\\');
    }
    while let Some(first) = rest.chars().next() {
        if let Some((span, after)) = code_span(rest) {
            escaped.push_str(span);
            rest = after;
        } else if let Some((link, after)) = link(rest) {
            escaped.push_str(link);
            rest = after;
        } else if let Some((url, after)) = url(rest) {
            escaped.push('<');
            escaped.push_str(url);
            escaped.push('>');
            rest = after;
        } else {
            if matches!(first, '[' | ']' | '<' | '>' | '`' | '*' | '_' | '\\' | '~' | '|' | '&')
                && must_escape(first, &escaped, rest)
            {
                escaped.push('\\');
            }
            escaped.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    escaped
}

/// Underscores inside of words and lone asterisks and ampersands mean themselves.
fn must_escape(first: char, before: &str, rest: &str) -> bool {
    let next = rest[first.len_utf8()..].chars().next();
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match first {
        '_' => !(in_word(before.chars().next_back()) && in_word(next)),
        '*' => {
            next.is_some_and(|next| !next.is_whitespace())
                || before.chars().next_back().is_some_and(|last| !last.is_whitespace())
        }
        '&' => next.is_some_and(|next| next.is_alphanumeric() || next == '#'),
        '~' => next == Some('~') || before.ends_with('~'),
        _ => true,
    }
}

fn code_span(text: &str) -> Option<(&str, &str)> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks == 0 {
        return None;
    }
    let fence = &text[..ticks];
    let inner = text[ticks..].find(fence)?;
    let end = ticks + inner + ticks;
    (inner > 0 && !text[end..].starts_with('`')).then(|| text.split_at(end))
}

/// `[text](https://...)`.
fn link(text: &str) -> Option<(&str, &str)> {
    let label = text.strip_prefix('[')?;
    let close = label.find(['[', ']', '<', '>', '`'])?;
    let target = label[close..].strip_prefix("](")?;
    let end = target.find(|c: char| c.is_whitespace() || matches!(c, ')' | '(' | '<' | '>'))?;
    let is_web = target.starts_with("https://") || target.starts_with("http://");
    (is_web && target[end..].starts_with(')')).then(|| text.split_at(1 + close + 2 + end + 1))
}

/// A URL that stands for itself, without the punctuation of the sentence around it.
fn url(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let end = text.find(|c: char| {
        c.is_whitespace()
            || !c.is_ascii()
            || matches!(c, '<' | '>' | '"' | '\'' | '`' | '[' | ']' | '{' | '}' | '|' | '\\' | '^' | '*' | ')' | '(')
    });
    let url = text[..end.unwrap_or(text.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    (url.len() > "https://".len()).then(|| text.split_at(url.len()))
}
