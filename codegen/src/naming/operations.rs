//! The names of services and of their operations.

use super::ident::{self, FieldName, MethodName, ModuleName, TypeName};
use super::{BY_ID, BY_NAME, BY_WAITER, Element, Naming, OperationNames, ServiceNames, reserved, titles};
use crate::casing;
use crate::ir::{Operation, Parameter, Service, proto_package};

impl Naming<'_> {
    pub(super) fn service(&mut self, service: &Service) {
        let package = self.api[service.package].as_str();
        let name = service_name(&service.name, package);
        let pointer = service.operations.first().map(|id| self.api[*id].pointer.as_str()).unwrap_or_default();
        let element = Element { name: &service.name, given: None, pointer, help: BY_ID };
        let by_rule = ident::lower(&casing::snake(&name), &reserved::CLIENT_METHODS);
        let accessor = self.name("methods of Client", element, by_rule);
        let by_rule = ident::capitalized(name + "Service", &reserved::TYPES);
        let name = self.name(&format!("types of {package}"), element, by_rule);
        self.claim(&format!("operations of {}", service.full_name), &name, element);
        let modules = &self.names.package(service.package).modules;
        let modules: Vec<&str> = modules.iter().map(ModuleName::as_str).collect();
        self.claim(&format!("modules of {}", modules.join("::")), &accessor, element);
        self.names.services.push(ServiceNames { accessor: MethodName::new(accessor), name: TypeName::new(name) });
    }

    pub(super) fn operation(&mut self, operation: &Operation) {
        let Service { name: service_name, full_name: service, package, .. } = &self.api[operation.service];
        let name = operation.rust_name.as_ref().unwrap_or(&operation.method);
        let element = Element { name, given: None, pointer: &operation.pointer, help: BY_NAME };
        let method = ident::lower(&casing::snake(name), &[]);
        let method = self.name(&format!("methods of {service}"), element, method);
        let types = format!("operations of {service}");
        let params = ident::capitalized(casing::pascal(name) + "Params", &reserved::TYPES).unwrap_or_default();
        let by_rule = casing::joined(&self::service_name(service_name, &self.api[*package]), &casing::pascal(name));
        let name = self.name(&types, element, ident::capitalized(by_rule, &reserved::TYPES));
        if operation.parameters.iter().any(|parameter| !parameter.required) {
            self.claim(&types, &params, element);
        }
        let parameters: Vec<FieldName> =
            operation.parameters.iter().map(|parameter| self.parameter(operation, parameter)).collect();
        let waiters = self.waiters(operation, &name);
        let methods = format!("setters of {}", operation.id);
        let setters = operation.parameters.iter().zip(&parameters).map(|(parameter, name)| {
            let name = (!parameter.required).then(|| name.as_str().to_owned())?;
            self.unclaimed(&methods, name)
        });
        let names = OperationNames {
            waiters,
            method: MethodName::new(method),
            title: titles::title(service_name, &operation.method),
            name: TypeName::new(name),
            params: TypeName::new(params),
            setters: setters.collect(),
            parameters,
        };
        self.names.operations.push(names);
    }

    /// The argument of a required parameter, or the field of an optional one.
    fn parameter(&mut self, operation: &Operation, parameter: &Parameter) -> FieldName {
        let Parameter { wire, rust_name, pointer, required, .. } = parameter;
        let (kind, taken) = if *required {
            ("arguments", &reserved::OPERATION_FIELDS[..])
        } else {
            ("options", &reserved::MODEL_FIELDS[..])
        };
        let element = Element { name: wire, given: rust_name.as_deref(), pointer, help: BY_NAME };
        let by_rule = ident::lower(&casing::snake(wire), taken);
        FieldName::new(self.name(&format!("{kind} of {}", operation.id), element, by_rule))
    }

    /// The trait `TaskGetWaiters` of the operation `TaskGet`, and a method `until_closed` for each state.
    fn waiters(&mut self, operation: &Operation, operation_name: &str) -> Option<(TypeName, Vec<MethodName>)> {
        let first = operation.waiters.first()?;
        let Service { full_name: service, package, .. } = &self.api[operation.service];
        let element = Element { name: &operation.method, given: None, pointer: &first.pointer, help: BY_NAME };
        let by_rule = ident::capitalized(format!("{operation_name}Waiters"), &reserved::TYPES);
        let name = self.name(&format!("types of {}", self.api[*package]), element, by_rule);
        self.claim(&format!("operations of {service}"), &name, element);
        let scope = format!("waiters of {}", operation.id);
        let methods = operation.waiters.iter().map(|waiter| {
            let name = casing::snake(&waiter.name);
            let by_rule =
                if name.is_empty() { None } else { ident::lower(&format!("until_{name}"), &reserved::CALL_METHODS) };
            let element = Element { name: &waiter.name, given: None, pointer: &waiter.pointer, help: BY_WAITER };
            MethodName::new(self.name(&scope, element, by_rule))
        });
        Some((TypeName::new(name), methods.collect()))
    }
}

/// A service's name without `Service`, and with the package's version above 1: `UserSearch`, `AppV2`.
pub(super) fn service_name(service: &str, package: &str) -> String {
    let name = casing::pascal(service);
    let short = name.strip_suffix("Service").filter(|short| !short.is_empty()).unwrap_or(&name);
    let suffix = format!("V{}", proto_package::version(package));
    let is_first = matches!(suffix.as_str(), "V0" | "V1");
    if is_first || short.contains(&suffix) { short.to_owned() } else { short.to_owned() + &suffix }
}
