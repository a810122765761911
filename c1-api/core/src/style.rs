//! Values in the styles of OpenAPI, as text that is not percent-encoded yet.

use serde_json::Value;

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
pub(crate) enum Text {
    Scalar(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

/// Names and values, of which several parts are delimited.
pub(crate) type Pairs = Vec<(String, Vec<String>)>;

/// The pairs of a query, a form or of cookies; an error if the style cannot express the value.
pub(crate) fn pairs(style: ParamStyle, name: &str, value: Value) -> Result<Pairs, String> {
    let Some(text) = text(style, name, value)? else { return Ok(Pairs::new()) };
    let pair = |name: String, value| (name, vec![value]);
    Ok(match (text, style) {
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
    })
}

/// The text of a value, `None` for `null`; an error if the style cannot express it.
pub(crate) fn text(style: ParamStyle, name: &str, value: Value) -> Result<Option<Text>, String> {
    if style == ParamStyle::Json {
        return Ok(Some(Text::Scalar(value.to_string())));
    }
    let text = match value {
        Value::Array(values) => {
            values.into_iter().filter(|value| !value.is_null()).map(scalar).collect::<Option<_>>().map(Text::List)
        }
        Value::Object(entries) => {
            let entries = entries.into_iter().filter(|(_, value)| !value.is_null());
            entries.map(|(key, value)| Some((key, scalar(value)?))).collect::<Option<_>>().map(Text::Object)
        }
        Value::Null => return Ok(None),
        other => scalar(other).map(Text::Scalar),
    };
    text.map(Some).ok_or_else(|| {
        format!("the parameter `{name}` has a list or an object within another, which its style cannot express; nothing was sent")
    })
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
pub(crate) fn joined(text: Text, exploded: bool) -> Vec<(Option<String>, String)> {
    match text {
        Text::Scalar(text) => vec![(None, text)],
        Text::List(values) => values.into_iter().map(|value| (None, value)).collect(),
        Text::Object(entries) if exploded => entries.into_iter().map(|(key, value)| (Some(key), value)).collect(),
        Text::Object(entries) => entries.into_iter().flat_map(|(key, value)| [(None, key), (None, value)]).collect(),
    }
}
