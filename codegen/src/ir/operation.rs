//! Services, operations and their parameters.

use std::fmt;

use super::{Docs, FieldId, ModelId, OperationId, PackageId, Presence, ServiceId, Type};

/// A group of operations.
#[derive(Clone, Debug)]
pub struct Service {
    pub package: PackageId,
    /// Its name in the operation ids, such as `UserSearch`.
    pub name: String,
    /// The package and the name: `c1.api.user.v1.UserSearch`; or the tag that groups its operations.
    pub full_name: String,
    pub operations: Vec<OperationId>,
}

#[derive(Clone, Debug)]
pub struct Operation {
    /// The operation id: `c1.api.user.v1.UserSearch.Search`.
    pub id: String,
    pub service: ServiceId,
    /// The last segment of the id: `Search`.
    pub method: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// The JSON pointer of its definition, as in all elements.
    pub pointer: String,
    pub docs: Docs,
    pub http_method: HttpMethod,
    /// The path template: `/api/v1/users/{id}`.
    pub path: String,
    /// In the order of the path.
    pub path_parameters: Vec<Parameter>,
    /// In the order of the document.
    pub query_parameters: Vec<Parameter>,
    pub body: Body,
    /// The model of the response body.
    pub response: ModelId,
    /// Whether repeating the request is safe.
    pub idempotent: bool,
    pub pagination: Option<Pagination>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HttpMethod {
    Get,
    Put,
    Post,
    Delete,
    Patch,
}

impl HttpMethod {
    /// The method of this key of a path item.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        let methods = [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Patch];
        methods.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(key))
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
    pub rust_name: Option<String>,
    pub pointer: String,
    pub docs: Docs,
    pub ty: Type,
    pub presence: Presence,
}

/// A request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    None,
    /// A message without fields, sent as `{}`.
    Empty,
    Model(ModelId),
}

/// How the pages of a list follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    pub token: PageToken,
    /// The field of the response that holds the next page's token.
    pub next_token: FieldId,
    /// The field of the response that holds the items.
    pub items: FieldId,
}

/// Where a request carries the page token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageToken {
    Body(FieldId),
    /// The query parameter at this position.
    Query(usize),
    /// A query parameter that the document does not declare.
    Undeclared(&'static str),
}
