//! The emitted crate as typed items: what is printed, listed, explained and compared.
//!
//! The items are built once, from the API and its names. Printing adds only bodies, which nothing else needs.

mod docs;
mod enums;
mod item;
mod listing;
mod models;
mod oneofs;
mod packages;
mod services;
mod signature;
mod types;

pub(crate) use docs::code;
pub use docs::{Deprecation, Docs, Paragraph};
pub use item::{Item, ItemPath, Role};
pub use listing::public_api;
pub use signature::{Function, Info, Receiver, Signature, Type, TypeName};

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, EnumId, ModelId, OperationId, PackageId, ServiceId};
use crate::naming::Names;

/// The folder of the generated files, relative to the workspace.
pub const GENERATED: &str = "c1-api/src/generated";

/// The manifest that has the packages' features, relative to the workspace.
pub const MANIFEST: &str = "c1-api/Cargo.toml";

/// The emitted crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crate {
    /// Its packages, by module path.
    pub packages: Vec<Package>,
    /// The JSON names of sensitive fields, in any model.
    pub sensitive: BTreeSet<String>,
}

/// A protobuf package: a module and a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The package that it is.
    pub id: PackageId,
    /// Its name in protobuf; empty for schemas without a package.
    pub name: String,
    /// The module.
    pub module: Item,
    /// The feature.
    pub feature: Item,
    /// The features of the packages that its types refer to.
    pub enables: BTreeSet<String>,
    /// Its models, by full name.
    pub models: Vec<Model>,
    /// Its enums, by name.
    pub enums: Vec<Enum>,
    /// Its services, by name.
    pub services: Vec<Service>,
}

/// A struct of public fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The model that it is.
    pub id: ModelId,
    /// The struct.
    pub item: Item,
    /// `Message::NAME`.
    pub name: Item,
    /// Its name in protobuf.
    pub full_name: String,
    /// Its fields, in the model's order.
    pub fields: Vec<Field>,
    /// The constants for the paths of an expand mask, each with the path.
    pub expand_constants: Vec<(Item, String)>,
    /// The methods for related objects, if it is a response that has some.
    pub related: Vec<Item>,
    /// Its oneofs, in the model's order.
    pub oneofs: Vec<Oneof>,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field.
    pub item: Item,
    /// The constant that names it in masks.
    pub constant: Item,
    /// Its name in JSON.
    pub wire: String,
    /// Whether it is always written.
    pub required: bool,
    /// Whether `Debug` never shows it.
    pub sensitive: bool,
}

/// A oneof: an enum that borrows the case that is set, and methods of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oneof {
    /// The oneof's name in protobuf.
    pub name: String,
    /// The enum.
    pub view: Item,
    /// The variant for several cases at once.
    pub several: Item,
    /// The method that returns the case that is set.
    pub getter: Item,
    /// The method that sets a case.
    pub setter: Item,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// A case of a oneof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The position of its field in the model.
    pub field: usize,
    /// The variant.
    pub variant: Item,
    /// The function that makes a model in which it is set.
    pub constructor: Item,
    /// How its value is lent.
    pub kind: CaseKind,
}

/// How the value of a oneof's case is lent and stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// A `String`, lent as `&str`.
    String,
    /// Lent by reference.
    Value,
    /// In a `Box`, lent by reference.
    Boxed,
    /// Copied.
    Copied,
    /// Without a value.
    Empty,
}

/// An open enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// The enum that it is.
    pub id: EnumId,
    /// The enum.
    pub item: Item,
    /// Its variants, each with its value in JSON.
    pub variants: Vec<(Item, String)>,
    /// The variant for unknown values.
    pub fallback: Item,
    /// Its `Default`, and the position of the variant that is the default.
    pub default: Option<(Item, usize)>,
}

/// A struct with a method for each operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The service that it is.
    pub id: ServiceId,
    /// The struct.
    pub item: Item,
    /// The method of `Client` that returns it.
    pub accessor: Item,
    /// The module of its operations.
    pub module: Item,
    /// Its name in protobuf.
    pub full_name: String,
    /// Its operations, by id.
    pub operations: Vec<Operation>,
}

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
    /// The path parameters, as arguments of the method and fields of the struct.
    pub arguments: Vec<Argument>,
    /// The request body.
    pub body: RequestBody,
    /// The optional parameters.
    pub params: Option<Params>,
    /// `Paged`, if it has pages.
    pub paged: Option<Paged>,
}

/// A path parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The argument.
    pub item: Item,
    /// The type of the struct's field.
    pub field: Type,
    /// Its name in the path.
    pub wire: String,
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestBody {
    /// No body.
    None,
    /// `{}`.
    Empty,
    /// The argument `request`, of this type.
    Model(Type),
}

