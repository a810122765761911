//! The OpenAPI document in a documentation page.

use ::codegen::diagnostics::{Diagnostic, Location, misleads};
use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Parser, Tag, TagEnd};

use crate::codes;

/// An OpenAPI document and what its surroundings say of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The document.
    pub(crate) text: String,
    /// The URL that it was published at.
    pub(crate) origin: Option<String>,
    /// The method and path of the operation that it is about: `POST /api/v1/search/users`.
    pub(crate) operation: Option<String>,
}

impl Block {
    /// A document that says nothing of where it is from.
    pub(crate) fn whole(text: String) -> Self {
        Self { text, origin: None, operation: None }
    }
}

/// The one fenced block of `page` that holds an OpenAPI document.
///
/// Such a block's info string is `yaml` or `json`, followed by the document's URL and the operation's method and path,
/// or by nothing where the block's text says itself that it is OpenAPI.
///
/// # Errors
///
/// Where the page, which messages call `path`, has no such block, several, or one that is not closed.
pub(crate) fn openapi_block(path: &str, page: &str) -> Result<Block, Diagnostic> {
    let mut fences = fences(page).into_iter().filter(Fence::is_openapi);
    let Some(fence) = fences.next() else {
        return Err(Diagnostic::new(&codes::INVALID_PAGE, path, "this page has no OpenAPI block").help(EXPECTED));
    };
    if let Some(second) = fences.next() {
        return Err(Diagnostic::new(
            &codes::INVALID_PAGE,
            Location::line_of(path, page, second.offset),
            "this page has more than one OpenAPI block",
        )
        .help("keep one, or save each block as a file of its own"));
    }
    if !fence.is_closed {
        return Err(Diagnostic::new(
            &codes::INVALID_PAGE,
            Location::line_of(path, page, fence.offset),
            "the OpenAPI block that begins here is not closed",
        )
        .help("end it with a fence as long as the one that opens it; the page may have been cut short"));
    }
    let (origin, operation) = fence.source().ok_or_else(|| {
        Diagnostic::new(
            &codes::INVALID_PAGE,
            Location::line_of(path, page, fence.offset),
            "the OpenAPI block's fence does not say where it is from",
        )
        .help(EXPECTED)
    })?;
    Ok(Block { text: fence.text, origin, operation })
}

/// Whether a line of the text opens a fence at the margin, as no line of a YAML or JSON document does.
pub(crate) fn has_fence(text: &str) -> bool {
    text.lines().any(|line| ["```", "~~~"].iter().any(|fence| line.starts_with(fence)))
}

const EXPECTED: &str = "the fence that opens the block reads ```yaml URL METHOD PATH, or ```yaml alone";

/// A fenced code block, as CommonMark reads it.
struct Fence {
    /// Where it begins.
    offset: usize,
    info: String,
    text: String,
    is_closed: bool,
}

impl Fence {
    /// Whether the fence names an operation, or the text says itself that it is OpenAPI.
    fn is_openapi(&self) -> bool {
        let mut words = self.info.split_whitespace();
        let is_language = |word: &str| ["yaml", "yml", "json"].iter().any(|known| known.eq_ignore_ascii_case(word));
        words.next().is_some_and(is_language) && (words.next_back().is_some_and(is_path) || says_openapi(&self.text))
    }

    /// The origin and the operation that the info string names, `None` where it says something else.
    fn source(&self) -> Option<(Option<String>, Option<String>)> {
        // What it says is printed, and written down.
        if self.info.contains(misleads) {
            return None;
        }
        match self.info.split_whitespace().skip(1).collect::<Vec<_>>()[..] {
            [] => Some((None, None)),
            [url, method, path] if is_path(path) => {
                Some((Some(url.to_owned()), Some(format!("{} {path}", method.to_ascii_uppercase()))))
            }
            _ => None,
        }
    }
}

fn is_path(word: &str) -> bool {
    word.starts_with('/')
}

/// Whether the text has the version key at its root, in YAML or in JSON.
fn says_openapi(text: &str) -> bool {
    text.lines().any(|line| {
        let json = line.trim_start_matches([' ', '\t', '{']);
        ["openapi:", "swagger:"].iter().any(|key| line.starts_with(key))
            || ["\"openapi\"", "\"swagger\""].iter().any(|key| json.starts_with(key))
    })
}

/// Every fenced code block of the page, wherever it is nested.
fn fences(page: &str) -> Vec<Fence> {
    let mut events = Parser::new(page).into_offset_iter();
    let mut fences = Vec::new();
    while let Some((event, range)) = events.next() {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event {
            let first_line = page[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
            let (text, text_end) = text(&mut events, first_line);
            // What is left of the block after its text is the closing fence, or the margin of a list or quote.
            let rest = page.get(text_end..range.end).unwrap_or_default().trim_end();
            let is_closed = rest.ends_with("```") || rest.ends_with("~~~");
            fences.push(Fence { offset: range.start, info: info.into_string(), text, is_closed });
        }
    }
    fences
}

/// The block's text without the margin of what it is nested in, and where it ends in the page.
fn text(events: &mut OffsetIter<'_>, start: usize) -> (String, usize) {
    let mut text = String::new();
    let mut end = start;
    for (event, range) in events {
        match event {
            Event::Text(part) => {
                text.push_str(&part);
                end = range.end;
            }
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    (text, end)
}
