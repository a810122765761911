//! Services, and a module for each with its operations as values.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::Types;
use super::{docs, signatures};
use crate::api::{Api, Body, Operation, Paging, Parameter, Presence, TokenPlace, Type};
use crate::names::ident::FieldName;
use crate::names::{Names, OperationNames, words};

/// A service: its accessor, its methods, and the module of its operations.
///
/// All of it is inlined: what a user of the SDK does not call is not compiled, and takes no room in the library.
pub(super) fn service(
    api: &Api,
    operations: &[&Operation],
    types: &mut Types<'_>,
    inner: &mut Types<'_>,
) -> TokenStream {
    let Some(first) = operations.first() else { return TokenStream::new() };
    let names = types.names;
    let (accessor, name) = (&names.service(first).accessor, &names.service(first).name);
    let accessor_signature = signatures::accessor(names.service(first));
    let title = docs::code(&format!("{}.{}", first.package, first.service));
    let accessor_docs = docs::comment(&[format!("The operations of {title}.")]);
    let type_docs = docs::comment(&[
        format!("The operations of {title}."),
        format!("[`Client::{}`](crate::Client::{0}) gives it.", accessor.link()),
    ]);
    let module_docs = docs::comment(&[format!("The operations of [`{}`](super::{0}), as types.", name.as_str())]);
    let methods: Vec<TokenStream> = operations.iter().map(|operation| method(operation, types)).collect();
    let items: Vec<TokenStream> = operations.iter().map(|operation| item(api, operation, inner)).collect();
    let imports = module_imports(operations);
    let module_uses = inner.imports.tokens();
    quote! {
        impl Client {
            #accessor_docs
            #[inline]
            pub #accessor_signature {
                #name { client: self.clone() }
            }
        }

        #type_docs
        #[derive(Clone, Debug)]
        pub struct #name {
            client: Client,
        }

        impl #name {
            #(#methods)*
        }

        #module_docs
        pub mod #accessor {
            #module_uses
            #imports
            #(#items)*
        }
    }
}

