//! Parameters in the styles of OpenAPI.

use http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::Value;

use crate::error::Error;
use crate::request::{RESERVED, RequestBuilder};
use crate::style::{Pairs, ParamStyle, Text, joined, pairs, text};
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
        for (name, value) in self.checked_pairs(style, name, to_value(value)) {
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
        for (name, value) in self.checked_pairs(style, name, value) {
            let value: Vec<String> = value.iter().map(|part| encoded(part, set)).collect();
            self.append_encoded(&encoded(&name, RESERVED), &value.join(delimiter));
        }
    }

    /// The pairs of a value; none, and a failure of the call, if the style cannot express it.
    fn checked_pairs(&mut self, style: ParamStyle, name: &str, value: Value) -> Pairs {
        pairs(style, name, value).unwrap_or_else(|why| {
            self.fail(Error::invalid_input(why));
            Pairs::new()
        })
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
        text(style, name, value).unwrap_or_else(|why| {
            self.fail(Error::invalid_input(why));
            None
        })
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

fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

#[cfg(test)]
mod tests;
