//! Request bodies of any content type.

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;

use crate::error::Error;
use crate::field_encoding::{FieldEncoding, styled};
use crate::request::RequestBuilder;
use crate::wire::{InNumber, Message, NumberWire, Wire, parts_of, to_value};

impl RequestBuilder {
    /// Sets a JSON body of the content type `media_type`; without a value, the body is missing.
    pub fn json<'a, T: Wire + 'a>(&mut self, media_type: &'static str, body: impl Into<Option<&'a T>>) {
        if let Some(body) = body.into() {
            self.content(media_type, Bytes::from(to_value(body).to_string()));
        }
    }

    /// Sets a JSON body with 64-bit integers as numbers; without a value, the body is missing.
    pub fn json_numbers<'a, T: NumberWire + 'a>(&mut self, media_type: &'static str, body: impl Into<Option<&'a T>>) {
        if let Some(body) = body.into() {
            self.json(media_type, &InNumber(body.clone()));
        }
    }

    /// Sets a body of text.
    pub fn plain_text<'a>(&mut self, media_type: &'static str, body: impl Into<Option<&'a String>>) {
        if let Some(body) = body.into() {
            self.content(media_type, Bytes::from(body.clone()));
        }
    }

    /// Sets a body of bytes, which are sent verbatim.
    pub fn bytes<'a>(&mut self, media_type: &'static str, body: impl Into<Option<&'a Bytes>>) {
        if let Some(body) = body.into() {
            self.content(media_type, body.clone());
        }
    }

    /// Sets the properties of an object as a form: a pair for each property and for each element of a list. Values that are
    /// objects, or lists in lists, are written as JSON.
    pub fn form<'a, T: Wire + 'a>(&mut self, media_type: &'static str, body: impl Into<Option<&'a T>>) {
        self.encoded_form(&[], media_type, body);
    }

    /// Sets a [`form`](Self::form) whose properties of these names are written in other styles.
    pub fn encoded_form<'a, T: Wire + 'a>(
        &mut self,
        encodings: &'static [(&'static str, FieldEncoding)],
        media_type: &'static str,
        body: impl Into<Option<&'a T>>,
    ) {
        let Some(body) = body.into() else { return };
        let Value::Object(properties) = to_value(body) else {
            self.fail(Error::invalid_input("the form is not an object; nothing was sent"));
            return;
        };
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in properties {
            match styled(encodings, &name, || value.clone()) {
                Some(Ok(pairs)) => {
                    form.extend_pairs(pairs);
                }
                Some(Err(why)) => self.fail(Error::invalid_input(why)),
                None => {
                    let values = match value {
                        Value::Null => Vec::new(),
                        Value::Array(values) => values,
                        value => vec![value],
                    };
                    form.extend_pairs(values.into_iter().map(|value| (&name, text(value))));
                }
            }
        }
        self.content(media_type, Bytes::from(form.finish()));
    }

    /// Sets the fields of a message as the parts of a body: each scalar as text, each element of a list as a part of its own, each
    /// [`File`](crate::wire::File) with its name and content type, and any other value as JSON.
    pub fn multipart<'a, T: Message + 'a>(&mut self, media_type: &'static str, body: impl Into<Option<&'a T>>) {
        self.encoded_multipart(&[], media_type, body);
    }

    /// Sets a [`multipart`](Self::multipart) body whose fields of these names have other content types or styles.
    pub fn encoded_multipart<'a, T: Message + 'a>(
        &mut self,
        encodings: &'static [(&'static str, FieldEncoding)],
        _media_type: &'static str,
        body: impl Into<Option<&'a T>>,
    ) {
        let Some(body) = body.into() else { return };
        // So many random digits are in no content.
        let boundary = format!("{:032x}{:032x}", fastrand::u128(..), fastrand::u128(..));
        match parts_of(body, boundary.clone(), encodings).finish() {
            Ok(content) => self.content(format!("multipart/form-data; boundary={boundary}"), content.into()),
            Err(why) => self.fail(Error::invalid_input(format!("{why}; nothing was sent"))),
        }
    }
}

/// A value as text, one that is not a scalar as JSON.
fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests;
