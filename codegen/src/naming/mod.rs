//! Every identifier of the generated code, assigned once.
//!
//! A name depends only on the element that it names, so that it stays the same when the API grows. Where two elements
//! would have one name, an overlay has to rename one of them.

mod accessors;
pub(crate) mod ident;
mod models;
mod operations;
mod packages;
mod reserved;
mod titles;
mod unions;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use ident::{ConstName, FieldName, MethodName, ModuleName, TypeName, VariantName};

use crate::casing;
use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};
use crate::ir::{AliasId, Api, EnumId, ModelId, OperationId, PackageId, ServiceId, UnionId};
use crate::openapi::Sources;

/// All names, by id.
#[derive(Debug, Default)]
pub(crate) struct Names {
    packages: Vec<PackageNames>,
    models: Vec<ModelNames>,
    aliases: Vec<TypeName>,
    unions: Vec<UnionNames>,
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
    /// The setters of a request's fields, in the same order. A field has none if another method has its name.
    pub(crate) setters: Vec<Option<MethodName>>,
    /// In the order of the model's oneofs.
    pub(crate) oneofs: Vec<OneofNames>,
    /// The constants for the paths of an expand mask, in the model's order.
    pub(crate) expand_constants: Vec<ConstName>,
    pub(crate) accessors: AccessorNames,
}

/// The methods that lead from a model to what it is about. It is omitted if another method has the name.
#[derive(Debug)]
pub(crate) struct AccessorNames {
    /// The methods that borrow and that return the subject.
    pub(crate) subject: Option<(MethodName, MethodName)>,
    /// In the order of the model's related paths.
    pub(crate) related: Vec<Option<MethodName>>,
    pub(crate) payloads: Option<PayloadNames>,
    /// The method that computes the mask of an update.
    pub(crate) mask_from: Option<MethodName>,
}

#[derive(Debug)]
pub(crate) struct PayloadNames {
    /// The enum.
    pub(crate) name: TypeName,
    pub(crate) getter: MethodName,
    /// In the order of the payloads' models.
    pub(crate) variants: Vec<VariantName>,
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
pub(crate) struct UnionNames {
    pub(crate) name: TypeName,
    /// In the order of the union's variants.
    pub(crate) variants: Vec<VariantName>,
    /// The methods that read a value as a variant, in the same order.
    pub(crate) getters: Vec<String>,
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
    /// What it does, in a few words.
    pub(crate) title: String,
    pub(crate) name: TypeName,
    /// The struct of its optional parameters.
    pub(crate) params: TypeName,
    /// In the order of the operation's parameters.
    pub(crate) parameters: Vec<FieldName>,
    /// The setters of the optional parameters, as those of a model; `None` for a required one.
    pub(crate) setters: Vec<Option<MethodName>>,
    /// The trait of its waiters, and their methods in the operation's order.
    pub(crate) waiters: Option<(TypeName, Vec<MethodName>)>,
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
    alias(AliasId) -> aliases: TypeName;
    union(UnionId) -> unions: UnionNames;
    enumeration(EnumId) -> enums: EnumNames;
    service(ServiceId) -> services: ServiceNames;
    operation(OperationId) -> operations: OperationNames;
}

/// Names everything.
pub(crate) fn assign(api: &Api, sources: &Sources) -> Result<Names, Diagnostics> {
    let (names, scopes, errors) = (Names::default(), BTreeMap::new(), Vec::new());
    let schema_names = models::schema_names(api);
    let mut naming = Naming { api, sources, schema_names, names, scopes, errors };
    api.packages_with_ids().for_each(|(id, package)| naming.package(id, package));
    api.aliases.iter().for_each(|alias| naming.alias(alias));
    api.models_with_ids().for_each(|(id, model)| naming.model(id, model));
    api.unions_with_ids().for_each(|(id, union)| naming.union(id, union));
    api.enums.iter().for_each(|enumeration| naming.enumeration(enumeration));
    api.services.iter().for_each(|service| naming.service(service));
    api.operations.iter().for_each(|operation| naming.operation(operation));
    Diagnostics::none_or(naming.errors, naming.names)
}

/// The field with the properties that an object does not name.
pub(crate) const ADDITIONAL: &str = "additional_properties";

const BY_NAME: &str = "give it another name by `x-rust-name` in specs/overlay.yaml";
const BY_VALUE: &str = "remove it by an action in specs/overlay.yaml: it is read as an unknown value then";
const BY_ID: &str = "change the operation's id, or its tag, by an action in specs/overlay.yaml";
const BY_ONEOF: &str = "name its enum by `x-rust-oneof-names` of the schema in specs/overlay.yaml";
const BY_WAITER: &str = "give the waiter another name in specs/overlay.yaml";
const BY_PACKAGE: &str = "give its package another name by `x-rust-packages` of the document in specs/overlay.yaml";

struct Naming<'a> {
    api: &'a Api,
    sources: &'a Sources,
    /// The names of the types of named schemas without a package.
    schema_names: BTreeSet<String>,
    names: Names,
    /// The JSON pointer of the element that has a name in a scope, such as `User` in `types of c1.api.user.v1`.
    scopes: BTreeMap<(String, String), String>,
    errors: Vec<Diagnostic>,
}

