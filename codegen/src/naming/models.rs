//! The names of models, of their oneofs and constants, and of enums.

use std::collections::BTreeSet;

use super::ident::{self, ConstName, FieldName, MethodName, TypeName, VariantName};
use super::operations::service_name;
use super::{
    ADDITIONAL, BY_NAME, BY_ONEOF, BY_VALUE, CaseNames, Element, EnumNames, ModelNames, Naming, OneofNames, reserved,
};
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{
    Alias, Api, Enum, EnumOrigin, Field, Model, ModelId, Oneof, Operation, OperationId, Owner, PackageId, Site,
    UnionId, proto_package,
};

impl Naming<'_> {
    pub(super) fn model(&mut self, id: ModelId, model: &Model) {
        let by_rule = match &model.owner {
            Some(owner) => self.named_after(owner),
            None => named(&model.name),
        };
        let (given, pointer) = (model.rust_name.as_deref(), model.pointer.as_str());
        let element = Element { name: &model.name, given, pointer, help: BY_NAME };
        let name = self.type_name(model.package, element, by_rule);
        let fields = model.fields.iter().map(|field| Element {
            // A message may have both `type` and `@type`.
            name: if field.wire == "@type" { "typeUrl" } else { &field.wire },
            given: field.rust_name.as_deref(),
            ..case_of(field)
        });
        let fields = self.fields(&format!("fields of model {}", id.0), fields, &reserved::MODEL_FIELDS);
        if model.additional.is_some() {
            self.claim(&format!("fields of model {}", id.0), ADDITIONAL, element);
        }
        let field_constants: Vec<ConstName> = fields.iter().map(FieldName::constant).collect();
        let oneofs = model.oneofs.iter().map(|oneof| self.oneof(model, oneof, &name, &fields)).collect();
        let accessors = self.accessors(model);
        let setters = if model.is_request { self.setters(&methods(model), &fields) } else { Vec::new() };
        let names = ModelNames {
            expand_constants: self.expand_constants(model, &field_constants),
            field_constants,
            setters,
            oneofs,
            accessors,
            name: TypeName::new(name),
            fields,
        };
        self.names.models.push(names);
    }

    pub(super) fn alias(&mut self, alias: &Alias) {
        let (given, pointer) = (alias.rust_name.as_deref(), alias.pointer.as_str());
        let element = Element { name: &alias.name, given, pointer, help: BY_NAME };
        let name = self.type_name(alias.package, element, named(&alias.name));
        self.names.aliases.push(TypeName::new(name));
    }

    pub(super) fn type_name(&mut self, package: PackageId, element: Element<'_>, by_rule: String) -> String {
        let scope = format!("types of {}", self.api[package]);
        self.name(&scope, element, ident::capitalized(by_rule, &reserved::TYPES))
    }

    /// Whether another type has a name. Only names of protobuf do not collide by chance: there, a collision is an error.
    fn is_taken(&self, package: PackageId, name: &str) -> bool {
        let scope = || (format!("types of {}", self.api[package]), name.to_owned());
        self.api[package].is_empty() && (self.schema_names.contains(name) || self.scopes.contains_key(&scope()))
    }

    /// `EXPAND_ROLE_IDS` for the path `role_ids`, `EXPAND_ALL` for `*`. They share a scope with the fields' constants.
    fn expand_constants(&mut self, model: &Model, fields: &[ConstName]) -> Vec<ConstName> {
        let scope = format!("constants of {}", model.name);
        if !model.expand_paths.is_empty() {
            for field in fields {
                self.holder(&scope, field.as_str(), &model.pointer);
            }
        }
        let constants = model.expand_paths.iter().map(|path| {
            let by_rule = casing::shouty(&format!("expand.{}", path.replace('*', "all")));
            let element = Element { name: path, given: None, pointer: &model.pointer, help: BY_NAME };
            ConstName::new(self.name(&scope, element, ident::legal(by_rule)))
        });
        constants.collect()
    }

    fn oneof(&mut self, model: &Model, oneof: &Oneof, model_name: &str, fields: &[FieldName]) -> OneofNames {
        let (given, pointer) = (oneof.rust_name.as_deref(), model.pointer.as_str());
        let element = Element { name: &oneof.name, given, pointer, help: BY_ONEOF };
        let by_rule = casing::joined(model_name, &casing::pascal(&oneof.name)) + "Case";
        let view = self.type_name(model.package, element, by_rule);
        let snake = casing::snake(&oneof.name);
        let methods = methods(model);
        let method = |naming: &mut Self, name: &str| {
            let element = Element { given: None, help: BY_NAME, ..element };
            MethodName::new(naming.name(&methods, element, ident::lower(name, &reserved::MODEL_METHODS)))
        };
        let (getter, setter) = (method(self, &snake), method(self, &format!("set_{snake}")));
        let cases = oneof.cases.iter().map(|case| {
            let by_rule = ident::capitalized(casing::pascal(&model.fields[*case].wire), &reserved::CASES);
            let variant = VariantName::new(self.choose(case_of(&model.fields[*case]), by_rule));
            CaseNames { variant, constructor: method(self, &format!("with_{}", fields[*case].unraw())) }
        });
        OneofNames { view: TypeName::new(view), getter, setter, cases: cases.collect() }
    }

    /// The name of a union: an overlay's, or by rule.
    pub(super) fn union_name(&self, id: UnionId) -> String {
        let union = &self.api[id];
        match (&union.rust_name, &union.owner) {
            (Some(name), _) => name.clone(),
            (None, Some(owner)) => self.named_after(owner),
            (None, None) => named(&union.name),
        }
    }

    /// The name of an inline schema: the owner's name and the property's or parameter's, in the singular for elements. Where
    /// the property adds no word to the owner, `Value` does.
    fn named_after(&self, owner: &Owner) -> String {
        let mut name = self.named_after_place(owner);
        while self.is_taken(owner.package, &name) {
            name += "Inline";
        }
        name
    }

    fn named_after_place(&self, Owner { package, parent, site, in_list }: &Owner) -> String {
        let member = |name: &str| casing::pascal(&if *in_list { casing::singular(name) } else { name.to_owned() });
        let item = if *in_list { "Item" } else { "" };
        match site {
            Site::Property { model, property } => {
                // An inline object comes after the model that owns it, so this name is assigned.
                let model = self.names.model(*model).name.as_str().trim_end_matches('_');
                let name = casing::joined(model, &member(property));
                if name == model { name + "Value" } else { name }
            }
            Site::Parameter { operation, parameter } => self.operation_name(*operation, *package) + &member(parameter),
            Site::Schema => named(parent) + item,
            Site::Variant { union, variant } => {
                let union = self.union_name(*union);
                let name = casing::nested(&union, &member(variant));
                if name == union { name + "Value" } else { name }
            }
            Site::Request(operation) => self.operation_name(*operation, *package) + "Request" + item,
            Site::Response(operation) => self.operation_name(*operation, *package) + "Response" + item,
            Site::StreamItem(operation) => self.operation_name(*operation, *package) + "StreamItem" + item,
        }
    }

    /// The name of an operation's types. Only an id in the form of protobuf needs the service to be unique.
    fn operation_name(&self, operation: OperationId, package: PackageId) -> String {
        let Operation { id, service, method, .. } = &self.api[operation];
        let is_unique = id == method;
        let service = service_name(&self.api[*service].name, &self.api[package]);
        if is_unique { casing::pascal(method) } else { service + &casing::pascal(method) }
    }

    pub(super) fn enumeration(&mut self, enumeration: &Enum) {
        let pointer = enumeration.sites.first().map(|site| site.pointer.as_str()).unwrap_or_default();
        let (by_rule, given) = match &enumeration.origin {
            EnumOrigin::RustName(name) => (String::new(), Some(name.as_str())),
            EnumOrigin::Prefix(prefix) => (casing::pascal(prefix), None),
            EnumOrigin::Schema(name) => (named(name), None),
            EnumOrigin::Owner(owner) => (self.named_after(owner), None),
        };
        let prefix = match &enumeration.origin {
            EnumOrigin::RustName(_) => "",
            EnumOrigin::Prefix(prefix) => prefix,
            EnumOrigin::Schema(_) | EnumOrigin::Owner(_) => words_of_name(&enumeration.values, &by_rule),
        };
        let element = Element { name: &by_rule, given, pointer, help: BY_NAME };
        let name = self.type_name(enumeration.package, element, by_rule.clone());
        // Not by name: a second enum with the name is one error, and each of its values is not another.
        let scope = format!("values of enum {}", self.names.enums.len());
        let variants = enumeration.values.iter().map(|value| {
            let element = Element { name: value, given: None, pointer, help: BY_VALUE };
            let by_rule = casing::pascal(&casing::spelled(value.strip_prefix(prefix).unwrap_or(value)));
            let mut variant = self.choose(element, ident::capitalized(by_rule, &reserved::VARIANTS));
            if self.api[enumeration.package].is_empty() {
                // `asc` and `ASC`.
                while self.scopes.contains_key(&(scope.clone(), variant.clone())) {
                    variant.push('_');
                }
            }
            if let Some(first) = self.holder(&scope, &variant, value) {
                let (first, value) = (Bounded(&first), Bounded(value));
                let message = format!("the values `{first}` and `{value}` would both be `{variant}`");
                self.errors.push(self.sources.error(&codes::NAME_COLLISION, pointer, message).help(BY_VALUE));
            }
            VariantName::new(variant)
        });
        let variants = variants.collect();
        self.names.enums.push(EnumNames { name: TypeName::new(name), variants });
    }
}

