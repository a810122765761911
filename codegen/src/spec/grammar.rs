//! Which keys of OpenAPI the generator understands, and what may stand behind each.
//!
//! A key that is not in the table of its position is an error, so nothing is ever left out in silence: supporting more
//! of OpenAPI begins with a line here.

use serde_json::{Map, Value};

use crate::pointer;

/// What may stand behind a key.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Anything; the generator does not read it.
    Words,
    /// A string for people: documents that differ in it do not disagree.
    Prose,
    /// Anything, and it matters.
    Any,
    Text,
    Texts,
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true`, `false`, or an object.
    FlagOr(&'static Grammar),
    Object(&'static Grammar),
    List(&'static Grammar),
    /// An object whose keys are names of the document's own.
    Map(&'static Grammar),
}

/// The keys of one kind of object. Keys beginning with `x-` may stand anywhere.
pub(crate) struct Grammar {
    /// As in "is not supported in ...".
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [(&'static str, Kind)],
    pub(crate) required: &'static [&'static str],
}

impl Grammar {
    /// What may stand behind `key`; none where the generator does not know it.
    pub(crate) fn kind(&self, key: &str) -> Option<Kind> {
        match key.starts_with("x-") && !is_own(key) {
            true => Some(if matters(key) { Kind::Any } else { Kind::Words }),
            false => self.keys.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind),
        }
    }

    /// The extensions that have a meaning here.
    pub(crate) fn extensions(&self) -> Vec<&'static str> {
        self.keys.iter().map(|(name, _)| *name).filter(|name| is_own(name)).collect()
    }
}

/// Whether an extension is meant for this generator: misspelt or misplaced, it would be ignored in silence.
pub(crate) fn is_own(key: &str) -> bool {
    key.starts_with("x-rust-")
}

/// Whether two documents that differ in another's extension disagree.
fn matters(extension: &str) -> bool {
    matches!(extension, "x-speakeasy-pagination" | "x-stability-level")
}

/// What is done to an object that has this grammar and stands at this JSON pointer.
type Visit<'v> = dyn FnMut(&mut Map<String, Value>, &'static Grammar, &str) + 'v;

/// Calls `visit` with each object that has a grammar, the outermost first, so that what `visit` changes is visited too.
pub(crate) fn walk(value: &mut Value, grammar: &'static Grammar, at: &str, visit: &mut Visit<'_>) {
    let Value::Object(object) = value else { return };
    visit(object, grammar, at);
    for (key, value) in object {
        let at = pointer::child(at, key);
        match (grammar.kind(key), value) {
            (Some(Kind::Object(inner) | Kind::FlagOr(inner)), value) => walk(value, inner, &at, visit),
            (Some(Kind::List(inner)), Value::Array(values)) => {
                for (index, value) in values.iter_mut().enumerate() {
                    walk(value, inner, &pointer::child(&at, &index.to_string()), visit);
                }
            }
            (Some(Kind::Map(inner)), Value::Object(values)) => {
                for (name, value) in values {
                    walk(value, inner, &pointer::child(&at, name), visit);
                }
            }
            _ => {}
        }
    }
}

/// A whole document.
pub(crate) static ROOT: Grammar = Grammar {
    name: "an OpenAPI document",
    required: &["openapi", "paths"],
    keys: &[
        ("openapi", Kind::Words),
        ("info", Kind::Words),
        ("servers", Kind::Words),
        ("security", Kind::Words),
        ("tags", Kind::Words),
        ("externalDocs", Kind::Words),
        ("paths", Kind::Map(&PATH_ITEM)),
        ("components", Kind::Object(&COMPONENTS)),
        ("x-rust-presence", Kind::Any),
    ],
};

static COMPONENTS: Grammar = Grammar {
    name: "the components object",
    required: &[],
    keys: &[("schemas", Kind::Map(&SCHEMA)), ("securitySchemes", Kind::Words)],
};

pub(crate) static PATH_ITEM: Grammar = Grammar {
    name: "a path item",
    required: &[],
    keys: &[
        ("summary", Kind::Prose),
        ("description", Kind::Prose),
        ("get", Kind::Object(&OPERATION)),
        ("put", Kind::Object(&OPERATION)),
        ("post", Kind::Object(&OPERATION)),
        ("delete", Kind::Object(&OPERATION)),
        ("patch", Kind::Object(&OPERATION)),
    ],
};

/// An operation.
pub(crate) static OPERATION: Grammar = Grammar {
    name: "an operation",
    required: &["operationId", "responses"],
    keys: &[
        ("tags", Kind::Texts),
        ("summary", Kind::Prose),
        ("description", Kind::Prose),
        ("externalDocs", Kind::Words),
        ("operationId", Kind::Text),
        ("parameters", Kind::List(&PARAMETER)),
        ("requestBody", Kind::Object(&REQUEST_BODY)),
        ("responses", Kind::Object(&RESPONSES)),
        ("deprecated", Kind::Flag),
        ("security", Kind::Words),
        ("x-rust-idempotent", Kind::Any),
        ("x-rust-name", Kind::Any),
    ],
};

static PARAMETER: Grammar = Grammar {
    name: "a parameter",
    required: &["name", "in", "schema"],
    keys: &[
        ("name", Kind::Text),
        ("in", Kind::Choice(&["path", "query"])),
        ("description", Kind::Prose),
        ("required", Kind::Flag),
        ("deprecated", Kind::Flag),
        ("schema", Kind::Object(&SCHEMA)),
        ("example", Kind::Words),
        ("examples", Kind::Words),
        ("x-rust-name", Kind::Any),
    ],
};

static REQUEST_BODY: Grammar = Grammar {
    name: "a request body",
    required: &["content"],
    keys: &[("description", Kind::Prose), ("required", Kind::Flag), ("content", Kind::Object(&CONTENT))],
};

static CONTENT: Grammar = Grammar {
    name: "a content",
    required: &["application/json"],
    keys: &[("application/json", Kind::Object(&MEDIA_TYPE))],
};

static MEDIA_TYPE: Grammar = Grammar {
    name: "a media type",
    required: &["schema"],
    keys: &[("schema", Kind::Object(&SCHEMA)), ("example", Kind::Words), ("examples", Kind::Words)],
};

static RESPONSES: Grammar =
    Grammar { name: "the responses", required: &["200"], keys: &[("200", Kind::Object(&RESPONSE))] };

static RESPONSE: Grammar = Grammar {
    name: "a response",
    required: &["description"],
    keys: &[
        ("description", Kind::Prose),
        ("headers", Kind::Words),
        ("links", Kind::Words),
        ("content", Kind::Object(&CONTENT)),
    ],
};

/// A schema, as the dialect step leaves it: see `dialect`.
pub(crate) static SCHEMA: Grammar = Grammar {
    name: "a schema",
    required: &[],
    keys: &[
        ("$ref", Kind::Text),
        ("$comment", Kind::Words),
        ("title", Kind::Words),
        ("description", Kind::Prose),
        ("externalDocs", Kind::Words),
        ("example", Kind::Words),
        ("examples", Kind::Words),
        ("type", Kind::Choice(&["array", "boolean", "integer", "number", "object", "string"])),
        ("format", Kind::Text),
        ("nullable", Kind::Flag),
        ("enum", Kind::Texts),
        ("default", Kind::Any),
        ("readOnly", Kind::Flag),
        ("writeOnly", Kind::Flag),
        ("deprecated", Kind::Flag),
        ("allOf", Kind::List(&SCHEMA)),
        ("properties", Kind::Map(&SCHEMA)),
        ("required", Kind::Texts),
        ("additionalProperties", Kind::FlagOr(&SCHEMA)),
        ("items", Kind::Object(&SCHEMA)),
        ("pattern", Kind::Words),
        ("minLength", Kind::Words),
        ("maxLength", Kind::Words),
        ("minimum", Kind::Words),
        ("maximum", Kind::Words),
        ("exclusiveMinimum", Kind::Words),
        ("exclusiveMaximum", Kind::Words),
        ("multipleOf", Kind::Words),
        ("minItems", Kind::Words),
        ("maxItems", Kind::Words),
        ("uniqueItems", Kind::Words),
        ("minProperties", Kind::Words),
        ("maxProperties", Kind::Words),
        ("x-rust-name", Kind::Any),
        ("x-rust-oneof-names", Kind::Any),
        ("x-rust-sensitive", Kind::Any),
    ],
};
