//! Judges requests by their bytes: method, path template, escapes, query, headers and body.

use jsonschema::Validator;
use serde_json::Value;

use crate::document::{Document, Kind, Operation, Shape};
use crate::finding::Failure;
use crate::json;
use crate::server::{ROOT, Recorded, TOKEN};
use crate::strict::violation;
use crate::tables::Input;

/// What a request of an operation must be.
pub(crate) struct Expectation<'a> {
    pub(crate) document: &'a Document,
    pub(crate) operation: &'a Operation,
    /// The validator of the request body.
    pub(crate) body: Option<&'a Validator>,
    pub(crate) input: &'a Input,
}

impl Expectation<'_> {
    /// Judges a request.
    pub(crate) fn judge(&self, request: &Recorded) -> Result<(), Failure> {
        if request.method != self.operation.method {
            return Err(Failure::new("method", format!("{} was sent", request.method)));
        }
        if request.root != ROOT {
            return Err(Failure::new("server", format!("sent to {}", request.root)));
        }
        let (path, query) = request.parts();
        self.path(path).map_err(|message| Failure::new("path", message))?;
        self.query(query).map_err(|message| Failure::new("query", message))?;
        self.headers(request).map_err(|message| Failure::new("headers", message))?;
        self.sent_body(&request.body).map_err(|message| Failure::new("body", message))
    }

    fn path(&self, path: &str) -> Result<(), String> {
        is_escaped(path, "/:@!$&'()*+,;=")?;
        let matching = self.document.operations.values().filter(|other| other.method == self.operation.method);
        let matching = matching.filter(|other| fits(&other.path, path));
        // A literal segment wins over a parameter.
        let best = matching.max_by_key(|other| other.path.split('/').filter(|segment| !is_parameter(segment)).count());
        if best.is_none_or(|best| best.path != self.operation.path) {
            return Err(format!("`{path}` is not a path of `{}`", self.operation.path));
        }
        for (template, segment) in self.operation.path.split('/').zip(path.split('/')) {
            let Some(name) = template.strip_prefix('{').and_then(|name| name.strip_suffix('}')) else { continue };
            let expected = parameter_text(self.input.path.get(name).unwrap_or(&Value::Null));
            let actual = decoded(segment)?;
            if actual != expected {
                return Err(format!("`{name}`: expected {expected:?}, found {actual:?}"));
            }
        }
        Ok(())
    }

    fn query(&self, query: Option<&str>) -> Result<(), String> {
        let query = query.unwrap_or_default();
        is_escaped(query, "/:@!$&'()*,;=?")?;
        let mut pairs = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` has no value"))?;
            pairs.push((decoded(name)?, decoded(value)?));
        }
        let mut expected = Vec::new();
        for parameter in &self.operation.in_query {
            let shape = self.document.shape(&parameter.schema);
            let value = self.input.query.get(&parameter.name).unwrap_or(&Value::Null);
            if self.document.canonical(&shape, value)?.is_some() {
                expected.push((parameter.name.clone(), parameter_text(value)));
            }
        }
        expected.sort();
        pairs.sort();
        if expected == pairs { Ok(()) } else { Err(format!("expected {expected:?}, found {pairs:?}")) }
    }

    fn headers(&self, request: &Recorded) -> Result<(), String> {
        let one = |name: &str, is_valid: &dyn Fn(&str) -> bool| match request.header(name).as_slice() {
            [value] if is_valid(value) => Ok(()),
            values => Err(format!("`{name}` is {values:?}")),
        };
        // The scheme's case does not matter by RFC 9110.
        one("authorization", &|value| {
            value.split_once(' ').is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && token == TOKEN)
        })?;
        one("accept", &is_json)?;
        if self.operation.body.is_some() {
            one("content-type", &is_json)
        } else if request.header("content-type").is_empty() {
            Ok(())
        } else {
            Err("`content-type` is sent without a body".to_owned())
        }
    }

    fn sent_body(&self, body: &[u8]) -> Result<(), String> {
        let Some(schema) = &self.operation.body else {
            return if body.is_empty() { Ok(()) } else { Err(format!("{} unexpected bytes", body.len())) };
        };
        let sent = json::parse(body)?;
        if let Some(violation) = self.body.and_then(|validator| violation(validator, &sent)) {
            return Err(violation);
        }
        let shape = self.document.shape(schema);
        let canonical = |value| Ok::<_, String>(self.document.canonical(&shape, value)?.unwrap_or_default());
        json::difference(&canonical(&self.input.body)?, &canonical(&sent)?).map_or(Ok(()), Err)
    }
}

/// Whether a path parameter would address another resource, so that a client must not send it.
pub(crate) fn is_refused(text: &str) -> bool {
    text.is_empty() || text.split(['/', '\\']).any(|part| matches!(part, "." | ".."))
}

/// The text of a parameter.
pub(crate) fn parameter_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => format!("{}", number.as_f64().unwrap_or_default()),
        other => other.to_string(),
    }
}

/// Whether a parameter's value can be written back by [`parameter_text`].
pub(crate) fn is_plain(shape: &Shape<'_>, value: &Value) -> bool {
    match shape.kind {
        Kind::Int32 | Kind::UInt32 => value.is_i64() || value.is_u64(),
        _ => !value.is_null(),
    }
}

fn is_json(value: &str) -> bool {
    value.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

/// Whether a path fits a template, with one segment for each parameter.
fn fits(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(expected), Some(segment)) if is_parameter(expected) && !segment.is_empty() => {}
            (Some(expected), Some(segment)) if decoded(segment).is_ok_and(|segment| segment == expected) => {}
            _ => return false,
        }
    }
}

/// Checks that a text has only unreserved characters, escapes, and the `allowed` ones.
pub(crate) fn is_escaped(text: &str, allowed: &str) -> Result<(), String> {
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        let is_hex = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if character == '%' {
            rest = rest.get(..2).filter(|digits| is_hex(digits)).map(|_| &rest[2..]).ok_or("`%` without two digits")?;
        } else if !character.is_ascii_alphanumeric() && !"-._~".contains(character) && !allowed.contains(character) {
            return Err(format!("{character:?} is not escaped"));
        }
    }
    Ok(())
}

/// Decodes escapes. `+` is itself, as in RFC 3986.
pub(crate) fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        if *byte == b'%' {
            let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
            let digits = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(digits.ok_or("`%` without two digits")?);
            rest = &tail[2..];
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| format!("`{text}` is not UTF-8"))
}

/// Escapes all but the unreserved characters.
pub(crate) fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}
