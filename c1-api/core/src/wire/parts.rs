//! Parts of bodies of the content type `multipart/form-data` (RFC 7578).

use std::fmt::Write as _;

use http::HeaderValue;

/// The parts of a body.
#[derive(Debug)]
pub struct Parts {
    boundary: String,
    body: Vec<u8>,
    /// Why a part cannot be sent.
    failure: Option<String>,
}

impl Parts {
    /// No parts yet.
    pub(super) fn new(boundary: String) -> Self {
        Self { boundary, body: Vec::new(), failure: None }
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
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::String(text) => self.push(name, None, None, text.as_bytes()),
            serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
                self.push(name, None, None, value.to_string().as_bytes());
            }
            _ => self.push(name, None, Some("application/json"), value.to_string().as_bytes()),
        }
    }
}

/// A name in quotes, as browsers write it.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
