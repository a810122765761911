//! The generated tests: every enum keeps a value that it does not know, and every oneof holds at most one case.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::{layout, name};
use crate::diagnostics::Diagnostic;
use crate::rust::{Case, Crate, Field, Item, ItemPath, Model, Oneof, Operation, Package, Signature, Type, TypeName};

/// The file of the tests: for each package, one of its enums and one of its oneofs.
pub(super) fn file(krate: &Crate) -> Result<(String, String), Diagnostic> {
    let enums = krate.packages.iter().flat_map(|package| &package.enums).map(|enumeration| &enumeration.item.path);
    let tests = Tests { enums: enums.collect() };
    let items: Vec<TokenStream> = krate.packages.iter().map(|package| tests.package(package)).collect();
    Ok(("tests.rs".to_owned(), layout::file(&quote!(#(#items)*))?))
}

struct Tests<'a> {
    /// The paths of all enums.
    enums: BTreeSet<&'a ItemPath>,
}

impl Tests<'_> {
    fn package(&self, package: &Package) -> TokenStream {
        // In the file of the tests, every type has its whole path.
        let mut imports = Imports::default();
        let mut enums: Vec<TokenStream> =
            package.models.iter().filter_map(|model| self.sites(model, &mut imports)).collect();
        let operations = package.services.iter().flat_map(|service| &service.operations);
        enums.extend(operations.flat_map(|operation| self.parameters(operation, &mut imports)));
        let oneofs = package.models.iter().flat_map(|model| model.oneofs.iter().map(move |oneof| (model, oneof)));
        let oneofs: Vec<TokenStream> = oneofs.map(|(model, oneof)| self.oneof(model, oneof, &mut imports)).collect();
        let enums = test(
            "unknown_values_of",
            package,
            &quote!(
                use crate::runtime::wire_tests as wire;
            ),
            &enums,
        );
        let oneofs = test(
            "oneofs_of",
            package,
            &quote!(
                use crate::runtime::oneof_tests as oneof;
            ),
            &oneofs,
        );
        quote!(#enums #oneofs)
    }

    /// The check of a model's enums.
    fn sites(&self, model: &Model, imports: &mut Imports) -> Option<TokenStream> {
        let sites: Vec<String> = model.fields.iter().filter_map(|field| self.site(field)).collect();
        let ty = imports.ty(&Type::generated(model.item.path.clone()));
        (!sites.is_empty()).then(|| quote!(wire::keeps_unknown(&#ty::default(), &[#(#sites),*]);))
    }

    /// Where the enum of a field is: `status`, `userStatuses[]` in a list, `byName{}` in a map.
    fn site(&self, field: &Field) -> Option<String> {
        let Signature::Field(ty) = &field.item.signature else { return None };
        let mut ty = ty;
        let mut site = field.wire.clone();
        loop {
            let Type::Named(name, arguments) = ty else { return None };
            match name {
                TypeName::Generated(path) => return self.enums.contains(path).then_some(site),
                TypeName::Prelude("Vec") => site.push_str("[]"),
                TypeName::External(_, "BTreeMap") => site.push_str("{}"),
                TypeName::Prelude("Option") => {}
                _ => return None,
            }
            ty = arguments.last()?;
        }
    }

    /// A check of each parameter that is an enum.
    fn parameters(&self, operation: &Operation, imports: &mut Imports) -> Vec<TokenStream> {
        let Signature::Info(info) = &operation.info.signature else { return Vec::new() };
        let in_path = operation.arguments.iter().map(|argument| (&argument.item, &argument.wire));
        let in_query =
            operation.params.iter().flat_map(|params| &params.fields).map(|field| (&field.item, &field.wire));
        let mut check = |(item, wire): (&Item, &String)| {
            let (Signature::Argument(ty) | Signature::Field(ty)) = &item.signature else { return None };
            let ty = imports.ty(self.innermost_enum(ty)?);
            let id = &info.id;
            Some(quote!(wire::sends_unknown(&#ty::from(wire::UNKNOWN), #id, #wire);))
        };
        in_path.chain(in_query).filter_map(&mut check).collect()
    }

    fn innermost_enum<'t>(&self, ty: &'t Type) -> Option<&'t Type> {
        match ty {
            Type::Named(TypeName::Generated(path), _) => self.enums.contains(path).then_some(ty),
            Type::Named(_, arguments) => self.innermost_enum(arguments.last()?),
            _ => None,
        }
    }

    fn oneof(&self, model: &Model, oneof: &Oneof, imports: &mut Imports) -> TokenStream {
        let ty = imports.ty(&Type::generated(model.item.path.clone()));
        let (oneof_name, getter, setter) = (&oneof.name, name(&oneof.getter), name(&oneof.setter));
        let cases = oneof.cases.iter().map(|case| {
            let (wire, constructor) = (&model.fields[case.field].wire, name(&case.constructor));
            let value = self.value(case, imports);
            quote!((#wire, <#ty>::#constructor(#value)))
        });
        let cases: Vec<TokenStream> = cases.collect();
        quote! {
            oneof::holds(
                #oneof_name,
                &[#(#cases),*],
                |message| message.#getter().map(|case| case.name()),
                |message, other| { message.#setter(other.#getter()); },
            );
        }
    }

    /// A value that is not the one of an absent field.
    fn value(&self, case: &Case, imports: &mut Imports) -> TokenStream {
        let Signature::Function(function) = &case.constructor.signature else { return TokenStream::new() };
        match function.arguments.first() {
            None => TokenStream::new(),
            Some((_, Type::ImplInto(_))) => quote!("value"),
            Some((_, Type::Named(TypeName::External(_, "Bytes"), _))) => quote!("value".into()),
            Some((_, ty)) if self.innermost_enum(ty) == Some(ty) => {
                let ty = imports.ty(ty);
                quote!(<#ty>::from("VALUE"))
            }
            Some(_) => quote!(Default::default()),
        }
    }
}

fn test(what: &str, package: &Package, import: &TokenStream, checks: &[TokenStream]) -> Option<TokenStream> {
    let feature = package.feature.name();
    let name = format_ident!("{what}_{}", feature.replace('-', "_"));
    (!checks.is_empty()).then(|| {
        quote! {
            #[cfg(feature = #feature)]
            #[test]
            fn #name() {
                #import
                #(#checks)*
            }
        }
    })
}
