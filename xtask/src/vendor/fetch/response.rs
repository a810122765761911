//! What a server answers with, told from a document.

use ::codegen::diagnostics::Diagnostic;

use crate::codes;
use ureq::Body;
use ureq::http::{Response, header};

use super::error;
use crate::documents::input::MAX_BYTES;

/// Holds that a document is about to come, as far as the answer's head tells.
///
/// # Errors
///
/// Where something else is about to come, or too much.
pub(super) fn check_head(url: &str, response: &Response<Body>) -> Result<(), Diagnostic> {
    let status = response.status();
    if status.as_u16() != 200 {
        return Err(error::status(url, status));
    }
    if let Some(encoding) = text(response, header::CONTENT_ENCODING).filter(|encoding| encoding != "identity") {
        return Err(Diagnostic::new(
            &codes::UNEXPECTED_RESPONSE,
            url,
            format!("the server sends this as {encoding}, which was not asked for"),
        )
        .help("download and unpack the document, and name the file"));
    }
    if let Some(kind) = text(response, header::CONTENT_TYPE).filter(|kind| !is_document(kind)) {
        return Err(if is_page_of_the_web(&kind) { web_page(url) } else { other_kind(url, &kind) });
    }
    match response.body().content_length().is_some_and(|length| length > MAX_BYTES) {
        true => Err(too_large(url)),
        false => Ok(()),
    }
}

/// Holds that what came is not a page of the web that a server calls something else.
///
/// # Errors
///
/// Where it is.
pub(super) fn check_body(url: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let start = bytes.trim_ascii_start();
    let is_html = ["<!doctype html", "<html"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes())));
    if is_html { Err(web_page(url)) } else { Ok(()) }
}

/// What stays doubtful of an answer that tells its end by nothing but the end of the connection.
pub(super) fn doubt(url: &str, response: &Response<Body>) -> Option<Diagnostic> {
    let headers = response.headers();
    let is_measured = headers.contains_key(header::CONTENT_LENGTH) || headers.contains_key(header::TRANSFER_ENCODING);
    (!is_measured).then(|| {
        Diagnostic::new(
            &codes::UNKNOWN_LENGTH,
            url,
            "the server does not say how long this is: a part of it looks like the whole",
        )
        .help("look for what has been removed")
    })
}

/// More came, or was about to come, than any specification holds.
pub(super) fn too_large(url: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNEXPECTED_RESPONSE, url, format!("this is larger than {} MiB", MAX_BYTES / (1024 * 1024)))
        .help("check the URL; a document of this size has to be downloaded, and named as a file")
}

/// A header's value without its parameters, in small letters.
fn text(response: &Response<Body>, name: header::HeaderName) -> Option<String> {
    let value = String::from_utf8_lossy(response.headers().get(name)?.as_bytes()).into_owned();
    let value = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (!value.is_empty()).then(|| error::plain(&value))
}

/// Whether OpenAPI documents, and pages in Markdown, are sent as this.
fn is_document(kind: &str) -> bool {
    let subtypes = ["yaml", "json", "markdown", "plain", "octet-stream"];
    kind.split_once('/').is_some_and(|(family, subtype)| {
        matches!(family, "text" | "application") && subtypes.iter().any(|known| subtype.ends_with(known))
    })
}

fn is_page_of_the_web(kind: &str) -> bool {
    kind.ends_with("html") || kind.ends_with("xhtml+xml")
}

fn web_page(url: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNEXPECTED_RESPONSE, url, "this is a page of the web (HTML), not a document")
        .help("name the URL that the document itself is downloaded from: often the page has a link called \"raw\"")
}

fn other_kind(url: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNEXPECTED_RESPONSE, url, format!("the server calls this {kind}, which is not a document"))
        .help("name the URL of a YAML or JSON document, or of a Markdown page; or download it, and name the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_type() {
        let documents = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "application/json"];
        let openapi = ["application/vnd.oai.openapi+json", "application/openapi+yaml"];
        let others = ["text/plain", "text/markdown", "text/x-markdown", "application/octet-stream"];
        for kind in documents.iter().chain(&openapi).chain(&others) {
            assert!(is_document(kind), "{kind}");
        }
        for kind in ["text/html", "application/xhtml+xml", "image/png", "application/zip", "image/yaml", "yaml", ""] {
            assert!(!is_document(kind), "{kind}");
        }
    }

    #[test]
    fn a_page_of_the_web_is_told_by_its_beginning() {
        for page in ["<!DOCTYPE html>", "\n <!doctype HTML ", "<html lang=en>", "<HTML>"] {
            check_body("https://example.com", page.as_bytes()).expect_err(page);
        }
        for document in ["openapi: 3.1.0", "{}", "", "<", "# <html>", "<!doctype"] {
            check_body("https://example.com", document.as_bytes()).expect(document);
        }
    }
}
