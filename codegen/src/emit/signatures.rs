//! What the public items of generated code declare: the files have it with its body, the catalog without.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::Types;
use crate::api::{Api, Body, Field, Operation, Paging, Parameter, Type};
use crate::names::ident::{FieldName, MethodName};
use crate::names::{OneofNames, ServiceNames};

/// The method of `Client` that gives a service.
pub(crate) fn accessor(names: &ServiceNames) -> TokenStream {
    let (accessor, name) = (&names.accessor, &names.name);
    quote!(fn #accessor(&self) -> #name)
}

/// The method that makes a call of its arguments.
pub(crate) fn method(operation: &Operation, types: &mut Types<'_>) -> TokenStream {
    let names = types.names.operation(operation);
    let (method, name) = (&names.method, &names.name);
    let module = &types.names.service(operation).accessor;
    let parameters = operation.path_parameters.iter().zip(&names.path_parameters);
    let mut arguments: Vec<TokenStream> =
        parameters.map(|(parameter, name)| argument(parameter, name, types)).collect();
    if let Body::Model(body) = &operation.body {
        let ty = types.model(body);
        arguments.push(quote!(request: #ty));
    }
    quote!(fn #method(&self, #(#arguments),*) -> Call<#module::#name>)
}

/// An argument for a parameter in the path: whatever becomes a string is taken for one.
pub(crate) fn argument(parameter: &Parameter, name: &FieldName, types: &mut Types<'_>) -> TokenStream {
    let ty = match parameter.ty {
        Type::String => quote!(impl Into<String>),
        _ => types.value(&parameter.ty),
    };
    quote!(#name: #ty)
}

/// The value of an operation's `INFO`.
pub(crate) fn info(operation: &Operation) -> TokenStream {
    let (id, path) = (&operation.id, &operation.path);
    let method = proc_macro2::Ident::new(operation.http_method, proc_macro2::Span::call_site());
    let idempotent = operation.idempotent.then(|| quote!(.idempotent()));
    let stability = operation.docs.stability.as_ref().map(|level| quote!(.stability(#level)));
    quote!(OperationInfo::new(#id, Method::#method, #path)#idempotent #stability)
}

/// The type of the items that a page holds.
pub(crate) fn paged_item(api: &Api, operation: &Operation, paging: &Paging, types: &mut Types<'_>) -> TokenStream {
    let item = api.models[&operation.response].fields.iter().find(|field| field.wire == paging.items);
    match item.map(|field| &field.ty) {
        Some(Type::List(item)) => types.value(item),
        _ => quote!(()),
    }
}

/// A field of a model.
pub(crate) fn field(field: &Field, name: &FieldName, types: &mut Types<'_>) -> TokenStream {
    let ty = types.placed(&field.ty, field.presence, field.boxed);
    quote!(#name: #ty)
}

/// A field of the optional parameters.
pub(crate) fn parameter(parameter: &Parameter, name: &FieldName, types: &mut Types<'_>) -> TokenStream {
    let ty = types.placed(&parameter.ty, parameter.presence, false);
    quote!(#name: #ty)
}

/// The type of the constant that stands for a field in masks. Only within a message does a path lead on.
pub(crate) fn field_path(field: &Field, types: &mut Types<'_>) -> TokenStream {
    match &field.ty {
        Type::Model(name) => {
            let inner = types.model(name);
            quote!(FieldPath<Self, #inner>)
        }
        _ => quote!(FieldPath<Self>),
    }
}

/// The method that tells which case of a oneof is set.
pub(crate) fn getter(names: &OneofNames) -> TokenStream {
    let (view, getter) = (&names.view, &names.getter);
    quote!(fn #getter(&self) -> Option<#view<'_>>)
}

/// The method that sets a case of a oneof.
pub(crate) fn setter(names: &OneofNames) -> TokenStream {
    let (view, setter) = (&names.view, &names.setter);
    quote!(fn #setter<'a>(&mut self, case: impl Into<Option<#view<'a>>>))
}

/// The function that makes a message in which this case of a oneof is set.
pub(crate) fn constructor(field: &Field, name: &MethodName, types: &mut Types<'_>) -> TokenStream {
    let argument = match &field.ty {
        Type::Empty => quote!(),
        Type::String => quote!(value: impl Into<String>),
        ty => {
            let ty = types.value(ty);
            quote!(value: #ty)
        }
    };
    quote!(fn #name(#argument) -> Self)
}

/// What a case of a oneof's view holds; nothing for a message without fields.
pub(crate) fn payload(ty: &Type, types: &mut Types<'_>) -> Option<TokenStream> {
    match ty {
        Type::Empty => None,
        Type::String => Some(quote!(&'a str)),
        ty if is_copied(ty) => Some(types.value(ty)),
        ty => {
            let ty = types.value(ty);
            Some(quote!(&'a #ty))
        }
    }
}

/// Whether a value is handed out itself, and not a reference to it.
pub(super) fn is_copied(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool
            | Type::Int32
            | Type::UInt32
            | Type::Int64
            | Type::UInt64
            | Type::Float
            | Type::Double
            | Type::DateTime
            | Type::Duration
    )
}
