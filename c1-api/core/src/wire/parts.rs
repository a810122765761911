//! Parts of bodies of the content type `multipart/form-data` (RFC 7578).

use std::fmt::Write as _;

use http::HeaderValue;

use crate::field_encoding::{FieldEncodings, content_type, styled};

/// The parts of a body.
#[derive(Debug)]
pub struct Parts {
    boundary: String,
    body: Vec<u8>,
    encodings: FieldEncodings,
    /// Why a part cannot be sent.
    failure: Option<String>,
}

impl Parts {
    /// No parts yet.
    pub(super) fn new(boundary: String, encodings: FieldEncodings) -> Self {
        Self { boundary, body: Vec::new(), encodings, failure: None }
    }

    /// The content type of a property, if it differs from the default.
    pub(super) fn content_type(&self, name: &str) -> Option<&'static str> {
        content_type(self.encodings, name)
    }

    /// Adds the parts of a property that has a style. Returns whether it has one.
    pub(super) fn styled(&mut self, name: &str, value: impl FnOnce() -> serde_json::Value) -> bool {
        match styled(self.encodings, name, value) {
            None => return false,
            Some(Ok(pairs)) => pairs.iter().for_each(|(name, text)| self.push(name, None, None, text.as_bytes())),
            Some(Err(why)) => {
                self.failure.get_or_insert(why);
            }
        }
        true
    }

    /// The whole body, or why a part cannot be sent.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, String> {
        self.body.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        self.failure.map_or(Ok(self.body), Err)
    }

    pub(super) fn push(&mut self, name: &str, file_name: Option<&str>, content_type: Option<&str>, content: &[u8]) {
        let mut head = format!("--{}\r\nContent-Disposition: form-data; name=\"{}\"", self.boundary, escaped(name));
        if let Some(file_name) = file_name {
            let _infallible = write!(head, "; filename=\"{}\"", escaped(file_name));
        }
        if let Some(content_type) = content_type {
            if HeaderValue::from_str(content_type).is_err() {
                self.failure.get_or_insert_with(|| format!("the content type of the file `{name}` cannot be sent"));
            }
            let _infallible = write!(head, "\r\nContent-Type: {content_type}");
        }
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(b"\r\n\r\n");
        self.body.extend_from_slice(content);
        self.body.extend_from_slice(b"\r\n");
    }

    /// Adds a part with a scalar as text, or another value as JSON.
    pub(super) fn value(&mut self, name: &str, value: &serde_json::Value) {
        let content_type = self.content_type(name);
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::String(text) => self.push(name, None, content_type, text.as_bytes()),
            serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
                self.push(name, None, content_type, value.to_string().as_bytes());
            }
            _ => {
                let content_type = content_type.unwrap_or("application/json");
                self.push(name, None, Some(content_type), value.to_string().as_bytes());
            }
        }
    }
}

/// A name in quotes, as browsers write it.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
