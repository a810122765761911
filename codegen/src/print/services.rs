//! Services: a struct with a method for each operation.
//!
//! Everything is `#[inline]`: code that a user does not call is not compiled, and takes no room in the library.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{attributes, name, operations};
use crate::rust::{Argument, Operation, Package, RequestBody, Service, Signature, Type};

/// The file of a service.
pub(super) fn file(package: &Package, service: &Service) -> TokenStream {
    let operations = &service.operations;
    let params = operations.iter().filter_map(|operation| operation.params.as_ref());
    let declared = operations.iter().map(|operation| &operation.item).chain(params.map(|params| &params.item));
    let waiters = operations.iter().filter_map(|operation| operation.waiters.as_ref()).map(|waiters| &waiters.item);
    let mut imports = Imports::new(&package.module.path, declared.chain([&service.item]).chain(waiters));
    for name in ["Call", "Client"] {
        imports.add("crate", name);
    }
    let accessor = accessor(service);
    let structure = structure(service);
    let methods: Vec<TokenStream> = operations.iter().map(|operation| method(operation, &mut imports)).collect();
    let types: Vec<TokenStream> =
        operations.iter().map(|operation| operations::item(operation, &mut imports)).collect();
    let service_name = name(&service.item);
    let uses = imports.tokens();
    quote! {
        #uses
        #accessor
        #structure
        impl #service_name {
            #(#methods)*
        }
        #(#types)*
    }
}

fn accessor(service: &Service) -> TokenStream {
    let (accessor, service_name) = (name(&service.accessor), name(&service.item));
    let attributes = attributes::of(&service.accessor);
    quote! {
        impl Client {
            #attributes
            #[inline]
            pub fn #accessor(&self) -> #service_name {
                #service_name { client: self.clone() }
            }
        }
    }
}

fn structure(service: &Service) -> TokenStream {
    let (attributes, service_name) = (attributes::of(&service.item), name(&service.item));
    quote! {
        #attributes
        #[derive(Clone, Debug)]
        pub struct #service_name {
            client: Client,
        }
    }
}

/// The method that makes a call of its arguments.
fn method(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let attributes = attributes::of(&operation.method);
    let declaration = imports.declaration(&operation.method);
    let operation_name = name(&operation.item);
    let mut values: Vec<TokenStream> = operation.arguments.iter().map(passed).collect();
    if let RequestBody::Content { argument, .. } = &operation.body {
        values.push(match argument {
            Type::ImplInto(_) => quote!(request: request.into()),
            _ => quote!(request),
        });
    }
    if operation.params.is_some() {
        values.push(quote!(params: Default::default()));
    }
    if operations::undeclared_token(operation).is_some() {
        values.push(quote!(page_token: Default::default()));
    }
    let aliases = aliases(operation);
    quote! {
        #attributes
        #(#[doc(alias = #aliases)])*
        #[inline]
        pub #declaration {
            Call::new(&self.client, #operation_name { #(#values),* })
        }
    }
}

/// What else rustdoc's search finds an operation by: its id and its path. An alias has neither quotes nor spaces, and is not
/// the name of its item.
fn aliases(operation: &Operation) -> Vec<&str> {
    let Signature::Info(info) = &operation.info.signature else { return Vec::new() };
    let is_quoted = |text: &str| text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let is_alias = |text: &&str| !is_quoted(text) && *text != operation.method.name();
    [info.id.as_str(), info.path.as_str()].into_iter().filter(is_alias).collect()
}

/// An argument as the field that it becomes.
fn passed(argument: &Argument) -> TokenStream {
    let argument_name = name(&argument.item);
    match &argument.item.signature {
        Signature::Argument(Type::ImplInto(_)) => quote!(#argument_name: #argument_name.into()),
        _ => quote!(#argument_name),
    }
}
