//! The OpenAPI document in an input: the whole file, or a block of a documentation page.

use std::collections::BTreeMap;
use std::path::Path;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use crate::codes;

use super::input::{Input, Medium};
use super::name::{self, utf8};
use super::page::{self, Block};
use crate::workspace::manifest;
use crate::workspace::{Source, Validators, VendoredDocument};

/// The documents that `inputs` hold, in the order of the inputs.
///
/// # Errors
///
/// Every input that could not be read, or is neither a Markdown page with one OpenAPI block nor a
/// YAML or JSON file, or has no name that serves in specs/, and every two whose documents would have one name. Whether a document is
/// OpenAPI is checked later.
pub fn read(inputs: impl IntoIterator<Item = Result<Input, Diagnostic>>) -> Result<Vec<VendoredDocument>, Diagnostics> {
    let mut documents = Vec::new();
    let mut errors = Vec::new();
    let mut names = BTreeMap::new();
    for input in inputs {
        match input.and_then(|input| document(&input)) {
            Ok(document) => {
                let VendoredDocument { source, read_from, .. } = &document;
                let other = names.insert(source.file.clone(), read_from.clone());
                errors.extend(other.map(|other| same_name(&other, read_from, &source.file)));
                documents.push(document);
            }
            Err(error) => errors.push(error),
        }
    }
    Diagnostics::none_or(errors, documents)
}

fn document(input: &Input) -> Result<VendoredDocument, Diagnostic> {
    let file = name::document_name(input)?;
    let Block { text, origin, operation } = block(input)?;
    let text = with_final_newline(&text);
    let (origin, validators) = match &input.medium {
        // What was fetched from here can be fetched from here again, whatever a page says of where it is from.
        Medium::Web(validators) => (input.path.clone(), validators.clone()),
        Medium::File => {
            (origin.unwrap_or_else(|| utf8(Path::new(&input.path).file_name()).to_owned()), Validators::default())
        }
        Medium::StandardInput => (origin.unwrap_or_else(|| input.path.clone()), Validators::default()),
    };
    let Validators { etag, last_modified } = validators;
    let source = Source { file, sha256: manifest::sha256(text.as_bytes()), origin, operation, etag, last_modified };
    Ok(VendoredDocument { source, text, read_from: input.path.clone() })
}

/// The text with one line ending at its end.
pub(crate) fn with_final_newline(text: &str) -> String {
    format!("{}\n", text.trim_end_matches('\n'))
}

/// The document in the file, which is the whole of it unless it is a page.
pub(crate) fn block(input: &Input) -> Result<Block, Diagnostic> {
    let text = std::str::from_utf8(&input.bytes).map_err(|_| {
        Diagnostic::new(&codes::NOT_UTF8, &input.path, "this is not UTF-8 text")
            .help("save it as UTF-8, or name another file")
    })?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    match format(input, &text) {
        Some(Format::Page) => page::openapi_block(&input.path, &text),
        Some(Format::Document) => Ok(Block::whole(text)),
        None => {
            let message = "this is neither a Markdown page nor a YAML or JSON document";
            Err(Diagnostic::new(&codes::NOT_A_DOCUMENT, &input.path, message)
                .help("name a file that ends in .md, .mdx, .markdown, .yaml, .yml or .json"))
        }
    }
}

/// What an input is to be read as.
enum Format {
    /// A page of documentation with a document in it.
    Page,
    /// A document.
    Document,
}

/// Told by the extension; where the medium knows of none, by the text.
fn format(input: &Input, text: &str) -> Option<Format> {
    let path = name::path(input);
    match utf8(path.extension()).to_ascii_lowercase().as_str() {
        "md" | "mdx" | "markdown" => Some(Format::Page),
        "yaml" | "yml" | "json" => Some(Format::Document),
        _ if input.medium == Medium::File => None,
        _ if page::has_fence(text) => Some(Format::Page),
        _ => Some(Format::Document),
    }
}

fn same_name(one: &str, other: &str, file: &str) -> Diagnostic {
    Diagnostic::new(&codes::NAME_COLLISION, other, format!("this and {one} would both be specs/{file}"))
        .help("rename one of the two, or name it once")
}
