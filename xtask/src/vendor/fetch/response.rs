//! Checks that a response is a document.

use ::codegen::diagnostics::Diagnostic;
use ureq::Body;
use ureq::http::{Response, header};

use super::error;
use crate::codes;
use crate::documents::input::MAX_BYTES;

fn unexpected(url: &str, message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNEXPECTED_RESPONSE, url, message).help(help)
}

/// Checks the status and headers of a response.
pub(super) fn check_head(url: &str, response: &Response<Body>) -> Result<(), Diagnostic> {
    if response.status().as_u16() != 200 {
        return Err(error::status(url, response.status()));
    }
    let encoding = header_value(response, header::CONTENT_ENCODING);
    if !matches!(encoding.as_str(), "" | "identity") {
        let message = format!("the response has the content encoding {encoding}, which was not requested");
        return Err(unexpected(url, message, "download and unpack the document, and pass the file"));
    }
    let content_type = header_value(response, header::CONTENT_TYPE);
    if content_type.ends_with("html") || content_type.ends_with("xhtml+xml") {
        return Err(html_page(url));
    }
    if !content_type.is_empty() && !is_document(&content_type) {
        let message = format!("the response has the content type {content_type}, which is not a document");
        let help = "pass the URL of a YAML, JSON or Markdown file, or download it, and pass the file";
        return Err(unexpected(url, message, help));
    }
    if response.body().content_length().is_some_and(|length| length > MAX_BYTES) { Err(too_large(url)) } else { Ok(()) }
}

/// Checks that a response body is within the maximum size, and is not HTML with another content type.
pub(super) fn check_body(url: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(url));
    }
    let start = bytes.trim_ascii_start();
    let is_html = ["<!doctype html", "<html"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes())));
    if is_html { Err(html_page(url)) } else { Ok(()) }
}

/// A warning if only the end of the connection ends the body, as it may be incomplete then.
pub(super) fn length_warning(url: &str, response: &Response<Body>) -> Option<Diagnostic> {
    let headers = response.headers();
    if headers.contains_key(header::CONTENT_LENGTH) || headers.contains_key(header::TRANSFER_ENCODING) {
        return None;
    }
    let message = "the response has no length, so a truncated one is not detected";
    Some(Diagnostic::new(&codes::UNKNOWN_LENGTH, url, message).help("check the report for removals"))
}

fn too_large(url: &str) -> Diagnostic {
    let message = format!("the response is larger than {} MiB", MAX_BYTES / (1024 * 1024));
    unexpected(url, message, "check the URL, or download the document, and pass the file")
}

fn html_page(url: &str) -> Diagnostic {
    let help = "pass the URL of the document, often a link named \"raw\" on the page";
    unexpected(url, "this is an HTML page, not a document", help)
}

/// The value of a header without its parameters, in lower case. Empty if it is missing.
fn header_value(response: &Response<Body>, name: header::HeaderName) -> String {
    let value = response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    error::plain(value.unwrap_or_default().split(';').next().unwrap_or_default().trim()).to_ascii_lowercase()
}

/// Whether this is a content type of OpenAPI documents or Markdown pages.
fn is_document(content_type: &str) -> bool {
    let subtypes = ["yaml", "json", "markdown", "plain", "octet-stream"];
    content_type.split_once('/').is_some_and(|(family, subtype)| {
        matches!(family, "text" | "application") && subtypes.iter().any(|known| subtype.ends_with(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types_of_documents() {
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
    fn html_bodies_are_refused() {
        for page in ["<!DOCTYPE html>", "\n <!doctype HTML ", "<html lang=en>", "<HTML>"] {
            check_body("https://example.com", page.as_bytes()).expect_err(page);
        }
        for document in ["openapi: 3.1.0", "{}", "", "<", "# <html>", "<!doctype"] {
            check_body("https://example.com", document.as_bytes()).expect(document);
        }
    }
}
