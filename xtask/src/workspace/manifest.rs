//! specs/SOURCES.toml: which documents are vendored, and where each came from.

use std::collections::BTreeMap;

use ::codegen::diagnostics::{Diagnostic, Diagnostics, Location};

use crate::codes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where one vendored document came from, and what it held when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document's name in specs/, such as `search-users.yaml`.
    pub file: String,
    /// The SHA-256 of the document's bytes, in lower-case hexadecimal digits.
    pub sha256: String,
    /// The URL that it was published at; the bare name of the file that it was read from where no URL is known.
    pub origin: String,
    /// For a documentation page, the operation that it is about, such as `POST /api/v1/search/users`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// What the server said the document's version is, for a document that was fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the server said that the document was last changed, as it said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// What a server says of the document that it sends, by which it can be asked later whether there is a newer one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its `ETag` header.
    pub etag: Option<String>,
    /// Its `Last-Modified` header.
    pub last_modified: Option<String>,
}

impl Source {
    /// Where the document can be fetched from: its origin, where that is a URL.
    pub fn url(&self) -> Option<&str> {
        is_url(&self.origin).then_some(self.origin.as_str())
    }

    /// What the server said of the document when it was fetched.
    pub fn validators(&self) -> Validators {
        Validators { etag: self.etag.clone(), last_modified: self.last_modified.clone() }
    }
}

/// Whether this is a URL of the web rather than the name of a file.
pub(crate) fn is_url(origin: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| origin.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Every vendored document's source, by its file.
pub(crate) type Sources = BTreeMap<String, Source>;

/// The folder of the vendored documents.
pub(crate) const SPECS: &str = "specs";

/// The list's own name in specs/.
pub(crate) const SOURCES: &str = "SOURCES.toml";

/// The name in specs/ of the repairs, which are written by hand and never vendored.
pub(crate) const OVERLAY: &str = "overlay.yaml";

const PLACE: &str = "specs/SOURCES.toml";
const HEADER: &str = "\
# Where each document in this folder came from, and what it held when it came.
# `cargo xtask vendor` writes this file. Repairs go to overlay.yaml.
";

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    source: Vec<Source>,
}

/// Reads specs/SOURCES.toml.
///
/// # Errors
///
/// Where it is not the TOML that [`print`] writes, or names a file twice or outside of specs/.
pub(crate) fn parse(text: &str) -> Result<Sources, Diagnostics> {
    let table: Table = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        Diagnostic::new(&codes::INVALID_SOURCES, Location::line_of(PLACE, text, offset), error.message()).help(RESTORE)
    })?;
    let mut sources = Sources::new();
    let mut errors = Vec::new();
    for (index, source) in table.source.into_iter().enumerate() {
        let place = format!("/source/{index}");
        let error = |message: String| {
            Diagnostic::new(&codes::INVALID_SOURCES, Location::at(PLACE, &place), message).help(RESTORE)
        };
        errors.extend(check(&source).err().map(error));
        if let Some(twice) = sources.insert(source.file.clone(), source) {
            errors.push(error(format!("{:?} is listed twice", twice.file)));
        }
    }
    Diagnostics::none_or(errors, sources)
}

/// The text of specs/SOURCES.toml, which depends on nothing but the sources.
///
/// # Errors
///
/// Where an origin is longer than TOML can hold, which none is.
pub(crate) fn print(sources: Sources) -> Result<String, Diagnostic> {
    let table = Table { source: sources.into_values().collect() };
    toml::to_string(&table)
        .map(|text| format!("{HEADER}\n{text}"))
        .map_err(|error| Diagnostic::new(&codes::INVALID_SOURCES, PLACE, error.to_string()).help("rename the document"))
}

const RESTORE: &str = "restore it with `git checkout specs/SOURCES.toml`, or vendor everything anew with \
                       `cargo xtask vendor --replace-all FILE...`";

fn check(source: &Source) -> Result<(), String> {
    check_name(&source.file)?;
    let is_hex = |digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if source.sha256.len() != 64 || !source.sha256.bytes().all(is_hex) {
        return Err(format!("{:?} is not a SHA-256 in lower-case hexadecimal digits", source.sha256));
    }
    // These two are sent to the server again.
    let headers = source.etag.iter().chain(&source.last_modified);
    match headers.into_iter().find(|header| !header.bytes().all(|byte| matches!(byte, b' '..=b'~'))) {
        Some(header) => Err(format!("{header:?} is not what a server says in a header")),
        None => Ok(()),
    }
}

