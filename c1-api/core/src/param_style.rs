//! Parameters in the styles of OpenAPI.

use http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::Value;

use crate::error::Error;
use crate::request::{RESERVED, RequestBuilder};
use crate::wire::{Wire, to_value};

/// Reserved characters that a query may contain without ending a pair, a fragment or a number's sign.
const IN_QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// The style of a parameter in OpenAPI, with its `explode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamStyle {
    /// `simple` or `form`, not exploded: `blue,black`, `R,100,G,200`.
    Simple,
    /// `simple` or `form`, exploded. In a path or header `blue,black` and `R=100,G=200`; in a query or cookie, a pair for each.
    Exploded,
    /// `label`: `.blue,black`, `.R,100,G,200`.
    Label,
    /// `label`, exploded: `.blue.black`, `.R=100.G=200`.
    LabelExploded,
    /// `matrix`: `;color=blue,black`, `;color=R,100,G,200`.
    Matrix,
    /// `matrix`, exploded: `;color=blue;color=black`, `;R=100;G=200`.
    MatrixExploded,
    /// `spaceDelimited`: `color=blue%20black`.
    Spaces,
    /// `pipeDelimited`: `color=blue%7Cblack`.
    Pipes,
    /// `deepObject`: `color[R]=100&color[G]=200`, with the brackets percent-encoded.
    DeepObject,
    /// `content` of the type JSON.
    Json,
}

/// A value as text that is not percent-encoded yet.
enum Text {
    Scalar(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl RequestBuilder {
    /// Replaces `{name}` in the path by `value` in a style. An empty value is an error, as in [`path`](Self::path).
    pub fn styled_path<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        if let Some(text) = self.text(style, name, to_value(value)) {
            match style {
                ParamStyle::Simple | ParamStyle::Exploded | ParamStyle::Json => {
                    let parts = joined(text, style == ParamStyle::Exploded);
                    self.fill_parts(name, &parts, ",", "");
                }
                _ => self.fill_prefixed(style, name, text),
            }
        }
    }

    /// Adds `value` to the query in a style. Default values are not sent.
    pub fn styled_query<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        if !value.is_default() {
            self.required_query(style, name, value);
        }
    }

