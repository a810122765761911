//! Models: a struct of public fields, and which fields those are.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::Types;
use super::{docs, masks, oneofs, signatures};
use crate::api::{Field, Model, Oneof, Presence, Type};
use crate::names::ident::FieldName;

/// The struct of a model and its `Message`.
pub(super) fn model(model: &Model, types: &mut Types<'_>) -> TokenStream {
    let names = types.names.model(&model.name);
    let name = &names.name;
    let structure = structure(model, types);
    let constants = masks::constants(model, types);
    let message = message(model, types);
    let oneofs = oneofs::oneofs(model, types);
    let expanded = is_expanded(model).then(|| quote!(expanded!(#name);));
    quote! {
        #structure
        #constants
        #message
        message!(#name);
        #expanded
        #oneofs
    }
}

/// Whether paths in a response may lead into its list of related objects.
pub(crate) fn is_expanded(model: &Model) -> bool {
    let is_list = |field: &Field| field.wire == EXPANDED && field.ty == Type::List(Box::new(Type::Any));
    model.fields.iter().any(is_list)
}

/// The property of the related objects.
const EXPANDED: &str = "expanded";

fn structure(model: &Model, types: &mut Types<'_>) -> TokenStream {
    let names = types.names.model(&model.name);
    let name = &names.name;
    let written = model.name.rsplit('.').next().unwrap_or_default();
    let idle = format!("The {written} message.");
    let mut paragraphs = docs::described(&model.docs, &idle);
    paragraphs.push(format!("{}.", docs::code(&model.name)));
    let docs = docs::comment(&paragraphs);
    let deprecation = docs::deprecation(&model.docs);
    let fields = model.fields.iter().zip(&names.fields).enumerate().map(|(index, (field, name))| {
        let oneof = model.oneofs.iter().find(|oneof| oneof.cases.contains(&index));
        declaration(field, name, oneof, types)
    });
    let fields: Vec<TokenStream> = fields.collect();
    quote! {
        #docs
        #deprecation
        #[derive(Clone, Default, PartialEq)]
        pub struct #name {
            #(#fields)*
            #[doc(hidden)]
            pub _non_exhaustive: (),
        }
    }
}

fn declaration(field: &Field, name: &FieldName, oneof: Option<&Oneof>, types: &mut Types<'_>) -> TokenStream {
    let idle = format!("The {} field.", field.wire);
    let mut paragraphs = docs::described(&field.docs, &idle);
    if paragraphs.iter().all(String::is_empty) {
        // Every public item says something; where the spec does not, its name on the wire is what there is to say.
        paragraphs.push(format!("{} on the wire.", docs::code(&field.wire)));
    }
    paragraphs.extend(oneof.map(|oneof| format!("A case of {}.", docs::code(&oneof.name))));
    let docs = docs::comment(&paragraphs);
    let deprecation = docs::deprecation(&field.docs);
    let field = signatures::field(field, name, types);
    quote! {
        #docs
        #deprecation
        pub #field,
    }
}

fn message(model: &Model, types: &Types<'_>) -> TokenStream {
    let names = types.names.model(&model.name);
    let (name, full_name) = (&names.name, &model.name);
    let reads = model.fields.iter().zip(&names.fields).map(|(field, name)| {
        let wire = &field.wire;
        quote!(#wire => source.read(&mut self.#name),)
    });
    let writes = model.fields.iter().zip(&names.fields).map(|(field, name)| {
        let (wire, method) = (&field.wire, sink_method(field));
        quote!(sink.#method(#wire, &self.#name);)
    });
    let (read, write) = match model.fields.is_empty() {
        true => (quote!(_: &str), quote!(_: &mut impl FieldSink)),
        false => (quote!(name: &str), quote!(sink: &mut impl FieldSink)),
    };
    let body = match model.fields.is_empty() {
        true => quote!(source.skip();),
        false => quote! {
            match name {
                #(#reads)*
                _ => source.skip(),
            }
        },
    };
    quote! {
        impl Message for #name {
            const NAME: &'static str = #full_name;

            fn read_field(&mut self, #read, source: &mut impl FieldSource) {
                #body
            }

            fn write_fields(&self, #write) {
                #(#writes)*
            }
        }
    }
}

/// What is sensitive is never shown; of the rest, what is required is always written.
fn sink_method(field: &Field) -> TokenStream {
    match (field.sensitive, field.presence) {
        (true, Presence::Required) => quote!(required_sensitive),
        (true, _) => quote!(sensitive),
        (false, Presence::Required) => quote!(required),
        (false, _) => quote!(field),
    }
}