/// The names of the types of named schemas without a package.
pub(super) fn schema_names(api: &Api) -> BTreeSet<String> {
    let models = api.models.iter().filter(|model| model.owner.is_none()).map(|model| &model.name);
    let unions = api.unions.iter().filter(|union| union.owner.is_none()).map(|union| &union.name);
    let enums = api.enums.iter().filter_map(|enumeration| match &enumeration.origin {
        EnumOrigin::Schema(name) => Some(name),
        _ => None,
    });
    let schemas = models.chain(unions).chain(enums).chain(api.aliases.iter().map(|alias| &alias.name));
    schemas.filter(|name| proto_package::of(name).is_empty()).map(|name| named(name)).collect()
}

/// The name of a named schema: nested messages join.
fn named(schema: &str) -> String {
    let segments = proto_package::split(schema).1.split('.').map(casing::pascal);
    segments.reduce(|outer, inner| casing::nested(&outer, &inner)).unwrap_or_default()
}

/// The first words of all values, with their `_`, as far as they are words of the enum's name too: `STATUS_` of
/// `AppUserStatus`.
fn words_of_name<'v>(values: &'v [String], name: &str) -> &'v str {
    let first = values.first().map_or("", String::as_str);
    let prefixes = first.match_indices('_').map(|(end, _)| &first[..=end]);
    let is_shared = |prefix: &&str| {
        let word = prefix.trim_end_matches('_').rsplit('_').next().unwrap_or_default();
        casing::words(name).contains(&casing::pascal(word).as_str())
            && values.iter().all(|value| value.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()))
    };
    prefixes.take_while(is_shared).last().unwrap_or_default()
}

/// The scope of a model's methods.
pub(super) fn methods(model: &Model) -> String {
    format!("methods of {}", model.name)
}

/// The element of a property whose own name decides, independent of the name of its field.
fn case_of(field: &Field) -> Element<'_> {
    Element { name: &field.wire, given: None, pointer: &field.pointer, help: BY_NAME }
}
