//! Every identifier of the generated code, assigned once.
//!
//! A name depends on what it names and on nothing else, so that it stays when the API grows. Where that would give one
//! name to two things, an overlay has to say what to call them.

pub(crate) mod ident;
mod models;
mod operations;
mod reserved;
mod scope;
pub(crate) mod words;

use std::collections::BTreeMap;

use ident::{ConstName, FieldName, MethodName, ModuleName, TypeName, VariantName};
use scope::Scope;

use crate::api::{Api, EnumId, Operation};
use crate::error::{Bounded, Error, Errors};
use crate::package;

/// All names, by what they name.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) packages: BTreeMap<String, PackageNames>,
    models: BTreeMap<String, ModelNames>,
    enums: Vec<EnumNames>,
    services: BTreeMap<(String, String), ServiceNames>,
    operations: BTreeMap<String, OperationNames>,
}

#[derive(Debug)]
pub(crate) struct PackageNames {
    /// From the crate's root: `user`, `v1`.
    pub(crate) modules: Vec<ModuleName>,
    /// `user-v1`.
    pub(crate) feature: String,
}

#[derive(Debug)]
pub(crate) struct ModelNames {
    pub(crate) package: String,
    pub(crate) name: TypeName,
    /// In the order of the model's fields.
    pub(crate) fields: Vec<FieldName>,
    /// The constants that stand for the fields in a mask, in the same order.
    pub(crate) field_constants: Vec<ConstName>,
    /// In the order of the model's oneofs.
    pub(crate) oneofs: Vec<OneofNames>,
    /// The constants that stand for the paths of an expand mask, in the model's order.
    pub(crate) expand_constants: Vec<ConstName>,
}

#[derive(Debug)]
pub(crate) struct OneofNames {
    /// The enum of its cases.
    pub(crate) view: TypeName,
    pub(crate) getter: MethodName,
    pub(crate) setter: MethodName,
    /// In the order of the oneof's cases, each with the constructor of a model in which it is set.
    pub(crate) cases: Vec<(VariantName, MethodName)>,
}

#[derive(Debug)]
pub(crate) struct EnumNames {
    pub(crate) package: String,
    pub(crate) name: TypeName,
    /// In the order of the enum's values.
    pub(crate) variants: Vec<VariantName>,
}

#[derive(Debug)]
pub(crate) struct ServiceNames {
    /// The method of `Client`, and the module of the service's operations.
    pub(crate) accessor: MethodName,
    pub(crate) name: TypeName,
}

#[derive(Debug)]
pub(crate) struct OperationNames {
    pub(crate) method: MethodName,
    pub(crate) name: TypeName,
    /// The struct of its optional parameters.
    pub(crate) params: TypeName,
    /// In the order of the path.
    pub(crate) path_parameters: Vec<FieldName>,
    pub(crate) query_parameters: Vec<FieldName>,
}

impl Names {
    pub(crate) fn model(&self, name: &str) -> &ModelNames {
        &self.models[name]
    }

    pub(crate) fn enumeration(&self, id: EnumId) -> &EnumNames {
        &self.enums[id.0]
    }

    pub(crate) fn service(&self, operation: &Operation) -> &ServiceNames {
        &self.services[&(operation.package.clone(), operation.service.clone())]
    }

    pub(crate) fn operation(&self, operation: &Operation) -> &OperationNames {
        &self.operations[&operation.id]
    }
}

/// Names everything, or tells everything that has no name of its own.
pub(crate) fn assign(api: &Api) -> Result<Names, Errors> {
    let mut assign = Assign { api, names: Names::default(), scopes: BTreeMap::new(), errors: Vec::new() };
    assign.packages();
    for model in api.models.values() {
        assign.model(model);
    }
    for enumeration in &api.enums {
        assign.enumeration(enumeration);
    }
    for operation in &api.operations {
        assign.service(operation);
    }
    for operation in &api.operations {
        assign.operation(operation);
    }
    Errors::none_or(assign.errors, assign.names)
}

