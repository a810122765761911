//! Waiters: tables from which a macro makes the trait of an operation's waiters.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::{attributes, name};
use crate::ir::Condition;
use crate::rust::{Access, Operation, Package, Waiter};

/// The traits of a service's operations, by the service's module.
pub(super) fn names(package: &Package, module: &Ident) -> Vec<Ident> {
    let services = package.services.iter().filter(|service| name(&service.module) == *module);
    let operations = services.flat_map(|service| &service.operations);
    let mut names: Vec<Ident> =
        operations.filter_map(|operation| Some(name(&operation.waiters.as_ref()?.item))).collect();
    names.sort();
    names
}

/// The table of an operation's waiters.
pub(super) fn table(operation: &Operation, imports: &mut Imports) -> Option<TokenStream> {
    let waiters = operation.waiters.as_ref()?;
    imports.add("crate::runtime", "waiters");
    let (trait_name, operation_name) = (name(&waiters.item), name(&operation.item));
    let attributes = attributes::of(&waiters.item);
    let methods = waiters.methods.iter().map(method);
    Some(quote! {
        waiters! {
            #attributes
            pub trait #trait_name = #operation_name {
                #(#methods)*
            }
        }
    })
}

fn method(waiter: &Waiter) -> TokenStream {
    let (method, state) = (name(&waiter.item), &waiter.state);
    let attributes = attributes::of(&waiter.item);
    let paths: Vec<TokenStream> = waiter.paths.iter().map(|path| self::path(path)).collect();
    let condition = match &waiter.condition {
        Condition::Value { success, failure } => quote! {
            value [#(#paths),*];
            success [#(#success),*];
            failure [#(#failure),*];
        },
        Condition::Present => quote!(present [#(#paths),*];),
        Condition::Absent => quote!(absent [#(#paths),*];),
        Condition::Contains => quote!(contains [#(#paths),*];),
        Condition::Lacks => quote!(lacks [#(#paths),*];),
    };
    let seconds = |count: Option<u32>| count.map(Literal::u32_unsuffixed);
    let every = seconds(waiter.interval).map(|count| quote!(every #count;));
    let up_to = seconds(waiter.max_interval).map(|count| quote!(up_to #count;));
    let within = seconds(waiter.timeout).map(|count| quote!(within #count;));
    quote! {
        #attributes
        #method #state {
            #condition
            #every
            #up_to
            #within
        }
    }
}

/// `(task_view.as_ref()?.task.as_ref()?.state)`.
fn path(fields: &[Access]) -> TokenStream {
    let fields = fields.iter().map(|Access { field, optional }| {
        let end = if *optional { ".as_ref()?" } else { "" };
        format!("{field}{end}")
    });
    let path: TokenStream = fields.collect::<Vec<_>>().join(".").parse().unwrap_or_default();
    quote!((#path))
}
