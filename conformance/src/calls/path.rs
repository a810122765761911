//! Paths, read by their templates.

use serde_json::Value;

use super::arrived::{Arrived, Shape};
use super::operation::{Parameter, Style};
use super::pairs::listed;
use crate::request::decoded;

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Literal(&'a str),
    Parameter(&'a str),
}

/// A value of a path, by the name of its parameter, as it arrived.
pub(super) type Raw<'a> = (&'a str, &'a str);

/// The ways in which a path fits a template: several, if nothing is between two parameters.
pub(super) fn readings<'a>(template: &'a str, path: &'a str) -> Vec<Vec<Raw<'a>>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, next) = after.split_once('}').unwrap_or((after, ""));
        parts.extend([Part::Literal(literal), Part::Parameter(name)]);
        rest = next;
    }
    parts.push(Part::Literal(rest));
    let mut readings = Vec::new();
    read(&parts, path, &mut Vec::new(), &mut readings);
    readings
}

fn read<'a>(parts: &[Part<'a>], path: &'a str, values: &mut Vec<Raw<'a>>, readings: &mut Vec<Vec<Raw<'a>>>) {
    match parts.split_first() {
        None if path.is_empty() => readings.push(values.clone()),
        None => {}
        Some((Part::Literal(literal), parts)) => {
            // A literal may arrive with escapes.
            for end in (0..=path.len()).filter(|end| path.is_char_boundary(*end)) {
                if decoded(&path[..end]).is_ok_and(|text| text == *literal) {
                    read(parts, &path[end..], values, readings);
                }
            }
        }
        Some((Part::Parameter(name), parts)) => {
            let segment = path.split('/').next().unwrap_or_default().len();
            for end in (1..=segment).rev().filter(|end| path.is_char_boundary(*end)) {
                values.push((name, &path[..end]));
                read(parts, &path[end..], values, readings);
                values.pop();
            }
        }
    }
}

/// Reads a parameter of a path.
pub(super) fn value(parameter: &Parameter<'_>, shape: Shape, raw: &str) -> Result<Arrived, String> {
    let name = &parameter.name;
    match parameter.style {
        Style::Json => crate::json::parse(decoded(raw)?.as_bytes()).map(Arrived::Json),
        Style::Simple { explode } => parts(shape, raw, ',', explode),
        Style::Label { explode } => {
            let raw = raw.strip_prefix('.').ok_or_else(|| format!("`{name}` does not begin with a dot"))?;
            parts(shape, raw, if explode { '.' } else { ',' }, explode)
        }
        Style::Matrix { explode } => {
            let raw = raw.strip_prefix(';').ok_or_else(|| format!("`{name}` does not begin with a semicolon"))?;
            if explode && shape == Shape::Object {
                return parts(shape, raw, ';', true);
            }
            let mut values = raw.split(';').map(|part| {
                let (key, value) = part.split_once('=').ok_or_else(|| format!("`{part}` has no value"))?;
                if decoded(key)? == *name { Ok(value) } else { Err(format!("`{key}` is not `{name}`")) }
            });
            if explode && shape == Shape::List {
                let values = values.map(|value| decoded(value?)).collect::<Result<_, String>>();
                return values.map(Arrived::List);
            }
            let value = values.next().unwrap_or(Ok(""))?;
            if values.next().is_some() {
                Err(format!("`{name}` has several values"))
            } else {
                parts(shape, value, ',', false)
            }
        }
        other => Err(format!("`{name}` cannot be {other:?} in a path")),
    }
}

/// Delimited parts, each of which is decoded.
fn parts(shape: Shape, raw: &str, delimiter: char, explode: bool) -> Result<Arrived, String> {
    if explode && shape == Shape::Object {
        let entries = raw.split(delimiter).map(|part| {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("`{part}` has no value"))?;
            Ok((decoded(key)?, decoded(value)?))
        });
        return entries.collect::<Result<_, String>>().map(Arrived::Object);
    }
    listed(shape, || decoded(raw), || raw.split(delimiter).map(decoded).collect())
}

