//! The errors of failed downloads.

use std::io;
use std::time::Duration;

use ::codegen::diagnostics::Diagnostic;
use ureq::http::StatusCode;
use ureq::{Error, Timeout};

use crate::codes;

/// The maximum number of redirects, such as to a host, a version and a mirror.
pub(super) const MAX_REDIRECTS: u32 = 5;

/// Converts an error of ureq. Redirect targets may contain a secret, so they are not shown.
pub(super) fn from_ureq(url: &str, cause: Error, timeout: Duration) -> Diagnostic {
    const NETWORK: &str = "check the URL and the network connection";
    let (message, help) = match cause {
        Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            ("the server cannot be reached: connection timeout".to_owned(), NETWORK)
        }
        Error::Timeout(_) => (
            format!("the download took longer than {} s", timeout.as_secs_f64()),
            "try again later, or set a longer `--timeout SECONDS`",
        ),
        Error::HostNotFound => ("the host name cannot be resolved".to_owned(), NETWORK),
        Error::TooManyRedirects => (format!("more than {MAX_REDIRECTS} redirects"), "pass the final URL"),
        Error::RequireHttpsOnly(_) => {
            ("redirected from https to http".to_owned(), "pass the final URL if you trust it")
        }
        Error::BadUri(_) | Error::Http(_) => {
            ("redirected to an invalid URL".to_owned(), "pass the URL of the document")
        }
        Error::Io(cause) if is_interrupted(&cause) => {
            ("the connection was closed before the end of the document".to_owned(), "try again")
        }
        Error::Io(cause) => (format!("the server cannot be reached: {}", plain(&cause.to_string())), NETWORK),
        Error::Tls(_) | Error::Rustls(_) => (
            format!("the connection is not secure: {}", plain(&cause.to_string())),
            "check the URL and the clock of this computer",
        ),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => {
            ("the proxy refused the connection".to_owned(), "check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY")
        }
        other => (format!("the response is not valid HTTP: {}", plain(&other.to_string())), "try again later"),
    };
    Diagnostic::new(&codes::FETCH_FAILED, url, message).help(help)
}

/// An error about a status other than 200.
pub(super) fn status(url: &str, status: StatusCode) -> Diagnostic {
    let help = match status.as_u16() {
        401 | 403 | 407 => "access is restricted: download the document, and pass the file",
        404 | 410 => "check the URL",
        408 | 429 | 500.. => "try again later",
        _ => "pass the URL of the document",
    };
    // The reason phrase is the standard one, not the server's.
    let status = status.to_string();
    let message = format!("the server responded with {}", status.trim_end_matches(" <unknown status code>"));
    Diagnostic::new(&codes::UNEXPECTED_RESPONSE, url, message).help(help)
}

fn is_interrupted(cause: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};

    matches!(cause.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}

/// The beginning of a server's text, with everything except printable ASCII replaced.
pub(super) fn plain(text: &str) -> String {
    let is_plain = |character: char| character == ' ' || character.is_ascii_graphic();
    text.chars().map(|character| if is_plain(character) { character } else { '\u{fffd}' }).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_never_contain_secrets_or_escape_sequences() {
        let secret = || "http://example.com/?token=secret\u{1b}[2J".to_owned();
        let causes = [Error::RequireHttpsOnly(secret()), Error::BadUri(secret()), Error::ConnectProxyFailed(secret())];
        for cause in causes {
            let error = from_ureq("https://example.com", cause, Duration::from_secs(1)).to_string();
            assert!(!error.contains("secret") && !error.contains('\u{1b}'), "{error}");
        }
        let odd = from_ureq("https://example.com", Error::Other(secret().into()), Duration::from_secs(1)).to_string();
        assert!(!odd.contains('\u{1b}'), "{odd}");
        assert!(plain(&"x".repeat(1_000_000)).len() < 200);
    }
}
