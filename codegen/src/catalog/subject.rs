//! What a catalog consists of: subjects, and their items.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::Inputs;
use crate::api::{Body, Paging, Presence};
use crate::names::words;
use crate::spec::line_of_key;

/// Something that the documents describe, and what there is of it in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is in the documents.
    pub kind: Kind,
    /// Its full name in the documents, unique within its kind: `c1.api.user.v1.User.email`.
    pub name: String,
    /// The full name of what it is a part of; empty for a package.
    pub parent: String,
    /// Where it is described: several places for an enum that several properties share, none for what is only named.
    pub places: Vec<Place>,
    /// What the documents say of it, which may be nothing.
    pub description: String,
    /// Whether the documents call it deprecated.
    pub deprecated: bool,
    /// What decided its name in Rust.
    pub naming: Naming,
    /// Of properties and parameters, what they hold.
    pub value: Option<Value>,
    /// Of operations, what is sent and what is answered.
    pub call: Option<Call>,
    /// What there is of it in Rust, the item that it is chiefly known by first.
    pub items: Vec<Item>,
}

/// What a subject is in the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A protobuf package.
    Package,
    /// A group of operations.
    Service,
    /// An operation.
    Operation,
    /// A parameter in the path of an operation.
    PathParameter,
    /// A parameter in the query of an operation.
    QueryParameter,
    /// A schema, or an object that is described where it is used.
    Schema,
    /// A property of a schema.
    Property,
    /// A group of properties of which one at most is set.
    Oneof,
    /// A path that an expand mask supports.
    ExpandPath,
    /// A set of strings.
    Enum,
    /// One of the strings of an enum.
    EnumValue,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The document, as errors name it.
    pub file: Arc<str>,
    /// The JSON pointer of what describes the subject.
    pub pointer: String,
}

/// What decided a subject's name in Rust, beside the rules of casing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Its own name in the documents.
    Own,
    /// `x-rust-name` or `x-rust-oneof-names`, in a document or in the overlay.
    Given,
    /// What all values of the enum begin with, which is its name in protobuf.
    Prefix(String),
    /// The place where it stands, as it has no name: the full name of the property or parameter.
    Site(String),
}

/// What a property or a parameter holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As on the wire: `string`, `list of c1.api.user.v1.UserRef`, `64-bit integer in a string`.
    pub ty: String,
    /// Whether it is sent where it is zero.
    pub presence: Presence,
    /// Whether it is kept out of `Debug`.
    pub sensitive: bool,
}

/// What an operation sends and what it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// In capitals: `POST`.
    pub method: &'static str,
    /// With parameters in braces: `/api/v1/users/{id}`.
    pub path: String,
    /// What is sent beside the path and the query.
    pub body: Body,
    /// The full name of the schema that it answers with.
    pub response: String,
    /// Whether it may be sent twice.
    pub idempotent: bool,
    /// How it pages, where it does.
    pub paging: Option<Paging>,
    /// `x-stability-level`: `draft`, `beta`.
    pub stability: Option<String>,
}

/// A public item of the generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is to its subject; no two items of a subject have the same.
    pub role: Role,
    /// From the crate's root: `user::v1::User::email`. A feature's is its name, an argument's `Service::method(name)`.
    pub path: String,
    /// The whole of its declaration, as it stands in its file: `email: String`, `fn clear(&self) -> Call<cache::Clear>`.
    pub signature: String,
    /// The file that it stands in, relative to the workspace.
    pub file: Arc<str>,
    /// Whether using it is warned of.
    pub deprecated: bool,
}

