//! Services, operations and their parameters.

use std::fmt;

use super::{Docs, FieldId, ModelId, OperationId, PackageId, Presence, ServiceId, Type};

/// A group of operations.
#[derive(Clone, Debug)]
pub struct Service {
    /// The package that it belongs to.
    pub package: PackageId,
    /// Its name in the operation ids, such as `UserSearch`.
    pub name: String,
    /// The package and the name: `c1.api.user.v1.UserSearch`.
    pub full_name: String,
    /// Its operations, by operation id.
    pub operations: Vec<OperationId>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operation id: `c1.api.user.v1.UserSearch.Search`.
    pub id: String,
    /// The service that it belongs to.
    pub service: ServiceId,
    /// The last segment of the id: `Search`.
    pub method: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// The JSON pointer of the operation.
    pub pointer: String,
    /// Its description.
    pub docs: Docs,
    /// The HTTP method.
    pub http_method: HttpMethod,
    /// The path template: `/api/v1/users/{id}`.
    pub path: String,
    /// Path parameters, in the order of the path.
    pub path_parameters: Vec<Parameter>,
    /// Query parameters, in the order of the document.
    pub query_parameters: Vec<Parameter>,
    /// The request body.
    pub body: Body,
    /// The model of the response body.
    pub response: ModelId,
    /// Whether repeating the request is safe.
    pub idempotent: bool,
    /// How its pages follow one another; `None` where it has no pages.
    pub pagination: Option<Pagination>,
}

/// An HTTP method that the documents may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HttpMethod {
    /// `GET`.
    Get,
    /// `PUT`.
    Put,
    /// `POST`.
    Post,
    /// `DELETE`.
    Delete,
    /// `PATCH`.
    Patch,
}

impl HttpMethod {
    /// The method of this key of a path item.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "get" => Self::Get,
            "put" => Self::Put,
            "post" => Self::Post,
            "delete" => Self::Delete,
            "patch" => Self::Patch,
            _ => return None,
        })
    }

    /// The method in capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
        }
    }
}

impl fmt::Display for HttpMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value in the path or in the query.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name in the URL.
    pub wire: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// The JSON pointer of the parameter.
    pub pointer: String,
    /// Its description.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Type,
    /// When it is sent.
    pub presence: Presence,
}

/// A request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// No body.
    None,
    /// A message without fields, sent as `{}`.
    Empty,
    /// A model.
    Model(ModelId),
}

/// How the pages of a list follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// Where a request carries the page token.
    pub token: PageToken,
    /// The field of the response that holds the next page's token.
    pub next_token: FieldId,
    /// The field of the response that holds the items.
    pub items: FieldId,
}

/// Where a request carries the page token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageToken {
    /// A field of the request body.
    Body(FieldId),
    /// The query parameter at this position.
    Query(usize),
    /// A query parameter that the document does not declare.
    Undeclared(&'static str),
}
