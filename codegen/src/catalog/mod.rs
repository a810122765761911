//! Everything that the documents describe, and everything public that the generated code has for it: plain data for
//! those who look something up, list, or compare two specifications.
//!
//! It is made from the names and the types that the files are emitted from, without emitting any.

mod enums;
mod models;
mod operations;
pub(crate) mod packages;
mod reasons;
pub(crate) mod wire;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use crate::api::{Body, Paging, Presence, TokenPlace};

use crate::api::{Api, Docs};
use crate::names::Names;
use crate::names::ident::ModuleName;
use crate::spec::{Idle, line_of_key};
use crate::stages::Stages;
use crate::{Errors, Inputs, Named, disk, with_lines};

/// All subjects of a set of documents.
///
/// ```
/// use codegen::catalog::{Catalog, Kind};
/// use codegen::{Document, Inputs};
///
/// let text = "openapi: 3.1.0\n\
///             info: {title: Books, version: '1'}\n\
///             paths: {}\n\
///             components: {schemas: {c1.api.book.v1.Book: {type: object, properties: {title: {type: string}}}}}\n";
/// let document = Document { file: "books.yaml".to_owned(), text: text.to_owned() };
/// let catalog = Catalog::read(&Inputs { documents: vec![document], overlay: None })?;
/// let title = catalog.get(Kind::Property, "c1.api.book.v1.Book.title").expect("a property");
/// assert_eq!(title.items[0].path, "book::v1::Book::title");
/// assert_eq!(title.items[0].signature, "title: Option<String>");
/// # Ok::<(), codegen::Errors>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    subjects: Vec<Subject>,
}

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

impl Catalog {
    /// The catalog of what the generator makes of `inputs`.
    ///
    /// # Errors
    ///
    /// As [`generate`](crate::generate).
    pub fn read(inputs: &Inputs) -> Result<Self, Errors> {
        let named = crate::name(inputs, Idle::Refused, &mut Stages::default());
        let Named { api, names, .. } = named.map_err(|errors| errors.map(with_lines(inputs)))?;
        Ok(Self::new(&api, &names))
    }

    pub(crate) fn new(api: &Api, names: &Names) -> Self {
        let source = Source { api, names };
        let mut subjects = packages::subjects(source);
        subjects.extend(models::subjects(source));
        subjects.extend(enums::subjects(source));
        subjects.extend(operations::subjects(source));
        subjects.sort_by(|left, right| left.key().cmp(&right.key()));
        Self { subjects }
    }

    /// Every subject, in the order of kinds, of the full names of what they are parts of, and of their own.
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The items as [`surface_entries`](crate::surface_entries) tells them of the generated code, to hold one against
    /// the other. Modules of packages, features, masks' constants and what macros add are in no surface.
    pub fn entries(&self) -> BTreeSet<(String, String)> {
        let items = self.subjects.iter().flat_map(|subject| &subject.items);
        let listed = items.filter(|item| item.role.is_in_surface());
        let entry = |item: &Item| {
            let (owner, _) = item.path.rsplit_once("::")?;
            let deprecated = if item.deprecated { " (deprecated)" } else { "" };
            Some((owner.to_owned(), format!("{}{deprecated}", item.signature)))
        };
        listed.filter_map(entry).collect()
    }

    /// The subject of this kind and full name.
    pub fn get(&self, kind: Kind, name: &str) -> Option<&Subject> {
        self.of_kind(kind).iter().find(|subject| subject.name == name)
    }

    /// What the subject of this full name has of this kind, in the order of names.
    pub fn parts(&self, kind: Kind, parent: &str) -> &[Subject] {
        let of_kind = self.of_kind(kind);
        let begin = of_kind.partition_point(|subject| subject.parent.as_str() < parent);
        let end = of_kind.partition_point(|subject| subject.parent.as_str() <= parent);
        &of_kind[begin..end]
    }

    fn of_kind(&self, kind: Kind) -> &[Subject] {
        let begin = self.subjects.partition_point(|subject| subject.kind < kind);
        let end = self.subjects.partition_point(|subject| subject.kind <= kind);
        &self.subjects[begin..end]
    }
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

    /// The item of this role.
    pub fn item(&self, role: Role) -> Option<&Item> {
        self.items.iter().find(|item| item.role == role)
    }

    fn key(&self) -> (Kind, &str, &str) {
        (self.kind, &self.parent, &self.name)
    }
}

impl Role {
    fn is_in_surface(self) -> bool {
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

/// What a catalog is made of.
#[derive(Clone, Copy)]
struct Source<'a> {
    api: &'a Api,
    names: &'a Names,
}

impl Source<'_> {
    /// A subject with nothing in Rust yet.
    fn subject(self, kind: Kind, parent: &str, name: String) -> Subject {
        Subject {
            kind,
            name,
            parent: parent.to_owned(),
            places: Vec::new(),
            description: String::new(),
            deprecated: false,
            naming: Naming::Own,
            value: None,
            call: None,
            items: Vec::new(),
        }
    }

    fn place(self, pointer: &str) -> Place {
        Place { file: self.api.files.of(pointer).into(), pointer: pointer.to_owned() }
    }

    /// The module of a package, from the crate's root.
    fn module(self, package: &str) -> String {
        let modules = self.names.packages[package].modules.iter().map(ModuleName::as_str);
        modules.collect::<Vec<_>>().join("::")
    }

    /// A file of a package.
    fn file(self, package: &str, file: &str) -> Arc<str> {
        let modules = self.names.packages[package].modules.iter().map(ModuleName::file);
        format!("{}/{}/{file}.rs", disk::GENERATED, modules.collect::<Vec<_>>().join("/")).into()
    }
}

impl Subject {
    /// With what the documents say of it at `place`.
    fn described(mut self, docs: &Docs, place: Place) -> Self {
        let texts = [docs.description.trim(), docs.summary.trim()];
        self.description = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned();
        self.deprecated = docs.deprecated;
        self.places.push(place);
        self
    }

    fn given(mut self, rust_name: Option<&String>) -> Self {
        if rust_name.is_some() {
            self.naming = Naming::Given;
        }
        self
    }
}

/// Where the items of one file go.
struct Items<'a> {
    file: &'a Arc<str>,
    items: &'a mut Vec<Item>,
}

impl Items<'_> {
    fn add(&mut self, role: Role, path: String, signature: String, deprecated: bool) {
        self.items.push(Item { role, path, signature, file: self.file.clone(), deprecated });
    }
}
