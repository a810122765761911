//! Services, operations and their parameters.

use std::fmt;

use super::{Docs, FieldId, ModelId, OperationId, PackageId, Presence, ServiceId, Type, Waiter};

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
    /// The query that each request has, as the path of some documents has it: `beta=true`.
    pub query: Option<String>,
    /// The URL of its server, if it differs from that of the document.
    pub server: Option<String>,
    /// Those in the path in its order, then the others in the order of the document.
    pub parameters: Vec<Parameter>,
    pub body: Body,
    /// The body of a response with a success status; `None` if there is none.
    pub response: Option<Content>,
    /// The statuses 2xx and 3xx that are declared; empty if the operation allows any.
    pub statuses: Vec<u16>,
    /// The stream that a response may be, instead of one value.
    pub stream: Option<ItemStream>,
    /// The models of the bodies of errors, by status, `4XX` or `default`.
    pub errors: Vec<(String, ModelId)>,
    /// Whether repeating the request is safe.
    pub idempotent: bool,
    pub pagination: Option<Pagination>,
    /// By name.
    pub waiters: Vec<Waiter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HttpMethod {
    Get,
    Put,
    Post,
    Delete,
    Patch,
    Head,
    Options,
    Trace,
}

impl Operation {
    /// The model of the response body, if it is always one.
    pub fn response_model(&self) -> Option<ModelId> {
        self.response.as_ref().filter(|content| !content.optional)?.model()
    }
}

impl HttpMethod {
    /// All methods.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Patch, Self::Head, Self::Options, Self::Trace];

    /// The method of this key of a path item.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(key))
    }

    /// The method in capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

impl fmt::Display for HttpMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value in the path, the query, a header or a cookie.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name in the request.
    pub wire: String,
    pub location: ParameterLocation,
    pub style: ParameterStyle,
    /// Whether the method has it as an argument.
    pub required: bool,
    pub rust_name: Option<String>,
    pub pointer: String,
    pub docs: Docs,
    pub ty: Type,
    pub presence: Presence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    Path,
    Query,
    /// In the query, with `allowReserved`.
    ReservedQuery,
    Header,
    Cookie,
}

/// A `style` with its `explode`, or a `content`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterStyle {
    /// A scalar in the path, a scalar in the query, or a list as one pair for each element.
    Plain,
    /// `simple` or `form`, not exploded.
    Simple,
    /// `simple` or `form`, exploded.
    Exploded,
    Label,
    LabelExploded,
    Matrix,
    MatrixExploded,
    /// `spaceDelimited`.
    Spaces,
    /// `pipeDelimited`.
    Pipes,
    DeepObject,
    Json,
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    None,
    /// A message without fields, sent as `{}`.
    Empty,
    Content(Content),
}

impl Body {
    /// The model that the body is.
    pub fn model(&self) -> Option<ModelId> {
        match self {
            Self::Content(content) => content.model(),
            Self::None | Self::Empty => None,
        }
    }
}

/// The body of a request or response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub ty: Type,
    /// The content type of a request, or those that a response may have: `image/jpeg, image/png`.
    pub media_type: String,
    pub codec: Codec,
    /// Whether there may be no body.
    pub optional: bool,
    /// Of a form, how properties are written whose encoding is not the default.
    pub encodings: Vec<(String, FieldEncoding)>,
    /// Of a response whose type, a union, depends on the status: each status, such as `202` or `2XX`, with the position of its
    /// variant and the codec of its body.
    pub by_status: Vec<(String, usize, Codec)>,
}

impl Content {
    /// The model that the body is.
    pub fn model(&self) -> Option<ModelId> {
        match self.ty {
            Type::Model(id) => Some(id),
            _ => None,
        }
    }
}

/// How a property of a form is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldEncoding {
    ContentType(String),
    Style(ParameterStyle),
}

/// A response that consists of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemStream {
    /// The type of the data of an event, or of the value of a line.
    pub item: Type,
    pub media_type: String,
    pub format: StreamFormat,
}

/// How the items of a stream follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFormat {
    /// `text/event-stream`.
    Events,
    /// A JSON value on each line.
    Lines,
}

/// How a body is written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// UTF-8.
    Text,
    Bytes,
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
    /// The optional parameter at this position.
    Query(usize),
    /// A query parameter that the document does not declare.
    Undeclared(&'static str),
}
