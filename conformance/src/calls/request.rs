//! Judges requests by the document: method, path, query, headers, cookies and body.

use jsonschema::Validator;
use serde_json::Value;

use super::arrived::{Arrived, Shape};
use super::body::Expected;
use super::operation::{Media, Operation, Parameter, Style};
use super::pairs::{Pairs, has_key, listed};
use super::path;
use super::table::Input;
use crate::finding::Failure;
use crate::request::is_escaped;
use crate::server::{ROOT, Recorded, TOKEN};

/// What a request of an operation must be.
#[derive(Clone, Copy)]
pub(super) struct Expectation<'a> {
    pub(super) document: &'a Value,
    pub(super) operation: &'a Operation<'a>,
    /// The selected content of the body, and the validator of its schema.
    pub(super) body: Option<(Media<'a>, &'a Validator)>,
    pub(super) input: &'a Input,
}

impl Expectation<'_> {
    /// Judges a request.
    pub(super) fn judge(&self, request: &Recorded) -> Result<(), Failure> {
        if request.method != self.operation.method {
            return Err(Failure::new("method", format!("{} was sent", request.method)));
        }
        if request.root != ROOT {
            return Err(Failure::new("server", format!("sent to {}", request.root)));
        }
        let (path, query) = request.parts();
        self.path(path).map_err(|message| Failure::new("path", message))?;
        self.query(query.unwrap_or_default()).map_err(|message| Failure::new("query", message))?;
        self.headers(request).map_err(|message| Failure::new("headers", message))?;
        self.cookies(request).map_err(|message| Failure::new("cookies", message))?;
        self.body(request).map_err(|message| Failure::new("body", message))
    }

    fn path(&self, path: &str) -> Result<(), String> {
        is_escaped(path, "/:@!$&'()*+,;=")?;
        let readings = path::readings(&self.operation.path, path);
        if readings.is_empty() {
            return Err(format!("`{path}` is not a path of `{}`", self.operation.path));
        }
        let parameters: Vec<&Parameter<'_>> = self.operation.in_place("path").collect();
        let sample = |name: &str| self.input.parameter("path", name).clone();
        path::difference(&parameters, &readings, &sample).map_or(Ok(()), Err)
    }

    fn query(&self, query: &str) -> Result<(), String> {
        is_escaped(query, "/:@!$&'()*,;=?")?;
        let mut pairs = Pairs::of_query(query)?;
        self.operation.fixed.iter().try_for_each(|pair| pairs.take_fixed(pair))?;
        self.pairs("query", pairs)
    }

    fn cookies(&self, request: &Recorded) -> Result<(), String> {
        match request.header("cookie").as_slice() {
            [] => self.pairs("cookie", Pairs::of_cookies("")?),
            [cookies] => self.pairs("cookie", Pairs::of_cookies(cookies)?),
            several => Err(format!("{} headers with cookies", several.len())),
        }
    }

    /// Judges that pairs are the parameters of a place.
    fn pairs(&self, place: &str, mut pairs: Pairs) -> Result<(), String> {
        for parameter in self.operation.in_place(place) {
            let sample = self.input.parameter(place, &parameter.name);
            let is_key = |key: &str| has_key(sample, key);
            let arrived = pairs.take(&parameter.name, parameter.style, Shape::of(sample), &is_key)?;
            differs(parameter, sample, &arrived)?;
        }
        pairs.end()
    }

    fn headers(&self, request: &Recorded) -> Result<(), String> {
        let one = |name: &str| match request.header(name).as_slice() {
            [value] => Ok((*value).to_owned()),
            values => Err(format!("`{name}` is {values:?}")),
        };
        let authorization = one("authorization")?;
        let is_credential = |(scheme, token): (&str, &str)| scheme.eq_ignore_ascii_case("bearer") && token == TOKEN;
        if !authorization.split_once(' ').is_some_and(is_credential) {
            return Err("another credential is sent".to_owned());
        }
        self.accept(&one("accept")?)?;
        for parameter in self.operation.in_place("header") {
            let sample = self.input.parameter("header", &parameter.name);
            let values = request.header(&parameter.name);
            // A client names itself unless a call does.
            let is_own = sample.is_null() && parameter.name.eq_ignore_ascii_case("user-agent");
            let arrived = match values.as_slice() {
                _ if is_own => Arrived::Nothing,
                [] => Arrived::Nothing,
                [value] => header(parameter.style, Shape::of(sample), value)?,
                values => return Err(format!("`{}` is sent {} times", parameter.name, values.len())),
            };
            differs(parameter, sample, &arrived)?;
        }
        Ok(())
    }

    /// Judges that the accepted content types are those of responses.
    fn accept(&self, accept: &str) -> Result<(), String> {
        let contents = || self.operation.answers.iter().flat_map(|answer| &answer.contents);
        let has_content = self.operation.method != "HEAD" && contents().next().is_some();
        let is_declared = |name: &str| {
            let is_any = name == "*/*" && !has_content;
            is_any || contents().any(|media| media.name.trim() == name || media.includes(name))
        };
        // A parameter of a content type may have commas in quotation marks; no known document has.
        match accept.split(',').map(str::trim).find(|name| !is_declared(name)) {
            Some(name) => Err(format!("`{name}` is accepted, which responses lack")),
            None => Ok(()),
        }
    }

    fn body(&self, request: &Recorded) -> Result<(), String> {
        let types = request.header("content-type");
        let Some((media, validator)) = self.body.filter(|_| !self.input.body().is_null()) else {
            return match (types.as_slice(), request.body.len()) {
                ([], 0) => Ok(()),
                (types, length) => Err(format!("{length} bytes of {types:?} are sent without a body")),
            };
        };
        let [content_type] = types.as_slice() else { return Err(format!("`content-type` is {types:?}")) };
        if !media.includes(content_type) {
            return Err(format!("`content-type` is {content_type}, and not {}", media.name));
        }
        let expected = Expected { document: self.document, media, validator, sample: self.input.body() };
        expected.judge(content_type, &request.body)
    }
}

