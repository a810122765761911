//! From names and plain data to Rust: one file of tokens after another.

mod docs;
mod enums;
mod masks;
pub(crate) mod models;
mod oneofs;
mod operations;
mod root;
pub(crate) mod signatures;
mod tests;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use rayon::prelude::*;

use crate::api::{Api, Body, Model, Operation, Type};
use crate::error::{Error, Errors};
use crate::file_tree::FileTree;
use crate::names::ident::ModuleName;
use crate::names::{Names, PackageNames};
use crate::{package, render};
use types::{Imports, Types};

/// All files of the generated half of the SDK. Packages are independent of one another, and so made in parallel.
pub(crate) fn emit(api: &Api, names: &Names) -> Result<FileTree, Errors> {
    let packages: Vec<(&String, &PackageNames)> = names.packages.iter().collect();
    let made = packages.par_iter().map(|(package, names_of)| package_files(api, names, package, names_of));
    let mut files: Vec<(String, String)> = Vec::new();
    let mut errors: Vec<Error> = Vec::new();
    for made in made.collect::<Vec<_>>() {
        match made {
            Ok(made) => files.extend(made),
            Err(error) => errors.push(error),
        }
    }
    match root::files(api, names) {
        Ok(made) => files.extend(made),
        Err(error) => errors.push(error),
    }
    match tests::file(api, names) {
        Ok(made) => files.push(("tests.rs".to_owned(), made)),
        Err(error) => errors.push(error),
    }
    let mut tree = FileTree::new();
    for (path, content) in files {
        if let Err(error) = tree.insert(path, content) {
            errors.push(error);
        }
    }
    Errors::none_or(errors, tree)
}

/// The features of c1-api: for each package, those of the packages that its types refer to.
pub(crate) fn features(api: &Api, names: &Names) -> BTreeMap<String, Vec<String>> {
    let mut needs: BTreeMap<&str, BTreeSet<&str>> =
        names.packages.keys().map(|name| (name.as_str(), BTreeSet::new())).collect();
    let package_of = |ty: &Type| match ty.innermost() {
        Type::Model(name) => Some(names.model(name).package.as_str()),
        Type::Enum(id) => Some(names.enumeration(*id).package.as_str()),
        _ => None,
    };
    for model in api.models.values() {
        let needed = model.fields.iter().filter_map(|field| package_of(&field.ty));
        needs.entry(package::of(&model.name)).or_default().extend(needed);
    }
    for operation in &api.operations {
        let parameters = operation.path_parameters.iter().chain(&operation.query_parameters);
        let mut needed: Vec<&str> = parameters.filter_map(|parameter| package_of(&parameter.ty)).collect();
        needed.push(&names.model(&operation.response).package);
        if let Body::Model(body) = &operation.body {
            needed.push(&names.model(body).package);
        }
        needs.entry(&operation.package).or_default().extend(needed);
    }
    let feature = |package: &str| names.packages[package].feature.clone();
    needs
        .into_iter()
        .map(|(package, needed)| {
            let others = needed.into_iter().filter(|needed| *needed != package);
            (feature(package), others.map(feature).collect())
        })
        .collect()
}

/// The files of one package, each of them rendered.
fn package_files(
    api: &Api,
    names: &Names,
    package: &str,
    package_names: &PackageNames,
) -> Result<Vec<(String, String)>, Error> {
    let parts = [
        ("enums", enums_file(api, names, package)),
        ("models", models_file(api, names, package)),
        ("operations", operations_file(api, names, package)),
    ];
    let present: Vec<(&str, TokenStream)> =
        parts.into_iter().filter_map(|(name, tokens)| Some((name, tokens?))).collect();
    let modules: Vec<TokenStream> = present.iter().map(|(name, _)| root::ident(name)).collect();
    let folder: Vec<&str> = package_names.modules.iter().map(ModuleName::file).collect();
    let folder = folder.join("/");
    let below = root::children(names, &package_names.modules);
    let mut files = vec![(
        format!("{folder}/mod.rs"),
        render::file(&quote! {
            #(mod #modules;)*
            #(pub use #modules::*;)*
            #below
        })?,
    )];
    for (name, tokens) in present {
        files.push((format!("{folder}/{name}.rs"), render::file(&tokens)?));
    }
    Ok(files)
}

/// What a package's module says of itself.
fn package_summary(package: &str) -> String {
    match package {
        "" => "Types that belong to no package.".to_owned(),
        package => format!("{}.", docs::code(package)),
    }
}

/// What one file's types are made with: those of `package` go by their bare names.
pub(crate) fn types<'a>(names: &'a Names, package: Option<&'a str>, is_models_file: bool) -> Types<'a> {
    Types { names, package, is_models_file, imports: Imports::default() }
}

fn models_file(api: &Api, names: &Names, package: &str) -> Option<TokenStream> {
    let mut types = types(names, Some(package), true);
    let models: Vec<&Model> = api.models.values().filter(|model| names.model(&model.name).package == package).collect();
    let items: Vec<TokenStream> = models.iter().map(|model| models::model(model, &mut types)).collect();
    let imports = types.imports.tokens();
    let used = |use_it: bool, name: TokenStream| use_it.then_some(name);
    let fields = used(
        models.iter().any(|model| !model.fields.is_empty()),
        quote!(
            use crate::FieldPath;
        ),
    );
    let oneofs = used(
        models.iter().any(|model| !model.oneofs.is_empty()),
        quote!(
            use crate::runtime::oneof::{Oneof, SeveralCases, one_of, oneof};
        ),
    );
    let hidden = used(
        models.iter().any(|model| oneofs::is_hiding(model)),
        quote!(
            use crate::runtime::wire::debug::Hidden;
        ),
    );
    let expanded = used(
        models.iter().any(|model| models::is_expanded(model)),
        quote!(
            use crate::runtime::expanded::expanded;
        ),
    );
    (!items.is_empty()).then(|| {
        quote! {
            #imports
            #fields
            #expanded
            #oneofs
            #hidden
            use crate::runtime::wire::{FieldSink, FieldSource, Message, message};
            #(#items)*
        }
    })
}

fn enums_file(api: &Api, names: &Names, package: &str) -> Option<TokenStream> {
    let enums = api.enums.iter().enumerate().filter(|(_, enumeration)| enumeration.package == package);
    let mut enums: Vec<_> =
        enums.map(|(index, enumeration)| (names.enumeration(crate::api::EnumId(index)), enumeration)).collect();
    enums.sort_by(|(left, _), (right, _)| left.name.cmp(&right.name));
    let items: Vec<TokenStream> =
        enums.into_iter().map(|(names, enumeration)| enums::enumeration(enumeration, names)).collect();
    (!items.is_empty()).then(|| {
        quote! {
            use crate::runtime::wire::{OpenEnum, UnknownValue, open_enum};
            #(#items)*
        }
    })
}

fn operations_file(api: &Api, names: &Names, package: &str) -> Option<TokenStream> {
    let mut services: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in api.operations.iter().filter(|operation| operation.package == package) {
        services.entry(&operation.service).or_default().push(operation);
    }
    let mut outer = types(names, Some(package), false);
    let services: Vec<TokenStream> = services
        .values()
        .map(|operations| operations::service(api, operations, &mut outer, &mut types(names, None, false)))
        .collect();
    let imports = outer.imports.tokens();
    (!services.is_empty()).then(|| {
        quote! {
            #imports
            use crate::{Call, Client};
            #(#services)*
        }
    })
}