/// A vendored document is named in lower kebab case, so that it is the same file on every system.
pub(crate) fn check_name(file: &str) -> Result<(), String> {
    if file == OVERLAY {
        return Err(format!("{OVERLAY} holds the repairs and cannot be a vendored document"));
    }
    let is_kebab = |stem: &str| {
        let words = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !stem.is_empty() && stem.len() <= LONGEST && !stem.starts_with('-') && stem.chars().all(words)
    };
    match file.strip_suffix(".yaml").is_some_and(is_kebab) {
        true => Ok(()),
        false => Err(format!("{file:?} is not a name such as \"search-users.yaml\"")),
    }
}

/// Longer than any name that a person would give, shorter than what file systems take.
const LONGEST: usize = 120;

/// The digest that [`Source::sha256`] holds.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(file: &str, operation: Option<&str>) -> Source {
        Source {
            file: file.to_owned(),
            sha256: sha256(file.as_bytes()),
            origin: "https://example.com/\"quoted\"\nspec".to_owned(),
            operation: operation.map(str::to_owned),
            etag: operation.map(|_| "W/\"1\"".to_owned()),
            last_modified: operation.map(|_| "Sat, 21 Nov 2026 22:00:00 GMT".to_owned()),
        }
    }

    #[test]
    fn the_digest_is_sha256() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let sources = [source("b.yaml", None), source("a-1.yaml", Some("POST /api/v1/search/users"))];
        let sources: Sources = sources.into_iter().map(|source| (source.file.clone(), source)).collect();
        let text = print(sources.clone()).expect("plain strings");
        assert!(text.find("a-1.yaml") < text.find("b.yaml"), "sorted by file:\n{text}");
        assert_eq!(parse(&text).expect("what was printed"), sources);
    }

    #[test]
    fn a_list_that_was_not_printed_here_is_refused() {
        let digest = sha256(b"");
        let entry = |file: &str| format!("[[source]]\nfile = {file:?}\nsha256 = {digest:?}\norigin = \"x\"\n");
        let refused = [
            ("twice", format!("{0}{0}", entry("a.yaml"))),
            ("not TOML", "[[source".to_owned()),
            ("an unknown table", "[source]\n".to_owned()),
            ("an unknown key", format!("{}extra = 1\n", entry("a.yaml"))),
            ("a missing key", "[[source]]\nfile = \"a.yaml\"\n".to_owned()),
            ("a short digest", entry("a.yaml").replace(&digest, "ba78")),
            ("a digest in capitals", entry("a.yaml").replace(&digest, &digest.to_uppercase())),
            ("an ETag of two lines", format!("{}etag = \"1\\r\\nHost: x\"\n", entry("a.yaml"))),
            ("a date that is not ASCII", format!("{}last_modified = \"März\"\n", entry("a.yaml"))),
        ];
        for (name, text) in refused {
            parse(&text).expect_err(name);
        }
        parse(&entry("a.yaml")).expect("a complete entry");
    }

    #[test]
    fn only_urls_of_the_web_can_be_fetched() {
        for url in ["https://example.com/a.yaml", "http://127.0.0.1:1/", "HTTPS://EXAMPLE.COM/a"] {
            assert!(is_url(url), "{url}");
        }
        for other in ["a.yaml", "https.yaml", "https:/a", "ftp://example.com/a", "file:///a", "", "standard input", "ü"]
        {
            assert!(!is_url(other), "{other}");
        }
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let hostile = [
            "../x.yaml",
            "/etc/x.yaml",
            "a/b.yaml",
            "a\\b.yaml",
            ".yaml",
            "..yaml",
            "-x.yaml",
            "X.yaml",
            "ü.yaml",
            "a b.yaml",
            "a.yml",
            "a",
            "",
            "SOURCES.toml",
            "overlay.yaml",
        ];
        for file in hostile {
            check_name(file).expect_err(file);
        }
        check_name("c1-2026-05.yaml").expect("a plain name");
    }
}
