//! The folder specs/: the vendored documents, held to what SOURCES.toml says of them, and the overlay.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::{FileTree, Inputs, TextFile};

use crate::codes;

use super::manifest::{self, SOURCES, Source, Sources};
pub(crate) use super::manifest::{OVERLAY, SPECS};
use super::read::Files;

/// One document of specs/, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendoredDocument {
    /// What SOURCES.toml says of it.
    pub source: Source,
    /// Its text, with Unix line endings.
    pub text: String,
    /// How messages name the file that the text was read from.
    pub read_from: String,
}

/// Which documents are about to be replaced, and need not be intact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// All of them: what is vendored next is the whole set.
    All,
    /// Those of these names in specs/.
    Named(BTreeSet<String>),
}

/// What specs/ holds, or is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecStore {
    documents: BTreeMap<String, VendoredDocument>,
    overlay: Option<String>,
}

impl SpecStore {
    /// Reads the documents and the overlay from the files of specs/.
    ///
    /// # Errors
    ///
    /// Every file that SOURCES.toml does not list, or lists otherwise than it is; a set without documents.
    pub fn read(files: &Files) -> Result<Self, Diagnostics> {
        if !files.contains_key(SOURCES) {
            let message = "there is no list of vendored documents";
            return Err(Diagnostic::new(&codes::NOTHING_VENDORED, place(SOURCES), message).help(VENDOR).into());
        }
        let specs = Self::read_beside(files, &Replaced::Named(BTreeSet::new()))?;
        match specs.documents.is_empty() {
            true => Err(Diagnostic::new(&codes::NOTHING_VENDORED, place(SOURCES), "no document is vendored")
                .help(VENDOR)
                .into()),
            false => Ok(specs),
        }
    }

    /// Reads the overlay, and the documents that stay when `replaced` ones are vendored anew.
    ///
    /// # Errors
    ///
    /// As [`SpecStore::read`], but for the replaced documents and for a list that does not exist yet.
    pub fn read_beside(files: &Files, replaced: &Replaced) -> Result<Self, Diagnostics> {
        let overlay = files.get(OVERLAY).map(|bytes| text(OVERLAY, bytes)).transpose()?;
        let documents = match replaced {
            Replaced::All => BTreeMap::new(),
            Replaced::Named(names) => kept(files, names)?,
        };
        Ok(Self { documents, overlay })
    }

    /// What SOURCES.toml lists, by file; nothing where there is no list.
    ///
    /// # Errors
    ///
    /// Where the list does not read.
    pub(crate) fn sources(files: &Files) -> Result<Sources, Diagnostics> {
        match files.get(SOURCES) {
            Some(bytes) => manifest::parse(&text(SOURCES, bytes)?),
            None => Ok(Sources::new()),
        }
    }

    /// Adds a document, in place of the one of that name.
    pub fn add(&mut self, document: VendoredDocument) {
        self.documents.insert(document.source.file.clone(), document);
    }

    /// What the generator reads.
    pub fn inputs(&self) -> Inputs {
        let document =
            |vendored: &VendoredDocument| TextFile { file: vendored.read_from.clone(), text: vendored.text.clone() };
        Inputs {
            documents: self.documents.values().map(document).collect(),
            overlay: self.overlay.clone().map(|text| TextFile { file: place(OVERLAY), text }),
        }
    }

    /// The files of specs/ that vendoring writes: all but the overlay.
    ///
    /// # Errors
    ///
    /// Where a name leads out of specs/ or SOURCES.toml cannot be printed.
    pub fn files(&self) -> Result<FileTree, Diagnostic> {
        let mut files = FileTree::new();
        let sources = self.documents.values().map(|document| document.source.clone());
        let sources: Sources = sources.map(|source| (source.file.clone(), source)).collect();
        files.insert(SOURCES, manifest::print(sources)?)?;
        for (file, document) in &self.documents {
            files.insert(file, &document.text)?;
        }
        Ok(files)
    }
}

/// Whether vendoring writes and removes the file of this path in specs/.
pub(crate) fn is_vendored(path: &str) -> bool {
    path == SOURCES || (path != OVERLAY && is_document(path))
}

/// A file that a reader takes for one of the documents, wherever it lies in specs/.
pub(crate) fn is_document(path: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|extension| path.ends_with(extension))
}

/// The documents that stay, each as SOURCES.toml says.
fn kept(files: &Files, replaced: &BTreeSet<String>) -> Result<BTreeMap<String, VendoredDocument>, Diagnostics> {
    let sources = SpecStore::sources(files)?;
    let is_unlisted = |file: &&String| is_document(file) && *file != OVERLAY && !sources.contains_key(*file);
    let unlisted = files.keys().filter(|file| !replaced.contains(*file)).filter(is_unlisted);
    let mut errors: Vec<Diagnostic> = unlisted
        .map(|file| {
            Diagnostic::new(&codes::UNLISTED_FILE, place(file), "SOURCES.toml does not list this file").help(UNLISTED)
        })
        .collect();
    let mut documents = BTreeMap::new();
    for (file, source) in sources.into_iter().filter(|(file, _)| !replaced.contains(file)) {
        match intact(files.get(&file), &source) {
            Ok(text) => {
                drop(documents.insert(file.clone(), VendoredDocument { source, text, read_from: place(&file) }));
            }
            Err(error) => errors.push(error),
        }
    }
    Diagnostics::none_or(errors, documents)
}

/// The text of a document whose bytes are those that were vendored.
fn intact(bytes: Option<&Vec<u8>>, source: &Source) -> Result<String, Diagnostic> {
    let file = &source.file;
    let anew = match source.url() {
        Some(_) => "`cargo xtask vendor --update` takes it anew".to_owned(),
        None => format!("`cargo xtask vendor FILE` takes {} anew", source.origin),
    };
    let anew = format!("`git checkout {}` restores it; {anew}", place(file));
    let Some(bytes) = bytes else {
        return Err(Diagnostic::new(
            &codes::MISSING_FILE,
            place(file),
            "SOURCES.toml lists this file, and it is missing",
        )
        .help(anew));
    };
    if manifest::sha256(bytes) == source.sha256 {
        return text(file, bytes);
    }
    Err(Diagnostic::new(&codes::ALTERED_FILE, place(file), "this file was altered since it was vendored")
        .help(format!("repairs go to specs/overlay.yaml. {anew}")))
}

fn text(file: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| {
        Diagnostic::new(&codes::NOT_UTF8, place(file), "this file is not UTF-8 text").help("save it as UTF-8")
    })
}

fn place(file: &str) -> String {
    format!("specs/{file}")
}

const VENDOR: &str = "`cargo xtask vendor FILE...` takes OpenAPI documents into specs/";
const UNLISTED: &str = "delete it, or take it in with `cargo xtask vendor FILE`";
