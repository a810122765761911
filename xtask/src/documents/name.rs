//! What a document is called in specs/.

use std::ffi::OsStr;
use std::path::Path;

use ::codegen::diagnostics::Diagnostic;

use crate::codes;
use heck::ToKebabCase;

use super::input::{Input, Medium};
use crate::workspace::manifest;

/// The name in specs/ of what `input` holds: the one that was given, or its path's stem in kebab case.
///
/// # Errors
///
/// Where that is no name for a document, or where there is nothing to take one from.
pub(crate) fn document_name(input: &Input) -> Result<String, Diagnostic> {
    let error = |message: String| Diagnostic::new(&codes::INVALID_NAME, &input.path, message);
    if let Some(name) = &input.name {
        let file = format!("{}.yaml", name.strip_suffix(".yaml").unwrap_or(name));
        return manifest::check_name(&file).map_err(|message| error(message).help(GIVEN)).map(|()| file);
    }
    let stem = utf8(path(input).file_stem()).to_kebab_case();
    let help = match input.medium {
        Medium::File => "rename the file before vendoring it, or say `--name NAME`",
        Medium::StandardInput | Medium::Web(_) => "say what to call it in specs/: `--name NAME`",
    };
    if stem.is_empty() && input.medium != Medium::File {
        return Err(error("this has no name to call the document by".to_owned()).help(help));
    }
    let file = format!("{stem}.yaml");
    manifest::check_name(&file).map_err(|message| error(message).help(help)).map(|()| file)
}

const GIVEN: &str = "a name has small letters, digits and hyphens, 120 at most: `--name search-users`";

/// The part of the input's path or URL that names a file. Standard input has none.
pub(crate) fn path(input: &Input) -> &Path {
    match &input.medium {
        Medium::File => Path::new(&input.path),
        Medium::StandardInput => Path::new(""),
        Medium::Web(_) => Path::new(url_path(&input.path)),
    }
}

/// The URL's path: without the scheme and the host, the query and the fragment.
fn url_path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    path.split(['?', '#']).next().unwrap_or_default()
}

/// The part of a path, empty if it is missing or not UTF-8.
pub(crate) fn utf8(part: Option<&OsStr>) -> &str {
    part.and_then(OsStr::to_str).unwrap_or_default()
}
