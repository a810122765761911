//! Operations and their parameters.

use rayon::prelude::*;

use super::packages::service_name;
use super::{Call, Items, Kind, Role, Source, Subject, Value, wire};
use crate::api::{Operation, Parameter};
use crate::emit::{signatures, types};
use crate::names::ident::FieldName;
use crate::render::compact;

pub(super) fn subjects(source: Source<'_>) -> Vec<Subject> {
    source.api.operations.par_iter().flat_map_iter(|operation| of_operation(source, operation)).collect()
}

fn of_operation(source: Source<'_>, operation: &Operation) -> Vec<Subject> {
    let names = source.names.operation(operation);
    let in_path = operation.path_parameters.iter().zip(&names.path_parameters);
    let in_query = operation.query_parameters.iter().zip(&names.query_parameters);
    let mut subjects = vec![self::operation(source, operation)];
    subjects.extend(in_path.map(|(parameter, name)| path_parameter(source, operation, parameter, name)));
    subjects.extend(in_query.map(|(parameter, name)| query_parameter(source, operation, parameter, name)));
    subjects
}

fn operation(source: Source<'_>, operation: &Operation) -> Subject {
    let mut subject = source
        .subject(Kind::Operation, &service_name(operation), operation.id.clone())
        .described(&operation.docs, source.place(&operation.at))
        .given(operation.rust_name.as_ref());
    subject.call = Some(Call {
        method: operation.http_method,
        path: operation.path.clone(),
        body: operation.body.clone(),
        response: operation.response.clone(),
        idempotent: operation.idempotent,
        paging: operation.paging.clone(),
        stability: operation.docs.stability.clone(),
    });
    let file = source.file(&operation.package, "operations");
    let mut items = Items { file: &file, items: &mut subject.items };
    let mut outer = types(source.names, Some(&operation.package), false);
    let signature = compact(&signatures::method(operation, &mut outer));
    items.add(Role::Method, method_path(source, operation), signature, operation.docs.deprecated);
    operation_type(source, operation, &mut items);
    subject
}

/// The struct of an operation, and what it is to the runtime's traits.
fn operation_type(source: Source<'_>, operation: &Operation, items: &mut Items<'_>) {
    let names = source.names.operation(operation);
    let mut types = types(source.names, None, false);
    let name = names.name.as_str();
    let module = operation_module(source, operation);
    let path = format!("{module}::{name}");
    items.add(Role::Operation, path.clone(), format!("struct {name}"), operation.docs.deprecated);
    let mut is = |role: Role, member: &str, value: String| {
        items.add(role, format!("{path}::{member}"), format!("{member} = {value}"), false);
    };
    is(Role::Info, "INFO", compact(&signatures::info(operation)));
    is(Role::Response, "Response", compact(&types.model(&operation.response)));
    if let Some(paging) = &operation.paging {
        is(Role::PagedItem, "Item", compact(&signatures::paged_item(source.api, operation, paging, &mut types)));
    }
    if !operation.query_parameters.is_empty() {
        let params = names.params.as_str();
        is(Role::WithParams, "Params", params.to_owned());
        items.add(Role::Params, format!("{module}::{params}"), format!("struct {params}"), false);
    }
}

fn path_parameter(source: Source<'_>, operation: &Operation, parameter: &Parameter, name: &FieldName) -> Subject {
    let mut subject = self::parameter(source, Kind::PathParameter, operation, parameter);
    let file = source.file(&operation.package, "operations");
    let mut types = types(source.names, Some(&operation.package), false);
    let signature = compact(&signatures::argument(parameter, name, &mut types));
    let path = format!("{}({})", method_path(source, operation), name.as_str());
    Items { file: &file, items: &mut subject.items }.add(Role::Argument, path, signature, false);
    subject
}

fn query_parameter(source: Source<'_>, operation: &Operation, parameter: &Parameter, name: &FieldName) -> Subject {
    let mut subject = self::parameter(source, Kind::QueryParameter, operation, parameter);
    let file = source.file(&operation.package, "operations");
    let signature = compact(&signatures::parameter(parameter, name, &mut types(source.names, None, false)));
    let params = source.names.operation(operation).params.as_str();
    let path = format!("{}::{params}::{}", operation_module(source, operation), name.as_str());
    let mut items = Items { file: &file, items: &mut subject.items };
    items.add(Role::ParamsField, path, signature, parameter.docs.deprecated);
    subject
}

fn parameter(source: Source<'_>, kind: Kind, operation: &Operation, parameter: &Parameter) -> Subject {
    let mut subject = source
        .subject(kind, &operation.id, format!("{}.{}", operation.id, parameter.wire))
        .described(&parameter.docs, source.place(&parameter.at))
        .given(parameter.rust_name.as_ref());
    subject.value =
        Some(Value { ty: wire::words(source.api, &parameter.ty), presence: parameter.presence, sensitive: false });
    subject
}

fn method_path(source: Source<'_>, operation: &Operation) -> String {
    let service = source.names.service(operation).name.as_str();
    let method = source.names.operation(operation).method.as_str();
    format!("{}::{service}::{method}", source.module(&operation.package))
}

fn operation_module(source: Source<'_>, operation: &Operation) -> String {
    format!("{}::{}", source.module(&operation.package), source.names.service(operation).accessor.as_str())
}