/// An element to name.
#[derive(Clone, Copy)]
struct Element<'e> {
    /// Its name in the documents.
    name: &'e str,
    /// The name that an overlay gives it.
    given: Option<&'e str>,
    pointer: &'e str,
    /// How to give it another name.
    help: &'static str,
}

impl Naming<'_> {
    /// The name of an element, which no other element of the scope has.
    fn name(&mut self, scope: &str, element: Element<'_>, by_rule: Option<String>) -> String {
        let name = self.choose(element, by_rule);
        self.claim(scope, &name, element);
        name
    }

    /// Claims `name` for an element; an error if another element of the scope has it.
    fn claim(&mut self, scope: &str, name: &str, Element { pointer, help, .. }: Element<'_>) {
        if let Some(first) = self.holder(scope, name, pointer) {
            let message = format!("the Rust name `{name}` is also that of {}#{first}", self.sources.file(&first));
            self.errors.push(self.sources.error(&codes::NAME_COLLISION, pointer, message).help(help));
        }
    }

    /// Claims `name` for `holder`. Returns the holder that has it already.
    fn holder(&mut self, scope: &str, name: &str, holder: &str) -> Option<String> {
        match self.scopes.entry((scope.to_owned(), name.to_owned())) {
            Entry::Occupied(first) => Some(first.get().clone()),
            Entry::Vacant(free) => {
                free.insert(holder.to_owned());
                None
            }
        }
    }

    /// The name by the rules, or the one that an overlay gives. An element without either is an error, and has a
    /// placeholder.
    fn choose(&mut self, element: Element<'_>, by_rule: Option<String>) -> String {
        let legal = match element.given {
            Some(given) => ident::legal(given.to_owned()).filter(|given| !reserved::is_used(given)),
            None => by_rule,
        };
        legal.unwrap_or_else(|| {
            let (code, message) = match element.given {
                Some(given) if reserved::is_used(given) => {
                    (&codes::INVALID_NAME, format!("`{given}` is the name of something else in generated code"))
                }
                Some(given) => (&codes::INVALID_NAME, format!("`{}` is not a name in Rust", Bounded(given))),
                None => (&codes::NO_NAME, format!("no Rust name can be made of `{}`", Bounded(element.name))),
            };
            self.errors.push(self.sources.error(code, element.pointer, message).help(element.help));
            format!("Unnamed{}", self.errors.len())
        })
    }

    /// The setters of fields: each has the field's name, unless another method of the type has it.
    fn setters(&mut self, methods: &str, fields: &[FieldName]) -> Vec<Option<MethodName>> {
        fields.iter().map(|field| self.unclaimed(methods, field.as_str().to_owned())).collect()
    }

    /// The names of properties or parameters.
    fn fields<'e>(
        &mut self,
        scope: &str,
        elements: impl Iterator<Item = Element<'e>>,
        taken: &[&str],
    ) -> Vec<FieldName> {
        let names = elements.map(|element| {
            let words = casing::snake(&casing::spelled(element.name));
            self.name(scope, element, ident::lower(&words, taken))
        });
        names.map(FieldName::new).collect()
    }
}
