//! Enums: a table of values, from which a macro makes the enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::{attributes, name};
use crate::rust::{Enum, Package};

/// The file of a package's enums.
pub(super) fn file(package: &Package) -> TokenStream {
    let tables = package.enums.iter().map(table);
    quote! {
        use crate::runtime::open_enum;
        #(#tables)*
    }
}

fn table(enumeration: &Enum) -> TokenStream {
    let attributes = attributes::of(&enumeration.item);
    let enum_name = name(&enumeration.item);
    let rows = enumeration.variants.iter().map(|(item, value)| {
        let variant = name(item);
        quote!(#variant = #value,)
    });
    let default = enumeration.default.as_ref().map(|(_, index)| {
        let variant = name(&enumeration.variants[*index].0);
        quote!(default #variant;)
    });
    let any_text = enumeration.any_text.then(|| quote!(any_text true;));
    quote! {
        open_enum! {
            #attributes
            pub enum #enum_name {
                #(#rows)*
            }
            #default
            #any_text
        }
    }
}
