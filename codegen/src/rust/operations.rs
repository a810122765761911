//! Operations as plain values: what is printed of each, without the rules that build it.

use super::signature::Type;
use super::{Item, ItemPath, Waiters};
use crate::ir::{Codec, FieldEncoding, OperationId, ParameterLocation, ParameterStyle, StreamFormat};

/// An operation: a method of the service, and a struct that holds a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The operation that it is.
    pub id: OperationId,
    /// The method.
    pub method: Item,
    /// The struct.
    pub item: Item,
    /// `Operation::INFO`.
    pub info: Item,
    /// `Operation::Response`.
    pub response: Item,
    /// The required parameters, as arguments of the method and fields of the struct.
    pub arguments: Vec<Argument>,
    /// The query that each request has.
    pub query: Option<String>,
    /// The request body.
    pub body: RequestBody,
    /// How the response is decoded, if not as an object in JSON, and whether there may be none.
    pub decode: Option<(Decode, bool)>,
    /// The optional parameters.
    pub params: Option<Params>,
    /// `Paged`, if it has pages.
    pub paged: Option<Paged>,
    /// `Streamed`, if its response can be a stream.
    pub stream: Option<Stream>,
    /// The states for which its calls can wait.
    pub waiters: Option<Waiters>,
}

/// A required parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The argument.
    pub item: Item,
    /// The type of the struct's field.
    pub field: Type,
    /// Its name in the request.
    pub wire: String,
    /// Where and how it is sent.
    pub encoding: Encoding,
}

/// Where and how a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The part of the request.
    pub location: ParameterLocation,
    /// Its style.
    pub style: ParameterStyle,
}

/// How a response is decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decode {
    /// It has no body.
    Nothing,
    /// By a codec.
    As(Codec),
    /// By its status, such as `202` or `2XX`: as a variant of the union of this type, whose path is given, by a codec.
    ByStatus(Type, Vec<(String, ItemPath, Codec)>),
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestBody {
    /// No body.
    None,
    /// `{}`.
    Empty,
    /// The argument `request`.
    Content {
        /// The type of the argument.
        argument: Type,
        /// The type of the struct's field.
        field: Type,
        /// The content type.
        media_type: String,
        /// How it is written.
        codec: Codec,
        /// Of a form, how properties are written whose encoding is not the default.
        encodings: Vec<(String, FieldEncoding)>,
        /// Whether its 64-bit integers are JSON numbers.
        in_number: bool,
        /// Whether it is an object that is always sent.
        is_object: bool,
    },
}

/// The struct of an operation's optional parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Params {
    /// The struct.
    pub item: Item,
    /// `WithParams::Params`.
    pub associated: Item,
    /// `new`.
    pub constructor: Item,
    /// Its fields.
    pub fields: Vec<ParamsField>,
}

/// An optional parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamsField {
    /// The field.
    pub item: Item,
    /// The method that sets it.
    pub setter: Option<Item>,
    /// Its name in the request.
    pub wire: String,
    /// Where and how it is sent.
    pub encoding: Encoding,
}

/// How an operation's pages follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// `Paged::Item`.
    pub item: Item,
    /// The field with the page token.
    pub token: Access,
    /// The query parameter of that field, if the document does not declare it: the operation has the field then.
    pub undeclared: Option<&'static str>,
    /// The response's field with the next token.
    pub next_token: Access,
    /// The response's field with the items.
    pub items: Access,
}

/// How a response is a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// `Streamed::Item`.
    pub item: Item,
    /// How the items follow one another.
    pub format: StreamFormat,
    /// The content type.
    pub media_type: String,
    /// How the data of an event, or a line, is decoded.
    pub codec: Codec,
}

/// A field, and whether it is an `Option`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The field, from the struct that contains it: `request.page_token`.
    pub field: String,
    /// Whether it is an `Option`.
    pub optional: bool,
}

impl Operation {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let paged = self.paged.iter().map(|paged| &paged.item);
        let params = self.params.iter().flat_map(|params| {
            let fields = params.fields.iter().flat_map(|field| std::iter::once(&field.item).chain(&field.setter));
            [&params.associated, &params.item, &params.constructor].into_iter().chain(fields)
        });
        let stream = self.stream.iter().map(|stream| &stream.item);
        let waiters = self.waiters.iter().flat_map(Waiters::items);
        [&self.item, &self.response, &self.info].into_iter().chain(paged).chain(stream).chain(params).chain(waiters)
    }
}
