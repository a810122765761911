//! Fetches documents from the web, and trusts no server: what it sends is bounded in time and in size, and told from
//! what is no document.

mod error;
mod limits;
mod progress;
mod response;
mod url;

use std::io::Read;
use std::time::Duration;

use ::codegen::diagnostics::Diagnostic;
use ureq::Body;
use ureq::http::header::{self, HeaderName};
use ureq::http::{Response, StatusCode};

use self::limits::{CONNECT_TIMEOUT, MAX_REDIRECTS};
use self::progress::Progress;
use crate::documents::input::{Input, MAX_BYTES};
use crate::workspace::Validators;

/// As much as is read at once.
const BLOCK: usize = 64 * 1024;

/// What a server sent.
#[derive(Debug)]
pub(super) struct Fetched {
    /// A document, or a page.
    pub(super) input: Input,
    /// What is doubtful about it.
    pub(super) warning: Option<Diagnostic>,
}

/// Fetches what is at `url`. Shows how far it is, on a terminal.
///
/// # Errors
///
/// Where the URL is not one of the web, or tells a password; where the server does not answer with a whole document
/// within `timeout`; where the answer is too large or no document.
pub(super) fn fetch(url: &str, timeout: Duration) -> Result<Fetched, Diagnostic> {
    url::check(url)?;
    let progress = Progress::start(url);
    let response = request(url, &Validators::default(), timeout)?;
    receive(url, response, timeout, &progress)
}

/// Fetches what is at `url`; nothing, where it still is what the server called `known`.
///
/// # Errors
///
/// As [`fetch`].
pub(super) fn fetch_newer(url: &str, known: &Validators, timeout: Duration) -> Result<Option<Fetched>, Diagnostic> {
    url::check(url)?;
    let progress = Progress::start(url);
    let response = request(url, known, timeout)?;
    let is_known = response.status() == StatusCode::NOT_MODIFIED && *known != Validators::default();
    if is_known { Ok(None) } else { receive(url, response, timeout, &progress).map(Some) }
}

fn receive(
    url: &str,
    mut response: Response<Body>,
    timeout: Duration,
    progress: &Progress,
) -> Result<Fetched, Diagnostic> {
    response::check_head(url, &response)?;
    let [etag, last_modified] = [header::ETAG, header::LAST_MODIFIED].map(|name| said(&response, name));
    let warning = response::doubt(url, &response);
    let bytes = read(url, response.body_mut(), timeout, progress)?;
    response::check_body(url, &bytes)?;
    let input = Input::fetched(url, bytes, Validators { etag, last_modified });
    Ok(Fetched { input, warning })
}

fn request(url: &str, known: &Validators, timeout: Duration) -> Result<Response<Body>, Diagnostic> {
    let config = ureq::Agent::config_builder()
        // A document that is asked for in secret must not come in the open.
        .https_only(url::is_secure(url))
        .max_redirects(MAX_REDIRECTS)
        // A connection that a server closed after a redirect is then not mistaken for one that can be used again.
        .max_idle_connections(0)
        .http_status_as_error(false)
        .timeout_connect(Some(CONNECT_TIMEOUT.min(timeout)))
        .timeout_global(Some(timeout))
        .user_agent("c1-api (cargo xtask vendor)")
        .accept("application/yaml, application/json, text/markdown, */*;q=0.5")
        // The sizes that a server tells are then those of the document.
        .accept_encoding("identity")
        .build();
    let mut request = config.new_agent().get(url);
    for (name, value) in [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    request.call().map_err(|cause| error::from_ureq(url, cause, timeout))
}

/// What the server says in a header, unless that is too long or too odd to be written down.
fn said(response: &Response<Body>, name: HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    (value.len() <= 256 && !value.contains('\t')).then(|| value.to_owned())
}

fn read(url: &str, body: &mut Body, timeout: Duration, progress: &Progress) -> Result<Vec<u8>, Diagnostic> {
    progress.expect(body.content_length());
    let mut reader = body.as_reader().take(MAX_BYTES + 1);
    let mut bytes = Vec::new();
    let mut block = vec![0; BLOCK];
    loop {
        match reader.read(&mut block) {
            Ok(0) => return Ok(bytes),
            Ok(count) => bytes.extend_from_slice(&block[..count]),
            Err(cause) => return Err(error::from_ureq(url, cause.into(), timeout)),
        }
        if bytes.len() as u64 > MAX_BYTES {
            return Err(response::too_large(url));
        }
        progress.at(bytes.len() as u64);
    }
}
