//! `--update`: fetches the documents of specs/ again, if they changed.

use std::collections::BTreeMap;
use std::time::Duration;

use ::codegen::TextFile;
use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use super::Collected;
use super::cut::{Part, cut};
use super::fetch::fetch_newer;
use super::selection::Selection;
use crate::codes;
use crate::documents::page::Block;
use crate::documents::{Input, block, with_final_newline};
use crate::workspace::manifest::sha256;
use crate::workspace::{Files, Source, SpecStore, Validators, VendoredDocument};

/// Fetches each URL of the documents in the `files` of specs/ once, and returns the documents that changed.
pub(super) fn collect(files: &Files, overlay: Option<&TextFile>, timeout: Duration) -> Result<Collected, Diagnostics> {
    let mut by_url: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    let mut without_url = String::new();
    for source in SpecStore::sources(files)?.into_values() {
        let Source { file, origin, .. } = &source;
        if source.url().is_none() {
            without_url.push_str(&format!("not fetched specs/{file}: no URL, only the origin {origin:?}\n"));
            continue;
        }
        let bytes = files.get(file).filter(|bytes| sha256(bytes) == source.sha256);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.clone()).ok());
        by_url.entry(origin.clone()).or_default().push(Listed { source, text });
    }
    if by_url.is_empty() {
        return Err(Diagnostic::new(&codes::NO_URL, "specs/SOURCES.toml", "no document has a URL")
            .help("fetch a document from its URL: `cargo xtask vendor URL`")
            .into());
    }
    let mut collected = Collected::default();
    for of_url in Diagnostics::collect(by_url.iter().map(|(url, listed)| refetch(url, listed, overlay, timeout)))? {
        collected.extend(of_url);
    }
    collected.report.push_str(&without_url);
    Ok(collected)
}

/// A listed document, with its text in specs/ unless that is missing or modified.
struct Listed {
    source: Source,
    text: Option<String>,
}

/// Returns the new versions of the documents from a URL, or only a report if none changed.
fn refetch(
    url: &str,
    listed: &[Listed],
    overlay: Option<&TextFile>,
    timeout: Duration,
) -> Result<Collected, Diagnostics> {
    let unchanged = || listed.iter().map(|listed| format!("unchanged specs/{}\n", listed.source.file)).collect();
    let validators = common_validators(listed).unwrap_or_default();
    let Some((input, warning)) = fetch_newer(url, &validators, timeout)? else {
        return Ok(Collected { report: unchanged(), ..Collected::default() });
    };
    let warnings = warning.into_iter().collect();
    let block = block(&input)?;
    let documents = Diagnostics::collect(listed.iter().map(|listed| listed.updated(&block, &input, overlay)))?;
    let is_cut = listed.iter().any(|listed| !listed.source.only.is_empty());
    let wholes = is_cut.then(|| TextFile { file: input.path.clone(), text: block.text.clone() }).into_iter().collect();
    let is_unchanged = |(listed, document): (&Listed, &VendoredDocument)| listed.text.as_ref() == Some(&document.text);
    if listed.iter().zip(&documents).all(is_unchanged) {
        return Ok(Collected { report: unchanged(), warnings, ..Collected::default() });
    }
    // Unchanged documents are included, as they get the validators of the new version.
    Ok(Collected { documents, wholes, warnings, ..Collected::default() })
}

/// The validators of the documents, if all are intact and have the same ones.
fn common_validators(documents: &[Listed]) -> Option<Validators> {
    let validators = documents.first()?.source.validators();
    let is_common = |listed: &Listed| listed.text.is_some() && listed.source.validators() == validators;
    documents.iter().all(is_common).then_some(validators)
}

impl Listed {
    /// The new version of the document, from the OpenAPI `block` of the response. A document of some operations is cut out
    /// of a larger document.
    fn updated(
        &self,
        block: &Block,
        fetched: &Input,
        overlay: Option<&TextFile>,
    ) -> Result<VendoredDocument, Diagnostics> {
        let selection = match (Selection::of(&self.source), &block.operation) {
            (Some(Selection::Operation(old)), Some(new)) if old != new => {
                let message = format!("this page describes {new} instead of {old}");
                return Err(Diagnostic::new(&codes::OPERATION_GONE, &fetched.path, message)
                    .help(format!("vendor the page of {old}: `cargo xtask vendor URL --name {}`", self.source.file))
                    .into());
            }
            // The page has nothing else.
            (Some(Selection::Operation(_)), Some(_)) => None,
            (selection, _) => selection,
        };
        let whole = TextFile { file: fetched.path.clone(), text: with_final_newline(&block.text) };
        let Part { text, read_from } = match selection {
            Some(selection) => cut(&whole, &selection, overlay, self.text.as_ref())?,
            None => Part { text: whole.text, read_from: whole.file },
        };
        let operation = self.source.operation.clone().or_else(|| block.operation.clone());
        let operation = operation.filter(|_| self.source.only.is_empty());
        let Validators { etag, last_modified } = fetched.validators();
        let source = Source { sha256: sha256(text.as_bytes()), operation, etag, last_modified, ..self.source.clone() };
        Ok(VendoredDocument { source, text, read_from })
    }
}
