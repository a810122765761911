//! Models, enums and types.

use super::{Docs, EnumId, FieldId, ModelId, OperationId, PackageId, UnionId, proto_package};

/// An object with named properties.
#[derive(Clone, Debug)]
pub struct Model {
    /// The schema's name, such as `c1.api.user.v1.User`; of an inline object, the owner's name, `/` and its place.
    pub name: String,
    pub package: PackageId,
    /// The place in which an inline object is defined; `None` for a named schema.
    pub owner: Option<Owner>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    pub pointer: String,
    pub docs: Docs,
    /// By name.
    pub fields: Vec<Field>,
    /// The type of the properties that it does not name.
    pub additional: Option<Type>,
    pub oneofs: Vec<Oneof>,
    /// Whether it is a mask of paths to expand.
    pub is_expand_mask: bool,
    /// The paths that an expand mask supports, as far as its description lists them.
    pub expand_paths: Vec<String>,
    /// Whether it is the body of a request.
    pub is_request: bool,
    /// Whether it is the body of a response.
    pub is_response: bool,
    /// The message that it is about, by the optional fields that lead to it.
    pub subject: Option<Vec<FieldId>>,
    /// The paths in it to related objects.
    pub related: Vec<RelatedPath>,
    /// The payloads that it may carry, if they are a known set.
    pub payloads: Option<Payloads>,
    /// What it updates, if it names the updated fields.
    pub update: Option<MaskedUpdate>,
}

impl Model {
    /// The last segment of its name, such as `User`.
    pub fn short_name(&self) -> &str {
        proto_package::split(&self.name).1.rsplit('.').next().unwrap_or_default()
    }

    /// The position of the property of this name.
    pub fn position(&self, wire: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.wire == wire)
    }
}

/// A named schema that is another name for a type.
#[derive(Clone, Debug)]
pub struct Alias {
    pub name: String,
    pub package: PackageId,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    pub pointer: String,
    pub docs: Docs,
    pub ty: Type,
}

/// A string that is the JSONPath of related objects of the response.
#[derive(Clone, Debug)]
pub struct RelatedPath {
    /// The position of its field.
    pub field: usize,
    /// The model of the objects, if the documents say which.
    pub target: Option<ModelId>,
}

/// A field that holds any message, one of a set by its convention.
#[derive(Clone, Debug)]
pub struct Payloads {
    /// The position of the field.
    pub field: usize,
    /// The models of the set, by name.
    pub models: Vec<ModelId>,
}

/// A message that is updated, and the mask that names its updated fields.
#[derive(Clone, Copy, Debug)]
pub struct MaskedUpdate {
    /// The position of the field with the message.
    pub message: usize,
    /// The position of the mask.
    pub mask: usize,
}

/// Fields of which at most one is set.
#[derive(Clone, Debug)]
pub struct Oneof {
    /// Its name in protobuf, such as `app_identifier`.
    pub name: String,
    /// The name that `x-rust-oneof-names` gives its enum.
    pub rust_name: Option<String>,
    /// Positions among the model's fields.
    pub cases: Vec<usize>,
}

/// A property.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in JSON.
    pub wire: String,
    pub rust_name: Option<String>,
    pub pointer: String,
    pub docs: Docs,
    pub ty: Type,
    pub presence: Presence,
    /// `x-rust-related`: the schema of the objects that it is the path to.
    pub related: Option<String>,
    /// `x-rust-sensitive`: `Debug` never shows its value.
    pub sensitive: bool,
    /// Whether the value would contain itself, and so is behind a `Box`.
    pub boxed: bool,
}

impl Field {
    /// The message that it holds; `None` for a mask, which says something about another message.
    pub(crate) fn message(&self) -> Option<ModelId> {
        match self.ty {
            Type::Model(id) if !self.wire.ends_with("Mask") => Some(id),
            _ => None,
        }
    }
}

/// Whether absent is different from zero, and when a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `Option<T>`: `None` is not written, `Some` of anything is.
    Optional,
    /// `T`: zero is not written.
    Implicit,
    /// `T`: always written.
    Required,
    /// `Option<T>`: always written, `None` as `null`.
    RequiredNullable,
}

impl Presence {
    /// Whether the Rust type is an `Option`.
    pub fn is_option(self) -> bool {
        matches!(self, Self::Optional | Self::RequiredNullable)
    }

