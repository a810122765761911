//! specs/SOURCES.toml: the vendored documents, with the origin and hash of each.

use std::collections::BTreeMap;

use ::codegen::diagnostics::{Diagnostic, Diagnostics, Location};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::codes;

/// The origin and hash of a vendored document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document's name in specs/, such as `search-users.yaml`.
    pub file: String,
    /// The SHA-256 of the document, in lower-case hexadecimal digits.
    pub sha256: String,
    /// The URL of the document, or the name of the file if the URL is unknown.
    pub origin: String,
    /// The operation of a documentation page, such as `POST /api/v1/search/users`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The globs of `vendor --only`, if the document is the part of a larger one with the operations that match them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// The `ETag` header of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The `Last-Modified` header of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// The validators of a response, for conditional requests (RFC 9110, section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
}

impl Source {
    /// The URL of the document, if its origin is one.
    pub fn url(&self) -> Option<&str> {
        is_url(&self.origin).then_some(&self.origin)
    }

    /// The validators of the response.
    pub fn validators(&self) -> Validators {
        Validators { etag: self.etag.clone(), last_modified: self.last_modified.clone() }
    }
}

fn is_url(origin: &str) -> bool {
    let scheme = origin.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// The sources of all vendored documents by their files.
pub(crate) type Sources = BTreeMap<String, Source>;

/// The folder of the vendored documents.
pub(crate) const SPECS: &str = "specs";

/// The name of the list in specs/.
pub(crate) const SOURCES: &str = "SOURCES.toml";

/// The name of the overlay in specs/, which is hand-written and never vendored.
pub(crate) const OVERLAY: &str = "overlay.yaml";

const PATH: &str = "specs/SOURCES.toml";
const HEADER: &str = "\
# The origin and hash of each document in this folder, written by `cargo xtask vendor`. Repairs go to overlay.yaml.
";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    source: Vec<Source>,
}

/// Parses specs/SOURCES.toml.
pub(crate) fn parse(text: &str) -> Result<Sources, Diagnostics> {
    let table: Table = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        invalid(Location::line_of(PATH, text, offset), error.message())
    })?;
    let mut sources = Sources::new();
    let mut errors = Vec::new();
    for (index, source) in table.source.into_iter().enumerate() {
        let checked = check(&source);
        let duplicate = sources.insert(source.file.clone(), source);
        let duplicate = duplicate.map(|duplicate| format!("{:?} is listed twice", duplicate.file));
        let at_index = |message: String| invalid(Location::at(PATH, format!("/source/{index}")), &message);
        errors.extend(checked.err().into_iter().chain(duplicate).map(at_index));
    }
    Diagnostics::none_or(errors, sources)
}

fn invalid(location: Location, message: &str) -> Diagnostic {
    Diagnostic::new(&codes::INVALID_SOURCES, location, message).help(
        "restore it with `git checkout specs/SOURCES.toml`, or vendor all documents again with \
         `cargo xtask vendor --replace-all FILE...`",
    )
}

/// Serializes specs/SOURCES.toml.
pub(crate) fn print(sources: impl Iterator<Item = Source>) -> Result<String, Diagnostic> {
    match toml::to_string(&Table { source: sources.collect() }) {
        Ok(text) => Ok(format!("{HEADER}\n{text}")),
        Err(error) => Err(invalid(PATH.into(), &error.to_string())),
    }
}

fn check(source: &Source) -> Result<(), String> {
    check_name(&source.file)?;
    let is_hex = |digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if source.sha256.len() != 64 || !source.sha256.bytes().all(is_hex) {
        return Err(format!("{:?} is not a SHA-256 in lower-case hexadecimal digits", source.sha256));
    }
    // Later requests send these two.
    let mut headers = source.etag.iter().chain(&source.last_modified);
    match headers.find(|header| !header.bytes().all(|byte| matches!(byte, b' '..=b'~'))) {
        Some(header) => Err(format!("{header:?} is not the value of an HTTP header")),
        None => Ok(()),
    }
}

/// The maximum length of a name; file systems allow more.
const MAX_LENGTH: usize = 120;

/// Checks that a name is lower kebab case, which is the same file on every system.
pub(crate) fn check_name(file: &str) -> Result<(), String> {
    if file == OVERLAY {
        return Err(format!("{OVERLAY} is reserved for the overlay"));
    }
    let is_kebab = |stem: &str| {
        let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (1..=MAX_LENGTH).contains(&stem.len()) && !stem.starts_with('-') && stem.chars().all(is_letter)
    };
    if file.strip_suffix(".yaml").is_some_and(is_kebab) {
        return Ok(());
    }
    Err(format!("{file:?} is not a name such as \"search-users.yaml\""))
}

/// The SHA-256 of the bytes, in lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The bytes in lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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
            only: operation.iter().map(|_| "c1.api.user.*".to_owned()).collect(),
            etag: operation.map(|_| "W/\"1\"".to_owned()),
            last_modified: operation.map(|_| "Sat, 21 Nov 2026 22:00:00 GMT".to_owned()),
        }
    }

    #[test]
    fn the_digest_is_sha256() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn printed_sources_parse() {
        let sources = [source("b.yaml", None), source("a-1.yaml", Some("POST /api/v1/search/users"))];
        let sources: Sources = sources.into_iter().map(|source| (source.file.clone(), source)).collect();
        let text = print(sources.values().cloned()).expect("plain strings");
        assert!(text.find("a-1.yaml") < text.find("b.yaml"), "sorted by file:\n{text}");
        assert_eq!(parse(&text).expect("what was printed"), sources);
    }

    #[test]
    fn invalid_lists_are_refused() {
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
    fn only_http_urls_can_be_fetched() {
        for url in ["https://example.com/a.yaml", "http://127.0.0.1:1/", "HTTPS://EXAMPLE.COM/a"] {
            assert!(is_url(url), "{url}");
        }
        for other in ["a.yaml", "https.yaml", "https:/a", "ftp://example.com/a", "file:///a", "", "standard input", "ü"]
        {
            assert!(!is_url(other), "{other}");
        }
    }

    #[test]
    fn names_outside_of_the_folder_are_refused() {
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