fn differs(parameter: &Parameter<'_>, sample: &Value, arrived: &Arrived) -> Result<(), String> {
    arrived.difference(sample).map_or(Ok(()), |difference| Err(format!("`{}`: {difference}", parameter.name)))
}

/// Reads a header, which has no escapes.
fn header(style: Style, shape: Shape, value: &str) -> Result<Arrived, String> {
    let parts = || value.split(',').map(|part| part.trim().to_owned());
    match (style, shape) {
        // No style has a form of an empty object; an empty text is read as one.
        (style, Shape::Object) if style != Style::Json && value.is_empty() => Ok(Arrived::Nothing),
        (Style::Json, _) => crate::json::parse(value.as_bytes()).map(Arrived::Json),
        (Style::Simple { explode: true }, Shape::Object) => {
            let entries = parts().map(|part| {
                let (key, value) = part.split_once('=').ok_or_else(|| format!("`{part}` has no value"))?;
                Ok((key.to_owned(), value.to_owned()))
            });
            entries.collect::<Result<_, String>>().map(Arrived::Object)
        }
        (_, shape) => listed(shape, || Ok(value.to_owned()), || Ok(parts().collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_by_the_styles_of_openapi() {
        let object =
            Arrived::Object([("R", "100"), ("G", "200")].map(|(key, value)| (key.into(), value.into())).to_vec());
        let list = Arrived::List(vec!["blue".to_owned(), "black".to_owned()]);
        let [plain, exploded] = [false, true].map(|explode| Style::Simple { explode });
        let cases = [
            (plain, Shape::Scalar, "a,b", Arrived::Text("a,b".to_owned())),
            (plain, Shape::List, "blue, black", list.clone()),
            (exploded, Shape::List, "blue,black", list),
            (plain, Shape::Object, "R,100,G,200", object.clone()),
            (exploded, Shape::Object, "R=100,G=200", object),
            (Style::Json, Shape::List, "[1]", Arrived::Json(serde_json::json!([1]))),
        ];
        for (style, shape, value, expected) in cases {
            assert_eq!(header(style, shape, value), Ok(expected), "{value}");
        }
        assert!(header(plain, Shape::Object, "R,100,G").is_err());
        assert!(header(exploded, Shape::Object, "R,100").is_err());
    }
}
