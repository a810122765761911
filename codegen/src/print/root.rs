//! The files that join the packages: the root, and modules that only contain others.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{NOTICE, PrintedFile, attributes, ident, layout};
use crate::diagnostics::Diagnostic;
use crate::rust::{Crate, Docs, ItemPath, Package, Paragraph, Service};

/// The root, and each module that is not a package itself.
pub(super) fn files(krate: &Crate) -> Result<Vec<PrintedFile>, Diagnostic> {
    let packages: BTreeSet<&ItemPath> = krate.packages.iter().map(|package| &package.module.path).collect();
    let joining: BTreeSet<ItemPath> =
        packages.iter().flat_map(|path| path.ancestors()).filter(|path| !packages.contains(path)).collect();
    let mut files = vec![("mod.rs".to_owned(), layout::file(&root(krate))?)];
    for module in joining {
        files.push((format!("{}/mod.rs", folder(&module)), layout::file(&children(krate, &module))?));
    }
    files.push(("services.md".to_owned(), services(krate)));
    Ok(files)
}

/// The table of services, for the front page of the crate's docs.
fn services(krate: &Crate) -> String {
    let mut text =
        format!("<!-- {NOTICE} -->\n\n| service | accessor | operations | feature |\n| --- | --- | --- | --- |\n");
    for package in &krate.packages {
        for Service { item, accessor, operations, .. } in &package.services {
            let (name, accessor, feature) = (item.name(), unraw(accessor.name()), package.feature.name());
            let operations = operations.iter().map(|operation| format!("`{}`", unraw(operation.method.name())));
            let operations = operations.collect::<Vec<_>>().join(", ");
            let link = format!("[`{name}`]({}) | [`{accessor}`](Client::{accessor})", item.path.link());
            text += &format!("| {link} | {operations} | `{feature}` |\n");
        }
    }
    text
}

fn root(krate: &Crate) -> TokenStream {
    let packages = children(krate, &ItemPath::root());
    let sensitive = &krate.sensitive;
    let sensitive = sensitive.iter();
    quote! {
        #packages

        /// The JSON names of fields that are never shown, in any model.
        pub(crate) const SENSITIVE: &[&str] = &[#(#sensitive),*];

        #[cfg(feature = "registry")]
        pub(crate) mod registry;

        #[cfg(test)]
        mod tests;
    }
}

/// The folder of a module.
pub(super) fn folder(module: &ItemPath) -> String {
    module.segments().map(unraw).collect::<Vec<_>>().join("/")
}

/// A name without `r#`.
pub(super) fn unraw(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The modules directly in `module`, each compiled when a package in it is.
pub(super) fn children(krate: &Crate, module: &ItemPath) -> TokenStream {
    let mut children: BTreeMap<ItemPath, Vec<&Package>> = BTreeMap::new();
    for package in &krate.packages {
        let path = &package.module.path;
        let child =
            std::iter::once(path.clone()).chain(path.ancestors()).find(|path| path.owner().as_ref() == Some(module));
        if let Some(child) = child {
            children.entry(child).or_default().push(package);
        }
    }
    let modules = children.into_iter().map(|(path, packages)| {
        let itself = packages.iter().find(|package| package.module.path == path);
        let docs = match itself {
            Some(package) => attributes::docs(&package.module.docs),
            None => {
                let names: Vec<String> = packages.iter().map(|package| crate::rust::code(&package.name)).collect();
                attributes::docs(&Docs(vec![Paragraph::Text(names.join(", ") + ".")]))
            }
        };
        let cfg = attributes::cfg(packages.iter().map(|package| package.feature.name()));
        let name = ident(path.name());
        quote! {
            #docs
            #cfg
            pub mod #name;
        }
    });
    modules.collect()
}
