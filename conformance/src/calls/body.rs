//! Bodies of requests, read by their content types.

use jsonschema::Validator;
use serde_json::Value;

use super::arrived::{Arrived, Shape, is_text_of};
use super::multipart;
use super::operation::{Kind, Media, Style, essence, list, resolved};
use super::pairs::{Pairs, has_key};
use crate::json;
use crate::scalar;
use crate::schema::difference;
use crate::strict::violation;

/// A body that is expected.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) document: &'a Value,
    pub(super) media: Media<'a>,
    pub(super) validator: &'a Validator,
    pub(super) sample: &'a Value,
}

impl Expected<'_> {
    /// Judges the bytes that arrived with this content type.
    pub(super) fn judge(&self, content_type: &str, body: &[u8]) -> Result<(), String> {
        match self.media.kind() {
            Kind::Json => self.json(body),
            Kind::Form => {
                let form = std::str::from_utf8(body).map_err(|_| "the form is not UTF-8")?;
                self.properties(Pairs::of_form(form)?)
            }
            Kind::Multipart => self.multipart(content_type, body),
            Kind::Text => match self.sample.as_str().map(str::as_bytes) {
                Some(text) if text == body => Ok(()),
                _ => Err(format!("{:?} is another text", json::shorten(&String::from_utf8_lossy(body), 100))),
            },
            Kind::Bytes => same_bytes(self.sample, body),
        }
    }

    fn json(&self, body: &[u8]) -> Result<(), String> {
        let sent = json::parse(body)?;
        let violation = violation(self.validator, &sent);
        difference(self.sample, &sent).or(violation).map_or(Ok(()), Err)
    }

    /// Judges the properties of a form.
    fn properties(&self, mut pairs: Pairs) -> Result<(), String> {
        for (name, sample) in self.sample.as_object().into_iter().flatten() {
            let style = self.media.style(name);
            let is_nested = is_nested(sample);
            let arrived = match style {
                None if is_nested && sample.is_array() => {
                    pairs.take(name, Style::Form { explode: true }, Shape::List, &|_| false)?
                }
                None if is_nested => pairs.take(name, Style::Json, Shape::Object, &|_| false)?,
                style => {
                    let style = style.unwrap_or(Style::Form { explode: true });
                    pairs.take(name, style, Shape::of(sample), &|key| has_key(sample, key))?
                }
            };
            nested_difference(sample, &arrived).map_or(Ok(()), |difference| Err(format!("`{name}`: {difference}")))?;
        }
        pairs.end()
    }

    fn multipart(&self, content_type: &str, body: &[u8]) -> Result<(), String> {
        let parts = multipart::parts(content_type, body)?;
        // Those with a style are pairs, as in a form.
        let (styled, parts): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| self.styled_property(&part.name).is_some());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|_| "a part is not UTF-8".to_owned());
        let styled = styled.into_iter().map(|part| Ok((part.name, text(part.content)?)));
        let mut pairs = Pairs::of_parts(styled.collect::<Result<_, String>>()?);
        let mut rest = parts.iter();
        for (name, sample) in self.sample.as_object().into_iter().flatten() {
            if let Some(style) = self.media.style(name) {
                let arrived = pairs.take(name, style, Shape::of(sample), &|key| has_key(sample, key))?;
                arrived.difference(sample).map_or(Ok(()), |difference| Err(format!("`{name}`: {difference}")))?;
                continue;
            }
            let values: Vec<&Value> = match sample {
                Value::Null => Vec::new(),
                Value::Array(values) => values.iter().filter(|value| !value.is_null()).collect(),
                value => vec![value],
            };
            let own: Vec<_> = parts.iter().filter(|part| part.name == *name).collect();
            if own.len() != values.len() {
                return Err(format!("`{name}`: {} parts instead of {}", own.len(), values.len()));
            }
            own.iter().zip(values).try_for_each(|(part, value)| self.part(name, part, value))?;
        }
        let known = |part: &&multipart::Part| self.sample.get(&part.name).is_some();
        if let Some(part) = rest.find(|part| !known(part)) {
            return Err(format!("the part `{}` is unexpected", part.name));
        }
        pairs.end()
    }

    /// The property with a style whose pairs have this name.
    fn styled_property(&self, pair: &str) -> Option<&String> {
        self.sample.as_object()?.iter().find_map(|(name, sample)| {
            let style = self.media.style(name)?;
            let is_exploded = style == Style::Form { explode: true } && sample.is_object();
            let is_own = match style {
                Style::Deep => pair.starts_with(&format!("{name}[")),
                _ if is_exploded => has_key(sample, pair),
                _ => name == pair,
            };
            is_own.then_some(name)
        })
    }

    fn part(&self, name: &str, part: &multipart::Part, value: &Value) -> Result<(), String> {
        let content_type = part.content_type.as_deref().map(essence);
        let declared = self.media.encoding[name]["contentType"].as_str();
        let expected = |default: &str| declared.unwrap_or(default).to_owned();
        let is_file = self.is_file(name);
        let is_of = |expected: &str| {
            let mut expected = expected.split(',').map(str::trim);
            let content_type = content_type.as_deref().unwrap_or("text/plain");
            expected.any(|name| Media { name, ..self.media }.includes(content_type))
        };
        let right = |expected: &str| {
            let message = || format!("`{name}`: {content_type:?} is not {expected}");
            if is_of(expected) { Ok(()) } else { Err(message()) }
        };
        if is_file {
            right(&expected("application/octet-stream"))?;
            return same_bytes(value, &part.content).map_err(|error| format!("`{name}`: {error}"));
        }
        let text = String::from_utf8(part.content.clone()).map_err(|_| format!("`{name}`: not UTF-8"))?;
        let is_complex = value.is_object() || value.is_array();
        right(&expected(if is_complex { "application/json" } else { "text/plain" }))?;
        let arrived = if is_complex { json::parse(text.as_bytes()).map(Arrived::Json)? } else { Arrived::Text(text) };
        arrived.difference(value).map_or(Ok(()), |difference| Err(format!("`{name}`: {difference}")))
    }

    /// Whether a property is binary, or a list of what is.
    fn is_file(&self, name: &str) -> bool {
        let property = property(self.document, self.media.schema, name, 0);
        let property = property.and_then(|property| resolved(self.document, property));
        let items = property.and_then(|property| resolved(self.document, &property["items"]));
        let is_binary = |schema: &Value| {
            let has_media_type = schema.get("contentMediaType").is_some() && schema.get("contentEncoding").is_none();
            schema["format"] == "binary" || has_media_type
        };
        property.is_some_and(is_binary) || items.is_some_and(is_binary)
    }
}

