//! Operation ids to packages, services and methods.

use std::collections::BTreeMap;

use super::Lowering;
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{OperationId, PackageId, Service, ServiceId};
use crate::openapi::pointer;

/// The parts of an operation id.
pub(super) struct Address {
    pub(super) package: String,
    pub(super) service: String,
    pub(super) method: String,
}

impl Lowering<'_> {
    /// The parts of `package.Service.Method`; for an id without dots, the first tag is the service.
    pub(super) fn address(&mut self, id: &str, operation: &openapiv3::Operation, at: &str) -> Option<Address> {
        let mut segments = id.rsplitn(3, '.');
        let (method, service, package) = (segments.next().unwrap_or_default(), segments.next(), segments.next());
        let help = "correct it by an action in specs/overlay.yaml";
        match (service, package) {
            (Some(service), Some(package)) if !method.is_empty() && !service.is_empty() && !package.is_empty() => {
                let owned = |part: &str| part.to_owned();
                Some(Address { package: owned(package), service: owned(service), method: owned(method) })
            }
            (None, None) if !method.is_empty() => {
                let Some(tag) = operation.tags.first() else {
                    let message = "the operation id has no dots, and the operation no tag that would name its service";
                    self.error(
                        &codes::INVALID_OPERATION_ID,
                        at,
                        message,
                        "add a tag by an action in specs/overlay.yaml",
                    );
                    return None;
                };
                Some(Address { package: casing::snake(tag), service: tag.clone(), method: method.to_owned() })
            }
            _ => {
                let message = format!("the operation id `{}` is not of the form package.Service.Method", Bounded(id));
                self.error(&codes::INVALID_OPERATION_ID, &pointer::child(at, "operationId"), message, help);
                None
            }
        }
    }

    /// The id of a service.
    pub(super) fn service(&mut self, package: PackageId, name: &str) -> ServiceId {
        let known = self.api.services.iter().position(|service| service.package == package && service.name == name);
        ServiceId::new(known.unwrap_or_else(|| {
            let full_name = format!("{}.{name}", self.api[package]);
            self.api.services.push(Service { package, name: name.to_owned(), full_name, operations: Vec::new() });
            self.api.services.len() - 1
        }))
    }

    /// Sorts the operations by id, reports duplicates, and lists the operations of each service.
    pub(super) fn finish_operations(&mut self) {
        self.api.operations.sort_by(|left, right| left.id.cmp(&right.id));
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for index in 0..self.api.operations.len() {
            let (id, at) = (self.api.operations[index].id.clone(), self.api.operations[index].pointer.clone());
            let service = self.api.operations[index].service;
            self.api.services[service.0].operations.push(OperationId::new(index));
            if let Some(first) = first.get(&id) {
                let file = self.sources.file(first);
                let message = format!("the operation id `{}` is also that of {file}#{first}", Bounded(&id));
                let help = "give one of the two another id by an action in specs/overlay.yaml";
                self.error(&codes::DUPLICATE_OPERATION_ID, &at, message, help);
            }
            first.insert(id, at);
        }
    }
}
