//! Operations as the document has them.

use serde_json::Value;

use crate::schema::{pointer, schema_at, unescaped};

/// An operation of a document.
#[derive(Debug)]
pub(super) struct Operation<'a> {
    pub(super) method: String,
    /// The path template, without a query.
    pub(super) path: String,
    /// The query that the path has.
    pub(super) fixed: Vec<String>,
    pub(super) parameters: Vec<Parameter<'a>>,
    pub(super) bodies: Vec<Media<'a>>,
    pub(super) is_body_required: bool,
    pub(super) answers: Vec<Answer<'a>>,
    /// The numbers of its responses of errors and with a status 3xx.
    errors: usize,
    redirections: usize,
}

/// A parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'a> {
    pub(super) name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub(super) place: &'a str,
    pub(super) style: Style,
    pub(super) schema: &'a Value,
    pub(super) is_required: bool,
}

/// A `style` with its `explode`, or `content` of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Simple { explode: bool },
    Form { explode: bool },
    Label { explode: bool },
    Matrix { explode: bool },
    Spaces,
    Pipes,
    Deep,
    Json,
}

/// A content type with its schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct Media<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a Value,
    pub(super) encoding: &'a Value,
}

/// A declared response of a success.
#[derive(Clone, Debug)]
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) contents: Vec<Media<'a>>,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

impl Media<'_> {
    pub(super) fn kind(&self) -> Kind {
        match essence(self.name).as_str() {
            "application/x-www-form-urlencoded" => Kind::Form,
            "multipart/form-data" => Kind::Multipart,
            essence if essence == "application/json" || essence.ends_with("+json") => Kind::Json,
            essence if essence.starts_with("text/") => Kind::Text,
            _ => Kind::Bytes,
        }
    }

    /// The style of a property of a form; `None` if its encoding has none.
    pub(super) fn style(&self, property: &str) -> Option<Style> {
        let encoding = &self.encoding[property];
        let has_style = ["style", "explode"].iter().any(|key| encoding.get(key).is_some());
        has_style.then(|| Style::read(encoding["style"].as_str().unwrap_or("form"), &encoding["explode"])).flatten()
    }

    /// Whether a content type is of this one, which may be a range.
    pub(super) fn includes(&self, content_type: &str) -> bool {
        let (own, other) = (essence(self.name), essence(content_type));
        let range = own.strip_suffix('*');
        own == other || range.is_some_and(|range| range == "*/" || other.starts_with(range))
    }
}

impl<'a> Operation<'a> {
    /// The operation at a pointer such as `/paths/~1pets/get`.
    pub(super) fn read(document: &'a Value, at: &str) -> Option<Self> {
        let (path_at, method) = at.rsplit_once('/')?;
        let path = unescaped(path_at.strip_prefix("/paths/")?);
        let item = resolved(document, schema_at(document, path_at)?)?;
        let operation = item.get(method)?;
        // A fragment, by which some documents distinguish paths, is never sent.
        let path = path.split('#').next().unwrap_or_default();
        let (path, fixed) = path.split_once('?').unwrap_or((path, ""));
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        for parameter in list(&item["parameters"]).chain(list(&operation["parameters"])) {
            let parameter = Parameter::read(resolved(document, parameter)?)?;
            parameters.retain(|other| (&other.name, other.place) != (&parameter.name, parameter.place));
            if !parameter.is_ignored() {
                parameters.push(parameter);
            }
        }
        let body = resolved(document, &operation["requestBody"])?;
        Some(Self {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            fixed: fixed.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect(),
            parameters,
            bodies: contents(body),
            is_body_required: body["required"] == true,
            answers: answers(document, &operation["responses"])?,
            errors: with_status(&operation["responses"], &['4', '5']),
            redirections: with_status(&operation["responses"], &['3']),
        })
    }

