//! Which URLs are fetched.

use ::codegen::diagnostics::Diagnostic;

use crate::codes;
use ureq::http::Uri;

/// Holds that this is a URL of the web, and that it can be written down where everybody reads it.
///
/// # Errors
///
/// Where it is not, or cannot.
pub(super) fn check(url: &str) -> Result<(), Diagnostic> {
    let shown: String = url.escape_debug().collect();
    if let Some((_, host)) = authority(url).rsplit_once('@') {
        // What stands before the host is a secret: neither this message nor specs/SOURCES.toml may hold it.
        return Err(Diagnostic::new(
            &codes::INVALID_URL,
            host.escape_debug().to_string(),
            "this URL has a user's name or password in it",
        )
        .help("download the document, and name the file"));
    }
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Diagnostic::new(&codes::INVALID_URL, shown, "this URL has characters that no URL has")
            .help("percent-encode them"));
    }
    let uri: Option<Uri> = url.parse().ok();
    let is_fetched = |uri: &Uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    };
    match uri.as_ref().is_some_and(is_fetched) {
        true => Ok(()),
        false => Err(Diagnostic::new(&codes::INVALID_URL, shown, "this is not a URL of the web")
            .help("name one such as https://example.com/openapi.yaml, or a file")),
    }
}

/// Whether nobody else can read or change what is fetched from the URL.
pub(super) fn is_secure(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"))
}

/// The host, with what stands before and behind it.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_the_web_are_fetched() {
        for url in
            ["https://example.com", "http://127.0.0.1:80/a.yaml?b=c@d#e", "HTTPS://EXAMPLE.COM/a", "http://[::1]/"]
        {
            check(url).expect(url);
        }
        assert!(is_secure("HTTPS://example.com") && !is_secure("http://https://") && !is_secure("https"));
    }

    #[test]
    fn others_are_not() {
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
        let told = check("https://example.com/\u{1b}[2J").expect_err("a command to the terminal").to_string();
        assert!(!told.contains('\u{1b}'), "{told}");
    }

    #[test]
    fn a_password_is_not_repeated() {
        for url in [
            "https://ada:secret@example.com/a",
            "https://secret@example.com",
            "http://a@secret@example.com?",
            "x://secret@",
        ] {
            let told = check(url).expect_err(url).to_string();
            assert!(told.contains("password") && !told.contains("secret"), "{told}");
        }
    }
}
