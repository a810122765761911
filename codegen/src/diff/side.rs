//! One of the two that are compared.

use crate::disk::Files;
use crate::sources::OVERLAY;
use crate::{Document, Error, Errors, Inputs, Vendored, specs};

/// Documents with an overlay.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The documents, and their overlay.
    pub inputs: Inputs,
    /// Whether the overlay was written for other documents than these: actions that match nothing are not told then.
    pub borrows_overlay: bool,
}

impl Side {
    /// The documents of a folder such as specs/, whether or not SOURCES.toml lists them, with their own overlay or else
    /// the one that is `lent`. Errors call the folder `label`.
    ///
    /// # Errors
    ///
    /// Where there is no document, or one is not UTF-8 text.
    pub fn of_files(files: &Files, label: &str, lent: Option<Document>) -> Result<Self, Errors> {
        let mut errors = Vec::new();
        let mut documents = Vec::new();
        for (path, bytes) in files.iter().filter(|(path, _)| *path != OVERLAY && specs::is_document(path)) {
            match document(label, path, bytes) {
                Ok(document) => documents.push(document),
                Err(error) => errors.push(error),
            }
        }
        let own = own_overlay(files, label)?;
        if documents.is_empty() && errors.is_empty() {
            let help = "name a file, a folder with OpenAPI documents, or a git revision";
            errors.push(Error::new(label, "", "there is no document to compare").help(help));
        }
        let borrows_overlay = own.is_none();
        Errors::none_or(errors, Self { inputs: Inputs { documents, overlay: own.or(lent) }, borrows_overlay })
    }

    /// Documents alone, with the overlay of others where one is `lent`.
    pub fn of_documents(vendored: Vec<Vendored>, lent: Option<Document>) -> Self {
        let document = |vendored: Vendored| Document { file: vendored.read_from, text: vendored.text };
        let documents = vendored.into_iter().map(document).collect();
        Self { inputs: Inputs { documents, overlay: lent }, borrows_overlay: true }
    }
}

/// The overlay among the files of a folder that errors call `label`.
///
/// # Errors
///
/// Where it is not UTF-8 text.
pub fn own_overlay(files: &Files, label: &str) -> Result<Option<Document>, Error> {
    files.get(OVERLAY).map(|bytes| document(label, OVERLAY, bytes)).transpose()
}

fn document(label: &str, path: &str, bytes: &[u8]) -> Result<Document, Error> {
    let file = format!("{label}/{path}");
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Document { file, text: text.to_owned() }),
        Err(_) => Err(Error::new(file, "", "this file is not UTF-8 text").help("save it as UTF-8")),
    }
}
