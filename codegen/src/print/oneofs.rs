//! Oneofs: a table of cases, from which a macro makes the enum and its methods.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{attributes, name};
use crate::rust::{Case, CaseKind, Model, Oneof, Signature, Type};

/// The table of a oneof.
pub(super) fn table(model: &Model, oneof: &Oneof, imports: &mut Imports) -> TokenStream {
    imports.add("crate::runtime", "oneof");
    let attributes = attributes::of(&oneof.view);
    let (view, owner, oneof_name) = (name(&oneof.view), name(&model.item), &oneof.name);
    let (getter, setter) = (name(&oneof.getter), name(&oneof.setter));
    let rows: Vec<TokenStream> = oneof.cases.iter().map(|case| row(model, case, imports)).collect();
    quote! {
        oneof! {
            #attributes
            pub enum #view<'a> = #owner #oneof_name {
                get #getter;
                set #setter;
                #(#rows)*
            }
        }
    }
}

/// `value App(AppRef) app "app" with_app;`.
fn row(model: &Model, case: &Case, imports: &mut Imports) -> TokenStream {
    let field = &model.fields[case.field];
    let (variant, constructor) = (name(&case.variant), name(&case.constructor));
    let (field_name, wire) = (name(&field.item), &field.wire);
    let ty = match &case.constructor.signature {
        Signature::Function(function) => function.arguments.first().map(|(_, ty)| ty),
        _ => None,
    };
    let ty = ty.map(|ty| match ty {
        Type::ImplInto(inner) => imports.ty(inner),
        ty => imports.ty(ty),
    });
    let payload = ty.map(|ty| quote!((#ty)));
    let kind = match case.kind {
        CaseKind::String => quote!(string),
        CaseKind::Value => quote!(value),
        CaseKind::Boxed => quote!(boxed),
        CaseKind::Copied => quote!(copied),
        CaseKind::Empty => quote!(empty),
    };
    let sensitive = field.sensitive.then(|| quote!(sensitive));
    let deprecated = attributes::deprecated(case.variant.deprecation.as_ref());
    quote!(#deprecated #kind #variant #payload #field_name #wire #constructor #sensitive;)
}
