//! Every identifier of the generated code, assigned once.
//!
//! A name depends only on the element that it names, so that it stays the same when the API grows. Where two elements
//! would have one name, an overlay has to rename one of them.

pub(crate) mod ident;
mod models;
mod operations;
mod packages;
mod reserved;
mod scope;

use ident::{ConstName, FieldName, MethodName, ModuleName, TypeName, VariantName};
use scope::Scopes;

use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};
use crate::ir::{Api, EnumId, ModelId, OperationId, PackageId, ServiceId};
use crate::openapi::Sources;

/// All names, by id.
#[derive(Debug, Default)]
pub(crate) struct Names {
    packages: Vec<PackageNames>,
    models: Vec<ModelNames>,
    enums: Vec<EnumNames>,
    services: Vec<ServiceNames>,
    operations: Vec<OperationNames>,
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
    pub(crate) name: TypeName,
    /// In the order of the model's fields.
    pub(crate) fields: Vec<FieldName>,
    /// The constants that name the fields in masks, in the same order.
    pub(crate) field_constants: Vec<ConstName>,
    /// In the order of the model's oneofs.
    pub(crate) oneofs: Vec<OneofNames>,
    /// The constants for the paths of an expand mask, in the model's order.
    pub(crate) expand_constants: Vec<ConstName>,
}

#[derive(Debug)]
pub(crate) struct OneofNames {
    /// The enum of its cases.
    pub(crate) view: TypeName,
    pub(crate) getter: MethodName,
    pub(crate) setter: MethodName,
    /// In the order of the oneof's cases.
    pub(crate) cases: Vec<CaseNames>,
}

#[derive(Debug)]
pub(crate) struct CaseNames {
    pub(crate) variant: VariantName,
    /// The function that makes a model in which this case is set.
    pub(crate) constructor: MethodName,
}

#[derive(Debug)]
pub(crate) struct EnumNames {
    pub(crate) name: TypeName,
    /// In the order of the enum's values.
    pub(crate) variants: Vec<VariantName>,
}

#[derive(Debug)]
pub(crate) struct ServiceNames {
    /// The method of `Client`, and the module of the service.
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

macro_rules! lookup {
    ($($function:ident($id:ty) -> $list:ident: $names:ty;)*) => {
        impl Names {
            $(pub(crate) fn $function(&self, id: $id) -> &$names {
                &self.$list[id.0]
            })*
        }
    };
}

lookup! {
    package(PackageId) -> packages: PackageNames;
    model(ModelId) -> models: ModelNames;
    enumeration(EnumId) -> enums: EnumNames;
    service(ServiceId) -> services: ServiceNames;
    operation(OperationId) -> operations: OperationNames;
}

/// Names everything.
pub(crate) fn assign(api: &Api, sources: &Sources) -> Result<Names, Diagnostics> {
    let mut naming = Naming { api, sources, names: Names::default(), scopes: Scopes::default(), errors: Vec::new() };
    for (id, package) in api.packages_with_ids() {
        naming.package(id, package);
    }
    for (id, model) in api.models_with_ids() {
        naming.model(id, model);
    }
    for enumeration in &api.enums {
        naming.enumeration(enumeration);
    }
    for service in &api.services {
        naming.service(service);
    }
    for operation in &api.operations {
        naming.operation(operation);
    }
    Diagnostics::none_or(naming.errors, naming.names)
}

const BY_NAME: &str = "give it another name by `x-rust-name` in specs/overlay.yaml";
const BY_VALUE: &str = "remove it by an action in specs/overlay.yaml: it is read as an unknown value then";
const BY_ID: &str = "change the operation's id, or its tag, by an action in specs/overlay.yaml";
const BY_ONEOF: &str = "name its enum by `x-rust-oneof-names` of the schema in specs/overlay.yaml";
const BY_PACKAGE: &str =
    "packages cannot be renamed: remove one of the documents, or extend codegen/src/naming/packages.rs";

struct Naming<'a> {
    api: &'a Api,
    sources: &'a Sources,
    names: Names,
    scopes: Scopes,
    errors: Vec<Diagnostic>,
}

impl Naming<'_> {
    /// Claims `name` for the element at `pointer`; an error if another element in the scope has it.
    fn claim(&mut self, scope: &str, name: &str, pointer: &str, help: &str) {
        if let Some(first) = self.scopes.claim(scope, name, pointer) {
            let message = format!("the Rust name `{name}` is also that of {}#{first}", self.sources.file(&first));
            self.errors.push(self.sources.error(&codes::NAME_COLLISION, pointer, message).help(help));
        }
    }

    /// The name by the rules, or the one that an overlay gives. An element without either is an error, and has a
    /// placeholder.
    fn choose(&mut self, by_rule: Option<String>, given: Option<&String>, from: &str, at: &str, help: &str) -> String {
        let legal = match given {
            Some(given) => ident::legal(given.clone()).filter(|given| !reserved::is_used(given)),
            None => by_rule,
        };
        legal.unwrap_or_else(|| {
            let (code, message) = match given {
                Some(given) if reserved::is_used(given) => {
                    (&codes::INVALID_NAME, format!("`{given}` is the name of something else in generated code"))
                }
                Some(given) => (&codes::INVALID_NAME, format!("`{}` is not a name in Rust", Bounded(given))),
                None => (&codes::NO_NAME, format!("no Rust name can be made of `{}`", Bounded(from))),
            };
            self.errors.push(self.sources.error(code, at, message).help(help));
            format!("Unnamed{}", self.errors.len())
        })
    }
}
