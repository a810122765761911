//! What a document is called in specs/.

use std::path::Path;

use heck::ToKebabCase;

use super::{Input, Medium, part};
use crate::Error;
use crate::sources;

/// The name in specs/ of what `input` holds: the one that was given, or its path's stem in kebab case.
///
/// # Errors
///
/// Where that is no name for a document, or where there is nothing to take one from.
pub(super) fn of(input: &Input) -> Result<String, Error> {
    let error = |message: String| Error::new(&input.path, "", message);
    if let Some(name) = &input.name {
        let file = format!("{}.yaml", name.strip_suffix(".yaml").unwrap_or(name));
        return sources::check_name(&file).map_err(|message| error(message).help(GIVEN)).map(|()| file);
    }
    let stem = part(path(input).file_stem()).to_kebab_case();
    let help = match input.medium {
        Medium::File => "rename the file before vendoring it, or say `--name NAME`",
        Medium::StandardInput | Medium::Web(_) => "say what to call it in specs/: `--name NAME`",
    };
    if stem.is_empty() && input.medium != Medium::File {
        return Err(error("this has no name to call the document by".to_owned()).help(help));
    }
    let file = format!("{stem}.yaml");
    sources::check_name(&file).map_err(|message| error(message).help(help)).map(|()| file)
}

const GIVEN: &str = "a name has small letters, digits and hyphens: `--name search-users`";

/// The part of the input's path or URL that names a file. Standard input has none.
pub(super) fn path(input: &Input) -> &Path {
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
