//! OpenAPI documents, and Markdown pages that contain one, as documents for specs/.

pub(crate) mod input;
pub(crate) mod page;

use std::collections::BTreeMap;
use std::path::Path;

use ::codegen::TextFile;
use ::codegen::diagnostics::{Diagnostic, Diagnostics};

pub(crate) use self::input::read_file;
pub use self::input::{Input, Medium};
use self::page::Block;
use crate::codes;
use crate::workspace::manifest::sha256;
use crate::workspace::read::utf8;
use crate::workspace::{Source, Validators, VendoredDocument};

/// Reads the document of each input, in the order of the inputs. The documents are not validated.
///
/// Fails if an input is neither a YAML or JSON file nor a Markdown page with one OpenAPI block, or has no valid name for
/// specs/, or if two documents have the same name.
pub fn read(inputs: impl IntoIterator<Item = Result<Input, Diagnostic>>) -> Result<Vec<VendoredDocument>, Diagnostics> {
    let mut names = BTreeMap::new();
    Diagnostics::collect(inputs.into_iter().map(|input| {
        let document = document(&input?)?;
        let VendoredDocument { source, read_from, .. } = &document;
        match names.insert(source.file.clone(), read_from.clone()) {
            Some(first) => {
                let message = format!("this and {first} are both vendored as specs/{}", source.file);
                Err(Diagnostic::new(&codes::NAME_COLLISION, read_from, message)
                    .help("rename one of them, or remove a repeated argument"))
            }
            None => Ok(document),
        }
    }))
}

fn document(input: &Input) -> Result<VendoredDocument, Diagnostic> {
    let file = input.document_name()?;
    let Block { text, origin, operation } = block(input)?;
    let text = with_final_newline(&text);
    let origin = match &input.medium {
        // The URL of a page is preferred to the URL in the page, as it can be fetched again.
        Medium::Web(_) => input.path.clone(),
        Medium::File => origin.unwrap_or_else(|| input.file_name()),
        Medium::StandardInput => origin.unwrap_or_else(|| input.path.clone()),
    };
    let Validators { etag, last_modified } = input.validators();
    let source =
        Source { file, sha256: sha256(text.as_bytes()), origin, operation, only: Vec::new(), etag, last_modified };
    Ok(VendoredDocument { source, text, read_from: input.path.clone() })
}

/// A specification or overlay, or the one that a page contains. Its name does not matter.
pub(crate) fn text_file(path: &Path) -> Result<TextFile, Diagnostic> {
    let input = read_file(path)?;
    let text = block(&input)?.text;
    Ok(TextFile { file: input.path, text })
}

/// The text with exactly one line feed at its end.
pub(crate) fn with_final_newline(text: &str) -> String {
    format!("{}\n", text.trim_end_matches('\n'))
}

/// The OpenAPI document in a file or page. Without a file extension, a Markdown fence makes it a page.
pub(crate) fn block(input: &Input) -> Result<Block, Diagnostic> {
    let text = utf8(&input.path, input.bytes.clone())?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let is_page = match input.extension().as_str() {
        "md" | "mdx" | "markdown" => true,
        "yaml" | "yml" | "json" => false,
        _ if input.medium == Medium::File => {
            let message = "this is not a YAML, JSON or Markdown file";
            return Err(Diagnostic::new(&codes::NOT_A_DOCUMENT, &input.path, message)
                .help("pass a file that ends in .md, .mdx, .markdown, .yaml, .yml or .json"));
        }
        _ => page::has_fence(&text),
    };
    if is_page { page::openapi_block(&input.path, &text) } else { Ok(Block { text, ..Block::default() }) }
}
