//! Types as tokens, and the imports that they need.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Presence, Type};
use crate::names::Names;
use crate::names::ident::{ModuleName, TypeName};

/// What one file of generated code uses from elsewhere.
#[derive(Debug, Default)]
pub(super) struct Imports {
    chrono: BTreeSet<&'static str>,
    bytes: bool,
    map: bool,
    json: BTreeSet<&'static str>,
    runtime: BTreeSet<&'static str>,
    enums: BTreeSet<TypeName>,
    models: BTreeSet<TypeName>,
}

impl Imports {
    pub(super) fn tokens(&self) -> TokenStream {
        let mut uses = Vec::new();
        if self.map {
            uses.push(quote!(
                use std::collections::BTreeMap;
            ));
        }
        if self.bytes {
            uses.push(quote!(
                use bytes::Bytes;
            ));
        }
        uses.extend(group(&quote!(chrono), self.chrono.iter().map(|name| ident(name))));
        uses.extend(group(&quote!(serde_json), self.json.iter().map(|name| ident(name))));
        uses.extend(group(&quote!(crate), self.runtime.iter().map(|name| ident(name))));
        uses.extend(group(&quote!(super::enums), self.enums.iter().map(|name| quote!(#name))));
        uses.extend(group(&quote!(super::models), self.models.iter().map(|name| quote!(#name))));
        quote!(#(#uses)*)
    }
}

fn ident(name: &str) -> TokenStream {
    let ident = proc_macro2::Ident::new(name, proc_macro2::Span::call_site());
    quote!(#ident)
}

fn group(from: &TokenStream, names: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let names: Vec<TokenStream> = names.collect();
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use #from::#name;)),
        names => Some(quote!(use #from::{#(#names),*};)),
    }
}

/// The types of one file.
pub(crate) struct Types<'a> {
    pub(super) names: &'a Names,
    /// The package whose types go by their bare names; none in the modules of services, where operations have those.
    pub(super) package: Option<&'a str>,
    /// Whether models are defined in this very file.
    pub(super) is_models_file: bool,
    pub(super) imports: Imports,
}

impl Types<'_> {
    /// The type of a property or of a parameter.
    pub(crate) fn placed(&mut self, ty: &Type, presence: Presence, boxed: bool) -> TokenStream {
        let inner = self.value(ty);
        let inner = if boxed { quote!(Box<#inner>) } else { inner };
        match presence {
            Presence::Optional => quote!(Option<#inner>),
            Presence::Implicit | Presence::Required => inner,
        }
    }

    /// The type of a value that is there.
    pub(crate) fn value(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::String => quote!(String),
            Type::Bool => quote!(bool),
            Type::Int32 => quote!(i32),
            Type::UInt32 => quote!(u32),
            Type::Int64 => quote!(i64),
            Type::UInt64 => quote!(u64),
            Type::Float => quote!(f32),
            Type::Double => quote!(f64),
            Type::DateTime => {
                self.imports.chrono.extend(["DateTime", "Utc"]);
                quote!(DateTime<Utc>)
            }
            Type::Duration => {
                self.imports.chrono.insert("TimeDelta");
                quote!(TimeDelta)
            }
            Type::Bytes => {
                self.imports.bytes = true;
                quote!(Bytes)
            }
            Type::Json => {
                self.imports.json.insert("Value");
                quote!(Value)
            }
            Type::JsonObject => {
                self.imports.json.extend(["Map", "Value"]);
                quote!(Map<String, Value>)
            }
            Type::Any => {
                self.imports.runtime.insert("Any");
                quote!(Any)
            }
            Type::Empty => {
                self.imports.runtime.insert("Empty");
                quote!(Empty)
            }
            Type::Enum(id) => {
                let enumeration = self.names.enumeration(*id);
                if Some(enumeration.package.as_str()) == self.package {
                    self.imports.enums.insert(enumeration.name.clone());
                }
                self.path(&enumeration.package, &enumeration.name)
            }
            Type::Model(name) => self.model(name),
            Type::List(inner) => {
                let inner = self.value(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                self.imports.map = true;
                let inner = self.value(inner);
                quote!(BTreeMap<String, #inner>)
            }
        }
    }

    /// The type of the model of this full name.
    pub(crate) fn model(&mut self, name: &str) -> TokenStream {
        let model = self.names.model(name);
        if Some(model.package.as_str()) == self.package && !self.is_models_file {
            self.imports.models.insert(model.name.clone());
        }
        self.path(&model.package, &model.name)
    }

    /// Types of other packages by their whole path: two packages may have types of one name.
    fn path(&self, package: &str, name: &TypeName) -> TokenStream {
        match Some(package) == self.package {
            true => quote!(#name),
            false => {
                let modules: &[ModuleName] = &self.names.packages[package].modules;
                quote!(crate::#(#modules::)*#name)
            }
        }
    }
}
