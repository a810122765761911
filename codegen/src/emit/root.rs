//! The files that join the packages: modules that only hold others, and the crate root's re-exports.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use crate::api::Api;
use crate::error::Error;
use crate::names::Names;
use crate::names::ident::ModuleName;
use crate::render;

/// The root, and each module that is no package itself.
pub(super) fn files(api: &Api, names: &Names) -> Result<Vec<(String, String)>, Error> {
    let packages: BTreeSet<&[ModuleName]> = names.packages.values().map(|package| package.modules.as_slice()).collect();
    let packages_below = children(names, &[]);
    let sensitive = sensitive(api);
    let root = quote! {
        #packages_below
        #sensitive
        #[cfg(test)]
        mod tests;
    };
    let mut files =
        vec![("mod.rs".to_owned(), render::file(&root)?), ("exports.rs".to_owned(), render::file(&exports(names))?)];
    let mut joining: BTreeSet<&[ModuleName]> = BTreeSet::new();
    for modules in &packages {
        joining.extend((1..modules.len()).map(|end| &modules[..end]).filter(|module| !packages.contains(module)));
    }
    for module in joining {
        let folder: Vec<&str> = module.iter().map(ModuleName::file).collect();
        files.push((format!("{}/mod.rs", folder.join("/")), render::file(&children(names, module))?));
    }
    Ok(files)
}

/// The modules directly below `module`, each compiled when a package in it is.
pub(super) fn children(names: &Names, module: &[ModuleName]) -> TokenStream {
    let mut children: BTreeMap<&ModuleName, Vec<(&str, &str)>> = BTreeMap::new();
    for (package, package_names) in &names.packages {
        if let Some([child, ..]) = package_names.modules.strip_prefix(module) {
            children.entry(child).or_default().push((package, &package_names.feature));
        }
    }
    let modules = children.into_iter().map(|(child, packages)| {
        let below = module.len() + 1;
        let itself = packages.iter().find(|(package, _)| names.packages[*package].modules.len() == below);
        let text = match itself {
            Some((package, _)) => super::package_summary(package),
            None => {
                let mut listed: Vec<String> = packages.iter().map(|(package, _)| docs::code(package)).collect();
                listed.sort();
                format!("{}.", listed.join(", "))
            }
        };
        let docs = docs::comment(&[docs::markdown(&text)]);
        let condition = condition(packages.iter().map(|(_, feature)| *feature));
        quote! {
            #docs
            #condition
            pub mod #child;
        }
    });
    quote!(#(#modules)*)
}

/// What hides the secrets of a body whose model is not known where it is logged.
fn sensitive(api: &Api) -> TokenStream {
    let fields = api.models.values().flat_map(|model| &model.fields);
    let names: BTreeSet<&str> = fields.filter(|field| field.sensitive).map(|field| field.wire.as_str()).collect();
    quote! {
        /// The names on the wire of the fields that are never shown, in whichever model.
        pub(crate) const SENSITIVE: &[&str] = &[#(#names),*];
    }
}

/// The crate root's names for the modules of generated code.
fn exports(names: &Names) -> TokenStream {
    let mut roots: BTreeMap<&ModuleName, Vec<&str>> = BTreeMap::new();
    for package in names.packages.values() {
        roots.entry(&package.modules[0]).or_default().push(&package.feature);
    }
    let uses = roots.into_iter().map(|(module, features)| {
        let condition = condition(features.into_iter());
        quote! {
            #condition
            pub use crate::generated::#module;
        }
    });
    quote!(#(#uses)*)
}

/// The one emitter of `#[cfg]`.
fn condition<'a>(features: impl Iterator<Item = &'a str>) -> TokenStream {
    let features: BTreeSet<&str> = features.collect();
    let features: Vec<&str> = features.into_iter().collect();
    match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

pub(super) fn ident(name: &str) -> TokenStream {
    let ident = Ident::new(name, Span::call_site());
    quote!(#ident)
}
