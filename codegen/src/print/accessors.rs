//! Accessors: tables from which macros make the methods that lead to what a model is about.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{attributes, ident, name};
use crate::rust::{Model, Payload, Type};

/// The table of a model's accessors, and of its payloads.
pub(super) fn tables(model: &Model, imports: &mut Imports) -> TokenStream {
    let accessors = &model.accessors;
    let owner = name(&model.item);
    let subject = accessors.subject.as_ref().map(|subject| {
        imports.add("crate::runtime", "subject");
        let (getter, owned, ty) = (name(&subject.getter), name(&subject.owned), imports.ty(&subject.ty));
        let fields = subject.fields.iter().map(|field| ident(field));
        quote!(subject! { #owner { #getter #owned #ty = #(#fields).*; } })
    });
    let rows = accessors.related.iter().map(|related| {
        let (method, field) = (name(&related.item), name(&model.fields[related.field].item));
        let cfg = related.feature.as_deref().map(|feature| attributes::cfg([feature].into_iter()));
        let (kind, ty) = match &related.ty {
            Some(ty) => ("related", imports.ty(ty)),
            None => ("objects", imports.ty(&Type::runtime("Any", Vec::new()))),
        };
        let kind = ident(kind);
        quote!(#cfg #kind #method #field #ty;)
    });
    let rows: Vec<TokenStream> = rows.collect();
    let related = (!rows.is_empty()).then(|| {
        imports.add("crate::runtime", "related");
        quote!(related! { #owner { #(#rows)* } })
    });
    let payload = accessors.payload.as_ref().map(|payload| self::payload(model, payload, imports));
    let mask_from = accessors.mask_from.as_ref().map(|mask_from| {
        imports.add("crate::runtime", "mask_from");
        let (method, ty) = (name(&mask_from.item), imports.ty(&mask_from.ty));
        let (mask, message) = (ident(&mask_from.mask), ident(&mask_from.message));
        quote!(mask_from! { #owner { #method #mask = #message #ty; } })
    });
    quote!(#subject #related #payload #mask_from)
}

fn payload(model: &Model, payload: &Payload, imports: &mut Imports) -> TokenStream {
    imports.add("crate::runtime", "payload");
    let attributes = attributes::of(&payload.item);
    let (owner, enum_name) = (name(&model.item), name(&payload.item));
    let (getter, field) = (name(&payload.getter), ident(&payload.field));
    let rows = payload.cases.iter().map(|case| {
        let variant = name(&case.item);
        let ty = imports.ty(&case.ty);
        quote!(#variant(#ty);)
    });
    let rows: Vec<TokenStream> = rows.collect();
    quote! {
        payload! {
            #attributes
            pub enum #enum_name = #owner #field {
                get #getter;
                #(#rows)*
            }
        }
    }
}
