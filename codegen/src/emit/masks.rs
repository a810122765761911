//! Constants: the fields of a model for update masks, and the paths of an expand mask.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::Types;
use super::{docs, signatures};
use crate::api::Model;

/// The constants of a model; none where it has no fields.
pub(super) fn constants(model: &Model, types: &mut Types<'_>) -> Option<TokenStream> {
    let names = types.names.model(&model.name);
    let fields = model.fields.iter().zip(&names.field_constants).map(|(field, constant)| {
        let wire = &field.wire;
        let docs = docs::comment(&[format!("{} in a mask.", docs::code(wire))]);
        let deprecation = docs::deprecation(&field.docs);
        let ty = signatures::field_path(field, types);
        quote! {
            #docs
            #deprecation
            pub const #constant: #ty = FieldPath::new(#wire);
        }
    });
    let fields: Vec<TokenStream> = fields.collect();
    let paths = model.expand_paths.iter().zip(&names.expand_constants).map(|(path, constant)| {
        let docs = docs::comment(&[match path.as_str() {
            "*" => "Expands everything.".to_owned(),
            path => format!("Expands {}.", docs::code(path)),
        }]);
        quote! {
            #docs
            pub const #constant: &'static str = #path;
        }
    });
    let paths: Vec<TokenStream> = paths.collect();
    let name = &names.name;
    (!fields.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#paths)*
                #(#fields)*
            }
        }
    })
}
