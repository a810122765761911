//! Which of the vendored documents can be fetched again, and whether what comes has changed.

use std::collections::BTreeMap;

use ::codegen::TextFile;
use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use crate::codes;
use serde_json::Value;

use super::subset::subset;
use crate::documents::document::{block, with_final_newline};
use crate::documents::input::{Input, Medium};
use crate::documents::page::Block;
use crate::workspace::{Files, Source, SpecStore, Validators, VendoredDocument, manifest};

/// What bringing specs/ up to date takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Update {
    /// What to fetch, each URL once.
    pub(super) refetches: Vec<Refetch>,
    /// The documents whose origin is no URL.
    pub(super) without_url: Vec<Source>,
}

/// A URL to fetch again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refetch {
    /// Where to fetch it.
    pub(super) url: String,
    /// What to ask the server by; nothing, where what it sent last is not all here any more.
    pub(super) validators: Validators,
    documents: Vec<Listed>,
}

/// A document as it is listed, and the text of it that is in specs/, where that is what was vendored.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    source: Source,
    text: Option<String>,
}

/// What is to be fetched for the documents in the `files` of specs/ to be up to date.
///
/// # Errors
///
/// Where nothing is listed, or nothing that has a URL.
pub(super) fn update(files: &Files) -> Result<Update, Diagnostics> {
    let (with_url, without_url): (Vec<_>, Vec<_>) =
        SpecStore::sources(files)?.into_values().partition(|source| source.url().is_some());
    if with_url.is_empty() {
        return Err(Diagnostic::new(&codes::NO_URL, "specs/SOURCES.toml", "no document has a URL to be fetched from")
            .help("`cargo xtask vendor URL` takes one in, and lists where it came from")
            .into());
    }
    let mut by_url: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for source in with_url {
        let bytes = files.get(&source.file).filter(|bytes| manifest::sha256(bytes) == source.sha256);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.clone()).ok());
        by_url.entry(source.origin.clone()).or_default().push(Listed { source, text });
    }
    let refetches = by_url.into_iter().map(|(url, documents)| {
        let validators = common(&documents).unwrap_or_default();
        Refetch { url, validators, documents }
    });
    Ok(Update { refetches: refetches.collect(), without_url })
}

/// What the server said of all these documents, if they are intact and it said one thing.
fn common(documents: &[Listed]) -> Option<Validators> {
    let validators = documents.first()?.source.validators();
    let is_common = |listed: &Listed| listed.text.is_some() && listed.source.validators() == validators;
    documents.iter().all(is_common).then_some(validators)
}

impl Refetch {
    /// The names in specs/ of the documents that are from this URL.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().map(|listed| listed.source.file.as_str())
    }

    /// The documents as they are in `fetched`; none, where all of them are so in specs/. A document of one operation is
    /// cut out of what describes more of the API.
    ///
    /// # Errors
    ///
    /// Where what was fetched does not read, or is not about an operation any more.
    pub(super) fn changed(&self, fetched: &Input) -> Result<Vec<VendoredDocument>, Diagnostics> {
        let block = block(fetched)?;
        let mut documents = Vec::new();
        let mut errors = Vec::new();
        for listed in &self.documents {
            match listed.anew(&block, fetched) {
                Ok(document) => documents.push(document),
                Err(wrong) => errors.extend(wrong),
            }
        }
        let mut pairs = self.documents.iter().zip(&documents);
        if errors.is_empty() && pairs.all(|(listed, document)| listed.text.as_ref() == Some(&document.text)) {
            return Ok(Vec::new());
        }
        // Those that are as they were come along: what the server says of this version, it says of all of them.
        Diagnostics::none_or(errors, documents)
    }
}

impl Listed {
    /// The document as it is in what was fetched, the OpenAPI of which is `block`.
    fn anew(&self, block: &Block, fetched: &Input) -> Result<VendoredDocument, Diagnostics> {
        let (text, read_from) = match (&self.source.operation, &block.operation) {
            (Some(operation), None) => {
                (self.subset(operation, &block.text, fetched)?, format!("{} ({operation})", fetched.path))
            }
            (Some(old), Some(new)) if old != new => {
                return Err(Diagnostic::new(
                    &codes::NO_URL,
                    &fetched.path,
                    format!("this page is about {new}, and was about {old}"),
                )
                .help(format!("find the page that is: `cargo xtask vendor URL --name {}`", self.source.file))
                .into());
            }
            _ => (with_final_newline(&block.text), fetched.path.clone()),
        };
        let Validators { etag, last_modified } = match &fetched.medium {
            Medium::Web(validators) => validators.clone(),
            Medium::File | Medium::StandardInput => Validators::default(),
        };
        let sha256 = manifest::sha256(text.as_bytes());
        let operation = self.source.operation.clone().or_else(|| block.operation.clone());
        let source = Source { sha256, operation, etag, last_modified, ..self.source.clone() };
        Ok(VendoredDocument { source, text, read_from })
    }

    /// The text of the part that is about the operation: the one in specs/, where that says the same.
    fn subset(&self, operation: &str, whole: &str, fetched: &Input) -> Result<String, Diagnostics> {
        let read = |text: &str| ::codegen::parse(&TextFile { file: fetched.path.clone(), text: text.to_owned() });
        let part = subset(&fetched.path, &read(whole)?, operation)?;
        match &self.text {
            Some(text) if read(text).is_ok_and(|old| old == part) => Ok(text.clone()),
            _ => print(&part, &fetched.path).map_err(Diagnostics::from),
        }
    }
}

fn print(part: &Value, path: &str) -> Result<String, Diagnostic> {
    serde_yaml::to_string(part).map_err(|error| {
        Diagnostic::new(&codes::NO_URL, path, format!("an operation's part of it cannot be written as YAML: {error}"))
            .help("vendor the whole document: `cargo xtask vendor --replace-all URL`")
    })
}
