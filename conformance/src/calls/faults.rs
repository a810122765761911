//! Faults that are planted in right requests, each of which the judge must notice, and oddities that it must accept.

use serde_json::{Value, json};

use super::operation::{Kind, Parameter, Style};
use super::request::Expectation;
use crate::edits::{edit_path, edit_query, with_header, without_header};
use crate::json;
use crate::server::Recorded;

/// Changes a request, or returns `None` where it has no place for the change.
type Change = fn(&mut Recorded, &Expectation<'_>) -> Option<()>;

/// A content type that a document may only have as one of a range.
const OTHER_TYPE: &str = "x-fault/x-fault";

/// The kinds of faults, by name.
pub(super) const FAULTS: &[(&str, Change)] = &[
    ("wrong method", |request, _| {
        request.method = if request.method == "PUT" { "PATCH" } else { "PUT" }.to_owned();
        Some(())
    }),
    ("other server", |request, _| {
        request.root.push_str(".example.com");
        Some(())
    }),
    ("wrong path", |request, _| edit_path(request, |path| Some(format!("{path}x")))),
    ("segment too many", |request, _| edit_path(request, |path| Some(format!("{path}/more")))),
    ("path parameter escaped twice", |request, _| {
        edit_path(request, |path| path.contains('%').then(|| path.replacen('%', "%25", 1)))
    }),
    ("path parameter that is not escaped", |request, expectation| {
        let is_parameter = expectation.operation.path.ends_with('}');
        edit_path(request, |path| is_parameter.then(|| format!("{path}\"")))
    }),
    ("wrong style in the path", |request, expectation| {
        let parameter = listed(expectation, "path", |style| !matches!(style, Style::Label { .. } | Style::Json))?;
        let (from, to) = match parameter.style {
            Style::Matrix { .. } => (";", ","),
            _ => (",", "%2C"),
        };
        edit_path(request, |path| path.contains(from).then(|| path.replacen(from, to, 1)))
    }),
    ("prefix of the style missing", |request, expectation| {
        let mut prefixed = expectation.operation.in_place("path");
        let prefix = prefixed.find_map(|parameter| match parameter.style {
            Style::Label { .. } => Some('.'),
            Style::Matrix { .. } => Some(';'),
            _ => None,
        })?;
        edit_path(request, |path| path.contains(&format!("/{prefix}")).then(|| path.replacen(prefix, "", 1)))
    }),
    ("wrong query name", |request, _| edit_query(request, |query| Some(query.replacen('=', "x=", 1)))),
    ("wrong query value", |request, _| edit_query(request, |query| Some(format!("{query}x")))),
    ("dropped query parameter", |request, expectation| {
        // The pair of an empty list may also be missing.
        let has_value = |pair: &str| pair.split_once('=').is_some_and(|(_, value)| !value.is_empty());
        let is_list = expectation.operation.in_place("query").any(|parameter| parameter.style != Style::Json);
        edit_query(request, |query| {
            let mut pairs: Vec<&str> = query.split('&').collect();
            let index = pairs.iter().position(|pair| has_value(pair) || !is_list)?;
            pairs.remove(index);
            Some(pairs.join("&"))
        })
    }),
    ("repeated query parameter", |request, _| {
        edit_query(request, |query| Some(format!("{}&{query}", query.split('&').next()?)))
    }),
    ("unknown query parameter", |request, _| {
        let separator = if request.target.contains('?') { '&' } else { '?' };
        request.target = format!("{}{separator}a-fault=true", request.target);
        Some(())
    }),
    ("list in the style of another", |request, expectation| {
        let is_delimited = |style| matches!(style, Style::Form { explode: false } | Style::Spaces | Style::Pipes);
        let parameter = listed(expectation, "query", is_delimited)?;
        let delimiter = match parameter.style {
            Style::Spaces => "%20",
            Style::Pipes => "%7C",
            _ => ",",
        };
        let name = format!("{}=", parameter.name);
        edit_query(request, |query| {
            let start = query.split('&').position(|pair| pair.starts_with(&name))?;
            let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
            pairs[start] = pairs[start].contains(delimiter).then(|| pairs[start].replacen(delimiter, "%3B", 1))?;
            Some(pairs.join("&"))
        })
    }),
    ("exploded list in one pair", |request, _| {
        edit_query(request, |query| {
            let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
            let name = |pair: &str| pair.split_once('=').map(|(name, _)| name.to_owned());
            let index = pairs.windows(2).position(|pair| name(&pair[0]) == name(&pair[1]))?;
            let second = pairs.remove(index + 1);
            pairs[index] = format!("{},{}", pairs[index], second.split_once('=')?.1);
            Some(pairs.join("&"))
        })
    }),
    ("deep object with dots", |request, expectation| {
        let is_deep = |parameter: &Parameter<'_>| parameter.style == Style::Deep;
        expectation.operation.in_place("query").find(|parameter| is_deep(parameter))?;
        edit_query(request, |query| query.contains("%5B").then(|| query.replacen("%5B", ".", 1).replacen("%5D", "", 1)))
    }),
    ("dropped header", |request, expectation| without_header(request, &header(request, expectation)?)),
    ("wrong header", |request, expectation| {
        let name = header(request, expectation)?;
        let value = format!("{}x", request.header(&name).first()?);
        with_header(request, &name, &value)
    }),
    ("wrong cookie", |request, _| {
        let value = format!("{}x", request.header("cookie").first()?);
        with_header(request, "cookie", &value)
    }),
    ("unknown cookie", |request, _| {
        let value = format!("a-fault=1; {}", request.header("cookie").first()?);
        with_header(request, "cookie", &value)
    }),
    ("missing credential", |request, _| without_header(request, "authorization")),
    ("wrong credential", |request, _| with_header(request, "authorization", "Bearer another")),
    ("missing Accept", |request, _| without_header(request, "accept")),
    ("wrong Accept", |request, expectation| {
        let mut contents = expectation.operation.answers.iter().flat_map(|answer| &answer.contents);
        let is_wrong = contents.all(|media| !media.includes(OTHER_TYPE));
        is_wrong.then_some(()).and_then(|()| with_header(request, "accept", OTHER_TYPE))
    }),
    ("wrong Content-Type", |request, expectation| {
        let is_wrong = expectation.body.is_none_or(|(media, _)| !media.includes(OTHER_TYPE));
        is_wrong.then_some(()).and_then(|()| with_header(request, "content-type", OTHER_TYPE))
    }),
    ("missing Content-Type", |request, _| without_header(request, "content-type")),
    ("missing body", |request, expectation| {
        let is_needed = !request.body.is_empty() && kind(expectation) != Some(Kind::Form);
        is_needed.then(|| request.body.clear())
    }),
    ("body of an operation without one", |request, expectation| {
        expectation.input.body().is_null().then(|| request.body = b"{}".to_vec())
    }),
    ("truncated body", |request, expectation| {
        // A last line without its end is still one.
        let count = if kind(expectation) == Some(Kind::Multipart) { 5 } else { 1 };
        let length = request.body.len().checked_sub(count)?;
        let is_value = kind(expectation) != Some(Kind::Form) || !request.body.ends_with(b"=");
        is_value.then(|| request.body.truncate(length))
    }),
    ("altered value in the body", |request, expectation| {
        edit_json(request, expectation, |body| alter(body).then_some(()))
    }),
    ("dropped property", |request, expectation| {
        edit_json(request, expectation, |body| {
            let properties = body.as_object_mut()?;
            let name = properties.iter().find(|(_, value)| !value.is_null())?.0.clone();
            properties.remove(&name).map(drop)
        })
    }),
    ("unknown property", |request, expectation| {
        edit_json(request, expectation, |body| {
            body.as_object_mut()?.insert("a-fault".to_owned(), json!(1)).is_none().then_some(())
        })
    }),
    ("duplicate key", |request, expectation| {
        (kind(expectation)? == Kind::Json).then_some(())?;
        let text = String::from_utf8(request.body.clone()).ok()?;
        let pair = text.strip_prefix('{')?;
        let key = &pair[..pair.find("\":")? + 1];
        request.body = format!("{{{key}:null,{pair}").into_bytes();
        Some(())
    }),
    ("altered pair of a form", |request, expectation| {
        (kind(expectation)? == Kind::Form && !request.body.is_empty()).then(|| request.body.push(b'x'))
    }),
    ("unknown pair of a form", |request, expectation| {
        (kind(expectation)? == Kind::Form).then(|| request.body.extend_from_slice(b"&a-fault=1"))
    }),
    ("altered part", |request, expectation| edit_last_part(request, expectation, b"x")),
    ("unknown part", |request, expectation| {
        let boundary = boundary(request)?;
        let part = format!("\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"a-fault\"\r\n\r\n1");
        edit_last_part(request, expectation, part.as_bytes())
    }),
    ("altered text or bytes", |request, expectation| {
        matches!(kind(expectation)?, Kind::Text | Kind::Bytes).then(|| request.body.push(b'x'))
    }),
];

/// Changes of a request after which it is still right.
pub(super) const ODDITIES: &[(&str, Change)] = &[
    ("white space in the body", |request, expectation| {
        edit_json(request, expectation, |_| Some(()))?;
        request.body = [b"\n ", request.body.as_slice(), b"\r\n"].concat();
        Some(())
    }),
    ("escapes in lower case", |request, _| {
        edit_path(request, |path| {
            let mut parts = path.split('%');
            let first = parts.next()?.to_owned();
            Some(parts.fold(first, |path, part| format!("{path}%{}{}", part[..2].to_lowercase(), &part[2..])))
        })
    }),
    ("escaped letters in the query", |request, _| {
        edit_query(request, |query| query.starts_with('q').then(|| format!("%71{}", &query[1..])))
    }),
    ("scheme in lower case", |request, _| {
        let value = request.header("authorization").first()?.replace("Bearer", "bearer");
        with_header(request, "authorization", &value)
    }),
    ("charset", |request, _| {
        let value = format!("{}; charset=utf-8", request.header("content-type").first()?);
        with_header(request, "content-type", &value)
    }),
    ("header name in capitals", |request, _| {
        request.headers.iter_mut().for_each(|(name, _)| *name = name.to_uppercase());
        Some(())
    }),
    ("further header", |request, _| {
        request.headers.push(("x-further".to_owned(), "further".to_owned()));
        Some(())
    }),
];

/// The request with a change, `None` if it has no place for it.
pub(super) fn planted(change: Change, request: &Recorded, expectation: &Expectation<'_>) -> Option<Recorded> {
    let mut changed = request.clone();
    change(&mut changed, expectation)?;
    Some(changed)
}

/// The planted faults that are not noticed, and the oddities that are not accepted, in a right request.
pub(super) fn unnoticed(expectation: &Expectation<'_>, request: &Recorded) -> Vec<(&'static str, String)> {
    let judged = |change: Change| planted(change, request, expectation).map(|changed| expectation.judge(&changed));
    let faults = FAULTS.iter().filter(|(_, change)| matches!(judged(*change), Some(Ok(()))));
    let oddities = ODDITIES.iter().filter_map(|(name, change)| match judged(*change) {
        Some(Err(failure)) => Some((*name, format!("`{name}` is not accepted: {}", failure.message))),
        _ => None,
    });
    faults.map(|(name, _)| (*name, format!("`{name}` is not noticed"))).chain(oddities).collect()
}

/// The first parameter of a place and style whose value is a list of several elements, or an object.
fn listed<'e>(
    expectation: &Expectation<'e>,
    place: &str,
    is_wanted: impl Fn(Style) -> bool,
) -> Option<&'e Parameter<'e>> {
    let is_listed = |parameter: &&Parameter<'_>| {
        let sample = expectation.input.parameter(place, &parameter.name);
        let is_long = sample.as_array().is_some_and(|values| values.len() > 1);
        parameter.place == place
            && is_wanted(parameter.style)
            && (is_long || sample.as_object().is_some_and(|entries| !entries.is_empty()))
    };
    expectation.operation.parameters.iter().find(is_listed)
}

