//! The OpenAPI block of a documentation page.

use ::codegen::diagnostics::{Diagnostic, Location, misleads};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use crate::codes;

/// An OpenAPI document, with the origin and operation that its page states.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) text: String,
    /// The URL of the document.
    pub(crate) origin: Option<String>,
    /// The operation of the page, such as `POST /api/v1/search/users`.
    pub(crate) operation: Option<String>,
}

/// Returns the only fenced block of `page` that is an OpenAPI document.
///
/// Its info string is `yaml URL METHOD PATH`, or only `yaml` if its text has the key `openapi`. Diagnostics call the page
/// `path`.
pub(super) fn openapi_block(path: &str, page: &str) -> Result<Block, Diagnostic> {
    let error = |fence: &Fence, message: &str, help: &str| {
        let location = Location::line_of(path, page, fence.offset);
        Err(Diagnostic::new(&codes::INVALID_PAGE, location, message).help(help))
    };
    let fences: Vec<Fence> = fences(page).into_iter().filter(Fence::is_openapi).collect();
    match &fences[..] {
        [] => Err(Diagnostic::new(&codes::INVALID_PAGE, path, "this page has no OpenAPI block").help(EXPECTED)),
        [_, second, ..] => {
            error(second, "this page has more than one OpenAPI block", "keep one, or save each block as a file")
        }
        [fence] if !fence.is_closed => error(
            fence,
            "the OpenAPI block is not closed",
            "close it with a fence as long as the opening one; the page may be incomplete",
        ),
        [fence] => match fence.block() {
            Some(block) => Ok(block),
            None => error(fence, "the OpenAPI block has an invalid info string", EXPECTED),
        },
    }
}

/// Whether a line of the text is a Markdown fence, which is never valid YAML or JSON.
pub(super) fn has_fence(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("```") || line.starts_with("~~~"))
}

const EXPECTED: &str = "open the block with ```yaml URL METHOD PATH, or with ```yaml";

/// A fenced code block of CommonMark.
struct Fence {
    offset: usize,
    info: String,
    text: String,
    is_closed: bool,
}

impl Fence {
    /// Whether the info string names an operation, or the text has an OpenAPI version.
    fn is_openapi(&self) -> bool {
        let mut words = self.info.split_whitespace();
        let language = words.next().unwrap_or_default().to_ascii_lowercase();
        matches!(language.as_str(), "yaml" | "yml" | "json")
            && (words.next_back().is_some_and(is_path) || has_openapi_version(&self.text))
    }

    /// The document with its origin and operation, `None` if the info string is invalid.
    fn block(&self) -> Option<Block> {
        let text = self.text.clone();
        match self.info.split_whitespace().skip(1).collect::<Vec<_>>()[..] {
            // The words are printed, and written to SOURCES.toml.
            _ if self.info.contains(misleads) => None,
            [] => Some(Block { text, ..Block::default() }),
            [url, method, path] if is_path(path) => {
                let operation = format!("{} {path}", method.to_ascii_uppercase());
                Some(Block { text, origin: Some(url.to_owned()), operation: Some(operation) })
            }
            _ => None,
        }
    }
}

fn is_path(word: &str) -> bool {
    word.starts_with('/')
}

/// Whether the text has the key `openapi` or `swagger` at its root.
fn has_openapi_version(text: &str) -> bool {
    text.lines().any(|line| {
        let json = line.trim_start_matches([' ', '\t', '{']);
        ["openapi:", "swagger:"].iter().any(|key| line.starts_with(key))
            || ["\"openapi\"", "\"swagger\""].iter().any(|key| json.starts_with(key))
    })
}

/// All fenced code blocks of the page, including nested ones.
fn fences(page: &str) -> Vec<Fence> {
    let mut events = Parser::new(page).into_offset_iter();
    let mut fences = Vec::new();
    while let Some((event, range)) = events.next() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let mut text = String::new();
        let mut text_end = page[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
        // The text is without the margin of a list or quote. The end of the block follows it.
        while let Some((Event::Text(part), part_range)) = events.next() {
            text.push_str(&part);
            text_end = part_range.end;
        }
        // The closing fence, or the margin of a list or quote, follows the text.
        let rest = page.get(text_end..range.end).unwrap_or_default().trim_end();
        let is_closed = rest.ends_with("```") || rest.ends_with("~~~");
        fences.push(Fence { offset: range.start, info: info.into_string(), text, is_closed });
    }
    fences
}
