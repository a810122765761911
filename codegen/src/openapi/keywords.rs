//! The keys of OpenAPI that the generator supports, and the kind of value that each has.
//!
//! A key that is missing from the table of its object is an error, so the generator ignores nothing silently.
//! Supporting more of OpenAPI begins with a line here.

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::pointer;

/// Smaller maps are not worth a second thread.
const MIN_PARALLEL: usize = 64;

/// The kind of value that a key has.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Anything; the generator ignores it.
    Ignored,
    /// A string for people: documents that differ in it do not conflict.
    Prose,
    /// Anything; documents that differ in it conflict.
    Any,
    String,
    Strings,
    Bool,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// `true`, `false`, or an object.
    BoolOr(&'static Keywords),
    Object(&'static Keywords),
    List(&'static Keywords),
    /// An object whose keys are names from the document.
    Map(&'static Keywords),
}

/// The keys of one kind of object. Every object may also have keys that begin with `x-`.
pub(crate) struct Keywords {
    /// As in "is not supported in ...".
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [(&'static str, Kind)],
    pub(crate) required: &'static [&'static str],
}

impl Keywords {
    /// The kind of value that `key` has; `None` for an unsupported key.
    pub(crate) fn kind(&self, key: &str) -> Option<Kind> {
        if key.starts_with("x-") && !is_own(key) {
            return Some(if is_compared(key) { Kind::Any } else { Kind::Ignored });
        }
        self.keys.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind)
    }

    /// The generator's own extensions that this kind of object has.
    pub(crate) fn extensions(&self) -> Vec<&'static str> {
        self.keys.iter().map(|(name, _)| *name).filter(|name| is_own(name)).collect()
    }
}

/// Whether an extension is this generator's: misspelled or misplaced, it would have no effect.
pub(crate) fn is_own(key: &str) -> bool {
    key.starts_with("x-rust-")
}

/// Whether documents that differ in this extension of somebody else's conflict.
fn is_compared(extension: &str) -> bool {
    matches!(extension, "x-speakeasy-pagination" | "x-stability-level")
}

/// A visitor of objects: the object, its keywords and its JSON pointer.
type Visit<'v> = dyn Fn(&mut Map<String, Value>, &'static Keywords, &str) + Sync + 'v;

/// Calls `visit` with each object that has keywords, outermost first, so that what `visit` adds is visited too. Visits
/// the values of a map in parallel: a document has thousands of schemas.
pub(crate) fn walk(value: &mut Value, keywords: &'static Keywords, at: &str, visit: &Visit<'_>) {
    let Value::Object(object) = value else { return };
    visit(object, keywords, at);
    for (key, value) in object {
        match (keywords.kind(key), value) {
            (Some(Kind::Object(inner) | Kind::BoolOr(inner)), value) => {
                walk(value, inner, &pointer::child(at, key), visit);
            }
            (Some(Kind::List(inner)), Value::Array(values)) => {
                let at = pointer::child(at, key);
                for (index, value) in values.iter_mut().enumerate() {
                    walk(value, inner, &pointer::child(&at, &index.to_string()), visit);
                }
            }
            (Some(Kind::Map(inner)), Value::Object(values)) => {
                let at = pointer::child(at, key);
                let mut values: Vec<_> = values.iter_mut().collect();
                values.par_iter_mut().with_min_len(MIN_PARALLEL).for_each(|(name, value)| {
                    walk(value, inner, &pointer::child(&at, name), visit);
                });
            }
            _ => {}
        }
    }
}

/// A whole document.
pub(crate) static ROOT: Keywords = Keywords {
    name: "an OpenAPI document",
    required: &["openapi", "paths"],
    keys: &[
        ("openapi", Kind::Ignored),
        ("info", Kind::Ignored),
        ("servers", Kind::Ignored),
        ("security", Kind::Ignored),
        ("tags", Kind::Ignored),
        ("externalDocs", Kind::Ignored),
        ("paths", Kind::Map(&PATH_ITEM)),
        ("components", Kind::Object(&COMPONENTS)),
        ("x-rust-presence", Kind::Any),
    ],
};

static COMPONENTS: Keywords = Keywords {
    name: "the components object",
    required: &[],
    keys: &[("schemas", Kind::Map(&SCHEMA)), ("securitySchemes", Kind::Ignored)],
};

pub(crate) static PATH_ITEM: Keywords = Keywords {
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
pub(crate) static OPERATION: Keywords = Keywords {
    name: "an operation",
    required: &["operationId", "responses"],
    keys: &[
        ("tags", Kind::Strings),
        ("summary", Kind::Prose),
        ("description", Kind::Prose),
        ("externalDocs", Kind::Ignored),
        ("operationId", Kind::String),
        ("parameters", Kind::List(&PARAMETER)),
        ("requestBody", Kind::Object(&REQUEST_BODY)),
        ("responses", Kind::Object(&RESPONSES)),
        ("deprecated", Kind::Bool),
        ("security", Kind::Ignored),
        ("x-rust-idempotent", Kind::Any),
        ("x-rust-name", Kind::Any),
    ],
};

static PARAMETER: Keywords = Keywords {
    name: "a parameter",
    required: &["name", "in", "schema"],
    keys: &[
        ("name", Kind::String),
        ("in", Kind::Choice(&["path", "query"])),
        ("description", Kind::Prose),
        ("required", Kind::Bool),
        ("deprecated", Kind::Bool),
        ("schema", Kind::Object(&SCHEMA)),
        ("example", Kind::Ignored),
        ("examples", Kind::Ignored),
        ("x-rust-name", Kind::Any),
    ],
};

static REQUEST_BODY: Keywords = Keywords {
    name: "a request body",
    required: &["content"],
    keys: &[("description", Kind::Prose), ("required", Kind::Bool), ("content", Kind::Object(&CONTENT))],
};

static CONTENT: Keywords = Keywords {
    name: "a content",
    required: &["application/json"],
    keys: &[("application/json", Kind::Object(&MEDIA_TYPE))],
};

static MEDIA_TYPE: Keywords = Keywords {
    name: "a media type",
    required: &["schema"],
    keys: &[("schema", Kind::Object(&SCHEMA)), ("example", Kind::Ignored), ("examples", Kind::Ignored)],
};

static RESPONSES: Keywords =
    Keywords { name: "the responses", required: &["200"], keys: &[("200", Kind::Object(&RESPONSE))] };

static RESPONSE: Keywords = Keywords {
    name: "a response",
    required: &["description"],
    keys: &[
        ("description", Kind::Prose),
        ("headers", Kind::Ignored),
        ("links", Kind::Ignored),
        ("content", Kind::Object(&CONTENT)),
    ],
};

/// A schema, as `normalize` leaves it.
pub(crate) static SCHEMA: Keywords = Keywords {
    name: "a schema",
    required: &[],
    keys: &[
        ("$ref", Kind::String),
        ("$comment", Kind::Ignored),
        ("title", Kind::Ignored),
        ("description", Kind::Prose),
        ("externalDocs", Kind::Ignored),
        ("example", Kind::Ignored),
        ("examples", Kind::Ignored),
        ("type", Kind::Choice(&["array", "boolean", "integer", "number", "object", "string"])),
        ("format", Kind::String),
        ("nullable", Kind::Bool),
        ("enum", Kind::Strings),
        ("default", Kind::Any),
        ("readOnly", Kind::Bool),
        ("writeOnly", Kind::Bool),
        ("deprecated", Kind::Bool),
        ("allOf", Kind::List(&SCHEMA)),
        ("properties", Kind::Map(&SCHEMA)),
        ("required", Kind::Strings),
        ("additionalProperties", Kind::BoolOr(&SCHEMA)),
        ("items", Kind::Object(&SCHEMA)),
        ("pattern", Kind::Ignored),
        ("minLength", Kind::Ignored),
        ("maxLength", Kind::Ignored),
        ("minimum", Kind::Ignored),
        ("maximum", Kind::Ignored),
        ("exclusiveMinimum", Kind::Ignored),
        ("exclusiveMaximum", Kind::Ignored),
        ("multipleOf", Kind::Ignored),
        ("minItems", Kind::Ignored),
        ("maxItems", Kind::Ignored),
        ("uniqueItems", Kind::Ignored),
        ("minProperties", Kind::Ignored),
        ("maxProperties", Kind::Ignored),
        ("x-rust-name", Kind::Any),
        ("x-rust-oneof-names", Kind::Any),
        ("x-rust-sensitive", Kind::Any),
    ],
};
