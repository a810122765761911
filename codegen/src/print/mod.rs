//! Items to files: tokens, laid out as rustfmt would.
//!
//! The same on every machine: no installed formatter takes part.

mod accessors;
mod attributes;
mod compact;
mod doc_comment;
mod enums;
mod file_tree;
mod imports;
mod layout;
mod models;
mod oneofs;
mod operations;
mod root;
mod services;
mod tests;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use rayon::prelude::*;

pub use file_tree::FileTree;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::rust::{Crate, Item, Package};

/// The width of the project's lines.
const WIDTH: usize = 120;

/// Every generated file. Packages are independent of one another, and printed in parallel.
pub(crate) fn files(krate: &Crate) -> Result<FileTree, Diagnostics> {
    let packages: Vec<_> = krate.packages.par_iter().map(|package| package_files(krate, package)).collect();
    let mut tree = FileTree::new();
    let mut errors: Vec<Diagnostic> = Vec::new();
    for printed in packages.into_iter().chain([root::files(krate), tests::file(krate).map(|file| vec![file])]) {
        match printed {
            Ok(files) => {
                errors.extend(files.into_iter().filter_map(|(path, text)| tree.insert(path, text).err()));
            }
            Err(error) => errors.push(error),
        }
    }
    Diagnostics::none_or(errors, tree)
}

/// The path of a file below the generated folder, and its text.
type PrintedFile = (String, String);

fn package_files(krate: &Crate, package: &Package) -> Result<Vec<PrintedFile>, Diagnostic> {
    let folder = root::folder(&package.module.path);
    let mut files = vec![(format!("{folder}/mod.rs"), layout::file(&package_module(krate, package))?)];
    if !package.enums.is_empty() {
        files.push((format!("{folder}/enums.rs"), layout::file(&enums::file(package))?));
    }
    if !package.models.is_empty() {
        files.push((format!("{folder}/models.rs"), layout::file(&models::file(package))?));
    }
    for service in &package.services {
        let name = root::unraw(service.module.name());
        files.push((format!("{folder}/{name}.rs"), layout::file(&services::file(package, service))?));
    }
    Ok(files)
}

/// The module of a package: its files, and the packages below it.
fn package_module(krate: &Crate, package: &Package) -> TokenStream {
    let private = [("enums", !package.enums.is_empty()), ("models", !package.models.is_empty())];
    let private: Vec<Ident> = private.iter().filter(|(_, exists)| *exists).map(|(name, _)| ident(name)).collect();
    let services = package.services.iter().map(|service| {
        let attributes = attributes::of(&service.module);
        let name = ident(service.module.name());
        quote!(#attributes pub mod #name;)
    });
    let exports: BTreeMap<Ident, Ident> =
        package.services.iter().map(|service| (name(&service.module), name(&service.item))).collect();
    let exports = exports.iter().map(|(module, service)| quote!(pub use #module::#service;));
    let below = root::children(krate, &package.module.path);
    quote! {
        #(mod #private;)*
        #(#services)*
        #below
        #(pub use #private::*;)*
        #(#exports)*
    }
}

/// An identifier of the emitted code.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The name of an item.
fn name(item: &Item) -> Ident {
    ident(item.name())
}