    /// Adds `value` to the query in a style, even if it is the default value.
    pub fn required_query<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        self.query_pairs(style, name, to_value(value), RESERVED);
    }

    /// Adds `value` to the query in a style, and does not percent-encode the reserved characters that a query may contain.
    pub fn reserved_query<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        if !value.is_default() {
            self.query_pairs(style, name, to_value(value), IN_QUERY);
        }
    }

    /// Sets a header, not percent-encoded. Default values are not sent.
    pub fn header<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        if !value.is_default() {
            self.required_header(style, name, value);
        }
    }

    /// Sets a header, even if the value is the default value.
    pub fn required_header<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        let Some(text) = self.text(style, name, to_value(value)) else { return };
        let text = joined(text, style == ParamStyle::Exploded);
        let text: Vec<String> =
            text.into_iter().map(|(key, value)| key.map(|key| key + "=").unwrap_or_default() + &value).collect();
        self.set_header(name, &text.join(","));
    }

    /// Adds a cookie. Default values are not sent.
    pub fn cookie<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        if !value.is_default() {
            self.required_cookie(style, name, value);
        }
    }

    /// Adds a cookie, even if the value is the default value.
    pub fn required_cookie<T: Wire>(&mut self, style: ParamStyle, name: &'static str, value: &T) {
        for (name, value) in self.pairs(style, name, to_value(value)) {
            let value: Vec<String> = value.iter().map(|part| encoded(part, RESERVED)).collect();
            self.add_cookie(&format!("{}={}", encoded(&name, RESERVED), value.join(",")));
        }
    }

    fn query_pairs(&mut self, style: ParamStyle, name: &str, value: Value, set: &'static AsciiSet) {
        let delimiter = match style {
            ParamStyle::Spaces => "%20",
            ParamStyle::Pipes => "%7C",
            _ => ",",
        };
        for (name, value) in self.pairs(style, name, value) {
            let value: Vec<String> = value.iter().map(|part| encoded(part, set)).collect();
            self.append_encoded(&encoded(&name, RESERVED), &value.join(delimiter));
        }
    }

    /// The pairs of a query or of cookies; several parts of a value are delimited.
    fn pairs(&mut self, style: ParamStyle, name: &str, value: Value) -> Vec<(String, Vec<String>)> {
        let Some(text) = self.text(style, name, value) else { return Vec::new() };
        let pair = |name: String, value| (name, vec![value]);
        match (text, style) {
            (Text::List(values), ParamStyle::Exploded) => {
                values.into_iter().map(|value| pair(name.to_owned(), value)).collect()
            }
            (Text::Object(entries), ParamStyle::Exploded) => {
                entries.into_iter().map(|(key, value)| pair(key, value)).collect()
            }
            (Text::Object(entries), ParamStyle::DeepObject) => {
                entries.into_iter().map(|(key, value)| pair(format!("{name}[{key}]"), value)).collect()
            }
            (text, _) => {
                let parts: Vec<String> = joined(text, false).into_iter().map(|(_, value)| value).collect();
                // Without a value, RFC 6570 omits the pair.
                if parts.is_empty() { Vec::new() } else { vec![(name.to_owned(), parts)] }
            }
        }
    }

    /// `.blue`, `;color=blue`.
    fn fill_prefixed(&mut self, style: ParamStyle, name: &str, text: Text) {
        let is_matrix = matches!(style, ParamStyle::Matrix | ParamStyle::MatrixExploded);
        let is_exploded = matches!(style, ParamStyle::LabelExploded | ParamStyle::MatrixExploded);
        let mut parts = joined(text, is_exploded);
        match (is_matrix, is_exploded) {
            (true, true) => {
                for (key, _) in &mut parts {
                    key.get_or_insert_with(|| name.to_owned());
                }
                self.fill_parts(name, &parts, ";", ";");
            }
            (true, false) => self.fill_parts(name, &parts, ",", &format!(";{}=", encoded(name, RESERVED))),
            (false, true) => self.fill_parts(name, &parts, ".", "."),
            (false, false) => self.fill_parts(name, &parts, ",", "."),
        }
    }

    fn fill_parts(&mut self, name: &str, parts: &[(Option<String>, String)], delimiter: &str, prefix: &str) {
        // Each part must stay within the path, and a path without any would lead to another resource.
        let values: Vec<&str> = parts.iter().map(|(_, value)| value.as_str()).collect();
        let plain = values.join(",");
        let parts = parts.iter().map(|(key, value)| match key {
            Some(key) => format!("{}={}", encoded(key, RESERVED), encoded(value, RESERVED)),
            None => encoded(value, RESERVED),
        });
        let filled = format!("{prefix}{}", parts.collect::<Vec<_>>().join(delimiter));
        self.fill_encoded(name, &plain, &filled);
    }

    /// The text of a value; a failure of the call if the style cannot express it.
    fn text(&mut self, style: ParamStyle, name: &str, value: Value) -> Option<Text> {
        if style == ParamStyle::Json {
            return Some(Text::Scalar(value.to_string()));
        }
        let text = match value {
            Value::Array(values) => {
                values.into_iter().filter(|value| !value.is_null()).map(scalar).collect::<Option<_>>().map(Text::List)
            }
            Value::Object(entries) => {
                let entries = entries.into_iter().filter(|(_, value)| !value.is_null());
                entries.map(|(key, value)| Some((key, scalar(value)?))).collect::<Option<_>>().map(Text::Object)
            }
            Value::Null => return None,
            other => scalar(other).map(Text::Scalar),
        };
        if text.is_none() {
            self.fail(Error::invalid_input(format!(
                "the parameter `{name}` has a list or an object within another, which its style cannot express; nothing was sent"
            )));
        }
        text
    }

    fn set_header(&mut self, name: &'static str, text: &str) {
        match (HeaderName::try_from(name), HeaderValue::from_str(text)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers_mut().insert(name, value);
            }
            // The value is not shown, as it may be a secret.
            _ => {
                self.fail(Error::invalid_input(format!(
                    "the header `{name}` cannot have this value; nothing was sent"
                )));
            }
        }
    }
}

/// A scalar as text; `None` for a list or an object.
fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// The parts of a value: keys and values of an object alternate, or are pairs if they are exploded.
fn joined(text: Text, exploded: bool) -> Vec<(Option<String>, String)> {
    match text {
        Text::Scalar(text) => vec![(None, text)],
        Text::List(values) => values.into_iter().map(|value| (None, value)).collect(),
        Text::Object(entries) if exploded => entries.into_iter().map(|(key, value)| (Some(key), value)).collect(),
        Text::Object(entries) => entries.into_iter().flat_map(|(key, value)| [(None, key), (None, value)]).collect(),
    }
}

fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

#[cfg(test)]
mod tests;