/// How the parameters of a path differ from the samples; `None` if one of its readings has them.
pub(super) fn difference(
    parameters: &[&Parameter<'_>],
    readings: &[Vec<Raw<'_>>],
    sample: &dyn Fn(&str) -> Value,
) -> Option<String> {
    let judged = readings.iter().map(|reading| {
        reading.iter().find_map(|(name, raw)| {
            let Some(parameter) = parameters.iter().find(|parameter| parameter.name == *name) else {
                return Some(format!("`{name}` is not declared"));
            };
            let sample = sample(name);
            match value(parameter, Shape::of(&sample), raw) {
                Ok(arrived) => arrived.difference(&sample).map(|difference| format!("`{name}`: {difference}")),
                Err(error) => Some(error),
            }
        })
    });
    let judged: Vec<Option<String>> = judged.collect();
    if judged.iter().any(Option::is_none) { None } else { judged.into_iter().flatten().next() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_by_its_template() {
        let cases: [(&str, &str, &[&[Raw<'_>]]); 6] = [
            ("/pets", "/pets", &[&[]]),
            ("/pets", "/p%65ts", &[&[]]),
            ("/pets/{id}", "/pets/a%2Fb", &[&[("id", "a%2Fb")]]),
            ("/pets/{id}", "/pets/a/b", &[]),
            ("/pets/{id}:feed", "/pets/a:feed", &[&[("id", "a")]]),
            ("/{a}{b}", "/1.2", &[&[("a", "1."), ("b", "2")], &[("a", "1"), ("b", ".2")]]),
        ];
        for (template, path, expected) in cases {
            assert_eq!(readings(template, path), expected, "{template} {path}");
        }
    }

    /// The table of styles in OpenAPI, with values that have delimiters in them.
    #[test]
    fn values_are_read_by_the_styles_of_openapi() {
        let list = || Arrived::List(vec!["blue".to_owned(), "b,c".to_owned()]);
        let object = || Arrived::Object(vec![("R".to_owned(), "100".to_owned()), ("G".to_owned(), ";2".to_owned())]);
        let both = [false, true];
        let [simple, label, matrix] = [
            both.map(|explode| Style::Simple { explode }),
            both.map(|explode| Style::Label { explode }),
            both.map(|explode| Style::Matrix { explode }),
        ];
        let cases = [
            (simple[0], Shape::Scalar, "blue", Arrived::Text("blue".to_owned())),
            (simple[0], Shape::List, "blue,b%2Cc", list()),
            (simple[1], Shape::List, "blue,b%2Cc", list()),
            (simple[0], Shape::Object, "R,100,G,%3B2", object()),
            (simple[1], Shape::Object, "R=100,G=%3B2", object()),
            (label[0], Shape::Scalar, ".blue", Arrived::Text("blue".to_owned())),
            (label[0], Shape::List, ".blue,b%2Cc", list()),
            (label[1], Shape::List, ".blue.b%2Cc", list()),
            (label[0], Shape::Object, ".R,100,G,%3B2", object()),
            (label[1], Shape::Object, ".R=100.G=%3B2", object()),
            (matrix[0], Shape::Scalar, ";color=blue", Arrived::Text("blue".to_owned())),
            (matrix[0], Shape::List, ";color=blue,b%2Cc", list()),
            (matrix[1], Shape::List, ";color=blue;color=b%2Cc", list()),
            (matrix[0], Shape::Object, ";color=R,100,G,%3B2", object()),
            (matrix[1], Shape::Object, ";R=100;G=%3B2", object()),
        ];
        let schema = Value::Null;
        for (style, shape, raw, expected) in cases {
            let parameter =
                Parameter { name: "color".to_owned(), place: "path", style, schema: &schema, is_required: true };
            assert_eq!(value(&parameter, shape, raw), Ok(expected), "{style:?} {raw}");
            if !matches!(style, Style::Simple { .. }) {
                assert!(value(&parameter, shape, &raw[1..]).is_err(), "{style:?} {raw}");
            }
        }
    }
}
