//! Takes OpenAPI documents, and documentation pages that hold one, into specs/.

mod excerpt;
mod markdown;
mod name;
mod update;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

pub use update::{Refetch, Update, update};

use self::markdown::Block;
use crate::sources::{self, Source, Validators};
use crate::{Document, Error, Errors, Specs, Vendored, Warning};

/// Something that was named for vendoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its path or URL as it was named; what messages call it by.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// How it came here.
    pub medium: Medium,
    /// What to call its document in specs/; where nothing is said, it is called after its path.
    pub name: Option<String>,
}

/// How an [`Input`] came here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Medium {
    /// From a file, the extension of which says what it holds.
    File,
    /// From the program's standard input, which has no name.
    StandardInput,
    /// From the URL that is the input's path, with what the server said of it.
    Web(Validators),
}

impl Input {
    /// What a file holds.
    pub fn file(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), medium: Medium::File, name: None }
    }

    /// What standard input holds.
    pub fn standard_input(bytes: impl Into<Vec<u8>>) -> Self {
        let path = "standard input".to_owned();
        Self { path, bytes: bytes.into(), medium: Medium::StandardInput, name: None }
    }

    /// What a server sent.
    pub fn fetched(url: impl Into<String>, bytes: impl Into<Vec<u8>>, validators: Validators) -> Self {
        Self { path: url.into(), bytes: bytes.into(), medium: Medium::Web(validators), name: None }
    }

    /// The same, to be called by this name in specs/.
    #[must_use]
    pub fn named(self, name: Option<String>) -> Self {
        Self { name, ..self }
    }
}

/// The documents that `inputs` hold, in the order of the inputs.
///
/// # Errors
///
/// Every input that could not be read, or is neither a Markdown page with one OpenAPI block nor a
/// YAML or JSON file, or has no name that serves in specs/, and every two whose documents would have one name. Whether a document is
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

/// Holds that each of the `new` documents reads, and that all of `specs` together generate. What the generator warns of
/// is handed on.
///
/// # Errors
///
/// What the generator says of them.
pub fn check(new: &[Vendored], specs: &Specs) -> Result<Vec<Warning>, Errors> {
    let invalid = new.iter().filter_map(|vendored| {
        let file = vendored.read_from.clone();
        crate::validate(&Document { file, text: vendored.text.clone() }).err()
    });
    Errors::none_or(invalid.flatten().collect(), ())?;
    crate::generate(&specs.inputs()).map(|generated| generated.warnings)
}

fn document(input: &Input) -> Result<Vendored, Error> {
    let file = name::of(input)?;
    let Block { text, origin, operation } = block(input)?;
    let text = ended(&text);
    let (origin, validators) = match &input.medium {
        // What was fetched from here can be fetched from here again, whatever a page says of where it is from.
        Medium::Web(validators) => (input.path.clone(), validators.clone()),
        Medium::File => {
            (origin.unwrap_or_else(|| part(Path::new(&input.path).file_name()).to_owned()), Validators::default())
        }
        Medium::StandardInput => (origin.unwrap_or_else(|| input.path.clone()), Validators::default()),
    };
    let Validators { etag, last_modified } = validators;
    let source = Source { file, sha256: sources::sha256(text.as_bytes()), origin, operation, etag, last_modified };
    Ok(Vendored { source, text, read_from: input.path.clone() })
}

/// The text with one line ending at its end.
fn ended(text: &str) -> String {
    format!("{}\n", text.trim_end_matches('\n'))
}

/// The document in the file, which is the whole of it unless it is a page.
fn block(input: &Input) -> Result<Block, Error> {
    let text = std::str::from_utf8(&input.bytes).map_err(|_| {
        Error::new(&input.path, "", "this is not UTF-8 text").help("save it as UTF-8, or name another file")
    })?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    match format(input, &text) {
        Some(Format::Page) => markdown::openapi_block(&input.path, &text),
        Some(Format::Document) => Ok(Block::whole(text)),
        None => {
            let message = "this is neither a Markdown page nor a YAML or JSON document";
            Err(Error::new(&input.path, "", message)
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
    match part(path.extension()).to_ascii_lowercase().as_str() {
        "md" | "mdx" | "markdown" => Some(Format::Page),
        "yaml" | "yml" | "json" => Some(Format::Document),
        _ if input.medium == Medium::File => None,
        _ if markdown::has_fence(text) => Some(Format::Page),
        _ => Some(Format::Document),
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
