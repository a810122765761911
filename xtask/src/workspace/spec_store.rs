//! The folder specs/: the vendored documents, which SOURCES.toml lists, and the overlay.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::{FileTree, Inputs, TextFile, UnmatchedActions};

use super::manifest::{self, OVERLAY, SOURCES, SPECS, Source, Sources};
use super::read::{Files, utf8};
use crate::codes;

/// A document of specs/ with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendoredDocument {
    /// Its entry in SOURCES.toml.
    pub source: Source,
    /// Its text, with Unix line endings.
    pub text: String,
    /// The file or URL that the text was read from. Diagnostics show it.
    pub read_from: String,
}

impl VendoredDocument {
    /// The input of the generator.
    pub(crate) fn input(&self) -> TextFile {
        TextFile { file: self.read_from.clone(), text: self.text.clone() }
    }
}

/// Documents that are about to be replaced. They may be modified or missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// All documents.
    All,
    /// The documents with these names in specs/.
    Named(BTreeSet<String>),
}

/// The documents of specs/ and the overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecStore {
    documents: BTreeMap<String, VendoredDocument>,
    overlay: Option<String>,
}

impl SpecStore {
    /// Reads the documents and the overlay from the files of specs/.
    ///
    /// Fails if a file is missing, modified or not listed in SOURCES.toml, or if there are no documents.
    pub fn read(files: &Files) -> Result<Self, Diagnostics> {
        let specs = Self::read_beside(files, &Replaced::Named(BTreeSet::new()));
        if !files.contains_key(SOURCES) || specs.as_ref().is_ok_and(|specs| specs.documents.is_empty()) {
            return Err(Diagnostic::new(&codes::NOTHING_VENDORED, shown(SOURCES), "no document is vendored")
                .help("vendor OpenAPI documents: `cargo xtask vendor FILE...`")
                .into());
        }
        specs
    }

    /// Reads the overlay, and all documents except the `replaced` ones. Without SOURCES.toml there are no documents.
    pub fn read_beside(files: &Files, replaced: &Replaced) -> Result<Self, Diagnostics> {
        let overlay = files.get(OVERLAY).map(|bytes| text(OVERLAY, bytes)).transpose()?;
        let documents = match replaced {
            Replaced::All => BTreeMap::new(),
            Replaced::Named(names) => kept(files, names)?,
        };
        Ok(Self { documents, overlay })
    }

    /// Reads SOURCES.toml. A missing file lists nothing.
    pub(crate) fn sources(files: &Files) -> Result<Sources, Diagnostics> {
        match files.get(SOURCES) {
            Some(bytes) => manifest::parse(&text(SOURCES, bytes)?),
            None => Ok(Sources::new()),
        }
    }

    /// Adds a document, or replaces the document with the same name.
    pub fn add(&mut self, document: VendoredDocument) {
        self.documents.insert(document.source.file.clone(), document);
    }

    /// The documents, ordered by their names in specs/.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &VendoredDocument> {
        self.documents.values()
    }

    /// The inputs of the generator.
    pub fn inputs(&self) -> Inputs {
        let overlay = self.overlay.clone().map(|text| TextFile { file: shown(OVERLAY), text });
        Inputs { documents: self.documents().map(VendoredDocument::input).collect(), overlay, ..Inputs::default() }
    }

    /// How to treat actions of the overlay that match nothing: they may be for operations that `vendor --only` leaves out.
    pub(crate) fn unmatched_actions(&self) -> UnmatchedActions {
        unmatched_actions(self.documents().map(|document| &document.source))
    }

    /// The files that `vendor` writes to specs/: all except the overlay.
    pub fn files(&self) -> Result<FileTree, Diagnostic> {
        let mut files = FileTree::new();
        files.insert(SOURCES, manifest::print(self.documents().map(|document| document.source.clone()))?)?;
        for (file, document) in &self.documents {
            files.insert(file, &document.text)?;
        }
        Ok(files)
    }
}

/// How to treat actions of the overlay that match nothing in the documents with these sources.
pub(crate) fn unmatched_actions<'a>(mut sources: impl Iterator<Item = &'a Source>) -> UnmatchedActions {
    if sources.all(|source| source.only.is_empty()) { UnmatchedActions::Error } else { UnmatchedActions::Ignore }
}

/// Whether `vendor` writes and removes the file at this path in specs/.
pub(crate) fn is_vendored(path: &str) -> bool {
    path == SOURCES || (path != OVERLAY && is_document(path))
}

/// Whether the file has the extension of an OpenAPI document.
pub(crate) fn is_document(path: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|extension| path.ends_with(extension))
}

/// Reads the documents that are not replaced, and compares them with SOURCES.toml.
fn kept(files: &Files, replaced: &BTreeSet<String>) -> Result<BTreeMap<String, VendoredDocument>, Diagnostics> {
    let mut sources = SpecStore::sources(files)?;
    sources.retain(|file, _| !replaced.contains(file));
    let is_unlisted = |file: &&String| {
        is_vendored(file) && *file != SOURCES && !replaced.contains(*file) && !sources.contains_key(*file)
    };
    let unlisted = files.keys().filter(is_unlisted).map(|file| {
        Err(Diagnostic::new(&codes::UNLISTED_FILE, shown(file), "this file is not listed in SOURCES.toml")
            .help("delete it, or vendor it: `cargo xtask vendor FILE`"))
    });
    let listed = sources.values().map(|source| {
        let text = unmodified(files.get(&source.file), source)?;
        let document = VendoredDocument { source: source.clone(), text, read_from: shown(&source.file) };
        Ok((source.file.clone(), document))
    });
    Ok(Diagnostics::collect(unlisted.chain(listed))?.into_iter().collect())
}

/// The text of a document, if it was not modified since it was vendored.
fn unmodified(bytes: Option<&Vec<u8>>, source: &Source) -> Result<String, Diagnostic> {
    let path = shown(&source.file);
    let vendor = match source.url() {
        Some(_) => "`cargo xtask vendor --update` fetches it again".to_owned(),
        None => format!("`cargo xtask vendor FILE` reads {} again", source.origin),
    };
    let restore = format!("`git checkout {path}` restores it; {vendor}");
    match bytes {
        None => {
            let message = "this file is listed in SOURCES.toml, but missing";
            Err(Diagnostic::new(&codes::MISSING_FILE, path, message).help(restore))
        }
        Some(bytes) if manifest::sha256(bytes) == source.sha256 => text(&source.file, bytes),
        Some(_) => Err(Diagnostic::new(&codes::ALTERED_FILE, path, "this file was modified since it was vendored")
            .help(format!("put repairs into specs/overlay.yaml. {restore}"))),
    }
}

fn text(file: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    utf8(&shown(file), bytes.to_owned())
}

fn shown(file: &str) -> String {
    format!("{SPECS}/{file}")
}
