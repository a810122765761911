//! What the place and the style of a parameter can carry, so that a server reads it as it was.

use serde_json::{Map, Value};

use super::operation::{Media, Operation, Parameter, Style};
use crate::request::is_refused;

/// Takes what a parameter cannot carry out of a sample; `None` if nothing is left that can be sent.
pub(super) fn carried(operation: &Operation<'_>, parameter: &Parameter<'_>, sample: Value) -> Option<Value> {
    let carries = |text: &str, is_part: bool| carries(parameter, text, is_part);
    if parameter.style == Style::Json {
        return (!sample.is_null() && carries(&sample.to_string(), false)).then_some(sample);
    }
    let is_part = |value: &Value| text(value).is_some_and(|text| carries(&text, true));
    match sample {
        Value::Null => None,
        Value::Array(values) => {
            let values: Vec<Value> = values.into_iter().filter(is_part).collect();
            (parameter.place != "path" || !values.is_empty()).then(|| values.into())
        }
        Value::Object(entries) => {
            let is_exploded = parameter.style == Style::Form { explode: true };
            // Such a pair would be one of another parameter, too.
            let is_own = |key: &str| !is_exploded || operation.in_place(parameter.place).all(|other| other.name != key);
            let entries =
                entries.into_iter().filter(|(key, value)| carries(key, true) && is_own(key) && is_part(value));
            let entries: Map<String, Value> = entries.collect();
            (parameter.place != "path" || !entries.is_empty()).then(|| entries.into())
        }
        scalar => carries(&text(&scalar)?, false).then_some(scalar),
    }
}

/// Takes what the styles of a form's properties cannot carry out of a sample.
pub(super) fn carried_form(operation: &Operation<'_>, media: &Media<'_>, mut sample: Value) -> Option<Value> {
    for (name, value) in sample.as_object_mut()? {
        if let Some(style) = media.style(name).filter(|_| !value.is_null()) {
            let (name, schema) = (name.clone(), media.schema);
            let property = Parameter { name, place: FORM, style, schema, is_required: false };
            *value = carried(operation, &property, value.take()).unwrap_or_default();
        }
    }
    Some(sample)
}

/// The place of a form's properties.
const FORM: &str = "form";

/// The text of a scalar.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn carries(parameter: &Parameter<'_>, text: &str, is_part: bool) -> bool {
    // Dots are never escaped, so they also delimit; a space or a bar is the same within a value as between two.
    let ambiguous = match parameter.style {
        Style::Label { explode: true } => Some('.'),
        Style::Spaces => Some(' '),
        Style::Pipes => Some('|'),
        Style::Simple { .. } if parameter.place == "header" => Some(','),
        Style::Deep => Some(']'),
        // All of a form has escapes, and parts have none.
        Style::Form { explode: false } if parameter.place == FORM => Some(','),
        _ => None,
    };
    let is_delimited = is_part && ambiguous.is_some_and(|delimiter| text.contains(delimiter));
    let is_possible = match parameter.place {
        "path" => !is_refused(text),
        // A header has no escapes, and loses the spaces around its value.
        "header" => {
            text.trim() == text
                && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
                && !(is_part && text.contains('='))
        }
        _ => true,
    };
    is_possible && !is_delimited
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_style_cannot_carry_is_taken_out() {
        let document = json!({ "paths": { "/": { "get": { "parameters": [
            { "name": "q", "in": "query", "schema": {} },
            { "name": "spaces", "in": "query", "style": "spaceDelimited", "explode": false, "schema": {} },
            { "name": "X-List", "in": "header", "schema": {} },
            { "name": "json", "in": "header", "content": { "application/json": {} } },
            { "name": "label", "in": "path", "style": "label", "explode": true, "schema": {} },
        ], "responses": {} } } } });
        let operation = Operation::read(&document, "/paths/~1/get").expect("an operation");
        let cases = [
            (0, json!({ "q": 1, "r": 2, "n": null, "o": {} }), Some(json!({ "r": 2 }))),
            (0, json!("a b,|\n"), Some(json!("a b,|\n"))),
            (0, json!(null), None),
            (1, json!(["a b", "c", null, [1]]), Some(json!(["c"]))),
            (2, json!(["a,b", "c", "é", " d"]), Some(json!(["c"]))),
            (2, json!("a,b"), Some(json!("a,b"))),
            (3, json!({ "a": "é" }), None),
            (3, json!({ "a": [1] }), Some(json!({ "a": [1] }))),
            (4, json!([1.5, "..", "a"]), Some(json!(["a"]))),
            (4, json!([]), None),
            (4, json!("1.5"), Some(json!("1.5"))),
        ];
        for (index, sample, expected) in cases {
            assert_eq!(carried(&operation, &operation.parameters[index], sample.clone()), expected, "{sample}");
        }
    }
}
