//! Every identifier of the generated code, assigned once.
//!
//! A name depends on what it names and on nothing else, so that it stays when the API grows. Where that would give one
//! name to two things, an overlay has to say what to call them.

pub(crate) mod ident;
mod reserved;
mod scope;
pub(crate) mod words;

use std::collections::BTreeMap;

use ident::{ConstName, FieldName, MethodName, ModuleName, TypeName, VariantName};
use scope::Scope;

use crate::api::{Api, Enum, EnumId, EnumOrigin, Model, Oneof, Operation, Parameter, Site};
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

    fn model(&mut self, model: &Model) {
        let made = match &model.inline {
            Some(site) => self.site(site),
            None => package::split(&model.name).1.split('.').map(words::pascal).collect(),
        };
        let made = ident::capitalised(made, &reserved::TYPES);
        let name = self.made(made, model.rust_name.as_ref(), &model.name, &model.at, BY_NAME);
        let package = package::of(&model.name).to_owned();
        self.claim(&format!("types of {package}"), &name, &model.at, BY_NAME);
        let scope = format!("fields of {}", model.name);
        let fields = model.fields.iter().map(|field| {
            // `@type` says what `type` would; a message may have both.
            let from = if field.wire == "@type" { "typeUrl" } else { &field.wire };
            let made = ident::lower(words::snake(from), &reserved::MODEL_FIELDS);
            let name = self.made(made, field.rust_name.as_ref(), &field.wire, &field.at, BY_NAME);
            self.claim(&scope, &name, &field.at, BY_NAME);
            FieldName::new(name)
        });
        let fields: Vec<FieldName> = fields.collect();
        let field_constants: Vec<ConstName> = fields.iter().map(FieldName::constant).collect();
        let names = ModelNames {
            expand_constants: self.expand_constants(model, &field_constants),
            field_constants,
            oneofs: model.oneofs.iter().map(|oneof| self.oneof(model, oneof, &name, &fields)).collect(),
            package,
            name: TypeName::new(name),
            fields,
        };
        self.names.models.insert(model.name.clone(), names);
    }

    /// `EXPAND_ROLE_IDS` for the path `role_ids`, `EXPAND_ALL` for `*`. They and the fields' constants are of one scope.
    fn expand_constants(&mut self, model: &Model, fields: &[ConstName]) -> Vec<ConstName> {
        let scope = format!("constants of {}", model.name);
        for field in fields {
            self.scopes.entry(scope.clone()).or_default().share(field.as_str(), &model.at);
        }
        let constants = model.expand_paths.iter().map(|path| {
            let made = words::shouty(&format!("expand.{}", path.replace('*', "all")));
            let name = self.made(ident::legal(made), None, path, &model.at, BY_NAME);
            self.claim(&scope, &name, &model.at, BY_NAME);
            ConstName::new(name)
        });
        constants.collect()
    }

    fn oneof(&mut self, model: &Model, oneof: &Oneof, model_name: &str, fields: &[FieldName]) -> OneofNames {
        let at = &model.at;
        let made = ident::capitalised(format!("{model_name}{}", words::pascal(&oneof.name)), &reserved::TYPES);
        let view = self.made(made, oneof.rust_name.as_ref(), &oneof.name, at, BY_ONEOF);
        self.claim(&format!("types of {}", package::of(&model.name)), &view, at, BY_ONEOF);
        let scope = format!("methods of {}", model.name);
        let mut method = |name: String| {
            let name = self.made(ident::lower(name, &reserved::MODEL_METHODS), None, &oneof.name, at, BY_NAME);
            self.claim(&scope, &name, at, BY_NAME);
            MethodName::new(name)
        };
        let getter = method(words::snake(&oneof.name));
        let setter = method(format!("set_{}", words::snake(&oneof.name)));
        let constructors = oneof.cases.iter().map(|case| method(format!("with_{}", fields[*case].unraw())));
        let constructors: Vec<MethodName> = constructors.collect();
        let variants: Vec<VariantName> = oneof
            .cases
            .iter()
            .map(|case| {
                let field = &model.fields[*case];
                let made = ident::capitalised(words::pascal(&field.wire), &reserved::CASES);
                VariantName::new(self.made(made, None, &field.wire, &field.at, BY_NAME))
            })
            .collect();
        let cases = variants.into_iter().zip(constructors).collect();
        OneofNames { view: TypeName::new(view), getter, setter, cases }
    }

    /// What is described where it is used is called after its place.
    fn site(&self, site: &Site) -> String {
        let one =
            |name: &str, in_list: &bool| words::pascal(&if *in_list { words::singular(name) } else { name.to_owned() });
        match site {
            Site::Property { model, property, in_list } => {
                // An object described in a property comes after the model that holds it: their names are ordered so.
                let owner = self.names.models.get(model).map_or("", |names| names.name.as_str());
                owner.to_owned() + &one(property, in_list)
            }
            Site::Parameter { operation, parameter, in_list, .. } => {
                let operation = self.api.operations.iter().find(|candidate| candidate.id == *operation);
                let owner = operation.map(|operation| service(operation) + &words::pascal(&operation.method));
                owner.unwrap_or_default() + &one(parameter, in_list)
            }
        }
    }

    fn enumeration(&mut self, enumeration: &Enum) {
        let at = enumeration.sites.first().map(String::as_str).unwrap_or_default();
        let (made, given, prefix) = match &enumeration.origin {
            EnumOrigin::Named(name) => (String::new(), Some(name), ""),
            EnumOrigin::Prefix(prefix) => (words::pascal(prefix), None, prefix.as_str()),
            EnumOrigin::Site(site) => (self.site(site), None, ""),
        };
        let name = self.made(ident::capitalised(made.clone(), &reserved::TYPES), given, &made, at, BY_NAME);
        self.claim(&format!("types of {}", enumeration.package), &name, at, BY_NAME);
        let mut scope = Scope::default();
        let variants = enumeration.values.iter().map(|value| {
            let own = value.strip_prefix(prefix).unwrap_or(value);
            let made = ident::capitalised(words::pascal(own), &reserved::VARIANTS);
            let variant = self.made(made, None, value, at, BY_VALUE);
            if let Some(first) = scope.claim(&variant, value) {
                let message =
                    format!("the values `{}` and `{}` would both be `{variant}`", Bounded(&first), Bounded(value));
                self.errors.push(self.api.error(at, message).help(BY_VALUE));
            }
            VariantName::new(variant)
        });
        let variants = variants.collect();
        let package = enumeration.package.clone();
        self.names.enums.push(EnumNames { package, name: TypeName::new(name), variants });
    }

    fn service(&mut self, operation: &Operation) {
        let key = (operation.package.clone(), operation.service.clone());
        if self.names.services.contains_key(&key) {
            return;
        }
        let service = service(operation);
        let at = &operation.at;
        let accessor = self.made(
            ident::lower(words::snake(&service), &reserved::CLIENT_METHODS),
            None,
            &operation.service,
            at,
            BY_ID,
        );
        let name =
            self.made(ident::capitalised(service + "Service", &reserved::TYPES), None, &operation.service, at, BY_ID);
        self.claim("methods of Client", &accessor, at, BY_ID);
        self.claim(&format!("types of {}", operation.package), &name, at, BY_ID);
        let modules =
            self.names.packages[&operation.package].modules.iter().map(ModuleName::as_str).collect::<Vec<_>>();
        self.claim(&format!("modules of {}", modules.join("::")), &accessor, at, BY_ID);
        let names = ServiceNames { accessor: MethodName::new(accessor), name: TypeName::new(name) };
        self.names.services.insert(key, names);
    }

    fn operation(&mut self, operation: &Operation) {
        let given = operation.rust_name.as_ref();
        let spelt = given.unwrap_or(&operation.method);
        let at = &operation.at;
        let scope = |what: &str| format!("{what} of {}.{}", operation.package, operation.service);
        let method = self.made(ident::lower(words::snake(spelt), &[]), None, spelt, at, BY_NAME);
        let name = self.made(ident::capitalised(words::pascal(spelt), &reserved::TYPES), None, spelt, at, BY_NAME);
        let params = format!("{}Params", name.trim_end_matches('_'));
        self.claim(&scope("methods"), &method, at, BY_NAME);
        self.claim(&scope("operations"), &name, at, BY_NAME);
        if !operation.query_parameters.is_empty() {
            self.claim(&scope("operations"), &params, at, BY_NAME);
        }
        let names = OperationNames {
            method: MethodName::new(method),
            name: TypeName::new(name),
            params: TypeName::new(params),
            path_parameters: self.parameters(
                &operation.id,
                "path",
                &operation.path_parameters,
                &reserved::OPERATION_FIELDS,
            ),
            query_parameters: self.parameters(
                &operation.id,
                "query",
                &operation.query_parameters,
                &reserved::MODEL_FIELDS,
            ),
        };
        self.names.operations.insert(operation.id.clone(), names);
    }

    fn parameters(&mut self, id: &str, place: &str, parameters: &[Parameter], taken: &[&str]) -> Vec<FieldName> {
        let scope = format!("{place} parameters of {id}");
        let names = parameters.iter().map(|parameter| {
            let made = ident::lower(words::snake(&parameter.wire), taken);
            let name = self.made(made, parameter.rust_name.as_ref(), &parameter.wire, &parameter.at, BY_NAME);
            self.claim(&scope, &name, &parameter.at, BY_NAME);
            FieldName::new(name)
        });
        names.collect()
    }
}

/// A service's name without `Service`, and with the version where it is not the first: `UserSearch`, `AppV2`.
fn service(operation: &Operation) -> String {
    let name = words::pascal(&operation.service);
    let short = name.strip_suffix("Service").filter(|short| !short.is_empty()).unwrap_or(&name);
    match package::version(&operation.package) {
        0 | 1 => short.to_owned(),
        version => {
            let suffix = format!("V{version}");
            if short.contains(&suffix) { short.to_owned() } else { short.to_owned() + &suffix }
        }
    }
}
