//! Types as tokens, and the imports that they need.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::rust::{Item, ItemPath, Type, TypeName};

/// Where a name is imported from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// The standard library: `std::collections`.
    Std(&'static str),
    /// Another crate.
    External(&'static str),
    /// A child module.
    Local(String),
    /// The parent module.
    Parent,
    /// A module of c1-api; the root where it is empty.
    Crate(&'static str),
}

/// The imports of one file.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// The module of the package that the file belongs to.
    module: ItemPath,
    /// The paths of the types that the file declares.
    declared: BTreeSet<ItemPath>,
    names: BTreeMap<Use, BTreeSet<String>>,
}

impl Imports {
    /// No imports yet, in a file of the package `module` that declares these types.
    pub(super) fn new<'a>(module: &ItemPath, declared: impl IntoIterator<Item = &'a Item>) -> Self {
        let declared = declared.into_iter().map(|item| item.path.clone()).collect();
        Self { module: module.clone(), declared, names: BTreeMap::new() }
    }

    /// Imports a name.
    pub(super) fn add(&mut self, from: Use, name: &str) {
        self.names.entry(from).or_default().insert(name.to_owned());
    }

    /// The type as it is written in the file.
    pub(super) fn ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Named(name, arguments) => {
                let name = self.name(name);
                let arguments: Vec<TokenStream> = arguments.iter().map(|argument| self.ty(argument)).collect();
                if arguments.is_empty() { name } else { quote!(#name<#(#arguments),*>) }
            }
            Type::Reference(lifetime, inner) => {
                let lifetime = lifetime.map(lifetime_tokens);
                let inner = self.ty(inner);
                quote!(&#lifetime #inner)
            }
            Type::ImplInto(inner) => {
                let inner = self.ty(inner);
                quote!(impl Into<#inner>)
            }
            Type::Lifetime(lifetime) => lifetime_tokens(lifetime),
        }
    }

    fn name(&mut self, name: &TypeName) -> TokenStream {
        match name {
            TypeName::Prelude(name) => {
                let name = ident(name);
                quote!(#name)
            }
            TypeName::External(krate, name) => {
                self.imported(if krate.starts_with("std") { Use::Std(krate) } else { Use::External(krate) }, name)
            }
            TypeName::Runtime(name) => self.imported(Use::Crate(""), name),
            TypeName::Generated(path) => self.generated(path),
        }
    }

    fn imported(&mut self, from: Use, name: &str) -> TokenStream {
        self.add(from, name);
        let name = ident(name);
        quote!(#name)
    }

    /// Types of the file and of its package by their names, others by their whole paths: two packages may have types of
    /// one name.
    fn generated(&mut self, path: &ItemPath) -> TokenStream {
        let name = ident(path.name());
        if self.declared.contains(path) {
            return quote!(#name);
        }
        if path.owner().as_ref() != Some(&self.module) {
            let segments = path.segments().map(ident);
            return quote!(crate::#(#segments)::*);
        }
        // A service may have an operation with the name of a model.
        if self.declared.iter().any(|declared| declared.name() == path.name()) {
            return quote!(super::#name);
        }
        self.add(Use::Parent, path.name());
        quote!(#name)
    }

    /// `use` lines: the standard library, other crates, this crate.
    pub(super) fn tokens(&self) -> TokenStream {
        self.names.iter().map(|(from, names)| line(from, names, false)).collect()
    }

    /// `pub use` lines.
    pub(super) fn reexports(&self) -> TokenStream {
        self.names.iter().map(|(from, names)| line(from, names, true)).collect()
    }
}

fn line(from: &Use, names: &BTreeSet<String>, is_public: bool) -> TokenStream {
    let path: Vec<Ident> = match from {
        Use::Std(path) | Use::External(path) => path.split("::").map(ident).collect(),
        Use::Local(module) => vec![ident(module)],
        Use::Parent => vec![ident("super")],
        Use::Crate(path) => {
            std::iter::once("crate").chain(path.split("::").filter(|s| !s.is_empty())).map(ident).collect()
        }
    };
    let vis = is_public.then(|| quote!(pub));
    let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    match names.as_slice() {
        [name] => quote!(#vis use #(#path)::*::#name;),
        names => quote!(#vis use #(#path)::*::{#(#names),*};),
    }
}

fn lifetime_tokens(lifetime: &str) -> TokenStream {
    let lifetime = syn::Lifetime::new(lifetime, proc_macro2::Span::call_site());
    quote!(#lifetime)
}
