//! The content of a file, standard input or a URL, and its name in specs/.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ::codegen::diagnostics::Diagnostic;
use heck::ToKebabCase;
use ureq::http::Uri;

use crate::codes;
use crate::workspace::read::{bytes, io_error};
use crate::workspace::{Validators, manifest};

/// The maximum size of an input, more than ten times the whole API.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The content of a file, standard input or a URL.
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
    /// The URL that is the input's path, with the validators of the response.
    Web(Validators),
}

impl Input {
    /// An input without a given name.
    pub fn new(medium: Medium, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), medium, name: None }
    }

    /// The validators of the response, none for files.
    pub(crate) fn validators(&self) -> Validators {
        match &self.medium {
            Medium::Web(validators) => validators.clone(),
            Medium::File | Medium::StandardInput => Validators::default(),
        }
    }

    /// The file name for the document in specs/: the given name, or the file stem in kebab case.
    pub(super) fn document_name(&self) -> Result<String, Diagnostic> {
        let (stem, help) = match (&self.name, &self.medium) {
            (Some(name), _) => (
                name.strip_suffix(".yaml").unwrap_or(name).to_owned(),
                "use at most 120 lower-case letters, digits and hyphens: `--name search-users`",
            ),
            (None, Medium::File) => (self.stem(), "rename the file, or add `--name NAME`"),
            (None, _) => (self.stem(), "add `--name NAME`"),
        };
        let file = format!("{stem}.yaml");
        let checked =
            if stem.is_empty() { Err("this input has no name".to_owned()) } else { manifest::check_name(&file) };
        checked.map(|()| file).map_err(|message| Diagnostic::new(&codes::INVALID_NAME, &self.path, message).help(help))
    }

    fn stem(&self) -> String {
        utf8(self.file_path().file_stem()).to_kebab_case()
    }

    pub(super) fn file_name(&self) -> String {
        utf8(self.file_path().file_name())
    }

    pub(super) fn extension(&self) -> String {
        utf8(self.file_path().extension()).to_ascii_lowercase()
    }

    /// The path of the file or of the URL, empty for standard input.
    fn file_path(&self) -> PathBuf {
        match &self.medium {
            Medium::File => self.path.clone().into(),
            Medium::StandardInput => PathBuf::new(),
            Medium::Web(_) => self.path.parse().map(|url: Uri| url.path().into()).unwrap_or_default(),
        }
    }
}

/// The part of a path, empty if it is missing or not UTF-8.
fn utf8(part: Option<&OsStr>) -> String {
    part.and_then(OsStr::to_str).unwrap_or_default().to_owned()
}

/// Reads the file at `path`, relative to the current folder.
pub(crate) fn read_file(path: &Path) -> Result<Input, Diagnostic> {
    let shown = path.display().to_string();
    bytes(path, &shown).map(|bytes| Input::new(Medium::File, shown, bytes))
}

/// Reads standard input up to its end.
pub(crate) fn read_stdin() -> Result<Input, Diagnostic> {
    let shown = "standard input";
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|cause| io_error(shown, "cannot be read", &cause))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Diagnostic::new(&codes::NOT_A_DOCUMENT, shown, "this is larger than 64 MiB")
            .help("save it, and pass the file"));
    }
    Ok(Input::new(Medium::StandardInput, shown, bytes))
}
