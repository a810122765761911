//! An API before it has a spelling.

use std::collections::BTreeMap;

use serde_json::Value;

/// A whole API.
#[derive(Debug, Default)]
pub(crate) struct Api {
    /// The messages by their protobuf names.
    pub(crate) messages: BTreeMap<String, Message>,
    pub(crate) operations: Vec<Operation>,
}

/// A named schema.
#[derive(Debug, Default)]
pub(crate) struct Message {
    pub(crate) description: String,
    pub(crate) properties: BTreeMap<String, Property>,
    pub(crate) required: Vec<String>,
    pub(crate) extensions: Vec<(&'static str, Value)>,
}

#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) ty: Type,
    /// Whether a scalar distinguishes unset from zero. Lists, messages and dates always may be null.
    pub(crate) has_presence: bool,
    pub(crate) read_only: bool,
    pub(crate) deprecated: bool,
    pub(crate) sunset: bool,
    pub(crate) description: String,
}

#[derive(Clone, Debug)]
pub(crate) enum Type {
    Bool,
    String,
    /// A string with a format: integers of 64 bits, times, durations and bytes.
    Format(&'static str),
    Int32,
    UInt32,
    Number(Option<&'static str>),
    /// The values.
    Enum(Vec<String>),
    /// The protobuf name.
    Message(String),
    List(Box<Type>),
    Map(Box<Type>),
    /// `google.protobuf.Any`.
    Any,
    /// `google.protobuf.Struct`.
    Struct,
    /// `google.protobuf.Empty`.
    Empty,
    /// Any JSON value.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Delete,
    Get,
    Patch,
    Post,
    Put,
}

#[derive(Debug)]
pub(crate) struct Operation {
    /// `package.Service`.
    pub(crate) service: String,
    pub(crate) method: String,
    pub(crate) verb: Verb,
    pub(crate) path: String,
    pub(crate) tag: String,
    pub(crate) parameters: Vec<Parameter>,
    /// The protobuf names of the messages.
    pub(crate) request: Option<String>,
    pub(crate) response: String,
    pub(crate) description: String,
    pub(crate) deprecated: bool,
    pub(crate) extensions: Vec<(&'static str, Value)>,
}

#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) in_path: bool,
    pub(crate) name: String,
    pub(crate) property: Property,
}

impl Property {
    /// A property without presence, marks and description.
    pub(crate) fn new(ty: Type) -> Self {
        Self { ty, has_presence: false, read_only: false, deprecated: false, sunset: false, description: String::new() }
    }

    pub(crate) fn described(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }

    pub(crate) fn with_presence(self) -> Self {
        Self { has_presence: true, ..self }
    }
}

impl Type {
    pub(crate) fn message(name: &str) -> Self {
        Self::Message(name.to_owned())
    }

    pub(crate) fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    pub(crate) fn map(self) -> Self {
        Self::Map(Box::new(self))
    }
}

impl Verb {
    /// The key of a path item.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Get => "get",
            Self::Patch => "patch",
            Self::Post => "post",
            Self::Put => "put",
        }
    }
}

impl Message {
    pub(crate) fn described(description: impl Into<String>) -> Self {
        Self { description: description.into(), ..Self::default() }
    }

    pub(crate) fn with(mut self, name: &str, property: Property) -> Self {
        self.properties.insert(name.to_owned(), property);
        self
    }
}

/// The part of a protobuf name behind its package: `Badge.Owner` of `c1.api.badge.v1.Badge.Owner`.
pub(crate) fn local(name: &str) -> &str {
    ["v1.", "v2."].iter().find_map(|version| name.split_once(version)).map_or(name, |(_, local)| local)
}
