//! Headers that users of a client add to its requests.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

/// The headers that were given, of which all are sent or none.
#[derive(Clone, Default, Debug)]
pub(crate) struct Headers {
    taken: HeaderMap,
    /// What is wrong with the first of those that could not be taken.
    refused: Option<String>,
}

impl Headers {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.taken.insert(name, value);
            }
            Err(why) => {
                self.refused.get_or_insert(why);
            }
        }
    }

    pub(crate) fn taken(&self) -> &HeaderMap {
        &self.taken
    }

    /// What is wrong with them, if anything is.
    pub(crate) fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }
}

/// A header, its value marked as sensitive, or what is wrong with it.
fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    const DPOP: HeaderName = HeaderName::from_static("dpop");
    const OWN: [HeaderName; 8] =
        [ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DPOP, HOST, TRANSFER_ENCODING, USER_AGENT];
    let name =
        HeaderName::try_from(name).map_err(|_| "header: expected the name of a header, such as `x-team`".to_owned())?;
    if OWN.contains(&name) {
        return Err(format!("header: `{name}` is set by the client itself"));
    }
    // The cause is dropped, and the value not shown: it may be a secret.
    let mut value =
        HeaderValue::try_from(value).map_err(|_| format!("header: the value of `{name}` cannot be sent"))?;
    value.set_sensitive(true);
    Ok((name, value))
}
