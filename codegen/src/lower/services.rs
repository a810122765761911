//! Operations to packages, services and methods.

use std::borrow::Cow;

use serde_json::Value;

use super::Lowering;
use super::presence::PresenceRules;
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{HttpMethod, Service, ServiceId, proto_package};
use crate::openapi::pointer;

/// The id of an operation; without an `operationId`, the words of its request line: `get_users_by_id`.
pub(super) fn operation_id<'o>(method: HttpMethod, path: &str, operation: &'o Value) -> Cow<'o, str> {
    if let Some(id) = operation["operationId"].as_str() {
        return Cow::Borrowed(id);
    }
    let segments = path.split('/').filter(|segment| !segment.is_empty()).map(|segment| {
        let words = casing::snake(segment);
        if segment.contains('{') { format!("by_{words}") } else { words }
    });
    let method = method.as_str().to_lowercase();
    Cow::Owned(std::iter::once(method).chain(segments).collect::<Vec<_>>().join("_"))
}

impl Lowering<'_> {
    /// The service and the method of an operation: of its id `package.Service.Method`, as protobuf has them. Other
    /// documents group operations by tags, or only by paths.
    pub(super) fn service_and_method<'o>(
        &mut self,
        id: &'o str,
        path: &str,
        operation: &Value,
        at: &str,
    ) -> Option<(ServiceId, &'o str)> {
        let mut segments = id.rsplitn(3, '.');
        let (method, service, package) = (segments.next().unwrap_or_default(), segments.next(), segments.next());
        let is_proto = |name: &str| !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_lowercase());
        match (package, service) {
            (Some(package), Some(service)) if !package.is_empty() && is_proto(service) && !method.is_empty() => {
                return Some((self.service(package, service, format!("{package}.{service}")), method));
            }
            _ => {}
        }
        if self.rules == PresenceRules::Protobuf || casing::snake(id).is_empty() {
            let message = match operation["operationId"].as_str() {
                Some(id) => format!("the operation id `{}` is not of the form package.Service.Method", Bounded(id)),
                None => "the operation has no id".to_owned(),
            };
            let at = pointer::child(at, "operationId");
            self.error(&codes::INVALID_OPERATION_ID, &at, message, "correct it by an action in specs/overlay.yaml");
            return None;
        }
        let tag = operation["tags"][0].as_str().filter(|tag| !casing::snake(tag).is_empty());
        let title = tag.map_or_else(|| resource(path), str::to_owned);
        let group = casing::snake(&title);
        let method = id.rsplit_once(['/', '.']).filter(|(prefix, _)| casing::snake(prefix) == group);
        Some((self.service(&group, &group, title), method.map_or(id, |(_, method)| method)))
    }

    fn service(&mut self, package: &str, name: &str, full_name: String) -> ServiceId {
        let package = self.package(package);
        let known = self.api.services.iter().position(|service| service.package == package && service.name == name);
        ServiceId(known.unwrap_or_else(|| {
            self.api.services.push(Service { package, name: name.to_owned(), full_name, operations: Vec::new() });
            self.api.services.len() - 1
        }))
    }
}

/// The first segment of a path that is neither a parameter nor a version nor `api`; else `root`.
fn resource(path: &str) -> String {
    let is_resource = |segment: &&str| !(segment.contains('{') || proto_package::is_version(segment));
    let segments: Vec<String> = path.split('/').filter(is_resource).map(casing::snake).collect();
    let resource = segments.into_iter().find(|segment| !matches!(segment.as_str(), "" | "api"));
    resource.unwrap_or_else(|| "root".to_owned())
}
