//! The names of models, of their oneofs and constants, and of enums.

use super::ident::{self, ConstName, FieldName, MethodName, TypeName, VariantName};
use super::operations::service_name;
use super::{BY_NAME, BY_ONEOF, BY_VALUE, CaseNames, EnumNames, ModelNames, Naming, OneofNames, reserved};
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Enum, EnumOrigin, Model, ModelId, Oneof, Operation, Owner, proto_package};

impl Naming<'_> {
    pub(super) fn model(&mut self, id: ModelId, model: &Model) {
        let by_rule = match &model.owner {
            Some(owner) => self.named_after(owner),
            None => proto_package::split(&model.name).1.split('.').map(casing::pascal).collect(),
        };
        let by_rule = ident::capitalized(by_rule, &reserved::TYPES);
        let name = self.choose(by_rule, model.rust_name.as_ref(), &model.name, &model.pointer, BY_NAME);
        self.claim(&self.types_of(model), &name, &model.pointer, BY_NAME);
        let fields = self.fields(id, model);
        let field_constants: Vec<ConstName> = fields.iter().map(FieldName::constant).collect();
        let names = ModelNames {
            expand_constants: self.expand_constants(model, &field_constants),
            field_constants,
            oneofs: model.oneofs.iter().map(|oneof| self.oneof(model, oneof, &name, &fields)).collect(),
            name: TypeName::new(name),
            fields,
        };
        self.names.models.push(names);
    }

    fn types_of(&self, model: &Model) -> String {
        format!("types of {}", self.api[model.package])
    }

    fn fields(&mut self, id: ModelId, model: &Model) -> Vec<FieldName> {
        let scope = format!("fields of model {}", id.0);
        let fields = model.fields.iter().map(|field| {
            // A message may have both `type` and `@type`.
            let from = if field.wire == "@type" { "typeUrl" } else { &field.wire };
            let by_rule = ident::lower(casing::snake(from), &reserved::MODEL_FIELDS);
            let name = self.choose(by_rule, field.rust_name.as_ref(), &field.wire, &field.pointer, BY_NAME);
            self.claim(&scope, &name, &field.pointer, BY_NAME);
            FieldName::new(name)
        });
        fields.collect()
    }

    /// `EXPAND_ROLE_IDS` for the path `role_ids`, `EXPAND_ALL` for `*`. They share a scope with the fields' constants.
    fn expand_constants(&mut self, model: &Model, fields: &[ConstName]) -> Vec<ConstName> {
        if model.expand_paths.is_empty() {
            return Vec::new();
        }
        let scope = format!("constants of {}", model.name);
        for field in fields {
            self.scopes.share(&scope, field.as_str(), &model.pointer);
        }
        let constants = model.expand_paths.iter().map(|path| {
            let by_rule = casing::shouty(&format!("expand.{}", path.replace('*', "all")));
            let name = self.choose(ident::legal(by_rule), None, path, &model.pointer, BY_NAME);
            self.claim(&scope, &name, &model.pointer, BY_NAME);
            ConstName::new(name)
        });
        constants.collect()
    }

    fn oneof(&mut self, model: &Model, oneof: &Oneof, model_name: &str, fields: &[FieldName]) -> OneofNames {
        let at = &model.pointer;
        let by_rule = ident::capitalized(format!("{model_name}{}", casing::pascal(&oneof.name)), &reserved::TYPES);
        let view = self.choose(by_rule, oneof.rust_name.as_ref(), &oneof.name, at, BY_ONEOF);
        self.claim(&self.types_of(model), &view, at, BY_ONEOF);
        let getter = self.method(model, oneof, casing::snake(&oneof.name));
        let setter = self.method(model, oneof, format!("set_{}", casing::snake(&oneof.name)));
        let cases = oneof.cases.iter().map(|case| {
            let field = &model.fields[*case];
            let by_rule = ident::capitalized(casing::pascal(&field.wire), &reserved::CASES);
            let variant = self.choose(by_rule, None, &field.wire, &field.pointer, BY_NAME);
            let constructor = self.method(model, oneof, format!("with_{}", fields[*case].unraw()));
            CaseNames { variant: VariantName::new(variant), constructor }
        });
        let cases = cases.collect();
        OneofNames { view: TypeName::new(view), getter, setter, cases }
    }

    fn method(&mut self, model: &Model, oneof: &Oneof, name: String) -> MethodName {
        let by_rule = ident::lower(name, &reserved::MODEL_METHODS);
        let name = self.choose(by_rule, None, &oneof.name, &model.pointer, BY_NAME);
        self.claim(&format!("methods of {}", model.name), &name, &model.pointer, BY_NAME);
        MethodName::new(name)
    }

    /// The name of an inline schema: the owner's name and the property's or parameter's, in the singular for elements.
    fn named_after(&self, owner: &Owner) -> String {
        let member =
            |name: &str, in_list: bool| casing::pascal(&if in_list { casing::singular(name) } else { name.to_owned() });
        match owner {
            Owner::Property { model, property, in_list } => {
                // An inline object comes after the model that owns it, so this name is assigned.
                self.names.model(*model).name.as_str().to_owned() + &member(property, *in_list)
            }
            Owner::Parameter { operation, package, parameter, in_list } => {
                let Operation { service, method, .. } = &self.api[*operation];
                let service = service_name(&self.api[*service].name, &self.api[*package]);
                service + &casing::pascal(method) + &member(parameter, *in_list)
            }
        }
    }

    pub(super) fn enumeration(&mut self, enumeration: &Enum) {
        let at = enumeration.sites.first().map(|site| site.pointer.as_str()).unwrap_or_default();
        let (by_rule, given, prefix) = match &enumeration.origin {
            EnumOrigin::RustName(name) => (String::new(), Some(name), ""),
            EnumOrigin::Prefix(prefix) => (casing::pascal(prefix), None, prefix.as_str()),
            EnumOrigin::Owner(owner) => (self.named_after(owner), None, ""),
        };
        let legal = ident::capitalized(by_rule.clone(), &reserved::TYPES);
        let name = self.choose(legal, given, &by_rule, at, BY_NAME);
        let package = &self.api[enumeration.package];
        self.claim(&format!("types of {package}"), &name, at, BY_NAME);
        let variants = self.variants(enumeration, &format!("values of {package}.{name}"), prefix, at);
        self.names.enums.push(EnumNames { name: TypeName::new(name), variants });
    }

    fn variants(&mut self, enumeration: &Enum, scope: &str, prefix: &str, at: &str) -> Vec<VariantName> {
        let variants = enumeration.values.iter().map(|value| {
            let own = value.strip_prefix(prefix).unwrap_or(value);
            let by_rule = ident::capitalized(casing::pascal(own), &reserved::VARIANTS);
            let variant = self.choose(by_rule, None, value, at, BY_VALUE);
            if let Some(first) = self.scopes.claim(scope, &variant, value) {
                let message =
                    format!("the values `{}` and `{}` would both be `{variant}`", Bounded(&first), Bounded(value));
                self.errors.push(self.sources.error(&codes::NAME_COLLISION, at, message).help(BY_VALUE));
            }
            VariantName::new(variant)
        });
        variants.collect()
    }
}