    /// Whether the value is always written.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    String,
    Bool,
    Number(Number),
    /// An RFC 3339 timestamp.
    DateTime,
    /// A date without a time.
    Date,
    /// A protobuf duration, such as `1.5s`.
    Duration,
    /// Bytes in base64.
    Bytes,
    /// Bytes that are not part of JSON: the content of a file. In JSON, they are in base64, too.
    Binary,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// The names of fields, separated by commas: of this model, or of an unknown message.
    FieldMask(Option<ModelId>),
    /// `google.protobuf.Any`: any message, with its type.
    Any,
    /// `google.protobuf.Empty`: its presence is the information.
    Empty,
    Enum(EnumId),
    Model(ModelId),
    Union(UnionId),
    List(Box<Type>),
    /// An object with values of one type.
    Map(Box<Type>),
    /// An element of a list or map that may be `null`.
    Nullable(Box<Type>),
}

/// The type of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    /// In a JSON string, as in protobuf JSON.
    Int64InString,
    /// In a JSON string.
    UInt64InString,
    Float,
    Double,
}

impl Type {
    /// The type of the elements of nested lists and maps, null aside, or the type itself.
    pub fn innermost(&self) -> &Type {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.innermost(),
            other => other,
        }
    }

    /// The type without null among its elements, which only JSON can write.
    pub(crate) fn without_null(self) -> Self {
        match self {
            Self::List(inner) => Self::List(Box::new(inner.without_null())),
            Self::Map(inner) => Self::Map(Box::new(inner.without_null())),
            Self::Nullable(inner) => inner.without_null(),
            other => other,
        }
    }

    /// Whether it is or contains 64-bit integers in JSON numbers.
    pub(crate) fn is_in_number(&self) -> bool {
        matches!(self.innermost(), Self::Number(Number::Int64 | Number::UInt64))
    }

    /// The model that this type is or contains.
    pub fn model(&self) -> Option<ModelId> {
        match self.innermost() {
            Self::Model(id) => Some(*id),
            _ => None,
        }
    }
}

/// A set of strings to which values may be added.
#[derive(Clone, Debug)]
pub struct Enum {
    pub package: PackageId,
    pub origin: EnumOrigin,
    /// Of a named schema.
    pub docs: Docs,
    /// In the order of the document.
    pub values: Vec<String>,
    /// Whether any text is a value, of which the document lists some.
    pub any_text: bool,
    /// The position of the default: the value that means "no value", or the only one.
    pub zero: Option<usize>,
    /// Its definitions.
    pub sites: Vec<EnumSite>,
}

/// A definition of an enum.
#[derive(Clone, Debug)]
pub struct EnumSite {
    pub pointer: String,
    pub values: Vec<String>,
}

/// The source of an enum's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnumOrigin {
    /// `x-rust-name`.
    RustName(String),
    /// The prefix that all its values share, which is its protobuf name: `USER_TYPE`.
    Prefix(String),
    /// The name of the schema.
    Schema(String),
    Owner(Owner),
}

/// The place in which an enum or object without a name of its own is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub package: PackageId,
    /// The name of the model, operation or schema that it is in.
    pub parent: String,
    pub site: Site,
    /// Whether it is an element of the list or map at this place.
    pub in_list: bool,
}

/// A place that has a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    Property {
        model: ModelId,
        property: String,
    },
    Parameter {
        operation: OperationId,
        parameter: String,
    },
    /// A named schema that is not an object.
    Schema,
    /// A variant of a union, by its label.
    Variant {
        union: UnionId,
        variant: String,
    },
    /// The body of an operation's request.
    Request(OperationId),
    /// The body of an operation's response.
    Response(OperationId),
    /// An item of an operation's response.
    StreamItem(OperationId),
}

impl Owner {
    /// A place itself, not the elements of its list or map.
    pub(crate) fn new(package: PackageId, parent: &str, site: Site) -> Self {
        Self { package, parent: parent.to_owned(), site, in_list: false }
    }

    /// The name of the place in its parent.
    pub(crate) fn name(&self) -> &str {
        match &self.site {
            Site::Property { property: name, .. } | Site::Parameter { parameter: name, .. } => name,
            Site::Variant { variant, .. } => variant,
            Site::Schema => "element",
            Site::Request(_) => "request",
            Site::Response(_) => "response",
            Site::StreamItem(_) => "item",
        }
    }

    /// The same place, for the elements of its list or map.
    #[must_use]
    pub(crate) fn element(&self) -> Self {
        Self { in_list: true, ..self.clone() }
    }
}
