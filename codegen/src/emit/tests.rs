//! The generated tests: each place where an enum stands keeps a value that this version does not know, and each oneof
//! holds one case at most.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::types;
use crate::api::{Api, Field, Operation, Parameter, Type};
use crate::error::Error;
use crate::names::{Names, PackageNames};
use crate::package;
use crate::render;

/// The file of the tests: for each package that has any, one of its enums and one of its oneofs.
pub(super) fn file(api: &Api, names: &Names) -> Result<String, Error> {
    let tests = names.packages.iter().flat_map(|(package, package_names)| {
        let wire = quote!(
            use crate::runtime::wire::tests as wire;
        );
        let enums = test("unknown_values_of", package_names, &wire, &checks(api, names, package));
        let oneof = quote!(
            use crate::runtime::oneof::tests as oneof;
        );
        let oneofs = test("oneofs_of", package_names, &oneof, &oneofs(api, names, package));
        enums.into_iter().chain(oneofs)
    });
    let tests: Vec<TokenStream> = tests.collect();
    render::file(&quote!(#(#tests)*))
}

fn test(what: &str, package: &PackageNames, import: &TokenStream, checks: &[TokenStream]) -> Option<TokenStream> {
    let name = format_ident!("{what}_{}", package.feature.replace('-', "_"));
    let feature = &package.feature;
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

/// One check for each oneof.
fn oneofs(api: &Api, names: &Names, package: &str) -> Vec<TokenStream> {
    let mut types = types(names, None, false);
    let models = api.models.values().filter(|model| package::of(&model.name) == package);
    let checks = models.flat_map(|model| {
        let ty = types.model(&model.name);
        let all = model.oneofs.iter().zip(&names.model(&model.name).oneofs);
        let checks = all.map(|(oneof, oneof_names)| {
            let (name, getter, setter) = (&oneof.name, &oneof_names.getter, &oneof_names.setter);
            let cases = oneof.cases.iter().zip(&oneof_names.cases).map(|(index, (_, constructor))| {
                let field = &model.fields[*index];
                let (wire, value) = (&field.wire, set_value(&field.ty, &mut types));
                quote!((#wire, <#ty>::#constructor(#value)))
            });
            let cases: Vec<TokenStream> = cases.collect();
            quote! {
                oneof::holds(
                    #name,
                    &[#(#cases),*],
                    |message| message.#getter().map(|case| case.name()),
                    |message, other| message.#setter(other.#getter()),
                );
            }
        });
        checks.collect::<Vec<_>>()
    });
    checks.collect()
}

/// A value that is set, and that the wire does not take for an absent one.
fn set_value(ty: &Type, types: &mut types::Types<'_>) -> TokenStream {
    match ty {
        Type::Empty => TokenStream::new(),
        Type::String => quote!("value"),
        Type::Bytes => quote!("value".into()),
        Type::Enum(_) => {
            let ty = types.value(ty);
            quote!(<#ty>::from("VALUE"))
        }
        _ => quote!(Default::default()),
    }
}

/// One check for each model and each call that has enums.
fn checks(api: &Api, names: &Names, package: &str) -> Vec<TokenStream> {
    let mut types = types(names, None, false);
    let mut checks = Vec::new();
    for model in api.models.values().filter(|model| package::of(&model.name) == package) {
        let places: Vec<String> = model.fields.iter().filter_map(place).collect();
        if !places.is_empty() {
            let ty = types.model(&model.name);
            checks.push(quote!(wire::keeps_unknown(&#ty::default(), &[#(#places),*]);));
        }
    }
    let operations = api.operations.iter().filter(|operation| operation.package == package);
    checks.extend(operations.flat_map(|operation| parameters(operation, &mut types)));
    checks
}

/// Where the enum of a field stands: `status`, `userStatuses[]` in a list, `byName{}` in a map.
fn place(field: &Field) -> Option<String> {
    let mut place = field.wire.clone();
    let mut ty = &field.ty;
    loop {
        ty = match ty {
            Type::Enum(_) => return Some(place),
            Type::List(inner) => {
                place.push_str("[]");
                inner
            }
            Type::Map(inner) => {
                place.push_str("{}");
                inner
            }
            _ => return None,
        };
    }
}

/// A check of each parameter that is an enum.
fn parameters(operation: &Operation, types: &mut types::Types<'_>) -> Vec<TokenStream> {
    let parameters = operation.path_parameters.iter().chain(&operation.query_parameters);
    let of_enums = parameters.filter(|parameter| matches!(parameter.ty.innermost(), Type::Enum(_)));
    let check = |parameter: &Parameter| {
        let ty = types.value(parameter.ty.innermost());
        let (operation, wire) = (&operation.id, &parameter.wire);
        quote!(wire::sends_unknown(&#ty::from(wire::UNKNOWN), #operation, #wire);)
    };
    of_enums.map(check).collect()
}
