//! The keys of OpenAPI that the generator supports, and the kind of value that each has.
//!
//! A key that is missing from the table of its object is an error, so the generator ignores nothing silently.
//! Supporting more of OpenAPI begins with a key here.

use serde_json::{Map, Value};

/// The kind of value that a key has.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Any value, which the generator ignores.
    Ignored,
    /// A string for people: documents that differ in it do not conflict.
    Prose,
    /// Any value; documents that differ in it conflict.
    Any,
    String,
    Strings,
    /// A list of any values.
    Values,
    /// An object of strings.
    Names,
    Bool,
    /// `true` or `false`, which is not the same as nothing.
    Flag,
    /// A positive number of seconds.
    Seconds,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// `true`, `false`, or an object.
    BoolOr(&'static Keywords),
    Object(&'static Keywords),
    List(&'static Keywords),
    /// An object whose keys are names from the document.
    Map(&'static Keywords),
}

impl Kind {
    /// The kind of the value under `key`, or of an element of a list; `None` for an unsupported key.
    pub(crate) fn child(self, key: &str) -> Option<Self> {
        match self {
            Self::Object(keywords) | Self::BoolOr(keywords) => keywords.kind(key),
            // Properties and schemas may have names like `x-...`; elsewhere such a name is an extension.
            Self::Map(keywords) if key.starts_with("x-") && !std::ptr::eq(keywords, &SCHEMA) => Some(Self::Ignored),
            Self::List(keywords) | Self::Map(keywords) => Some(Self::Object(keywords)),
            Self::Strings => Some(Self::String),
            _ => None,
        }
    }
}

/// The keys of one kind of object. Every object may also have other keys that begin with `x-`; lowering does not see them.
pub(crate) struct Keywords {
    /// As in "is not supported in ...".
    pub(crate) name: &'static str,
    pub(crate) required: &'static [&'static str],
    /// Kinds with the keys of that kind.
    pub(crate) keys: &'static [(Kind, &'static [&'static str])],
}

impl Keywords {
    /// The kind of value that `key` has; `None` for an unsupported key.
    pub(crate) fn kind(&self, key: &str) -> Option<Kind> {
        let listed = self.keys.iter().find(|(_, keys)| keys.contains(&key)).map(|(kind, _)| *kind);
        listed.or((key.starts_with("x-") && !is_own(key)).then_some(Kind::Ignored))
    }

    /// The generator's own extensions that this kind of object has.
    pub(crate) fn extensions(&self) -> Vec<&'static str> {
        let mut own: Vec<_> = self.keys.iter().flat_map(|(_, keys)| *keys).copied().filter(|key| is_own(key)).collect();
        own.sort_unstable();
        own
    }
}

/// Whether an extension is this generator's: misspelled or misplaced, it would have no effect.
pub(crate) fn is_own(key: &str) -> bool {
    key.starts_with("x-rust-")
}

/// Calls `visit` with each object that has keywords, outermost first, so that `visit` sees what it adds.
pub(crate) fn walk(value: &mut Value, kind: Kind, visit: &mut dyn FnMut(&mut Map<String, Value>, &'static Keywords)) {
    match value {
        Value::Object(object) => {
            if let Kind::Object(keywords) | Kind::BoolOr(keywords) = kind {
                visit(object, keywords);
            }
            for (key, value) in object {
                if let Some(kind) = kind.child(key) {
                    walk(value, kind, visit);
                }
            }
        }
        Value::Array(values) => {
            if let Kind::List(keywords) = kind {
                values.iter_mut().for_each(|value| walk(value, Kind::Object(keywords), visit));
            }
        }
        _ => {}
    }
}

/// A whole document.
pub(crate) static ROOT: Keywords = Keywords {
    name: "an OpenAPI document",
    required: &["openapi", "paths"],
    keys: &[
        (Kind::Ignored, &["openapi", "info", "servers", "security", "tags", "externalDocs", "webhooks"]),
        (Kind::Map(&PATH_ITEM), &["paths"]),
        (Kind::Object(&COMPONENTS), &["components"]),
        (Kind::Choice(&["protobuf"]), &["x-rust-presence"]),
        (Kind::Names, &["x-rust-packages"]),
    ],
};

static COMPONENTS: Keywords = Keywords {
    name: "the components object",
    required: &[],
    keys: &[
        (Kind::Map(&SCHEMA), &["schemas"]),
        (Kind::Ignored, &["securitySchemes"]),
        // `resolve` has replaced the references to them.
        (Kind::Ignored, &["parameters", "requestBodies", "responses", "headers", "pathItems"]),
        (Kind::Ignored, &["examples", "links", "callbacks"]),
    ],
};

pub(crate) static PATH_ITEM: Keywords = Keywords {
    name: "a path item",
    required: &[],
    keys: &[
        (Kind::Prose, &["summary", "description"]),
        // `normalize` adds them to the operations.
        (Kind::Ignored, &["servers"]),
        (Kind::Object(&OPERATION), &["get", "put", "post", "delete", "patch", "head", "options", "trace"]),
        // `resolve` adds them to the operations.
        (Kind::List(&PARAMETER), &["parameters"]),
    ],
};

pub(crate) static OPERATION: Keywords = Keywords {
    name: "an operation",
    required: &[],
    keys: &[
        (Kind::Ignored, &["externalDocs", "security", "callbacks"]),
        (Kind::Prose, &["summary", "description", "x-sunset"]),
        (Kind::Any, &["x-speakeasy-pagination"]),
        (Kind::Values, &["servers"]),
        (Kind::String, &["operationId", "x-rust-name", "x-stability-level"]),
        (Kind::Strings, &["tags"]),
        (Kind::Bool, &["deprecated", "x-rust-idempotent"]),
        (Kind::List(&PARAMETER), &["parameters"]),
        (Kind::Map(&WAITER), &["x-rust-waiter"]),
        (Kind::Object(&REQUEST_BODY), &["requestBody"]),
        (Kind::Map(&RESPONSE), &["responses"]),
    ],
};

/// A state for which the calls of an operation can wait, by its name.
static WAITER: Keywords = Keywords {
    name: "a waiter",
    required: &["paths"],
    keys: &[
        (Kind::Strings, &["paths", "success", "failure"]),
        (Kind::Choice(&["present", "absent"]), &["presence"]),
        (Kind::Seconds, &["interval", "maxInterval", "timeout"]),
    ],
};

static PARAMETER: Keywords = Keywords {
    name: "a parameter",
    required: &["name", "in"],
    keys: &[
        (Kind::Ignored, &["example", "examples", "allowEmptyValue"]),
        (Kind::Prose, &["description"]),
        (Kind::String, &["name", "x-rust-name"]),
        (Kind::Choice(&["path", "query", "header", "cookie"]), &["in"]),
        (
            Kind::Choice(&["simple", "form", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject"]),
            &["style"],
        ),
        (Kind::Flag, &["explode"]),
        (Kind::Bool, &["required", "deprecated", "allowReserved"]),
        (Kind::Object(&SCHEMA), &["schema"]),
        (Kind::Map(&MEDIA_TYPE), &["content"]),
    ],
};

static REQUEST_BODY: Keywords = Keywords {
    name: "a request body",
    required: &["content"],
    keys: &[(Kind::Prose, &["description"]), (Kind::Bool, &["required"]), (Kind::Map(&MEDIA_TYPE), &["content"])],
};

pub(crate) static MEDIA_TYPE: Keywords = Keywords {
    name: "a media type",
    required: &[],
    keys: &[
        (Kind::Ignored, &["example", "examples"]),
        (Kind::Any, &["encoding"]),
        (Kind::Object(&SCHEMA), &["schema"]),
    ],
};

pub(crate) static RESPONSE: Keywords = Keywords {
    name: "a response",
    required: &["description"],
    keys: &[
        (Kind::Ignored, &["headers", "links"]),
        (Kind::Prose, &["description"]),
        (Kind::Map(&MEDIA_TYPE), &["content"]),
    ],
};

static DISCRIMINATOR: Keywords = Keywords {
    name: "a discriminator",
    required: &["propertyName"],
    keys: &[(Kind::String, &["propertyName"]), (Kind::Names, &["mapping"])],
};

/// The types of JSON values.
pub(crate) static TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// A schema, as `normalize` leaves it.
pub(crate) static SCHEMA: Keywords = Keywords {
    name: "a schema",
    required: &[],
    keys: &[
        // The type of a document's generator of its own.
        (Kind::Ignored, &["x-rust-type"]),
        (Kind::Ignored, &["$comment", "$schema", "externalDocs", "example", "examples", "xml"]),
        // Constraints, which the server checks: they change no type.
        (Kind::Ignored, &["pattern", "minLength", "maxLength", "multipleOf", "contentSchema"]),
        (
            Kind::Ignored,
            &[
                "not",
                "contains",
                "minContains",
                "maxContains",
                "propertyNames",
                "dependentRequired",
                "$recursiveAnchor",
            ],
        ),
        (Kind::Ignored, &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
        (Kind::Ignored, &["minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"]),
        (Kind::Prose, &["description", "title", "x-sunset"]),
        (Kind::Any, &["default", "const"]),
        (Kind::String, &["$ref", "format", "contentEncoding", "contentMediaType", "x-rust-name", "x-rust-related"]),
        (Kind::Choice(&TYPES), &["type"]),
        (Kind::Bool, &["nullable", "readOnly", "writeOnly", "deprecated", "unevaluatedProperties", "x-rust-sensitive"]),
        (Kind::Strings, &["required"]),
        (Kind::Values, &["enum"]),
        (Kind::Names, &["x-rust-oneof-names"]),
        (Kind::List(&SCHEMA), &["allOf", "anyOf", "oneOf", "prefixItems"]),
        (Kind::Object(&DISCRIMINATOR), &["discriminator"]),
        (Kind::Map(&SCHEMA), &["properties", "patternProperties"]),
        (Kind::BoolOr(&SCHEMA), &["additionalProperties"]),
        (Kind::Object(&SCHEMA), &["items"]),
    ],
};
