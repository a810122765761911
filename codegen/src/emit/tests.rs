//! The generated test: each place where an enum stands keeps a value that this version does not know.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::types;
use crate::api::{Api, Field, Operation, Parameter, Type};
use crate::error::Error;
use crate::names::Names;
use crate::package;
use crate::render;

/// The file of the tests, one of them for each package that has enums.
pub(super) fn file(api: &Api, names: &Names) -> Result<String, Error> {
    let tests = names.packages.iter().filter_map(|(package, package_names)| {
        let checks = checks(api, names, package);
        let name = format_ident!("unknown_values_of_{}", package_names.feature.replace('-', "_"));
        let feature = &package_names.feature;
        (!checks.is_empty()).then(|| {
            quote! {
                #[cfg(feature = #feature)]
                #[test]
                fn #name() {
                    use crate::runtime::wire::tests as wire;
                    #(#checks)*
                }
            }
        })
    });
    let tests: Vec<TokenStream> = tests.collect();
    render::file(&quote!(#(#tests)*))
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
