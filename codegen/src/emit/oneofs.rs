//! Oneofs: beside the plain fields, an enum that borrows the case that is set.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::signatures::{self, is_copied};
use super::types::Types;
use crate::api::{Field, Model, Oneof, Type};
use crate::names::OneofNames;
use crate::names::ident::{FieldName, MethodName, TypeName, VariantName};

/// One case of a oneof, with all that is known of it.
struct Case<'a> {
    field: &'a Field,
    name: &'a FieldName,
    variant: &'a VariantName,
    constructor: &'a MethodName,
}

/// The views of a model's oneofs, and the methods that give and take them.
pub(super) fn oneofs(model: &Model, types: &mut Types<'_>) -> TokenStream {
    let names = types.names.model(&model.name);
    let parts = model.oneofs.iter().zip(&names.oneofs).map(|(oneof, oneof_names)| {
        let cases = cases(model, oneof, types);
        let view = view(model, oneof, oneof_names, &cases, types);
        let methods = methods(model, oneof, oneof_names, &cases, types);
        quote!(#view #methods)
    });
    parts.collect()
}

/// Whether the view of a oneof has something not to show.
pub(super) fn is_hiding(model: &Model) -> bool {
    let mut cases = model.oneofs.iter().flat_map(|oneof| &oneof.cases);
    cases.any(|case| model.fields[*case].sensitive)
}

fn cases<'a>(model: &'a Model, oneof: &Oneof, types: &Types<'a>) -> Vec<Case<'a>> {
    let names = types.names.model(&model.name);
    let index = model.oneofs.iter().position(|other| other.name == oneof.name).unwrap_or_default();
    let case = |(field, (variant, constructor)): (&usize, &'a (VariantName, MethodName))| Case {
        field: &model.fields[*field],
        name: &names.fields[*field],
        variant,
        constructor,
    };
    oneof.cases.iter().zip(&names.oneofs[index].cases).map(case).collect()
}

/// The enum of the cases.
fn view(model: &Model, oneof: &Oneof, names: &OneofNames, cases: &[Case<'_>], types: &mut Types<'_>) -> TokenStream {
    let view = &names.view;
    let model_name = types.names.model(&model.name).name.as_str();
    let docs = docs::comment(&[format!("Which case of {} is set in a [`{model_name}`].", docs::code(&oneof.name))]);
    // A view of nothing but unit and plain values borrows nothing; it has its lifetime all the same, as a case may come.
    let variants = cases.iter().map(|case| {
        let variant = case.variant;
        let docs = docs::comment(&[format!("{}.", docs::code(&case.field.wire))]);
        let deprecation = docs::deprecation(&case.field.docs);
        match signatures::payload(&case.field.ty, types) {
            Some(payload) => quote!(#docs #deprecation #variant(#payload),),
            None => quote!(#docs #deprecation #variant,),
        }
    });
    let variants: Vec<TokenStream> = variants.collect();
    let implementation = implementation(view, cases);
    quote! {
        #docs
        #[non_exhaustive]
        #[derive(Clone, Copy, PartialEq)]
        pub enum #view<'a> {
            #(#variants)*
            /// More than one case is set, which the API does not allow.
            Several(SeveralCases<'a>),
        }

        #implementation
        oneof!(#view);
    }
}

/// What the runtime needs to know of a view.
fn implementation(view: &TypeName, cases: &[Case<'_>]) -> TokenStream {
    let arms = cases.iter().map(|case| {
        let (variant, wire) = (case.variant, &case.field.wire);
        match case.field.ty {
            Type::Empty => quote!(Self::#variant => (#wire, &())),
            _ if case.field.sensitive => quote!(Self::#variant(_) => (#wire, &Hidden)),
            _ => quote!(Self::#variant(value) => (#wire, value)),
        }
    });
    quote! {
        impl<'a> Oneof<'a> for #view<'a> {
            #[inline]
            fn several(cases: SeveralCases<'a>) -> Self {
                Self::Several(cases)
            }

            #[inline]
            fn parts(&self) -> (&'static str, &dyn ::std::fmt::Debug) {
                match self {
                    #(#arms,)*
                    Self::Several(cases) => ("", cases),
                }
            }
        }
    }
}

fn methods(model: &Model, oneof: &Oneof, names: &OneofNames, cases: &[Case<'_>], types: &mut Types<'_>) -> TokenStream {
    let name = &types.names.model(&model.name).name;
    let view = &names.view;
    let (getter, setter) = (signatures::getter(names), signatures::setter(names));
    let code = docs::code(&oneof.name);
    let getter_docs = docs::comment(&[format!("Which case of {code} is set, as far as this version knows them.")]);
    let setter_docs = docs::comment(&[format!("Sets a case of {code} and clears the others; `None` clears them all.")]);
    let views = cases.iter().map(|case| {
        let (wire, value) = (&case.field.wire, seen(case));
        quote!((#wire, #value))
    });
    let clears = cases.iter().map(|case| {
        let name = case.name;
        quote!(self.#name = None;)
    });
    let sets = cases.iter().map(set);
    let constructors: Vec<TokenStream> = cases.iter().map(|case| constructor(case, &code, types)).collect();
    quote! {
        impl #name {
            #(#constructors)*

            #getter_docs
            #[inline]
            pub #getter {
                use #view as View;
                one_of([#(#views),*])
            }

            #setter_docs
            pub #setter {
                use #view as View;
                #(#clears)*
                match case.into() {
                    #(#sets)*
                    Some(View::Several(_)) | None => {}
                }
            }
        }
    }
}

/// The case, where its field is set.
fn seen(case: &Case<'_>) -> TokenStream {
    let (name, variant) = (case.name, case.variant);
    match &case.field.ty {
        Type::Empty => quote!(self.#name.as_ref().map(|_| View::#variant)),
        Type::String => quote!(self.#name.as_deref().map(View::#variant)),
        ty if is_copied(ty) => quote!(self.#name.map(View::#variant)),
        _ if case.field.boxed => quote!(self.#name.as_deref().map(View::#variant)),
        _ => quote!(self.#name.as_ref().map(View::#variant)),
    }
}

fn set(case: &Case<'_>) -> TokenStream {
    let (name, variant) = (case.name, case.variant);
    let value = match &case.field.ty {
        Type::Empty => return quote!(Some(View::#variant) => self.#name = Some(Empty::default()),),
        Type::String => quote!(value.to_owned()),
        ty if is_copied(ty) => quote!(value),
        _ if case.field.boxed => quote!(Box::new(value.clone())),
        _ => quote!(value.clone()),
    };
    quote!(Some(View::#variant(value)) => self.#name = Some(#value),)
}

fn constructor(case: &Case<'_>, oneof: &str, types: &mut Types<'_>) -> TokenStream {
    let name = case.name;
    let signature = signatures::constructor(case.field, case.constructor, types);
    let docs = docs::comment(&[format!("A message in which {oneof} is {}.", docs::code(&case.field.wire))]);
    let value = match &case.field.ty {
        Type::Empty => quote!(Empty::default()),
        Type::String => quote!(value.into()),
        _ if case.field.boxed => quote!(Box::new(value)),
        _ => quote!(value),
    };
    let deprecation = docs::deprecation(&case.field.docs);
    quote! {
        #docs
        #deprecation
        #[inline]
        pub #signature {
            Self { #name: Some(#value), ..Self::default() }
        }
    }
}
