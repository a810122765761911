//! From vendored text to one `openapiv3` document that says only what the generator understands.

mod check;
mod dialect;
pub(crate) mod grammar;
mod lines;
mod merge;
mod overlay;
mod read;

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

pub(crate) use lines::line_of_key;
pub(crate) use merge::{Files, Merged};
pub(crate) use read::{line_of, read};

use crate::error::{Error, Errors};
use crate::{Document, Inputs, Stages};
use overlay::Overlay;

/// What becomes of an overlay's actions that match nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idle {
    /// They are out of date, which is an error.
    Refused,
    /// The overlay was written for other documents.
    Accepted,
}

/// Reads, repairs and merges all documents.
pub(crate) fn load(inputs: &Inputs, idle: Idle, stages: &mut Stages) -> Result<Merged, Errors> {
    let mut documents = stages.time("read", || read_all(&inputs.documents))?;
    stages.time("dialect", || documents.iter_mut().for_each(|(_, tree)| dialect::normalise(tree)));
    if let Some(overlay) = &inputs.overlay {
        stages.time("overlay", || lay_over(overlay, idle, &mut documents))?;
    }
    stages.time("merge", || {
        let unknown = documents.iter().flat_map(|(file, tree)| check::check(file, tree)).collect();
        Errors::none_or(unknown, ())?;
        merge::merge(documents).map_err(Errors::from)
    })
}

/// The merged tree, typed.
pub(crate) fn openapi(tree: Value) -> Result<OpenAPI, Errors> {
    serde_json::from_value(tree).map_err(|error| {
        Error::new("specs", "", format!("the documents are no OpenAPI 3: {error}"))
            .help("this should have been told with its place: please report it")
            .into()
    })
}

/// Whether a document can be vendored: it is read, and says only what the generator understands.
pub(crate) fn validate(document: &Document) -> Result<(), Errors> {
    let mut tree = read(document)?;
    dialect::normalise(&mut tree);
    Errors::none_or(check::check(&document.file, &tree), ())?;
    match describes_nothing(&tree) {
        true => Err(Error::new(&document.file, "", "this document describes nothing: no operation, and no schema")
            .help("it may have been cut short, or be a part of another: name the whole document")
            .into()),
        false => Ok(()),
    }
}

fn describes_nothing(tree: &Value) -> bool {
    let is_empty = |value: Option<&Value>| value.and_then(Value::as_object).is_none_or(Map::is_empty);
    let mut items = tree.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    items.all(|item| is_empty(Some(item))) && is_empty(tree.pointer("/components/schemas"))
}

fn read_all(documents: &[Document]) -> Result<Vec<(String, Value)>, Errors> {
    if documents.is_empty() {
        return Err(Error::new("specs", "", "there is no document to generate from")
            .help("vendor one: cargo xtask vendor FILE")
            .into());
    }
    let mut trees = Vec::new();
    let mut errors = Vec::new();
    for document in documents {
        match read(document) {
            Ok(tree) => trees.push((document.file.clone(), tree)),
            Err(wrong) => errors.extend(wrong),
        }
    }
    Errors::none_or(errors, trees)
}

fn lay_over(overlay: &Document, idle: Idle, documents: &mut [(String, Value)]) -> Result<(), Errors> {
    let mut overlay = Overlay::parse(&overlay.file, &read(overlay)?)?;
    for (_, tree) in documents {
        if overlay.apply(tree) {
            // What the overlay adds may be spelt in any way, too.
            dialect::normalise(tree);
        }
    }
    match idle {
        Idle::Refused => Errors::none_or(overlay.idle(), ()),
        Idle::Accepted => Ok(()),
    }
}