/// What an item is to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The module of a package.
    Module,
    /// The feature that a package is compiled under.
    Feature,
    /// The method of `Client` that gives a service.
    Accessor,
    /// The struct whose methods are a service's operations.
    Service,
    /// The module of a service's operations.
    OperationModule,
    /// The method that makes a call.
    Method,
    /// The struct that a call is of.
    Operation,
    /// What an operation is known by: `Operation::INFO`.
    Info,
    /// `Operation::Response`.
    Response,
    /// `Paged::Item`.
    PagedItem,
    /// The struct of an operation's optional parameters.
    Params,
    /// `WithParams::Params`.
    WithParams,
    /// An argument of a method.
    Argument,
    /// A field of the optional parameters.
    ParamsField,
    /// The struct of a schema.
    Model,
    /// `Message::NAME`.
    Name,
    /// The method that gives the related objects of a response.
    Related,
    /// The method that gives them as models.
    RelatedAs,
    /// A field of a model.
    Field,
    /// The constant that stands for a field in update masks.
    MaskConstant,
    /// The case of a oneof's view that a field is.
    Case,
    /// The function that makes a model in which a field is set.
    Constructor,
    /// The method that tells which case of a oneof is set.
    Getter,
    /// The method that sets a case of a oneof.
    Setter,
    /// The enum of a oneof's cases.
    View,
    /// The variant for what is not known, or not allowed.
    Fallback,
    /// The constant for a path of an expand mask.
    ExpandConstant,
    /// An enum.
    Enum,
    /// The `Default` of an enum with a zero value.
    Default,
    /// A variant of an enum.
    Variant,
}

impl Place {
    /// The line in its document, counted from 1, where `inputs` have it and it leads somewhere: a definition of the
    /// overlay's making is in no document.
    pub fn line(&self, inputs: &Inputs) -> Option<usize> {
        let document = inputs.documents.iter().find(|document| *document.file == *self.file)?;
        line_of_key(&document.text, &self.pointer)
    }
}

impl Subject {
    /// Its name without that of what it is a part of: `email`.
    pub fn short_name(&self) -> &str {
        let rest = self.name.strip_prefix(self.parent.as_str()).unwrap_or(&self.name);
        rest.strip_prefix(['.', '/']).unwrap_or(rest)
    }

    /// The words by which a person may look for it, whatever their order: those of its own name and, where it is a
    /// part of an operation, a service, a schema or an enum, of that; see [`words`].
    pub fn words(&self) -> BTreeSet<String> {
        let mut words = words(self.short_name());
        if !matches!(self.kind, Kind::Package | Kind::Service | Kind::Schema | Kind::Enum) {
            words.extend(self::words(self.parent.rsplit('.').next().unwrap_or_default()));
        }
        words
    }

    /// The item of this role.
    pub fn item(&self, role: Role) -> Option<&Item> {
        self.items.iter().find(|item| item.role == role)
    }

    pub(super) fn key(&self) -> (Kind, &str, &str) {
        (self.kind, &self.parent, &self.name)
    }
}

impl Role {
    pub(super) fn is_in_surface(self) -> bool {
        use Role::{Argument, Default, Feature, MaskConstant, Module, Related, RelatedAs};
        !matches!(self, Argument | Default | Feature | MaskConstant | Module | Related | RelatedAs)
    }
}

impl Kind {
    /// What a person calls it: `path parameter`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::Service => "service",
            Self::Operation => "operation",
            Self::PathParameter => "path parameter",
            Self::QueryParameter => "query parameter",
            Self::Schema => "schema",
            Self::Property => "property",
            Self::Oneof => "oneof",
            Self::ExpandPath => "expand path",
            Self::Enum => "enum",
            Self::EnumValue => "enum value",
        }
    }
}

/// The words of a name in small letters and in the singular, but for `service`, which tells nothing.
///
/// ```
/// use codegen::catalog::words;
///
/// assert_eq!(words("search_users"), words("UserSearchService.Search"));
/// ```
pub fn words(name: &str) -> BTreeSet<String> {
    let snake = words::snake(name);
    let words = snake.split('_').filter(|word| !word.is_empty()).map(words::singular);
    words.filter(|word| word != "service").collect()
}
