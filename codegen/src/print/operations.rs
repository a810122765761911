//! Operations: structs that hold a request, and their implementations of the runtime's traits.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::models::{declaration, setter};
use super::{attributes, ident, name};
use crate::rust::{Access, Operation, Paged, Params, RequestBody, Signature};

/// The items of an operation.
pub(super) fn item(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let structure = structure(operation, imports);
    let implementation = implementation(operation, imports);
    let paged = operation.paged.as_ref().map(|paged| self::paged(operation, paged, imports));
    let params = operation.params.as_ref().map(|params| self::params(operation, params, imports));
    quote!(#structure #implementation #paged #params)
}

fn structure(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let operation_name = name(&operation.item);
    let attributes = attributes::of(&operation.item);
    let mut fields = Vec::new();
    for argument in &operation.arguments {
        let (name, ty) = (name(&argument.item), imports.ty(&argument.field));
        fields.push(quote!(#name: #ty));
    }
    if let RequestBody::Model(ty) = &operation.body {
        let ty = imports.ty(ty);
        fields.push(quote!(request: #ty));
    }
    if let Some(params) = &operation.params {
        let params = name(&params.item);
        fields.push(quote!(params: #params));
    }
    if undeclared_token(operation).is_some() {
        fields.push(quote!(page_token: String));
    }
    // Hidden, as the method says all that its page could say, on hundreds of pages.
    quote! {
        #attributes
        #[doc(hidden)]
        #[derive(Clone, Debug)]
        pub struct #operation_name {
            #(#fields,)*
        }
    }
}

/// The query parameter of a page token that the document does not declare.
pub(super) fn undeclared_token(operation: &Operation) -> Option<&'static str> {
    operation.paged.as_ref()?.undeclared
}

fn implementation(operation: &Operation, imports: &mut Imports) -> TokenStream {
    for name in ["RequestBuilder", "Operation", "OperationInfo"] {
        imports.add("crate::operation", name);
    }
    imports.add("http", "Method");
    let operation_name = name(&operation.item);
    let response = associated(&operation.response.signature, imports);
    let info = info(operation);
    let steps = steps(operation);
    let out = if steps.is_empty() { ident("_out") } else { ident("out") };
    quote! {
        impl Operation for #operation_name {
            type Response = #response;

            const INFO: OperationInfo = #info;

            #[inline]
            fn encode(&self, #out: &mut RequestBuilder) {
                #(#steps)*
            }
        }
    }
}

fn associated(signature: &Signature, imports: &mut Imports) -> TokenStream {
    match signature {
        Signature::AssociatedType(ty) => imports.ty(ty),
        _ => TokenStream::new(),
    }
}

fn info(operation: &Operation) -> TokenStream {
    let Signature::Info(info) = &operation.info.signature else { return TokenStream::new() };
    let (id, path, method) = (&info.id, &info.path, ident(info.method.as_str()));
    let idempotent = info.idempotent.then(|| quote!(.idempotent()));
    let stability = info.stability.as_ref().map(|level| quote!(.stability(#level)));
    quote!(OperationInfo::new(#id, Method::#method, #path)#idempotent #stability)
}

fn steps(operation: &Operation) -> Vec<TokenStream> {
    let mut steps = Vec::new();
    for argument in &operation.arguments {
        let (name, wire) = (name(&argument.item), &argument.wire);
        steps.push(quote!(out.path(#wire, &self.#name);));
    }
    if operation.params.is_some() {
        steps.push(quote!(self.params.encode(out);));
    }
    if let Some(wire) = undeclared_token(operation) {
        steps.push(quote!(out.query(#wire, &self.page_token);));
    }
    match operation.body {
        RequestBody::None => {}
        RequestBody::Empty => steps.push(quote!(out.empty_body();)),
        RequestBody::Model(_) => steps.push(quote!(out.body(&self.request);)),
    }
    steps
}

fn paged(operation: &Operation, paged: &Paged, imports: &mut Imports) -> TokenStream {
    imports.add("crate::operation", "Paged");
    let operation_name = name(&operation.item);
    let response = associated(&operation.response.signature, imports);
    let item = associated(&paged.item.signature, imports);
    let token = access("self", &paged.token);
    let set_token = if paged.token.optional { quote!(#token = Some(token);) } else { quote!(#token = token;) };
    let token = access("page", &paged.next_token);
    let next_token =
        if paged.next_token.optional { quote!(#token.as_deref().unwrap_or_default()) } else { quote!(&#token) };
    let items = access("page", &paged.items);
    let take_items = if paged.items.optional {
        quote!(#items.take().unwrap_or_default())
    } else {
        quote!(std::mem::take(&mut #items))
    };
    quote! {
        impl Paged for #operation_name {
            type Item = #item;

            #[inline]
            fn set_page_token(&mut self, token: String) {
                #set_token
            }

            #[inline]
            fn next_page_token(page: &#response) -> &str {
                #next_token
            }

            #[inline]
            fn take_items(page: &mut #response) -> Vec<#item> {
                #take_items
            }
        }
    }
}

/// The field of `of`.
fn access(of: &str, access: &Access) -> Option<TokenStream> {
    format!("{of}.{}", access.field).parse().ok()
}

/// The struct of the optional parameters, and the table of its fields.
fn params(operation: &Operation, params: &Params, imports: &mut Imports) -> TokenStream {
    imports.add("crate::runtime", "params");
    let (operation_name, params_name) = (name(&operation.item), name(&params.item));
    let attributes = attributes::of(&params.item);
    let fields: Vec<TokenStream> = params.fields.iter().map(|field| declaration(&field.item, imports)).collect();
    let rows = params.fields.iter().map(|field| {
        let (field_name, wire) = (name(&field.item), &field.wire);
        let setter = setter(field.setter.as_ref(), &field.item, imports);
        quote!(#field_name #wire #setter;)
    });
    let rows: Vec<TokenStream> = rows.collect();
    quote! {
        #attributes
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #params_name {
            #(#fields)*
            #[doc(hidden)]
            pub zz_non_exhaustive: (),
        }

        params! {
            #params_name = #operation_name {
                #(#rows)*
            }
        }
    }
}