/// What can be done about a name.
const BY_NAME: &str = "give it another by `x-rust-name` in specs/overlay.yaml";
const BY_VALUE: &str = "remove it by an action in specs/overlay.yaml: it is read as an unknown value then";
const BY_ID: &str = "change the operation's id, or its tag, by an action in specs/overlay.yaml";
const BY_ONEOF: &str = "name its view by `x-rust-oneof-names` of the schema in specs/overlay.yaml";
const BY_PACKAGE: &str =
    "packages cannot be renamed: leave one of the documents out, or extend codegen/src/names/mod.rs";

struct Assign<'a> {
    api: &'a Api,
    names: Names,
    /// By what the names in it must differ in: `types of c1.api.user.v1`.
    scopes: BTreeMap<String, Scope>,
    errors: Vec<Error>,
}

impl Assign<'_> {
    /// Claims `name` for what stands at `at`, and tells where it is another's already.
    fn claim(&mut self, scope: &str, name: &str, at: &str, help: &str) {
        let scope = self.scopes.entry(scope.to_owned()).or_default();
        if let Some(first) = scope.claim(name, at) {
            let file = self.api.files.of(&first);
            let message = format!("the Rust name `{name}` is taken by {file}#{first}");
            self.errors.push(self.api.error(at, message).help(help));
        }
    }

    /// A name made by the rules, the one that an overlay gives, or an error and a stand-in.
    fn made(&mut self, made: Option<String>, given: Option<&String>, from: &str, at: &str, help: &str) -> String {
        let found = match given {
            Some(given) => ident::legal(given.clone()).filter(|given| !reserved::is_used(given)),
            None => made,
        };
        found.unwrap_or_else(|| {
            let message = match given {
                Some(given) if reserved::is_used(given) => {
                    format!("`{given}` is what generated code calls something else")
                }
                Some(given) => format!("`{}` cannot be a name in Rust", Bounded(given)),
                None => format!("no Rust name can be made of `{}`", Bounded(from)),
            };
            self.errors.push(self.api.error(at, message).help(help));
            format!("Unnamed{}", self.errors.len())
        })
    }

    fn packages(&mut self) {
        let api = self.api;
        let models = api.models.values().map(|model| (package::of(&model.name), &model.at));
        let operations = api.operations.iter().map(|operation| (operation.package.as_str(), &operation.at));
        for (package, at) in models.chain(operations) {
            if !self.names.packages.contains_key(package) {
                let names = self.package(package, at);
                self.names.packages.insert(package.to_owned(), names);
            }
        }
    }

    fn package(&mut self, package: &str, at: &str) -> PackageNames {
        let path = match package {
            "" => reserved::UNPACKAGED,
            _ => package.strip_prefix("c1.api.").unwrap_or(package),
        };
        let mut modules: Vec<ModuleName> = Vec::new();
        for segment in path.split('.') {
            let taken: &[&str] = if modules.is_empty() { &reserved::ROOT_MODULES } else { &reserved::PACKAGE_MODULES };
            // Rust finds no file for a module whose name is not ASCII.
            let made = ident::lower(words::snake(segment), taken).filter(|name| name.is_ascii());
            let module = self.made(made, None, segment, at, BY_PACKAGE);
            modules.push(ModuleName::new(module));
        }
        let mut feature = path.split('.').map(words::kebab).collect::<Vec<_>>().join("-");
        if reserved::FEATURES.contains(&feature.as_str()) {
            feature.push('_');
        }
        let joined: Vec<&str> = modules.iter().map(ModuleName::as_str).collect();
        self.claim("packages", &joined.join("::"), at, BY_PACKAGE);
        self.claim("features", &feature, at, BY_PACKAGE);
        // A module inside this one is called like a package below it, or like a service.
        for end in 1..modules.len() {
            self.scopes.entry(format!("modules of {}", joined[..end].join("::"))).or_default().share(joined[end], at);
        }
        PackageNames { modules, feature }
    }
}
