//! Checks the URLs to fetch.

use ::codegen::diagnostics::Diagnostic;
use ureq::http::Uri;

use crate::codes;

/// Checks that this is an HTTP URL without a password.
pub(super) fn check(url: &str) -> Result<(), Diagnostic> {
    let error = |shown: &str, message: &str, help: &str| {
        Err(Diagnostic::new(&codes::INVALID_URL, shown.escape_debug().to_string(), message).help(help))
    };
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    if let Some((_, host)) = authority.rsplit_once('@') {
        // Neither this error nor specs/SOURCES.toml may contain the password.
        return error(host, "this URL has a user name or password", "download the document, and pass the file");
    }
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return error(url, "this URL has invalid characters", "percent-encode them");
    }
    let is_http = |uri: Uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    };
    if url.parse().is_ok_and(is_http) {
        return Ok(());
    }
    error(url, "this is not an HTTP URL", "pass a URL such as https://example.com/openapi.yaml, or a file")
}

/// Whether the URL is HTTPS.
pub(super) fn is_secure(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_urls_are_accepted() {
        for url in
            ["https://example.com", "http://127.0.0.1:80/a.yaml?b=c@d#e", "HTTPS://EXAMPLE.COM/a", "http://[::1]/"]
        {
            check(url).expect(url);
        }
        assert!(is_secure("HTTPS://example.com") && !is_secure("http://https://") && !is_secure("https"));
    }

    #[test]
    fn other_urls_are_refused() {
        for url in [
            "ftp://example.com/a",
            "file:///etc/passwd",
            "https://",
            "https:///a",
            "://",
            "http://a b/",
            "https://ü.de/",
        ] {
            check(url).expect_err(url);
        }
        let error = check("https://example.com/\u{1b}[2J").expect_err("a terminal escape sequence").to_string();
        assert!(!error.contains('\u{1b}'), "{error}");
    }

    #[test]
    fn errors_never_contain_the_password() {
        for url in [
            "https://ada:secret@example.com/a",
            "https://secret@example.com",
            "http://a@secret@example.com?",
            "x://secret@",
        ] {
            let error = check(url).expect_err(url).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
