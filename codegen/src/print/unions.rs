//! Unions: tables of variants, from which macros make enums and structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{attributes, ident, name};
use crate::rust::Union;

/// The table of a union.
pub(super) fn table(union: &Union, imports: &mut Imports) -> TokenStream {
    let (attributes, union_name) = (attributes::of(&union.item), name(&union.item));
    let rows = union.variants.iter().map(|variant| {
        let (attributes, variant_name) = (attributes::of(&variant.item), name(&variant.item));
        let (ty, kind, marks) = (imports.ty(&variant.ty), ident(variant.json_type), &variant.marks);
        let encoding = variant.in_number.then(|| quote!(as number));
        if union.fallback.is_some() {
            quote!(#attributes #variant_name(#ty) #kind [#(#marks),*] #encoding;)
        } else {
            quote!(#attributes #variant_name #ty #encoding;)
        }
    });
    let rows: Vec<TokenStream> = rows.collect();
    let tag = union.tag.as_ref().map(|tag| quote!(tag #tag));
    if union.fallback.is_some() {
        imports.add("crate::runtime", "union");
        quote!(union! { #attributes pub enum #union_name #tag { #(#rows)* } })
    } else {
        imports.add("crate::runtime", "any_of");
        quote!(any_of! { #attributes pub struct #union_name { #(#rows)* } })
    }
}