fn module_imports(operations: &[&Operation]) -> TokenStream {
    let paged = operations.iter().any(|operation| operation.paging.is_some()).then(|| quote!(, Paged));
    let params =
        operations.iter().any(|operation| !operation.query_parameters.is_empty()).then(|| quote!(, WithParams));
    quote! {
        use http::Method;
        use crate::{Encoder, Operation, OperationInfo #paged #params};
    }
}

/// The method that makes a call of its arguments.
fn method(operation: &Operation, types: &mut Types<'_>) -> TokenStream {
    let names = types.names.operation(operation);
    let name = &names.name;
    let module = &types.names.service(operation).accessor;
    let signature = signatures::method(operation, types);
    let docs = method_docs(operation);
    let deprecation = docs::deprecation(&operation.docs);
    let parameters = operation.path_parameters.iter().zip(&names.path_parameters);
    let mut values: Vec<TokenStream> = parameters.map(|(parameter, name)| passed(parameter, name)).collect();
    if let Body::Model(_) = &operation.body {
        values.push(quote!(request));
    }
    if !operation.query_parameters.is_empty() {
        values.push(quote!(params: Default::default()));
    }
    if has_own_token(operation) {
        values.push(quote!(page_token: Default::default()));
    }
    let value = match values.is_empty() {
        true => quote!(#module::#name {}),
        false => quote!(#module::#name { #(#values),* }),
    };
    quote! {
        #docs
        #deprecation
        #[inline]
        pub #signature {
            Call::new(&self.client, #value)
        }
    }
}

/// An argument as the field that it becomes.
fn passed(parameter: &Parameter, name: &FieldName) -> TokenStream {
    match parameter.ty {
        Type::String => quote!(#name: #name.into()),
        _ => quote!(#name),
    }
}

/// A token that the spec does not declare is a field of the operation itself.
fn has_own_token(operation: &Operation) -> bool {
    matches!(&operation.paging, Some(Paging { token: TokenPlace::Undeclared(_), .. }))
}

fn method_docs(operation: &Operation) -> TokenStream {
    let docs = &operation.docs;
    let lead = docs.stability.as_ref().map(|level| format!("**Stability: {}.** ", docs::markdown(level)));
    let lead = lead.unwrap_or_default();
    let texts = [docs.description.trim(), docs.summary.trim_start_matches("NOTE: ").trim()];
    let mut paragraphs = vec![match texts.into_iter().find(|text| !text.is_empty()) {
        Some(text) => docs::markdown_after(&lead, text),
        None => lead + &docs::code(&operation.id),
    }];
    let items = operation.path_parameters.iter().filter(|parameter| !says_nothing(parameter));
    let items: Vec<String> =
        items.map(|parameter| docs::list_item(&parameter.wire, &parameter.docs.description)).collect();
    paragraphs.push(items.join("\n"));
    if has_own_token(operation) {
        paragraphs.push(docs::markdown(
            "It answers page by page. The specification does not declare the parameter `page_token`, by which \
             the next page is asked for.",
        ));
    }
    paragraphs.push(docs::code(&format!("{} {}", operation.http_method, operation.path)));
    docs::comment(&paragraphs)
}

/// Whether the description of a parameter is only its name again.
fn says_nothing(parameter: &Parameter) -> bool {
    let description = parameter.docs.description.trim();
    description.is_empty() || description == idle(parameter)
}

/// The boilerplate that C1 writes for want of a description: it calls a parameter as the property of the same field.
fn idle(parameter: &Parameter) -> String {
    format!("The {} field.", words::lower_camel(&parameter.wire))
}

/// The operation's type, and what there is to know about it.
fn item(api: &Api, operation: &Operation, types: &mut Types<'_>) -> TokenStream {
    let names = types.names.operation(operation);
    let params = params(operation, names, types);
    let structure = structure(operation, names, types);
    let implementation = implementation(operation, names, types);
    let paged = operation.paging.as_ref().map(|paging| paged(api, operation, paging, names, types));
    quote!(#structure #implementation #paged #params)
}

fn structure(operation: &Operation, names: &OperationNames, types: &mut Types<'_>) -> TokenStream {
    let name = &names.name;
    let docs = docs::comment(&[format!("{}.", docs::code(&operation.id))]);
    let deprecation = docs::deprecation(&operation.docs);
    let mut fields = Vec::new();
    for (parameter, name) in operation.path_parameters.iter().zip(&names.path_parameters) {
        let ty = types.value(&parameter.ty);
        fields.push(quote!(pub(super) #name: #ty));
    }
    if let Body::Model(body) = &operation.body {
        let ty = types.model(body);
        fields.push(quote!(pub(super) request: #ty));
    }
    if !operation.query_parameters.is_empty() {
        let params = &names.params;
        fields.push(quote!(pub(super) params: #params));
    }
    if has_own_token(operation) {
        fields.push(quote!(pub(super) page_token: String));
    }
    quote! {
        #docs
        #deprecation
        #[derive(Clone, Debug)]
        pub struct #name {
            #(#fields,)*
        }
    }
}

fn implementation(operation: &Operation, names: &OperationNames, types: &mut Types<'_>) -> TokenStream {
    let name = &names.name;
    let response = types.model(&operation.response);
    let info = signatures::info(operation);
    let steps = steps(operation, names);
    let out = if steps.is_empty() { quote!(_) } else { quote!(out) };
    quote! {
        impl Operation for #name {
            type Response = #response;

            const INFO: OperationInfo = #info;

            #[inline]
            fn encode(&self, #out: &mut Encoder) {
                #(#steps)*
            }
        }
    }
}

fn steps(operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    let mut steps = Vec::new();
    for (parameter, name) in operation.path_parameters.iter().zip(&names.path_parameters) {
        let wire = &parameter.wire;
        steps.push(quote!(out.path(#wire, &self.#name);));
    }
    for (parameter, name) in operation.query_parameters.iter().zip(&names.query_parameters) {
        let wire = &parameter.wire;
        steps.push(quote!(out.query(#wire, &self.params.#name);));
    }
    if let Some(Paging { token: TokenPlace::Undeclared(wire), .. }) = &operation.paging {
        steps.push(quote!(out.query(#wire, &self.page_token);));
    }
    match &operation.body {
        Body::None => {}
        Body::Empty => steps.push(quote!(out.empty_body();)),
        Body::Model(_) => steps.push(quote!(out.body(&self.request);)),
    }
    steps
}

fn paged(
    api: &Api,
    operation: &Operation,
    paging: &Paging,
    names: &OperationNames,
    types: &mut Types<'_>,
) -> TokenStream {
    let name = &names.name;
    let response = types.model(&operation.response);
    let (next_token, next_presence) = field(api, types.names, &operation.response, &paging.next_token);
    let (items, items_presence) = field(api, types.names, &operation.response, &paging.items);
    let item = signatures::paged_item(api, operation, paging, types);
    let next_token = match next_presence {
        Presence::Optional => quote!(page.#next_token.as_deref().unwrap_or_default()),
        Presence::Implicit | Presence::Required => quote!(&page.#next_token),
    };
    let items = match items_presence {
        Presence::Optional => quote!(page.#items.take().unwrap_or_default()),
        Presence::Implicit | Presence::Required => quote!(std::mem::take(&mut page.#items)),
    };
    let set = set_token(api, operation, paging, names, types.names);
    quote! {
        impl Paged for #name {
            type Item = #item;

            #[inline]
            fn set_page_token(&mut self, token: String) {
                #set
            }

            #[inline]
            fn next_page_token(page: &#response) -> &str {
                #next_token
            }

            #[inline]
            fn take_items(page: &mut #response) -> Vec<#item> {
                #items
            }
        }
    }
}

/// A property of a model that is known to be there.
fn field<'a>(api: &Api, names: &'a Names, model: &str, wire: &str) -> (&'a FieldName, Presence) {
    let index = api.models[model].fields.iter().position(|field| field.wire == wire).unwrap_or_default();
    (&names.model(model).fields[index], api.models[model].fields[index].presence)
}

fn set_token(api: &Api, operation: &Operation, paging: &Paging, names: &OperationNames, all: &Names) -> TokenStream {
    let (place, presence) = match (&paging.token, &operation.body) {
        (TokenPlace::Body(wire), Body::Model(body)) => {
            let (field, presence) = field(api, all, body, wire);
            (quote!(self.request.#field), presence)
        }
        (TokenPlace::Query(wire), _) => {
            let index =
                operation.query_parameters.iter().position(|parameter| parameter.wire == *wire).unwrap_or_default();
            let name = &names.query_parameters[index];
            (quote!(self.params.#name), operation.query_parameters[index].presence)
        }
        _ => (quote!(self.page_token), Presence::Implicit),
    };
    match presence {
        Presence::Optional => quote!(#place = Some(token);),
        Presence::Implicit | Presence::Required => quote!(#place = token;),
    }
}

/// The struct of the optional parameters.
fn params(operation: &Operation, names: &OperationNames, types: &mut Types<'_>) -> Option<TokenStream> {
    if operation.query_parameters.is_empty() {
        return None;
    }
    let (name, operation_name) = (&names.params, &names.name);
    let docs = docs::comment(&[format!("The optional parameters of {}.", docs::code(&operation.id))]);
    let fields = operation.query_parameters.iter().zip(&names.query_parameters).map(|(parameter, name)| {
        let mut paragraphs = docs::described(&parameter.docs, &idle(parameter));
        if paragraphs.iter().all(String::is_empty) {
            paragraphs.push(format!("{} in the query.", docs::code(&parameter.wire)));
        }
        let docs = docs::comment(&paragraphs);
        let deprecation = docs::deprecation(&parameter.docs);
        let field = signatures::parameter(parameter, name, types);
        quote!(#docs #deprecation pub #field,)
    });
    let fields: Vec<TokenStream> = fields.collect();
    Some(quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name {
            #(#fields)*
            #[doc(hidden)]
            pub _non_exhaustive: (),
        }

        impl WithParams for #operation_name {
            type Params = #name;

            #[inline]
            fn params_mut(&mut self) -> &mut #name {
                &mut self.params
            }
        }
    })
}
