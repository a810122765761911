//! Pairs of a query, a form, cookies or parts, from which each parameter takes its own.

use serde_json::Value;

use super::arrived::{Arrived, Shape};
use super::operation::Style;
use crate::request::decoded;

/// Decodes a name or a value.
type Decode = fn(&str) -> Result<String, String>;

/// Names and values that are not taken yet.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    /// The names are decoded, and the values as they arrived.
    pairs: Vec<(String, String)>,
    decode: Decode,
    /// Whether delimiters arrive with escapes, as all that a form has.
    is_form: bool,
}

impl Pairs {
    /// The pairs of a query: by RFC 3986, in which `+` is itself.
    pub(super) fn of_query(query: &str) -> Result<Self, String> {
        Self::between(query, "&", decoded)
    }

    /// The pairs of a form: by its URL encoding, in which `+` is a space.
    pub(super) fn of_form(form: &str) -> Result<Self, String> {
        let pairs = Self::between(form, "&", |text| decoded(&text.replace('+', " ")))?;
        Ok(Self { is_form: true, ..pairs })
    }

    /// The pairs of the header `Cookie`.
    pub(super) fn of_cookies(cookies: &str) -> Result<Self, String> {
        Self::between(cookies, "; ", decoded)
    }

    /// Names and values that have no escapes.
    pub(super) fn of_parts(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, decode: |text| Ok(text.to_owned()), is_form: false }
    }

    fn between(text: &str, delimiter: &str, decode: Decode) -> Result<Self, String> {
        let pairs = text.split(delimiter).filter(|_| !text.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` has no value"))?;
            Ok((decode(name)?, value.to_owned()))
        });
        Ok(Self { pairs: pairs.collect::<Result<_, String>>()?, decode, is_form: false })
    }

    /// Takes the pairs that are a parameter of this name and style. Of an exploded object, these have the `keys`.
    pub(super) fn take(
        &mut self,
        name: &str,
        style: Style,
        shape: Shape,
        is_key: &dyn Fn(&str) -> bool,
    ) -> Result<Arrived, String> {
        let decode = self.decode;
        let deep = format!("{name}[");
        let key = |pair: &str| pair.strip_prefix(&deep)?.strip_suffix(']').map(str::to_owned);
        let is_exploded_object = matches!((style, shape), (Style::Form { explode: true }, Shape::Object));
        let (own, others) = std::mem::take(&mut self.pairs).into_iter().partition(|(pair, _)| match style {
            Style::Deep => key(pair).is_some(),
            _ if is_exploded_object => is_key(pair),
            _ => pair == name,
        });
        self.pairs = others;
        let own: Vec<(String, String)> = own;
        let decoded = |(pair, value): (String, String)| Ok::<_, String>((pair, decode(&value)?));
        if style == Style::Deep || is_exploded_object {
            let entries = own.into_iter().map(|entry| {
                let (pair, value) = decoded(entry)?;
                Ok((key(&pair).filter(|_| style == Style::Deep).unwrap_or(pair), value))
            });
            let entries: Vec<_> = entries.collect::<Result<_, String>>()?;
            return Ok(if entries.is_empty() { Arrived::Nothing } else { Arrived::Object(entries) });
        }
        if matches!((style, shape), (Style::Form { explode: true }, Shape::List)) {
            let values: Vec<String> =
                own.into_iter().map(|entry| Ok(decoded(entry)?.1)).collect::<Result<_, String>>()?;
            return Ok(if values.is_empty() { Arrived::Nothing } else { Arrived::List(values) });
        }
        match own.as_slice() {
            [] => Ok(Arrived::Nothing),
            [(_, value)] => self.one(style, shape, value),
            _ => Err(format!("`{name}` is sent {} times", own.len())),
        }
    }

    /// Takes one pair, exactly as it is.
    pub(super) fn take_fixed(&mut self, pair: &str) -> Result<(), String> {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let index = self.pairs.iter().position(|(other, text)| other == name && text == value);
        self.pairs.remove(index.ok_or_else(|| format!("`{pair}` of the path is missing"))?);
        Ok(())
    }

    /// The value in one text, whose delimiters are not decoded yet.
    fn one(&self, style: Style, shape: Shape, text: &str) -> Result<Arrived, String> {
        let decode = self.decode;
        if style == Style::Json {
            return crate::json::parse(decode(text)?.as_bytes()).map(Arrived::Json);
        }
        let delimiters: &[&str] = match style {
            Style::Spaces => &["%20", "+", " "],
            Style::Pipes => &["%7C", "%7c", "|"],
            _ if self.is_form => &["%2C", "%2c", ","],
            _ => &[","],
        };
        listed(shape, || decode(text), || split(text, delimiters).into_iter().map(decode).collect())
    }

    /// Fails if a pair is left, which nothing describes.
    pub(super) fn end(self) -> Result<(), String> {
        match self.pairs.first() {
            Some((name, value)) => Err(format!("`{name}` with {value:?} is unexpected")),
            None => Ok(()),
        }
    }
}

/// Parts between any of the delimiters.
fn split<'t>(text: &'t str, delimiters: &[&str]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let found = delimiters.iter().filter_map(|delimiter| Some((rest.find(delimiter)?, delimiter.len())));
        let Some((index, length)) = found.min() else { break };
        parts.push(&rest[..index]);
        rest = &rest[index + length..];
    }
    parts.push(rest);
    parts
}

/// The value of delimited parts: keys and values of an object alternate.
pub(super) fn listed(
    shape: Shape,
    whole: impl FnOnce() -> Result<String, String>,
    parts: impl FnOnce() -> Result<Vec<String>, String>,
) -> Result<Arrived, String> {
    match shape {
        Shape::Nothing | Shape::Scalar => whole().map(Arrived::Text),
        Shape::List => parts().map(Arrived::List),
        Shape::Object => {
            let parts = parts()?;
            let entries: Vec<_> = parts.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
            let is_even = entries.len() * 2 == parts.len();
            if is_even { Ok(Arrived::Object(entries)) } else { Err(format!("{parts:?} are not keys with values")) }
        }
    }
}

/// Whether a sample has a key.
pub(super) fn has_key(sample: &Value, name: &str) -> bool {
    sample.get(name).is_some_and(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: Style = Style::Form { explode: true };
    const PLAIN: Style = Style::Form { explode: false };

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    /// The table of styles in OpenAPI, with values that have delimiters in them.
    #[test]
    fn a_query_is_read_by_the_styles_of_openapi() {
        let rgb = Arrived::Object([("R", "100"), ("G", "2,0")].map(|(key, value)| (key.into(), value.into())).to_vec());
        let cases = [
            ("color=blue", FORM, Shape::Scalar, Arrived::Text("blue".to_owned())),
            ("color=blue%2Cgreen", FORM, Shape::Scalar, Arrived::Text("blue,green".to_owned())),
            ("color=a%2Bb+c", FORM, Shape::Scalar, Arrived::Text("a+b+c".to_owned())),
            ("color=blue&color=b,c", FORM, Shape::List, Arrived::List(texts(&["blue", "b,c"]))),
            ("color=blue,b%2Cc", PLAIN, Shape::List, Arrived::List(texts(&["blue", "b,c"]))),
            ("R=100&G=2%2C0", FORM, Shape::Object, rgb.clone()),
            ("color=R,100,G,2%2C0", PLAIN, Shape::Object, rgb.clone()),
            ("color=blue%20b%2Cc", Style::Spaces, Shape::List, Arrived::List(texts(&["blue", "b,c"]))),
            ("color=R%20100%20G%202,0", Style::Spaces, Shape::Object, rgb.clone()),
            ("color=blue%7Cb|c", Style::Pipes, Shape::List, Arrived::List(texts(&["blue", "b", "c"]))),
            ("color%5BR%5D=100&color[G]=2%2C0", Style::Deep, Shape::Object, rgb),
            ("color=%7B%22a%22:1%7D", Style::Json, Shape::Object, Arrived::Json(serde_json::json!({ "a": 1 }))),
            ("", FORM, Shape::Scalar, Arrived::Nothing),
        ];
        for (query, style, shape, expected) in cases {
            let mut pairs = Pairs::of_query(query).expect("pairs");
            assert_eq!(pairs.take("color", style, shape, &|name| name != "color"), Ok(expected), "{query}");
            assert_eq!(pairs.end(), Ok(()), "{query}");
        }
    }

    #[test]
    fn what_is_repeated_or_left_over_fails() {
        let mut pairs = Pairs::of_query("a=1&a=2&b=3").expect("pairs");
        assert!(pairs.take("a", FORM, Shape::Scalar, &|_| false).is_err());
        assert_eq!(pairs.end(), Err("`b` with \"3\" is unexpected".to_owned()));
        let mut pairs = Pairs::of_query("a=1,2,3&beta=true").expect("pairs");
        assert!(pairs.take("a", PLAIN, Shape::Object, &|_| false).is_err());
        assert!(pairs.take_fixed("beta=false").is_err());
        assert_eq!(pairs.take_fixed("beta=true").and_then(|()| pairs.end()), Ok(()));
    }
}