/// The schema of a property, also in parts.
fn property<'a>(document: &'a Value, schema: &'a Value, name: &str, depth: usize) -> Option<&'a Value> {
    let schema = resolved(document, schema).filter(|_| depth < 16)?;
    let own = schema["properties"].get(name);
    let mut parts = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| list(&schema[key]));
    own.or_else(|| parts.find_map(|part| property(document, part, name, depth + 1)))
}

/// Whether a value of a form is written as JSON, or has elements that are.
fn is_nested(sample: &Value) -> bool {
    let is_complex = |value: &Value| value.is_array() || value.is_object();
    sample.is_object() || sample.as_array().is_some_and(|values| values.iter().any(is_complex))
}

/// As [`Arrived::difference`], with the complex elements of a list as JSON.
fn nested_difference(sample: &Value, arrived: &Arrived) -> Option<String> {
    let (Value::Array(values), Arrived::List(texts)) = (sample, arrived) else { return arrived.difference(sample) };
    if !is_nested(sample) {
        return arrived.difference(sample);
    }
    let present: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    let is_same = |value: &Value, text: &str| match value {
        Value::Array(_) | Value::Object(_) => {
            json::parse(text.as_bytes()).is_ok_and(|parsed| difference(value, &parsed).is_none())
        }
        scalar => is_text_of(scalar, text),
    };
    let is_equal = present.len() == texts.len() && present.iter().zip(texts).all(|(value, text)| is_same(value, text));
    (!is_equal).then(|| format!("expected {}, found {texts:?}", json::excerpt(sample)))
}

/// Compares bytes with a sample in base64.
fn same_bytes(sample: &Value, body: &[u8]) -> Result<(), String> {
    let expected = sample.as_str().and_then(scalar::base64).ok_or("the sample is not base64")?;
    if expected == body {
        Ok(())
    } else {
        Err(format!("{} bytes instead of {}, or others", body.len(), expected.len()))
    }
}
