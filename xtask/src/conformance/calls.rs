//! Prints the table of the operations of an API other than C1's: how to call each with values of the document.

use std::fmt::Write as _;

use ::codegen::ir::ParameterLocation;
use ::codegen::rust::{Crate, Decode, Operation, RequestBody, Service, Signature, Type, TypeName};

/// The table as a module `calls.rs`.
pub(super) fn print(krate: &Crate) -> String {
    let services = krate.packages.iter().flat_map(|package| &package.services);
    let operations = services.flat_map(|service| service.operations.iter().map(move |operation| (service, operation)));
    let calls: String = operations.map(|(service, operation)| call(service, operation)).collect();
    format!(
        "// Emitted by `cargo xtask conformance`. Do not edit it.

use api::Client;
use conformance::{{Call, Table}};

use super::{{argument, body, client, optional, send, send_for_nothing}};

pub(crate) static TABLE: Table<Client> = Table {{ calls: CALLS, client }};

static CALLS: &[Call<Client>] = &[
{calls}];
"
    )
}

fn call(service: &Service, operation: &Operation) -> String {
    let arguments = operation.arguments.iter().map(|argument| {
        let ty = match &argument.item.signature {
            Signature::Argument(ty) => turbofish(ty),
            _ => String::new(),
        };
        format!("argument{ty}(input, {:?}, {:?})?", place(argument.encoding.location), argument.wire)
    });
    let (media_type, body) = match &operation.body {
        RequestBody::None => (None, None),
        RequestBody::Empty => (Some("application/json"), None),
        RequestBody::Content { argument, media_type, .. } => {
            (Some(media_type.as_str()), Some(format!("body{}(input)?", turbofish(argument))))
        }
    };
    let arguments: Vec<String> = arguments.chain(body).collect();
    let mut setters = String::new();
    for field in operation.params.iter().flat_map(|params| &params.fields) {
        let (place, name) = (place(field.encoding.location), field.item.name());
        let _infallible =
            writeln!(setters, "            optional(input, {place:?}, {:?}, &mut params.{name})?;", field.wire);
    }
    let params = operation.params.as_ref().map(|params| {
        (format!("            let mut params = api::{}::default();\n", params.item.path), ".params(params)")
    });
    let (params, with_params) = params.unwrap_or_default();
    let send = if matches!(operation.decode, Some((Decode::Nothing, _))) { "send_for_nothing" } else { "send" };
    let (accessor, method) = (service.accessor.name(), operation.method.name());
    let input = if arguments.is_empty() && setters.is_empty() { "_input" } else { "input" };
    format!(
        "    Call {{
        at: {:?},
        media_type: {media_type:?},
        send: |client, {input}| {{
{params}{setters}            {send}(client.{accessor}().{method}({}){with_params})
        }},
    }},
",
        operation.item.pointer,
        arguments.join(", "),
    )
}

/// The part of the request that a parameter is in, as the document names it.
fn place(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query | ParameterLocation::ReservedQuery => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

/// The type of an argument that converts into it, as Rust infers all others.
fn turbofish(argument: &Type) -> String {
    let Type::ImplInto(ty) = argument else { return String::new() };
    let text = ty.text(&mut |name| match name {
        TypeName::Prelude(name) => (*name).to_owned(),
        TypeName::External(module, name) => format!("{module}::{name}"),
        TypeName::Runtime(name) => format!("api::{name}"),
        TypeName::Generated(path) => format!("api::{path}"),
    });
    format!("::<{text}>")
}
