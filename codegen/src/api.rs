//! What the documents describe, as plain data: spec names, and where in the spec each thing stands.
//!
//! This is the middle of the generator. `openapiv3` ends before it, Rust's names and tokens begin after it.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::package;
use crate::spec::Files;

/// A whole API.
#[derive(Debug, Default)]
pub(crate) struct Api {
    /// By full name; objects described in place are models too, called after where they stand.
    pub(crate) models: BTreeMap<String, Model>,
    pub(crate) enums: Vec<Enum>,
    /// In the order of their ids.
    pub(crate) operations: Vec<Operation>,
    pub(crate) files: Files,
}

impl Api {
    /// An error about what the JSON pointer `at` leads to.
    pub(crate) fn error(&self, at: &str, message: impl Into<String>) -> Error {
        Error::new(self.files.of(at), at, message)
    }
}

/// What stands in the spec for people, and changes no type.
#[derive(Debug, Default, Clone)]
pub(crate) struct Docs {
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) deprecated: bool,
    /// Why it is deprecated, and what to use.
    pub(crate) reason: Option<String>,
    /// `x-sunset`: when it will be gone.
    pub(crate) sunset: Option<String>,
    pub(crate) read_only: bool,
    /// As JSON.
    pub(crate) default: Option<String>,
    /// `x-stability-level`, of operations.
    pub(crate) stability: Option<String>,
}

/// An object with named properties.
#[derive(Debug)]
pub(crate) struct Model {
    /// The full name: `c1.api.user.v1.User`.
    pub(crate) name: String,
    /// Where an object described in place stands; none for one with a name of its own.
    pub(crate) inline: Option<Site>,
    pub(crate) rust_name: Option<String>,
    pub(crate) at: String,
    pub(crate) docs: Docs,
    pub(crate) fields: Vec<Field>,
    /// Groups of fields of which one at most is set.
    pub(crate) oneofs: Vec<Oneof>,
    /// `x-rust-oneof-names`: what to call their views, by the names of the oneofs.
    pub(crate) oneof_names: BTreeMap<String, String>,
    /// The paths that an expand mask supports.
    pub(crate) expand_paths: Vec<String>,
}

/// Fields of which one at most is set.
#[derive(Debug)]
pub(crate) struct Oneof {
    /// As in protobuf: `app_identifier`.
    pub(crate) name: String,
    /// Of its view.
    pub(crate) rust_name: Option<String>,
    /// Indices into the model's fields.
    pub(crate) cases: Vec<usize>,
}

/// A property.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) rust_name: Option<String>,
    pub(crate) at: String,
    pub(crate) docs: Docs,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    /// Never shown by `Debug`.
    pub(crate) sensitive: bool,
    /// The value would contain itself: it is behind a pointer.
    pub(crate) boxed: bool,
}

/// Whether a property has a value that means "not there".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `Option<T>`: `None` is not written, `Some` of anything is.
    Optional,
    /// `T`: zero is not written.
    Implicit,
    /// `T`, and always written.
    Required,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    String,
    Bool,
    Int32,
    UInt32,
    /// In a JSON string, as all 64-bit integers of protobuf JSON are.
    Int64,
    UInt64,
    Float,
    Double,
    DateTime,
    Duration,
    Bytes,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A message of any type, which says of which (`google.protobuf.Any`).
    Any,
    /// A message without fields (`google.protobuf.Empty`): that it is there is all it says.
    Empty,
    Enum(EnumId),
    /// The full name of a model.
    Model(String),
    List(Box<Type>),
    Map(Box<Type>),
}

impl Type {
    /// The model or enum, scalar or list that this holds in the end.
    pub(crate) fn innermost(&self) -> &Type {
        match self {
            Type::List(inner) | Type::Map(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// An index into [`Api::enums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EnumId(pub(crate) usize);

/// A set of strings, more of which may come.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) package: String,
    pub(crate) origin: EnumOrigin,
    /// In the spec's order.
    pub(crate) values: Vec<String>,
    /// The index of the value that stands for no value.
    pub(crate) zero: Option<usize>,
    /// Where it is described; more than one where several properties share it.
    pub(crate) sites: Vec<String>,
}

/// What an enum is called after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EnumOrigin {
    /// `x-rust-name`.
    Named(String),
    /// What all its values begin with, which is its protobuf name: `USER_TYPE`.
    Prefix(String),
    /// Where it stands.
    Site(Site),
}

/// A place in a model or in an operation's parameters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Site {
    /// A property of the model of this full name.
    Property { model: String, property: String, in_list: bool },
    /// A parameter of the operation of this id, which belongs to this package.
    Parameter { package: String, operation: String, parameter: String, in_list: bool },
}

impl Site {
    pub(crate) fn package(&self) -> &str {
        match self {
            Self::Property { model, .. } => package::of(model),
            Self::Parameter { package, .. } => package,
        }
    }
}

/// A call.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The operation id: `c1.api.user.v1.UserSearch.Search`.
    pub(crate) id: String,
    pub(crate) package: String,
    /// As in the id: `UserSearch`.
    pub(crate) service: String,
    /// As in the id: `Search`.
    pub(crate) method: String,
    pub(crate) rust_name: Option<String>,
    pub(crate) at: String,
    pub(crate) docs: Docs,
    /// In capitals.
    pub(crate) http_method: &'static str,
    /// With parameters in braces.
    pub(crate) path: String,
    /// In the order of the path.
    pub(crate) path_parameters: Vec<Parameter>,
    pub(crate) query_parameters: Vec<Parameter>,
    pub(crate) body: Body,
    /// The full name of the model that it answers with.
    pub(crate) response: String,
    pub(crate) idempotent: bool,
    pub(crate) paging: Option<Paging>,
    /// `x-speakeasy-pagination`, as it stands.
    pub(crate) pagination: Option<serde_json::Value>,
}

/// A value in the path or in the query.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) wire: String,
    pub(crate) rust_name: Option<String>,
    pub(crate) at: String,
    pub(crate) docs: Docs,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
}

/// What is sent beside the path and the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// A message without fields: `{}`.
    Empty,
    /// The full name of a model.
    Model(String),
}

/// How the pages of a list follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Where the next page is asked for.
    pub token: TokenPlace,
    /// The property of the response that holds the next page's token.
    pub next_token: String,
    /// The property of the response that holds the items.
    pub items: String,
}

/// Where a request carries the page's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenPlace {
    /// A property of the body.
    Body(String),
    /// A declared parameter of the query.
    Query(String),
    /// A parameter of the query that the spec does not declare.
    Undeclared(&'static str),
}
