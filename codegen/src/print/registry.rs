//! The registry: a table of all operations, independent of the features of packages.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::operations::details;
use super::{PrintedFile, ident, layout};
use crate::diagnostics::Diagnostic;
use crate::rust::{Crate, ItemPath, Operation, RequestBody, Signature, Type, TypeName};

/// The file of the registry.
pub(super) fn file(krate: &Crate) -> Result<PrintedFile, Diagnostic> {
    let models = krate.packages.iter().flat_map(|package| &package.models);
    let schemas = models.map(|model| (&model.item.path, model.full_name.as_str())).collect();
    let operations = krate.packages.iter().flat_map(|package| {
        let operations = package.services.iter().flat_map(|service| &service.operations);
        operations.map(|operation| (package.name.as_str(), operation))
    });
    let entries = operations.filter_map(|(package, operation)| entry(package, operation, &schemas));
    // A binary search needs this order.
    let entries: BTreeMap<&str, TokenStream> = entries.collect();
    let entries = entries.values();
    let tokens = quote! {
        use crate::runtime::registry;

        registry! {
            #(#entries)*
        }
    };
    Ok(("registry.rs".to_owned(), layout::file(&tokens)?))
}

/// The id of an operation, and its entry.
fn entry<'a>(
    package: &str,
    operation: &'a Operation,
    schemas: &BTreeMap<&ItemPath, &str>,
) -> Option<(&'a str, TokenStream)> {
    let Signature::Info(info) = &operation.info.signature else { return None };
    let schema = |ty: &Type| match ty {
        Type::Named(TypeName::Generated(path), _) => schemas.get(path).copied(),
        Type::Named(TypeName::Prelude("Option"), arguments) => match arguments.first()? {
            Type::Named(TypeName::Generated(path), _) => schemas.get(path).copied(),
            _ => None,
        },
        _ => None,
    };
    let response = match &operation.response.signature {
        Signature::AssociatedType(ty) => schema(ty),
        _ => None,
    };
    let request = match &operation.body {
        RequestBody::Content { field, .. } => schema(field),
        RequestBody::None | RequestBody::Empty => None,
    };
    let (id, path, method) = (&info.id, &info.path, ident(info.method.as_str()));
    let details = details(info);
    let request = request.map(|schema| quote!(request #schema;));
    let response = response.map(|schema| quote!(response #schema;));
    let paged = operation.paged.is_some().then(|| quote!(paged()));
    let deprecated = operation.item.deprecation.is_some().then(|| quote!(deprecated()));
    let entry = quote! {
        #id {
            #method #path [#(#details)*];
            package #package [#paged #deprecated];
            #request
            #response
        }
    };
    Some((id, entry))
}
