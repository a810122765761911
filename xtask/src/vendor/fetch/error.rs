//! What to say when a fetch fails.

use std::io;
use std::time::Duration;

use ::codegen::diagnostics::Diagnostic;

use crate::codes;
use ureq::Timeout;
use ureq::http::StatusCode;

use super::limits::MAX_REDIRECTS;

/// What went wrong on the way, in words, and what to do about it.
pub(super) fn from_ureq(url: &str, cause: ureq::Error, timeout: Duration) -> Diagnostic {
    let (message, help) = match cause {
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            ("the server cannot be reached: it does not answer".to_owned(), REACH)
        }
        ureq::Error::Timeout(_) => (
            format!("not all of this came within {} s", timeout.as_secs_f64()),
            "try again later, or wait for longer: `--timeout SECONDS`",
        ),
        ureq::Error::HostNotFound => ("there is no server of this name".to_owned(), REACH),
        ureq::Error::TooManyRedirects => {
            (format!("more than {MAX_REDIRECTS} redirects"), "name the URL that they lead to, if they end")
        }
        ureq::Error::RequireHttpsOnly(_) => (
            "redirected from https to http, where everybody on the way can change what comes".to_owned(),
            "name the URL that it leads to, if you trust it",
        ),
        // The URL that it leads to may hold a secret of the server's, so it is not repeated.
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            ("redirected to what is no URL of the web".to_owned(), "name the URL of the document itself")
        }
        ureq::Error::Io(cause) if is_cut(&cause) => {
            ("the connection ended before all of this had come".to_owned(), "try again")
        }
        ureq::Error::Io(cause) => (format!("the server cannot be reached: {}", plain(&cause.to_string())), REACH),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => (
            format!("the connection is not secure: {}", plain(&cause.to_string())),
            "check the URL, and this computer's clock",
        ),
        ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => {
            ("the proxy does not let this through".to_owned(), "check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY")
        }
        other => {
            (format!("the server does not speak HTTP as it should: {}", plain(&other.to_string())), "try again later")
        }
    };
    Diagnostic::new(&codes::FETCH_FAILED, url, message).help(help)
}

const REACH: &str = "check the URL, and the connection to the network";

/// The answer is something else than a document.
pub(super) fn status(url: &str, status: StatusCode) -> Diagnostic {
    let help = match status.as_u16() {
        401 | 403 | 407 => "it is not for everybody: download the document, and name the file",
        404 | 410 => "check the URL",
        408 | 429 | 500.. => "try again later",
        _ => "name the URL of the document itself",
    };
    // The words are those of the standard: the server's own may be anything.
    Diagnostic::new(
        &codes::FETCH_FAILED,
        url,
        format!("the server answered {}", status.to_string().trim_end_matches(" <unknown status code>")),
    )
    .help(help)
}

fn is_cut(cause: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};

    matches!(cause.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}

/// A server's words, as far as they are letters of ASCII, and no more of them than are read.
pub(super) fn plain(text: &str) -> String {
    let is_plain = |character: char| character == ' ' || character.is_ascii_graphic();
    text.chars().map(|character| if is_plain(character) { character } else { '\u{fffd}' }).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_not_repeated_where_it_may_be_secret_or_odd() {
        let secret = || "http://example.com/?token=secret\u{1b}[2J".to_owned();
        let causes = [
            ureq::Error::RequireHttpsOnly(secret()),
            ureq::Error::BadUri(secret()),
            ureq::Error::ConnectProxyFailed(secret()),
        ];
        for cause in causes {
            let told = from_ureq("https://example.com", cause, Duration::from_secs(1)).to_string();
            assert!(told.contains("\n = help: ") && !told.contains("secret"), "{told}");
        }
        let odd =
            from_ureq("https://example.com", ureq::Error::Other(secret().into()), Duration::from_secs(1)).to_string();
        assert!(!odd.contains('\u{1b}'), "{odd}");
        assert!(plain(&"x".repeat(1_000_000)).len() < 200);
    }
}
