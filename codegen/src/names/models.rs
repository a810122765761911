//! The names of models, of their oneofs and constants, and of enums.

use super::ident::{self, ConstName, FieldName, MethodName, TypeName, VariantName};
use super::operations::service;
use super::scope::Scope;
use super::{Assign, BY_NAME, BY_ONEOF, BY_VALUE, EnumNames, ModelNames, OneofNames, reserved, words};
use crate::api::{Enum, EnumOrigin, Model, Oneof, Site};
use crate::error::Bounded;
use crate::package;

impl Assign<'_> {
    pub(super) fn model(&mut self, model: &Model) {
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

    pub(super) fn enumeration(&mut self, enumeration: &Enum) {
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
}
