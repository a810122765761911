//! The emitted crate as typed items: what is printed, listed, explained and compared.
//!
//! The items are built once, from the API and its names. Printing adds only bodies, which nothing else needs.

mod accessors;
mod aliases;
mod docs;
mod enums;
mod expand_masks;
mod item;
mod listing;
mod models;
mod oneofs;
mod operation_docs;
mod operations;
mod packages;
mod services;
mod setters;
mod signature;
mod types;
mod unions;
mod waiters;

pub use accessors::{Accessors, MaskFrom, Payload, PayloadCase, RelatedObjects, Subject};
pub use aliases::Alias;
pub(crate) use docs::code;
pub use docs::{Deprecation, Docs, Paragraph};
pub use enums::Enum;
pub use expand_masks::ExpandMask;
pub use item::{Item, ItemPath, Role};
pub use listing::public_api;
pub use models::{Additional, Field, Model};
pub use oneofs::{Case, CaseKind, Oneof};
pub use operations::{Access, Argument, Decode, Encoding, Operation, Paged, Params, ParamsField, RequestBody, Stream};
pub use services::Service;
pub use signature::{Function, Info, Receiver, Signature, Type, TypeName};
pub use unions::{Union, UnionVariant};
pub use waiters::{Waiter, Waiters};

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{self, Api, ModelId, OperationId, PackageId};
use crate::naming::Names;
use crate::naming::ident::ModuleName;
use item::Scope;

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
    /// Its aliases, by full name.
    pub aliases: Vec<Alias>,
    /// Its unions, by full name.
    pub unions: Vec<Union>,
    /// Its enums, by name.
    pub enums: Vec<Enum>,
    /// Its services, by name.
    pub services: Vec<Service>,
}

/// Builds the crate of this name.
pub(crate) fn build(api: &Api, names: &Names, crate_name: &str) -> Crate {
    packages::build(&Builder::new(api, names, crate_name))
}

/// What the items are built from.
struct Builder<'a> {
    api: &'a Api,
    names: &'a Names,
    /// The name of the crate in examples.
    crate_name: &'a str,
    /// The modules of the packages, by id.
    modules: Vec<ItemPath>,
    /// The operations with each model as their request, and as their response.
    requests: BTreeMap<ModelId, Vec<OperationId>>,
    responses: BTreeMap<ModelId, Vec<OperationId>>,
    /// The models that others contain, or whose fields an update mask names.
    contained: BTreeSet<ModelId>,
}

impl<'a> Builder<'a> {
    fn new(api: &'a Api, names: &'a Names, crate_name: &'a str) -> Self {
        let modules = api.packages_with_ids().map(|(id, _)| {
            let modules = &names.package(id).modules;
            modules.iter().fold(ItemPath::root(), |path, module| path.child(module.as_str()))
        });
        let (mut requests, mut responses) = (BTreeMap::new(), BTreeMap::new());
        for (id, operation) in api.operations_with_ids() {
            if let Some(model) = operation.body.model() {
                requests.entry(model).or_insert_with(Vec::new).push(id);
            }
            if let Some(model) = operation.response.as_ref().and_then(ir::Content::model) {
                responses.entry(model).or_insert_with(Vec::new).push(id);
            }
        }
        let fields = api.models.iter().flat_map(|model| &model.fields);
        let contained = fields.filter_map(|field| match field.ty {
            ir::Type::FieldMask(updated) => updated,
            _ => field.ty.model(),
        });
        let maps = api.models.iter().filter_map(|model| model.additional.as_ref()?.model());
        let (modules, contained) = (modules.collect(), contained.chain(maps).collect());
        Self { api, names, crate_name, modules, requests, responses, contained }
    }

    fn module(&self, package: PackageId) -> &ItemPath {
        &self.modules[package.0]
    }

    /// The items of an element of `package` in one of its files.
    fn scope(&self, package: PackageId, file: &str, pointer: &str) -> Scope {
        let modules = self.names.package(package).modules.iter().map(ModuleName::unraw);
        let folder: Vec<&str> = modules.collect();
        let file = format!("{GENERATED}/{}/{file}.rs", folder.join("/"));
        Scope { module: self.module(package).clone(), file: file.into(), pointer: pointer.into() }
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
        let aliases = self.aliases.iter().map(|alias| &alias.item);
        let unions = self.unions.iter().flat_map(Union::items);
        [&self.module, &self.feature]
            .into_iter()
            .chain(aliases)
            .chain(enums)
            .chain(models)
            .chain(unions)
            .chain(services)
    }
}