    /// What it declares that no call shows, with numbers.
    pub(super) fn unjudged(&self) -> [(&'static str, usize); 5] {
        let contents = || self.answers.iter().flat_map(|answer| &answer.contents);
        let is_stream = |media: &&Media<'_>| STREAMS.contains(&essence(media.name).as_str());
        let others = self.answers.iter().map(|answer| answer.contents.len().saturating_sub(1));
        [
            ("responses of errors", self.errors),
            ("responses with a status 3xx", self.redirections),
            ("responses as streams of items", contents().filter(is_stream).count()),
            ("content types of responses beside another", others.sum()),
            ("content types of bodies beside another", self.bodies.len().saturating_sub(1)),
        ]
    }

    pub(super) fn in_place<'s>(&'s self, place: &'s str) -> impl Iterator<Item = &'s Parameter<'a>> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }
}

impl<'a> Parameter<'a> {
    fn read(parameter: &'a Value) -> Option<Self> {
        let place = parameter["in"].as_str()?;
        let content = contents(parameter).into_iter().next();
        let default = if matches!(place, "path" | "header") { "simple" } else { "form" };
        let style = parameter["style"].as_str().unwrap_or(default);
        Some(Self {
            name: parameter["name"].as_str()?.to_owned(),
            place,
            style: if content.is_some() { Style::Json } else { Style::read(style, &parameter["explode"])? },
            schema: content.map_or(&parameter["schema"], |content| content.schema),
            is_required: place == "path" || parameter["required"] == true,
        })
    }

    /// Whether OpenAPI says to ignore it: these headers are defined elsewhere.
    fn is_ignored(&self) -> bool {
        let ignored = ["accept", "authorization", "content-type"];
        self.place == "header" && ignored.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

impl Style {
    pub(super) fn read(name: &str, explode: &Value) -> Option<Self> {
        let explode = explode.as_bool().unwrap_or(name == "form");
        Some(match name {
            "simple" => Self::Simple { explode },
            "form" => Self::Form { explode },
            "label" => Self::Label { explode },
            "matrix" => Self::Matrix { explode },
            // OpenAPI defines their exploded form to be that of `form`.
            "spaceDelimited" | "pipeDelimited" if explode => Self::Form { explode },
            "spaceDelimited" => Self::Spaces,
            "pipeDelimited" => Self::Pipes,
            "deepObject" => Self::Deep,
            _ => return None,
        })
    }
}

/// Content types of responses that may be read item by item.
const STREAMS: [&str; 5] =
    ["text/event-stream", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

/// The number of responses whose status begins with one of the digits.
fn with_status(responses: &Value, digits: &[char]) -> usize {
    responses.as_object().into_iter().flatten().filter(|(status, _)| status.starts_with(digits)).count()
}

/// The JSON pointers of all operations of a document.
pub(crate) fn operations(document: &Value) -> impl Iterator<Item = String> {
    let paths = document["paths"].as_object().into_iter().flatten().filter(|(path, _)| path.starts_with('/'));
    paths.flat_map(move |(path, item)| {
        let methods = resolved(document, item).and_then(Value::as_object).into_iter().flatten();
        let methods = methods.filter(|(key, _)| METHODS.contains(&key.as_str()));
        let path = path.replace('~', "~0").replace('/', "~1");
        methods.map(move |(method, _)| format!("/paths/{path}/{method}"))
    })
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

/// The declared responses with a status 2xx; if there are neither these nor any with a status 3xx, the default.
fn answers<'a>(document: &'a Value, responses: &'a Value) -> Option<Vec<Answer<'a>>> {
    let all = || responses.as_object().into_iter().flatten();
    let is_declared = all().any(|(status, _)| status.starts_with(['2', '3']));
    let is_success = |status: &str| status.starts_with('2') || (status == "default" && !is_declared);
    let answer = |status: &str, response: &'a Value| {
        let contents = contents(resolved(document, response)?);
        Some(Answer { status: status.parse().unwrap_or(200), contents })
    };
    all().filter(|(status, _)| is_success(status)).map(|(status, response)| answer(status, response)).collect()
}

fn contents(value: &Value) -> Vec<Media<'_>> {
    let contents = value["content"].as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with("x-"));
    contents.map(|(name, media)| Media { name, schema: &media["schema"], encoding: &media["encoding"] }).collect()
}

/// What a reference leads to, or the value itself.
pub(super) fn resolved<'a>(document: &'a Value, value: &'a Value) -> Option<&'a Value> {
    let mut value = value;
    // References to one another have no end.
    for _ in 0..16 {
        let Some(at) = pointer(&value["$ref"]) else { return Some(value) };
        value = document.pointer(&at)?;
    }
    None
}

pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A content type in small letters without its parameters.
pub(super) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
