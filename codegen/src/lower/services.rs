//! Operation ids to packages, services and methods.

use serde_json::Value;

use super::Lowering;
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Service, ServiceId};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// The service and the method of `package.Service.Method`; for an id without dots, the first tag is the service.
    pub(super) fn service_and_method<'o>(&mut self, operation: &'o Value, at: &str) -> Option<(ServiceId, &'o str)> {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let mut segments = id.rsplitn(3, '.');
        let (method, service, package) = (segments.next().unwrap_or_default(), segments.next(), segments.next());
        let is_valid = !method.is_empty() && service != Some("") && package != Some("");
        match (package, service, operation["tags"][0].as_str()) {
            (Some(package), Some(service), _) if is_valid => Some((self.service(package, service), method)),
            (None, None, Some(tag)) if is_valid => Some((self.service(&casing::snake(tag), tag), method)),
            (None, None, None) if is_valid => {
                let message = "the operation id has no dots, and the operation no tag that would name its service";
                let help = "add a tag by an action in specs/overlay.yaml";
                self.error(&codes::INVALID_OPERATION_ID, at, message, help);
                None
            }
            _ => {
                let at = pointer::child(at, "operationId");
                let message = format!("the operation id `{}` is not of the form package.Service.Method", Bounded(id));
                let help = "correct it by an action in specs/overlay.yaml";
                self.error(&codes::INVALID_OPERATION_ID, &at, message, help);
                None
            }
        }
    }

    fn service(&mut self, package: &str, name: &str) -> ServiceId {
        let package = self.package(package);
        let known = self.api.services.iter().position(|service| service.package == package && service.name == name);
        ServiceId(known.unwrap_or_else(|| {
            let full_name = format!("{}.{name}", self.api[package]);
            self.api.services.push(Service { package, name: name.to_owned(), full_name, operations: Vec::new() });
            self.api.services.len() - 1
        }))
    }
}
