//! `--update`: fetches the documents of specs/ again, if they changed.

use std::collections::BTreeMap;
use std::time::Duration;

use ::codegen::TextFile;
use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value;

use super::Collected;
use super::fetch::fetch_newer;
use super::subset::subset;
use crate::codes;
use crate::documents::page::Block;
use crate::documents::{Input, block, with_final_newline};
use crate::workspace::manifest::sha256;
use crate::workspace::{Files, Source, SpecStore, Validators, VendoredDocument};

/// Fetches each URL of the documents in the `files` of specs/ once, and returns the documents that changed.
pub(super) fn collect(files: &Files, timeout: Duration) -> Result<Collected, Diagnostics> {
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
    for Collected { documents, warnings, report } in
        Diagnostics::collect(by_url.iter().map(|(url, listed)| refetch(url, listed, timeout)))?
    {
        collected.documents.extend(documents);
        collected.warnings.extend(warnings);
        collected.report.push_str(&report);
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
fn refetch(url: &str, listed: &[Listed], timeout: Duration) -> Result<Collected, Diagnostics> {
    let unchanged = || listed.iter().map(|listed| format!("unchanged specs/{}\n", listed.source.file)).collect();
    let validators = common_validators(listed).unwrap_or_default();
    let Some((input, warning)) = fetch_newer(url, &validators, timeout)? else {
        return Ok(Collected { report: unchanged(), ..Collected::default() });
    };
    let warnings = warning.into_iter().collect();
    let block = block(&input)?;
    let documents = Diagnostics::collect(listed.iter().map(|listed| listed.updated(&block, &input)))?;
    let is_unchanged = |(listed, document): (&Listed, &VendoredDocument)| listed.text.as_ref() == Some(&document.text);
    if listed.iter().zip(&documents).all(is_unchanged) {
        return Ok(Collected { report: unchanged(), warnings, ..Collected::default() });
    }
    // Unchanged documents are included, as they get the validators of the new version.
    Ok(Collected { documents, warnings, ..Collected::default() })
}

/// The validators of the documents, if all are intact and have the same ones.
fn common_validators(documents: &[Listed]) -> Option<Validators> {
    let validators = documents.first()?.source.validators();
    let is_common = |listed: &Listed| listed.text.is_some() && listed.source.validators() == validators;
    documents.iter().all(is_common).then_some(validators)
}

impl Listed {
    /// The new version of the document, from the OpenAPI `block` of the response. A document of one operation is extracted
    /// from a larger document.
    fn updated(&self, block: &Block, fetched: &Input) -> Result<VendoredDocument, Diagnostics> {
        let (text, read_from) = match (&self.source.operation, &block.operation) {
            (Some(operation), None) => {
                (self.subset(operation, &block.text, &fetched.path)?, format!("{} ({operation})", fetched.path))
            }
            (Some(old), Some(new)) if old != new => {
                let message = format!("this page describes {new} instead of {old}");
                return Err(Diagnostic::new(&codes::OPERATION_GONE, &fetched.path, message)
                    .help(format!("vendor the page of {old}: `cargo xtask vendor URL --name {}`", self.source.file))
                    .into());
            }
            _ => (with_final_newline(&block.text), fetched.path.clone()),
        };
        let Validators { etag, last_modified } = fetched.validators();
        let operation = self.source.operation.clone().or_else(|| block.operation.clone());
        let source = Source { sha256: sha256(text.as_bytes()), operation, etag, last_modified, ..self.source.clone() };
        Ok(VendoredDocument { source, text, read_from })
    }

    /// The text of the operation's part of a document, or the text in specs/ if that has the same content.
    fn subset(&self, operation: &str, whole: &str, path: &str) -> Result<String, Diagnostics> {
        let parse = |text: &str| ::codegen::parse(&TextFile { file: path.to_owned(), text: text.to_owned() });
        let part: Value = subset(path, &parse(whole)?, operation)?;
        match &self.text {
            Some(text) if parse(text).is_ok_and(|old| old == part) => Ok(text.clone()),
            _ => serde_yaml::to_string(&part).map_err(|cause| {
                Diagnostic::new(&codes::NOT_A_DOCUMENT, path, format!("{operation} cannot be written as YAML: {cause}"))
                    .help("vendor the whole document: `cargo xtask vendor --replace-all URL`")
                    .into()
            }),
        }
    }
}
