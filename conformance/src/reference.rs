//! A client of a few lines, written from the specification: its requests are right, so that faults can be planted in them.

use serde_json::Value;

use crate::document::{Document, Operation};
use crate::json;
use crate::request::{escaped, is_plain, parameter_text};
use crate::sampler::{Sampler, Style};
use crate::server::{ROOT, Recorded, TOKEN};
use crate::tables::Input;

/// The request of an operation with the values of `input`, all of which are written as protobuf JSON writes them.
pub(crate) fn request(document: &Document, operation: &Operation, input: &Input) -> Recorded {
    let mut target = operation.path.clone();
    for (name, value) in &input.path {
        target = target.replace(&format!("{{{name}}}"), &escaped(&parameter_text(value)));
    }
    let in_query = operation.in_query.iter().filter_map(|parameter| {
        let value = input.query.get(&parameter.name)?;
        let shape = document.shape(&parameter.schema);
        let is_sent = matches!(document.canonical(&shape, value), Ok(Some(_)));
        is_sent.then(|| format!("{}={}", escaped(&parameter.name), escaped(&parameter_text(value))))
    });
    let query: Vec<String> = in_query.collect();
    if !query.is_empty() {
        target = format!("{target}?{}", query.join("&"));
    }
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut headers = vec![header("authorization", &format!("Bearer {TOKEN}")), header("accept", "application/json")];
    let mut body = Vec::new();
    if operation.body.is_some() {
        headers.push(header("content-type", "application/json"));
        body = json::text(&input.body);
    }
    Recorded { method: operation.method.clone(), root: ROOT.to_owned(), target, headers, body }
}

/// The values of a request of an operation.
pub(crate) fn input(document: &Document, sampler: &mut Sampler<'_>, operation: &Operation, style: Style) -> Input {
    let mut input = Input::default();
    // A server never sees a property of the future in a request.
    sampler.unknown = false;
    for parameter in &operation.in_path {
        let shape = document.shape(&parameter.schema);
        let value =
            if style == Style::Random { sampler.sample(&shape, style) } else { crate::values::plain(shape.kind) };
        input.path.insert(parameter.name.clone(), value);
    }
    if style != Style::Smallest {
        for parameter in &operation.in_query {
            let shape = document.shape(&parameter.schema);
            let value = sampler.sample(&shape, style);
            if is_plain(&shape, &value) {
                input.query.insert(parameter.name.clone(), value);
            }
        }
    }
    input.body = match &operation.body {
        Some(schema) => sampler.sample(&document.shape(schema), style),
        None => Value::Null,
    };
    sampler.unknown = true;
    input
}
