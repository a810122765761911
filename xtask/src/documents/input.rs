//! A file, page or download that was named for vendoring.

use std::io::{self, Read};
use std::path::Path;

use ::codegen::diagnostics::Diagnostic;

use crate::codes;
use crate::workspace::Validators;
use crate::workspace::read::bytes;

/// The maximum size of an input, more than ten times the whole API.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The content of a file or URL that was named for vendoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path or URL as it was given. Diagnostics show it.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
    /// Where the content was read from.
    pub medium: Medium,
    /// The document's name in specs/. Derived from the path if `None`.
    pub name: Option<String>,
}

/// Where an [`Input`] was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A file, whose extension decides the format.
    File,
    /// Standard input, which has no name.
    StandardInput,
    /// The URL that is the input's path, with the validators that the server sent.
    Web(Validators),
}

impl Input {
    /// The content of a file.
    pub fn file(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), medium: Medium::File, name: None }
    }

    /// The content of standard input.
    pub fn standard_input(bytes: impl Into<Vec<u8>>) -> Self {
        let path = "standard input".to_owned();
        Self { path, bytes: bytes.into(), medium: Medium::StandardInput, name: None }
    }

    /// A response body.
    pub fn fetched(url: impl Into<String>, bytes: impl Into<Vec<u8>>, validators: Validators) -> Self {
        Self { path: url.into(), bytes: bytes.into(), medium: Medium::Web(validators), name: None }
    }

    /// The same input with this name in specs/.
    #[must_use]
    pub fn named(self, name: Option<String>) -> Self {
        Self { name, ..self }
    }
}

/// Reads the file at `path`, relative to the current folder.
///
/// # Errors
///
/// If the file cannot be read, or is not a regular file.
pub(crate) fn read_file(path: &Path) -> Result<Input, Diagnostic> {
    let name = path.display().to_string();
    bytes(path, &name).map(|bytes| Input::file(name, bytes))
}

/// Reads standard input up to its end.
///
/// # Errors
///
/// If it cannot be read or is too large.
pub(crate) fn read_stdin() -> Result<Input, Diagnostic> {
    let error =
        |message: String, help: &str| Diagnostic::new(&codes::NOT_REGULAR, "standard input", message).help(help);
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|cause| error(format!("cannot be read: {cause}"), "check what is piped into this command"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(error("this is larger than any specification".to_owned(), "save it, and name the file"));
    }
    Ok(Input::standard_input(bytes))
}
