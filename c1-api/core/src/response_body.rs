//! Decoding of response bodies.

use bytes::Bytes;
use http::StatusCode;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Error;

use crate::drift;
use crate::wire::{Wire, read_value};

/// The body of a response with a success status, for [`Operation::decode`](crate::Operation::decode).
///
/// Errors never show the body. An error of a position in it is shown with the property there.
#[derive(Clone, Copy, Debug)]
pub struct ResponseBody<'a> {
    status: StatusCode,
    content: &'a Bytes,
}

impl<'a> ResponseBody<'a> {
    pub(crate) fn new(status: StatusCode, content: &'a Bytes) -> Self {
        Self { status, content }
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Decodes a JSON object. A 204 has no body, and means the same as an empty object.
    ///
    /// # Errors
    ///
    /// The body is not JSON of this form.
    #[inline]
    pub fn object<T: DeserializeOwned>(self) -> Result<T, Error> {
        drift::expect_root::<T>();
        serde_json::from_str(if self.status == StatusCode::NO_CONTENT { "{}" } else { self.text()? })
    }

    /// Decodes a JSON value in the format of [`Wire`].
    ///
    /// # Errors
    ///
    /// The body is not JSON of this form.
    #[inline]
    pub fn json<T: Wire>(self) -> Result<T, Error> {
        self.value()?.ok_or_else(|| Error::custom("null is not a value of the response"))
    }

    /// Decodes a JSON value in the format of [`Wire`], or returns `None` for `null` and for an empty body.
    ///
    /// # Errors
    ///
    /// The body is not JSON of this form.
    #[inline]
    pub fn optional_json<T: Wire>(self) -> Result<Option<T>, Error> {
        if self.content.is_empty() { Ok(None) } else { self.value() }
    }

    fn value<T: Wire>(self) -> Result<Option<T>, Error> {
        drift::expect_root::<T>();
        let mut deserializer = serde_json::Deserializer::from_str(self.text()?);
        let value = read_value(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    /// Decodes by `decode`, or returns `None` for an empty body.
    ///
    /// # Errors
    ///
    /// Those of `decode`.
    #[inline]
    pub fn optional<T>(self, decode: impl FnOnce(Self) -> Result<T, Error>) -> Result<Option<T>, Error> {
        if self.content.is_empty() { Ok(None) } else { decode(self).map(Some) }
    }

    /// Decodes text in UTF-8.
    ///
    /// # Errors
    ///
    /// The body is not UTF-8.
    pub fn plain_text(self) -> Result<String, Error> {
        self.text().map(str::to_owned)
    }

    /// The body as text. One check of the whole text makes reading a fifth faster than a check of each string in it.
    fn text(self) -> Result<&'a str, Error> {
        str::from_utf8(self.content)
            .map_err(|error| Error::custom(format_args!("the body is not UTF-8 at byte {}", error.valid_up_to())))
    }

    /// Returns the bytes verbatim.
    ///
    /// # Errors
    ///
    /// None.
    pub fn bytes(self) -> Result<Bytes, Error> {
        Ok(self.content.clone())
    }

    /// Ignores the body, which the operation does not describe.
    ///
    /// # Errors
    ///
    /// None.
    pub fn nothing(self) -> Result<(), Error> {
        Ok(())
    }
}
