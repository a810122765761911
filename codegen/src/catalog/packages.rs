//! Packages and services.

use std::collections::BTreeMap;

use super::{Item, Items, Kind, Role, Source, Subject};
use crate::api::Operation;
use crate::disk;
use crate::emit::signatures;
use crate::names::ident::ModuleName;
use crate::render::compact;

pub(super) fn subjects(source: Source<'_>) -> Vec<Subject> {
    let packages = source.names.packages.keys().map(|name| package(source, name));
    // One operation of each service stands for it.
    let services: BTreeMap<(&str, &str), &Operation> = source
        .api
        .operations
        .iter()
        .map(|operation| ((operation.package.as_str(), operation.service.as_str()), operation))
        .collect();
    packages.chain(services.into_values().map(|operation| service(source, operation))).collect()
}

fn package(source: Source<'_>, name: &str) -> Subject {
    let mut subject = source.subject(Kind::Package, "", name.to_owned());
    let names = &source.names.packages[name];
    let module = source.module(name);
    let last = names.modules.last().map(ModuleName::as_str).unwrap_or_default();
    let file = source.file(name, "mod");
    Items { file: &file, items: &mut subject.items }.add(Role::Module, module, format!("mod {last}"), false);
    subject.items.push(Item {
        role: Role::Feature,
        path: names.feature.clone(),
        signature: format!("feature {}", names.feature),
        file: disk::MANIFEST.into(),
        deprecated: false,
    });
    subject
}

fn service(source: Source<'_>, operation: &Operation) -> Subject {
    let package = &operation.package;
    let mut subject = source.subject(Kind::Service, package, service_name(operation));
    let names = source.names.service(operation);
    let module = source.module(package);
    let (accessor, name) = (names.accessor.as_str(), names.name.as_str());
    let file = source.file(package, "operations");
    let mut items = Items { file: &file, items: &mut subject.items };
    items.add(Role::Accessor, format!("Client::{accessor}"), compact(&signatures::accessor(names)), false);
    items.add(Role::Service, format!("{module}::{name}"), format!("struct {name}"), false);
    items.add(Role::OperationModule, format!("{module}::{accessor}"), format!("mod {accessor}"), false);
    subject
}

/// The full name of an operation's service.
pub(crate) fn service_name(operation: &Operation) -> String {
    format!("{}.{}", operation.package, operation.service)
}
