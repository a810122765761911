//! Downloads documents with a timeout and a maximum size. Other responses, such as web pages, are errors.

mod error;
mod response;
mod url;

use std::io::Read;
use std::time::Duration;

use ::codegen::diagnostics::Diagnostic;
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
use ureq::Body;
use ureq::http::header::{self, HeaderName};
use ureq::http::{Response, StatusCode};

use crate::documents::input::{Input, MAX_BYTES, Medium};
use crate::workspace::Validators;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A download, with a warning if it may be incomplete.
type Fetched = (Input, Option<Diagnostic>);

/// Downloads `url`, with a progress bar on a terminal.
///
/// Fails if the URL is not HTTP or has a password, or if the response is not a complete document within `timeout`, or is
/// too large.
pub(super) fn fetch(url: &str, timeout: Duration) -> Result<Fetched, Diagnostic> {
    let download = Download::start(url, timeout)?;
    let response = download.request(&Validators::default())?;
    download.receive(response)
}

/// Downloads `url` unless the server still has the version with the `known` validators.
pub(super) fn fetch_newer(url: &str, known: &Validators, timeout: Duration) -> Result<Option<Fetched>, Diagnostic> {
    let download = Download::start(url, timeout)?;
    let response = download.request(known)?;
    let is_known = response.status() == StatusCode::NOT_MODIFIED && *known != Validators::default();
    if is_known { Ok(None) } else { download.receive(response).map(Some) }
}

struct Download<'a> {
    url: &'a str,
    timeout: Duration,
    /// Drawn on standard error if that is a terminal, and cleared when it is dropped.
    bar: ProgressBar,
}

impl<'a> Download<'a> {
    fn start(url: &'a str, timeout: Duration) -> Result<Self, Diagnostic> {
        url::check(url)?;
        let bar = ProgressBar::no_length()
            .with_style(style("{spinner} {bytes} of {wide_msg}"))
            .with_message(url.to_owned())
            .with_finish(ProgressFinish::AndClear);
        bar.enable_steady_tick(Duration::from_millis(100));
        Ok(Self { url, timeout, bar })
    }

    fn request(&self, known: &Validators) -> Result<Response<Body>, Diagnostic> {
        let config = ureq::Agent::config_builder()
            // A redirect must not downgrade the connection.
            .https_only(url::is_secure(self.url))
            .max_redirects(error::MAX_REDIRECTS)
            // Redirects never use a connection that the server may have closed.
            .max_idle_connections(0)
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT_TIMEOUT.min(self.timeout)))
            .timeout_global(Some(self.timeout))
            .user_agent("c1-api (cargo xtask vendor)")
            .accept("application/yaml, application/json, text/markdown, */*;q=0.5")
            // Then Content-Length is the size of the document.
            .accept_encoding("identity")
            .build();
        let mut request = config.new_agent().get(self.url);
        for (name, value) in [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.call().map_err(|cause| error::from_ureq(self.url, cause, self.timeout))
    }

    fn receive(&self, mut response: Response<Body>) -> Result<Fetched, Diagnostic> {
        response::check_head(self.url, &response)?;
        let [etag, last_modified] = [header::ETAG, header::LAST_MODIFIED].map(|name| plain_header(&response, name));
        let warning = response::length_warning(self.url, &response);
        if let Some(length) = response.body().content_length() {
            self.bar.set_length(length);
            self.bar.set_style(style("{bar:20} {bytes} of {total_bytes}, {wide_msg}"));
        }
        let mut bytes = Vec::new();
        let mut reader = self.bar.wrap_read(response.body_mut().as_reader().take(MAX_BYTES + 1));
        reader.read_to_end(&mut bytes).map_err(|cause| error::from_ureq(self.url, cause.into(), self.timeout))?;
        response::check_body(self.url, &bytes)?;
        Ok((Input::new(Medium::Web(Validators { etag, last_modified }), self.url, bytes), warning))
    }
}

/// The value of a header that is short and plain enough for SOURCES.toml.
fn plain_header(response: &Response<Body>, name: HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    (value.len() <= 256 && !value.contains('\t')).then(|| value.to_owned())
}

/// The style of a template, which is valid in this file.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
