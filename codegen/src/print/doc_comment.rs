//! Descriptions to doc comments.
use crate::diagnostics::misleads;
use crate::rust::code;

const WIDTH: usize = 112;

/// An item of a list of names, each with its description.
pub(super) fn list_item(name: &str, description: &str, _width: usize) -> String {
    let mut item = Blocks { bullet: Some("* ".to_owned()), ..Blocks::default() };
    item.words.push(format!("{}:", code(name)));
    // A list within an item, or code, would need more than this; descriptions of parameters have neither.
    item.words.extend(description.split_whitespace().map(str::to_owned));
    item.flush();
    item.done.join("\n")
}

/// Rust refuses comments whose text runs in another direction than it seems to; other commands are no words either.
fn visible(character: char) -> char {
    if misleads(character) { ' ' } else { character }
}

/// A description as Markdown.
pub(super) fn markdown(description: &str, _width: usize) -> String {
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
        let line: String = line.replace('\t', "    ").chars().map(visible).collect();
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
        } else if self.words.is_empty() && line.starts_with("    ") {
            self.end_of_block();
            self.done.push("```text".to_owned());
            self.done.push(line.get(4..).unwrap_or_default().trim_end().to_owned());
            self.indented = true;
        } else if let Some((bullet, rest)) = bullet(text) {
            self.flush();
            self.bullet = Some(bullet);
            self.words.push(rest.to_owned());
        } else {
            self.words.push(text.to_owned());
        }
    }

    /// Ends the paragraph or item, without a blank line: list items follow one another.
    fn flush(&mut self) {
        if self.words.is_empty() && self.bullet.is_none() {
            return;
        }
        let text = inline(&self.words.join(" "));
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

/// A paragraph's words, with what Markdown, HTML and rustdoc would take for more than words escaped, and nothing else:
/// who reads the code reads the backslashes too.
fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    if starts_block(text) {
        escaped.push('\\');
    }
    while let Some(first) = rest.chars().next() {
        let verbatim = code_span(rest).or_else(|| link(rest)).or_else(|| autolink(rest));
        if let Some((verbatim, after)) = verbatim {
            escaped.push_str(verbatim);
            rest = after;
        } else if let Some((url, after)) = url(rest) {
            escaped.push('<');
            escaped.push_str(url);
            escaped.push('>');
            rest = after;
        } else {
            if means_more(first, escaped.chars().next_back(), &rest[first.len_utf8()..]) {
                escaped.push('\\');
            }
            escaped.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    escaped
}

/// Whether a character is more than itself between what stands before and behind it.
fn means_more(character: char, before: Option<char>, behind: &str) -> bool {
    let next = behind.chars().next();
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match character {
        '[' | '`' => true,
        '<' => next.is_some_and(|next| next.is_alphabetic() || matches!(next, '/' | '!' | '?')),
        // Emphasis begins where text follows; what would end it is idle without.
        '*' => !blank(next),
        '_' => !blank(next) && !in_word(before),
        '~' => !blank(before) && !in_word(next),
        '&' => in_word(next) || next == Some('#'),
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
        _ => false,
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

/// `<https://...>`.
fn autolink(text: &str) -> Option<(&str, &str)> {
    let (url, _) = url(text.strip_prefix('<')?)?;
    let end = 1 + url.len();
    text[end..].starts_with('>').then(|| text.split_at(end + 1))
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