/// The name of the first header parameter that is sent.
fn header(request: &Recorded, expectation: &Expectation<'_>) -> Option<String> {
    let is_sent =
        |parameter: &&Parameter<'_>| request.header(&parameter.name).first().is_some_and(|value| !value.is_empty());
    let name = expectation.operation.in_place("header").find(is_sent)?.name.clone();
    request.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(&name)).map(|(name, _)| name.clone())
}

/// How the body is written, if there is one.
fn kind(expectation: &Expectation<'_>) -> Option<Kind> {
    expectation.body.filter(|_| !expectation.input.body().is_null()).map(|(media, _)| media.kind())
}

fn edit_json(
    request: &mut Recorded,
    expectation: &Expectation<'_>,
    edit: impl Fn(&mut Value) -> Option<()>,
) -> Option<()> {
    (kind(expectation)? == Kind::Json).then_some(())?;
    let mut body = json::parse(&request.body).ok()?;
    edit(&mut body)?;
    request.body = json::text(&body);
    Some(())
}

/// Alters the first scalar in a value.
fn alter(value: &mut Value) -> bool {
    match value {
        Value::Null => return false,
        Value::Bool(flag) => *flag = !*flag,
        Value::Number(number) => *value = if number.as_f64() == Some(0.25) { json!(0.5) } else { json!(0.25) },
        Value::String(text) => text.push('x'),
        Value::Array(values) => return values.iter_mut().any(alter),
        Value::Object(properties) => return properties.values_mut().any(alter),
    }
    true
}

fn boundary(request: &Recorded) -> Option<String> {
    super::multipart::boundary(request.header("content-type").first()?).map(str::to_owned)
}

/// Adds bytes behind the content of the last part.
fn edit_last_part(request: &mut Recorded, expectation: &Expectation<'_>, added: &[u8]) -> Option<()> {
    (kind(expectation)? == Kind::Multipart).then_some(())?;
    let end = format!("\r\n--{}--", boundary(request)?);
    let index = request.body.windows(end.len()).rposition(|window| window == end.as_bytes())?;
    request.body.splice(index..index, added.iter().copied());
    Some(())
}
