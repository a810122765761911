//! The names of services and of their operations.

use super::ident::{self, FieldName, MethodName, ModuleName, TypeName};
use super::{BY_ID, BY_NAME, Naming, OperationNames, ServiceNames, reserved};
use crate::casing;
use crate::ir::{Operation, Parameter, Service, proto_package};

impl Naming<'_> {
    pub(super) fn service(&mut self, service: &Service) {
        let package = self.api[service.package].clone();
        let name = service_name(&service.name, &package);
        let at = service.operations.first().map(|id| self.api[*id].pointer.clone()).unwrap_or_default();
        let by_rule = ident::lower(casing::snake(&name), &reserved::CLIENT_METHODS);
        let accessor = self.choose(by_rule, None, &service.name, &at, BY_ID);
        let by_rule = ident::capitalized(name + "Service", &reserved::TYPES);
        let name = self.choose(by_rule, None, &service.name, &at, BY_ID);
        let modules: Vec<&str> = self.names.package(service.package).modules.iter().map(ModuleName::as_str).collect();
        let modules = format!("modules of {}", modules.join("::"));
        self.claim("methods of Client", &accessor, &at, BY_ID);
        self.claim(&format!("types of {package}"), &name, &at, BY_ID);
        self.claim(&modules, &accessor, &at, BY_ID);
        self.claim(&format!("operations of {}", service.full_name), &name, &at, BY_ID);
        self.names.services.push(ServiceNames { accessor: MethodName::new(accessor), name: TypeName::new(name) });
    }

    pub(super) fn operation(&mut self, operation: &Operation) {
        let service = &self.api[operation.service].full_name;
        let spelled = operation.rust_name.as_ref().unwrap_or(&operation.method);
        let at = &operation.pointer;
        let method = self.choose(ident::lower(casing::snake(spelled), &[]), None, spelled, at, BY_NAME);
        let by_rule = ident::capitalized(casing::pascal(spelled), &reserved::TYPES);
        let name = self.choose(by_rule, None, spelled, at, BY_NAME);
        let params = format!("{}Params", name.trim_end_matches('_'));
        self.claim(&format!("methods of {service}"), &method, at, BY_NAME);
        let types = format!("operations of {service}");
        self.claim(&types, &name, at, BY_NAME);
        if !operation.query_parameters.is_empty() {
            self.claim(&types, &params, at, BY_NAME);
        }
        let path = format!("path parameters of {}", operation.id);
        let query = format!("query parameters of {}", operation.id);
        let names = OperationNames {
            method: MethodName::new(method),
            name: TypeName::new(name),
            params: TypeName::new(params),
            path_parameters: self.parameters(&path, &operation.path_parameters, &reserved::OPERATION_FIELDS),
            query_parameters: self.parameters(&query, &operation.query_parameters, &reserved::MODEL_FIELDS),
        };
        self.names.operations.push(names);
    }

    fn parameters(&mut self, scope: &str, parameters: &[Parameter], taken: &[&str]) -> Vec<FieldName> {
        let names = parameters.iter().map(|parameter| {
            let by_rule = ident::lower(casing::snake(&parameter.wire), taken);
            let given = parameter.rust_name.as_ref();
            let name = self.choose(by_rule, given, &parameter.wire, &parameter.pointer, BY_NAME);
            self.claim(scope, &name, &parameter.pointer, BY_NAME);
            FieldName::new(name)
        });
        names.collect()
    }
}

/// A service's name without `Service`, and with the package's version above 1: `UserSearch`, `AppV2`.
pub(super) fn service_name(service: &str, package: &str) -> String {
    let name = casing::pascal(service);
    let short = name.strip_suffix("Service").filter(|short| !short.is_empty()).unwrap_or(&name);
    match proto_package::version(package) {
        0 | 1 => short.to_owned(),
        version => {
            let suffix = format!("V{version}");
            if short.contains(&suffix) { short.to_owned() } else { short.to_owned() + &suffix }
        }
    }
}
