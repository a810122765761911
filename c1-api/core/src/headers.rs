//! Headers that users add to requests.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

/// The added headers. If one is invalid, none is sent.
#[derive(Clone, Default, Debug)]
pub(crate) struct Headers {
    valid: HeaderMap,
    /// The reason why the first invalid header cannot be sent.
    error: Option<String>,
}

impl Headers {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        match parse_header(name, value) {
            Ok((name, value)) => {
                self.valid.insert(name, value);
            }
            Err(why) => {
                self.error.get_or_insert(why);
            }
        }
    }

    pub(crate) fn valid(&self) -> &HeaderMap {
        &self.valid
    }

    /// The reason why a header cannot be sent.
    pub(crate) fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }
}

/// Whether the client sets this header itself.
pub(crate) fn is_reserved(name: &HeaderName) -> bool {
    const DPOP: HeaderName = HeaderName::from_static("dpop");
    const RESERVED: [HeaderName; 8] =
        [ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DPOP, HOST, TRANSFER_ENCODING, USER_AGENT];
    RESERVED.contains(name)
}

/// Parses a header, and marks its value as sensitive.
fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name =
        HeaderName::try_from(name).map_err(|_| "header: expected the name of a header, such as `x-team`".to_owned())?;
    if is_reserved(&name) {
        return Err(format!("header: `{name}` is set by the client itself"));
    }
    // The value is not shown, as it may be a secret.
    let mut value =
        HeaderValue::try_from(value).map_err(|_| format!("header: the value of `{name}` cannot be sent"))?;
    value.set_sensitive(true);
    Ok((name, value))
}
