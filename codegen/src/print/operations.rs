//! Operations: structs that hold a request, and their implementations of the runtime's traits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::models::{declaration, setter};
use super::responses::associated;
use super::{attributes, ident, name, responses};
use crate::ir::{Codec, FieldEncoding, ParameterLocation, ParameterStyle};
use crate::rust::{Access, Encoding, Info, Operation, Paged, Params, RequestBody, Signature, Type, TypeName};

/// The items of an operation.
pub(super) fn item(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let structure = structure(operation, imports);
    let implementation = implementation(operation, imports);
    let paged = operation.paged.as_ref().map(|paged| self::paged(operation, paged, imports));
    let stream = operation.stream.as_ref().map(|stream| responses::streamed(operation, stream, imports));
    let params = operation.params.as_ref().map(|params| self::params(operation, params, imports));
    let mocked = mocked(operation, imports);
    let waiters = super::waiters::table(operation, imports);
    quote!(#structure #implementation #paged #stream #params #mocked #waiters)
}

fn structure(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let operation_name = name(&operation.item);
    let attributes = attributes::of(&operation.item);
    let mut fields = Vec::new();
    for argument in &operation.arguments {
        let (name, ty) = (name(&argument.item), imports.ty(&argument.field));
        fields.push(quote!(#name: #ty));
    }
    if let RequestBody::Content { field, .. } = &operation.body {
        let ty = imports.ty(field);
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

/// Whether the mock can read the requests of an operation: parameters in the path and the plain query, and a JSON object.
fn is_readable(operation: &Operation) -> bool {
    let is_plain = |encoding: Encoding, required: bool| {
        encoding.style == ParameterStyle::Plain && (!required || encoding.location == ParameterLocation::Path)
    };
    let params = operation.params.iter().flat_map(|params| &params.fields);
    let is_object = match operation.body {
        RequestBody::None | RequestBody::Empty => true,
        RequestBody::Content { codec, is_object, .. } => is_object && codec == Codec::Json,
    };
    is_object
        && operation.decode.is_none()
        && operation.arguments.iter().all(|argument| is_plain(argument.encoding, true))
        && params.into_iter().all(|field| is_plain(field.encoding, false))
}

/// The table of the fields, from which the mock reads requests.
fn mocked(operation: &Operation, imports: &mut Imports) -> Option<TokenStream> {
    if !is_readable(operation) {
        return None;
    }
    imports.add("crate::runtime", "mocked");
    let operation_name = name(&operation.item);
    let mut rows = Vec::new();
    for argument in &operation.arguments {
        let (name, ty, wire) = (name(&argument.item), imports.ty(&argument.field), &argument.wire);
        rows.push(quote!(path #name: #ty = #wire;));
    }
    if let RequestBody::Content { field, .. } = &operation.body {
        let ty = imports.ty(field);
        rows.push(quote!(body request: #ty;));
    }
    if let Some(params) = &operation.params {
        let params = name(&params.item);
        rows.push(quote!(params params: #params;));
    }
    if let Some(wire) = undeclared_token(operation) {
        rows.push(quote!(query page_token: String = #wire;));
    }
    Some(quote! {
        mocked! {
            #operation_name {
                #(#rows)*
            }
        }
    })
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
    let steps = steps(operation, imports);
    let decode = operation.decode.as_ref().map(|(decode, optional)| responses::decode(decode, *optional, imports));
    let out = if steps.is_empty() { ident("_out") } else { ident("out") };
    quote! {
        impl Operation for #operation_name {
            type Response = #response;

            const INFO: OperationInfo = #info;

            #[inline]
            fn encode(&self, #out: &mut RequestBuilder) {
                #(#steps)*
            }

            #decode
        }
    }
}

fn info(operation: &Operation) -> TokenStream {
    let Signature::Info(info) = &operation.info.signature else { return TokenStream::new() };
    let (id, path, method) = (&info.id, &info.path, ident(info.method.as_str()));
    let details = details(info);
    quote!(OperationInfo::new(#id, Method::#method, #path)#(.#details)*)
}

/// The calls that complete an `OperationInfo`.
pub(super) fn details(info: &Info) -> Vec<TokenStream> {
    let title = Some(&info.title).filter(|title| !title.is_empty()).map(|title| quote!(title(#title)));
    let idempotent = info.idempotent.then(|| quote!(idempotent()));
    let stability = info.stability.as_ref().map(|level| quote!(stability(#level)));
    let accept = info.accept.as_ref().map(|accept| quote!(accept(#accept)));
    let statuses = info.statuses.as_ref().map(|statuses| {
        let statuses = statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
        quote!(statuses(&[#(#statuses),*]))
    });
    let server = info.server.as_ref().map(|server| quote!(server(#server)));
    [title, idempotent, stability, accept, statuses, server].into_iter().flatten().collect()
}

fn steps(operation: &Operation, imports: &mut Imports) -> Vec<TokenStream> {
    let mut steps: Vec<TokenStream> = operation.query.iter().map(|query| quote!(out.fixed_query(#query);)).collect();
    for argument in &operation.arguments {
        let (name, wire) = (name(&argument.item), &argument.wire);
        steps.push(match method_and_style(argument.encoding, true) {
            None if argument.encoding.location == ParameterLocation::Path => quote!(out.path(#wire, &self.#name);),
            None => quote!(out.query(#wire, &self.#name);),
            Some((method, style)) => {
                imports.add("crate::operation", "ParamStyle");
                quote!(out.#method(ParamStyle::#style, #wire, &self.#name);)
            }
        });
    }
    if operation.params.is_some() {
        steps.push(quote!(self.params.encode(out);));
    }
    if let Some(wire) = undeclared_token(operation) {
        steps.push(quote!(out.query(#wire, &self.page_token);));
    }
    match &operation.body {
        RequestBody::None => {}
        RequestBody::Empty => steps.push(quote!(out.empty_body();)),
        RequestBody::Content { is_object: true, codec: Codec::Json, .. } => {
            steps.push(quote!(out.body(&self.request);));
        }
        RequestBody::Content { media_type, codec, field, in_number, encodings, .. } => {
            let encodings = self::encodings(encodings, imports);
            let method = match codec {
                Codec::Form if encodings.is_some() => ident("encoded_form"),
                Codec::Multipart if encodings.is_some() => ident("encoded_multipart"),
                Codec::Json if *in_number => ident("json_numbers"),
                Codec::Json => ident("json"),
                Codec::Form => ident("form"),
                Codec::Multipart => ident("multipart"),
                Codec::Text => ident("plain_text"),
                Codec::Bytes => ident("bytes"),
            };
            let is_option = matches!(field, Type::Named(TypeName::Prelude("Option"), _));
            let request = if is_option { quote!(self.request.as_ref()) } else { quote!(&self.request) };
            steps.push(quote!(out.#method(#encodings #media_type, #request);));
        }
    }
    steps
}

/// The first argument of a form with encodings of its own: a table of them.
fn encodings(encodings: &[(String, FieldEncoding)], imports: &mut Imports) -> Option<TokenStream> {
    if encodings.is_empty() {
        return None;
    }
    imports.add("crate::operation", "FieldEncoding");
    let rows = encodings.iter().map(|(name, encoding)| match encoding {
        FieldEncoding::ContentType(content_type) => quote!((#name, FieldEncoding::ContentType(#content_type))),
        FieldEncoding::Style(style) => {
            imports.add("crate::operation", "ParamStyle");
            let style = ident(&format!("{style:?}"));
            quote!((#name, FieldEncoding::Style(ParamStyle::#style)))
        }
    });
    let rows: Vec<TokenStream> = rows.collect();
    Some(quote!(&[#(#rows),*],))
}

/// The method of `RequestBuilder` that writes a parameter, and its style; `None` for those of plain parameters.
fn method_and_style(encoding: Encoding, required: bool) -> Option<(Ident, Ident)> {
    use ParameterLocation::{Cookie, Header, Path, Query, ReservedQuery};
    let method = match (encoding.location, required) {
        (Path, _) => "styled_path",
        (Query, true) => "required_query",
        (Query, false) => "styled_query",
        (ReservedQuery, _) => "reserved_query",
        (Header, true) => "required_header",
        (Header, false) => "header",
        (Cookie, true) => "required_cookie",
        (Cookie, false) => "cookie",
    };
    let style = match encoding.style {
        ParameterStyle::Plain if encoding.location == Query && required => ParameterStyle::Exploded,
        ParameterStyle::Plain => return None,
        style => style,
    };
    Some((ident(method), ident(&format!("{style:?}"))))
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
        let encoding = method_and_style(field.encoding, false).map(|(method, style)| quote!(in #method #style));
        quote!(#field_name #wire #encoding #setter;)
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
