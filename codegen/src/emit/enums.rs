//! Enums: the values that are known, and one for all others.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::api::{Enum, EnumOrigin, Site};
use crate::names::EnumNames;

/// An enum and its `OpenEnum`.
pub(super) fn enumeration(enumeration: &Enum, names: &EnumNames) -> TokenStream {
    let name = &names.name;
    let structure = structure(enumeration, names);
    let table = table(enumeration, names);
    quote! {
        #structure
        #table
        open_enum!(#name);
    }
}

fn structure(enumeration: &Enum, names: &EnumNames) -> TokenStream {
    let name = &names.name;
    let docs = docs::comment(&[summary(enumeration)]);
    let default = enumeration.zero.map(|_| quote!(Default,));
    let variants = names.variants.iter().zip(&enumeration.values).enumerate().map(|(index, (variant, value))| {
        let docs = docs::comment(&[format!("{}.", docs::code(value))]);
        let default = (enumeration.zero == Some(index)).then(|| quote!(#[default]));
        quote!(#docs #default #variant,)
    });
    quote! {
        #docs
        #[non_exhaustive]
        #[derive(Clone, #default PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know.
            UnknownValue(UnknownValue),
        }
    }
}

/// What it is called after: the one thing about an enum that does not change when more of the API uses it.
fn summary(enumeration: &Enum) -> String {
    let package = docs::code(&enumeration.package);
    match &enumeration.origin {
        EnumOrigin::Prefix(prefix) => format!("{} of {package}.", docs::code(prefix)),
        EnumOrigin::Named(name) => format!("{} of {package}.", docs::code(name)),
        EnumOrigin::Site(Site::Property { model, property, .. }) => {
            format!("What {} of {} can be.", docs::code(property), docs::code(model))
        }
        EnumOrigin::Site(Site::Parameter { operation, parameter, .. }) => {
            format!("What {} of {} can be.", docs::code(parameter), docs::code(operation))
        }
    }
}

fn table(enumeration: &Enum, names: &EnumNames) -> TokenStream {
    let name = &names.name;
    let (variants, values) = (&names.variants, &enumeration.values);
    let zero = enumeration.zero.map(|index| {
        let variant = &variants[index];
        quote! {
            #[inline]
            fn is_zero(&self) -> bool {
                matches!(self, Self::#variant)
            }
        }
    });
    quote! {
        impl OpenEnum for #name {
            const VALUES: &'static [Self] = &[#(Self::#variants),*];

            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::UnknownValue(value) => value.as_str(),
                }
            }

            #zero

            #[inline]
            fn unknown(value: UnknownValue) -> Self {
                Self::UnknownValue(value)
            }
        }
    }
}
