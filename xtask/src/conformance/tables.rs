//! Prints the tables of an index: how to reach each model, oneof and operation of the generated crate.

use std::fmt::Write as _;

use ::codegen::rust::{CaseKind, Crate, Model, Oneof, Operation, RequestBody, Service, Signature, Type};

/// The first lines of the file.
const HEADER: &str = "\
// Emitted by `cargo xtask conformance`. Do not edit it.

use c1_api::Client;
use conformance::{Case, Model, Oneof, Operation, Tables, model, read, write};

use super::glue::{client, listening, path, query, remote, send};
";

/// The tables as a module `tables.rs`.
pub fn print(krate: &Crate) -> String {
    let models = krate.packages.iter().flat_map(|package| &package.models);
    let oneofs = models.clone().flat_map(|owner| owner.oneofs.iter().map(move |oneof| (owner, oneof)));
    let services = krate.packages.iter().flat_map(|package| &package.services);
    let operations = services.flat_map(|service| service.operations.iter().map(move |operation| (service, operation)));
    let models: String = models.filter(|model| is_named(model)).map(print_model).collect();
    let oneofs: String =
        oneofs.filter(|(owner, _)| is_named(owner)).map(|(owner, oneof)| print_oneof(owner, oneof)).collect();
    let operations: String = operations.map(|(service, operation)| print_operation(service, operation)).collect();
    format!(
        "{HEADER}
pub(crate) static TABLES: Tables<Client> = Tables {{ models: MODELS, oneofs: ONEOFS, operations: OPERATIONS, client, listening, remote }};

static MODELS: &[Model] = &[
{models}];

static ONEOFS: &[Oneof] = &[
{oneofs}];

static OPERATIONS: &[Operation<Client>] = &[
{operations}];
"
    )
}

/// Whether a model is a schema with a name, by which the document has it.
fn is_named(model: &Model) -> bool {
    !model.full_name.contains('/')
}

fn print_model(model: &Model) -> String {
    format!("    model::<c1_api::{}>({:?}),\n", model.item.path, model.full_name)
}

fn print_oneof(owner: &Model, oneof: &Oneof) -> String {
    let mut patterns = String::new();
    for case in &oneof.cases {
        let payload = if case.kind == CaseKind::Empty { "" } else { "(_)" };
        let (variant, wire) = (&case.variant.path, &owner.fields[case.field].wire);
        let _infallible = writeln!(patterns, "                Some(c1_api::{variant}{payload}) => Some({wire:?}),");
    }
    let (model, name) = (&owner.full_name, &oneof.name);
    let (ty, several) = (&owner.item.path, &oneof.several.path);
    let (getter, setter) = (oneof.getter.name(), oneof.setter.name());
    format!(
        "    Oneof {{
        model: {model:?},
        name: {name:?},
        case: |text| {{
            let model: c1_api::{ty} = read(text)?;
            let mut copy = c1_api::{ty}::default();
            let case = model.{getter}();
            let property = match &case {{
                None => None,
{patterns}                Some(c1_api::{several}(_)) => Some(Case::SEVERAL),
                Some(_) => Some(\"?\"),
            }};
            if property != Some(Case::SEVERAL) {{
                copy.{setter}(case);
            }}
            Ok(Case {{ property, copy: write(&copy)? }})
        }},
    }},
"
    )
}

fn print_operation(service: &Service, operation: &Operation) -> String {
    let Signature::Info(info) = &operation.info.signature else { return String::new() };
    let arguments = operation.arguments.iter().map(|argument| {
        let is_text = matches!(&argument.item.signature, Signature::Argument(Type::ImplInto(_)));
        let ty = if is_text { "::<String>" } else { "" };
        format!("path{ty}(input, {:?})?", argument.wire)
    });
    let body = matches!(operation.body, RequestBody::Content { .. }).then(|| "input.body()?".to_owned());
    let arguments: Vec<String> = arguments.chain(body).collect();
    let (accessor, method) = (service.accessor.name(), operation.method.name());
    let call = format!("client.{accessor}().{method}({})", arguments.join(", "));
    let id = &info.id;
    let Some(params) = &operation.params else {
        let input = if arguments.is_empty() { "_input" } else { "input" };
        return format!("    Operation {{ id: {id:?}, call: |client, {input}| send({call}) }},\n");
    };
    let mut fields = String::new();
    for field in &params.fields {
        let _infallible =
            writeln!(fields, "            query(input, {:?}, &mut params.{})?;", field.wire, field.item.name());
    }
    let ty = &params.item.path;
    format!(
        "    Operation {{
        id: {id:?},
        call: |client, input| {{
            let mut params = c1_api::{ty}::default();
{fields}            send({call}.params(params))
        }},
    }},
"
    )
}
