//! Takes OpenAPI documents, and documentation pages that hold one, into specs/.

mod markdown;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use heck::ToKebabCase;

use self::markdown::Block;
use crate::sources::{self, Source};
use crate::{Document, Error, Errors, Specs, Vendored};

/// A file that was named for vendoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its path as it was named.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The documents that `inputs` hold, in the order of the inputs.
///
/// # Errors
///
/// Every input that could not be read, or is neither a Markdown page with one OpenAPI block nor a
/// YAML or JSON file, and every two whose documents would have one name. Whether a document is
/// OpenAPI is for [`check`] to say.
pub fn read(inputs: impl IntoIterator<Item = Result<Input, Error>>) -> Result<Vec<Vendored>, Errors> {
    let mut documents = Vec::new();
    let mut errors = Vec::new();
    let mut names = BTreeMap::new();
    for input in inputs {
        match input.and_then(|input| document(&input)) {
            Ok(document) => {
                let Vendored { source, read_from, .. } = &document;
                let other = names.insert(source.file.clone(), read_from.clone());
                errors.extend(other.map(|other| same_name(&other, read_from, &source.file)));
                documents.push(document);
            }
            Err(error) => errors.push(error),
        }
    }
    Errors::none_or(errors, documents)
}

/// Holds that each of the `new` documents reads, and that all of `specs` together generate.
///
/// # Errors
///
/// What the generator says of them.
pub fn check(new: &[Vendored], specs: &Specs) -> Result<(), Errors> {
    let invalid = new.iter().filter_map(|vendored| {
        let file = vendored.read_from.clone();
        crate::validate(&Document { file, text: vendored.text.clone() }).err()
    });
    Errors::none_or(invalid.flatten().collect(), ())?;
    crate::generate(&specs.inputs()).map(drop)
}

fn document(input: &Input) -> Result<Vendored, Error> {
    let path = Path::new(&input.path);
    let file = format!("{}.yaml", part(path.file_stem()).to_kebab_case());
    sources::check_name(&file)
        .map_err(|message| Error::new(&input.path, "", message).help("rename the file before vendoring it"))?;
    let Block { text, origin, operation } = block(input)?;
    let text = format!("{}\n", text.trim_end_matches('\n'));
    let source = Source {
        file,
        sha256: sources::sha256(text.as_bytes()),
        origin: origin.unwrap_or_else(|| part(path.file_name()).to_owned()),
        operation,
    };
    Ok(Vendored { source, text, read_from: input.path.clone() })
}

/// The document in the file, which is the whole of it unless it is a page.
fn block(input: &Input) -> Result<Block, Error> {
    let text = std::str::from_utf8(&input.bytes).map_err(|_| {
        Error::new(&input.path, "", "this file is not UTF-8 text").help("save it as UTF-8, or name another file")
    })?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let extension = part(Path::new(&input.path).extension()).to_ascii_lowercase();
    match extension.as_str() {
        "md" | "mdx" | "markdown" => markdown::openapi_block(&input.path, &text),
        "yaml" | "yml" | "json" => Ok(Block::whole(text)),
        _ => {
            let message = "this is neither a Markdown page nor a YAML or JSON document";
            Err(Error::new(&input.path, "", message)
                .help("name a file that ends in .md, .mdx, .markdown, .yaml, .yml or .json"))
        }
    }
}

/// A part of a path that is text as a whole.
fn part(part: Option<&OsStr>) -> &str {
    part.and_then(OsStr::to_str).unwrap_or_default()
}

fn same_name(one: &str, other: &str, file: &str) -> Error {
    Error::new(other, "", format!("this and {one} would both be specs/{file}"))
        .help("rename one of the two, or name it once")
}
