//! Models: structs first, the tables of their fields after.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{accessors, attributes, name, oneofs, unions};
use crate::rust::{Field, Item, Model, Package, Signature, Type, TypeName};

/// Whether a package has models, aliases or unions.
pub(super) fn exist(package: &Package) -> bool {
    !(package.models.is_empty() && package.aliases.is_empty() && package.unions.is_empty())
}

/// The file of a package's models, aliases and unions.
pub(super) fn file(package: &Package) -> TokenStream {
    let models = &package.models;
    let views = models.iter().flat_map(|model| &model.oneofs).map(|oneof| &oneof.view);
    let payloads = models.iter().filter_map(|model| model.accessors.payload.as_ref()).map(|payload| &payload.item);
    let aliases = package.aliases.iter().map(|alias| &alias.item);
    let declared = models.iter().map(|model| &model.item).chain(aliases.clone()).chain(views).chain(payloads);
    let declared = declared.chain(package.unions.iter().map(|union| &union.item));
    let mut imports = Imports::new(&package.module.path, declared);
    let structs: Vec<TokenStream> = models.iter().map(|model| structure(model, &mut imports)).collect();
    let tables: Vec<TokenStream> = models.iter().map(|model| table(model, &mut imports)).collect();
    let unions: Vec<TokenStream> = package.unions.iter().map(|union| unions::table(union, &mut imports)).collect();
    let aliases: Vec<TokenStream> = aliases.map(|alias| self::alias(alias, &mut imports)).collect();
    if !models.is_empty() {
        imports.add("crate::runtime", "message");
    }
    let uses = imports.tokens();
    quote! {
        #uses
        #(#structs)*
        #(#aliases)*
        #(#unions)*
        #(#tables)*
    }
}

fn alias(item: &Item, imports: &mut Imports) -> TokenStream {
    let (attributes, declaration) = (attributes::of(item), imports.declaration(item));
    quote!(#attributes pub #declaration;)
}

fn structure(model: &Model, imports: &mut Imports) -> TokenStream {
    let name = name(&model.item);
    let attributes = attributes::of(&model.item);
    let items = model.fields.iter().map(|field| &field.item);
    let items = items.chain(model.additional.iter().map(|additional| &additional.item));
    let fields = items.map(|item| declaration(item, imports));
    let fields: Vec<TokenStream> = fields.collect();
    quote! {
        #attributes
        #[derive(Clone, Default, PartialEq)]
        pub struct #name {
            #(#fields)*
            #[doc(hidden)]
            pub zz_non_exhaustive: (),
        }
    }
}

/// A public field of a struct.
pub(super) fn declaration(item: &Item, imports: &mut Imports) -> TokenStream {
    let declaration = imports.declaration(item);
    let attributes = attributes::of(item);
    quote! {
        #attributes
        pub #declaration,
    }
}

/// The table of a model's fields, and everything else that macros make of it.
fn table(model: &Model, imports: &mut Imports) -> TokenStream {
    let (name, full_name) = (name(&model.item), &model.full_name);
    let rows = model.fields.iter().enumerate();
    let rows: Vec<TokenStream> = rows.map(|(index, field)| row(field, oneof_of(model, index), imports)).collect();
    let rest = model.additional.as_ref().map(|additional| {
        let (field, encoding) = (self::name(&additional.item), encoding(additional.in_number));
        quote!(..#field #encoding;)
    });
    let new = model.constructor.as_ref().map(self::name);
    let related = (!model.related.is_empty()).then(|| {
        imports.add("crate::runtime", "expanded");
        quote!(expanded!(#name);)
    });
    let accessors = accessors::tables(model, imports);
    let expand = expand_mask(model, imports);
    let oneofs: Vec<TokenStream> = model.oneofs.iter().map(|oneof| oneofs::table(model, oneof, imports)).collect();
    quote! {
        message! {
            #name = #full_name #new {
                #(#rows)*
                #rest
            }
        }
        #related
        #accessors
        #expand
        #(#oneofs)*
    }
}

/// The name of the oneof that has the field at `index` among its cases.
fn oneof_of(model: &Model, index: usize) -> Option<&str> {
    let oneof = model.oneofs.iter().find(|oneof| oneof.cases.iter().any(|case| case.field == index));
    oneof.map(|oneof| oneof.name.as_str())
}

/// `field email EMAIL "email";`.
fn row(field: &Field, oneof: Option<&str>, imports: &mut Imports) -> TokenStream {
    let (field_name, wire) = (name(&field.item), &field.wire);
    let kind = match (field.sensitive, field.required) {
        (false, false) => quote!(field),
        (false, true) => quote!(required),
        (true, false) => quote!(sensitive),
        (true, true) => quote!(required_sensitive),
    };
    let constant = field.constant.as_ref().map(|constant| constant_row(constant, imports));
    let setter = setter(field.setter.as_ref(), &field.item, imports);
    let encoding = encoding(field.in_number);
    let oneof = oneof.map(|oneof| quote!(of #oneof));
    quote!(#kind #field_name #constant #wire #encoding #oneof #setter;)
}

/// `as number`, if 64-bit integers are JSON numbers.
fn encoding(in_number: bool) -> Option<TokenStream> {
    in_number.then(|| quote!(as number))
}

/// `#[deprecated] USER<User>`: the constant that names a field in masks, and the message that the field holds.
fn constant_row(constant: &Item, imports: &mut Imports) -> TokenStream {
    let target = match &constant.signature {
        Signature::Constant(Type::Named(_, arguments)) => arguments.get(1).map(|target| imports.ty(target)),
        _ => None,
    };
    let target = target.map(|target| quote!(<#target>));
    let (deprecated, name) = (attributes::deprecated(constant.deprecation.as_ref()), name(constant));
    quote!(#deprecated #name #target)
}

/// `set(some each into String)`: how the argument of a setter becomes the field.
pub(super) fn setter(setter: Option<&Item>, field: &Item, imports: &mut Imports) -> Option<TokenStream> {
    let (Signature::Function(function), Signature::Field(ty)) = (&setter?.signature, &field.signature) else {
        return None;
    };
    let (_, argument) = function.arguments.first()?;
    let some = matches!(ty, Type::Named(TypeName::Prelude("Option"), _)).then(|| quote!(some));
    let (each, argument) = match argument {
        Type::ImplIntoIterator(item) => (Some(quote!(each)), &**item),
        other => (None, other),
    };
    let (into, value) = match argument {
        Type::ImplInto(value) => (Some(quote!(into)), &**value),
        other => (None, other),
    };
    let value = imports.ty(value);
    let deprecated = attributes::deprecated(field.deprecation.as_ref());
    Some(quote!(set(#deprecated #some #each #into #value)))
}

/// The table of an expand mask: the constants for its paths.
fn expand_mask(model: &Model, imports: &mut Imports) -> Option<TokenStream> {
    let mask = model.expand_mask.as_ref()?;
    imports.add("crate::runtime", "expand_mask");
    let rows = mask.constants.iter().map(|(item, path)| {
        let (attributes, name) = (attributes::of(item), name(item));
        quote!(#attributes #name #path;)
    });
    let (rows, name): (Vec<TokenStream>, _) = (rows.collect(), name(&model.item));
    Some(quote!(expand_mask! { #name { #(#rows)* } }))
}