/// The struct of an operation's optional parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Params {
    /// The struct.
    pub item: Item,
    /// `WithParams::Params`.
    pub associated: Item,
    /// Its fields, each with its name in the query.
    pub fields: Vec<(Item, String)>,
}

/// How an operation's pages follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// `Paged::Item`.
    pub item: Item,
    /// Where the request carries the page token.
    pub token: TokenField,
    /// The response's field with the next token.
    pub next_token: Access,
    /// The response's field with the items.
    pub items: Access,
}

/// Where a request carries the page token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenField {
    /// A field of the request body.
    Request(Access),
    /// A field of the optional parameters.
    Params(Access),
    /// A field of the operation itself, for a query parameter that the document does not declare.
    Own(&'static str),
}

/// A field, and whether it is an `Option`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The field's name.
    pub field: String,
    /// Whether it is an `Option`.
    pub optional: bool,
}

/// Builds the crate.
pub(crate) fn build(api: &Api, names: &Names) -> Crate {
    packages::build(&Builder::new(api, names))
}

/// What the items are built from.
struct Builder<'a> {
    api: &'a Api,
    names: &'a Names,
    /// The modules of the packages, by id.
    modules: Vec<ItemPath>,
}

impl<'a> Builder<'a> {
    fn new(api: &'a Api, names: &'a Names) -> Self {
        let modules = api.packages_with_ids().map(|(id, _)| {
            let modules = &names.package(id).modules;
            modules.iter().fold(ItemPath::root(), |path, module| path.child(module.as_str()))
        });
        Self { api, names, modules: modules.collect() }
    }

    fn module(&self, package: PackageId) -> &ItemPath {
        &self.modules[package.0]
    }
}

impl Crate {
    /// The features of the packages, each with those that it enables.
    pub fn features(&self) -> BTreeMap<String, Vec<String>> {
        let features = self
            .packages
            .iter()
            .map(|package| (package.feature.name().to_owned(), package.enables.iter().cloned().collect()));
        features.collect()
    }

    /// Every public item.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.packages.iter().flat_map(Package::items)
    }
}

impl Package {
    /// Every public item of the package, each owner before its members.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        let models = self.models.iter().flat_map(Model::items);
        let enums = self.enums.iter().flat_map(Enum::items);
        let services = self.services.iter().flat_map(Service::items);
        [&self.module, &self.feature].into_iter().chain(enums).chain(models).chain(services)
    }
}

impl Model {
    fn items(&self) -> impl Iterator<Item = &Item> {
        let fields = self.fields.iter().map(|field| &field.item);
        let constants = self.fields.iter().map(|field| &field.constant);
        let expand = self.expand_constants.iter().map(|(item, _)| item);
        let oneofs = self.oneofs.iter().flat_map(Oneof::items);
        [&self.item]
            .into_iter()
            .chain(fields)
            .chain(expand)
            .chain(constants)
            .chain([&self.name])
            .chain(&self.related)
            .chain(oneofs)
    }
}

impl Oneof {
    fn items(&self) -> impl Iterator<Item = &Item> {
        let variants = self.cases.iter().map(|case| &case.variant);
        let constructors = self.cases.iter().map(|case| &case.constructor);
        [&self.view]
            .into_iter()
            .chain(variants)
            .chain([&self.several])
            .chain(constructors)
            .chain([&self.getter, &self.setter])
    }
}

impl Enum {
    fn items(&self) -> impl Iterator<Item = &Item> {
        let variants = self.variants.iter().map(|(item, _)| item);
        let default = self.default.iter().map(|(item, _)| item);
        [&self.item].into_iter().chain(variants).chain([&self.fallback]).chain(default)
    }
}

impl Service {
    fn items(&self) -> impl Iterator<Item = &Item> {
        let methods = self.operations.iter().map(|operation| &operation.method);
        let arguments =
            self.operations.iter().flat_map(|operation| &operation.arguments).map(|argument| &argument.item);
        let operations = self.operations.iter().flat_map(Operation::items);
        [&self.accessor, &self.item].into_iter().chain(methods).chain(arguments).chain([&self.module]).chain(operations)
    }
}

impl Operation {
    fn items(&self) -> impl Iterator<Item = &Item> {
        let paged = self.paged.iter().map(|paged| &paged.item);
        let params = self.params.iter().flat_map(|params| {
            let fields = params.fields.iter().map(|(item, _)| item);
            [&params.associated, &params.item].into_iter().chain(fields)
        });
        [&self.item, &self.response, &self.info].into_iter().chain(paged).chain(params)
    }
}
