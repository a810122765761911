//! The names of services and of their operations.

use super::ident::{self, FieldName, MethodName, ModuleName, TypeName};
use super::{Assign, BY_ID, BY_NAME, OperationNames, ServiceNames, reserved, words};
use crate::api::{Operation, Parameter};
use crate::package;

impl Assign<'_> {
    pub(super) fn service(&mut self, operation: &Operation) {
        let key = (operation.package.clone(), operation.service.clone());
        if self.names.services.contains_key(&key) {
            return;
        }
        let service = service(operation);
        let at = &operation.at;
        let accessor = self.made(
            ident::lower(words::snake(&service), &reserved::CLIENT_METHODS),
            None,
            &operation.service,
            at,
            BY_ID,
        );
        let name =
            self.made(ident::capitalised(service + "Service", &reserved::TYPES), None, &operation.service, at, BY_ID);
        self.claim("methods of Client", &accessor, at, BY_ID);
        self.claim(&format!("types of {}", operation.package), &name, at, BY_ID);
        let modules =
            self.names.packages[&operation.package].modules.iter().map(ModuleName::as_str).collect::<Vec<_>>();
        self.claim(&format!("modules of {}", modules.join("::")), &accessor, at, BY_ID);
        let names = ServiceNames { accessor: MethodName::new(accessor), name: TypeName::new(name) };
        self.names.services.insert(key, names);
    }

    pub(super) fn operation(&mut self, operation: &Operation) {
        let given = operation.rust_name.as_ref();
        let spelt = given.unwrap_or(&operation.method);
        let at = &operation.at;
        let scope = |what: &str| format!("{what} of {}.{}", operation.package, operation.service);
        let method = self.made(ident::lower(words::snake(spelt), &[]), None, spelt, at, BY_NAME);
        let name = self.made(ident::capitalised(words::pascal(spelt), &reserved::TYPES), None, spelt, at, BY_NAME);
        let params = format!("{}Params", name.trim_end_matches('_'));
        self.claim(&scope("methods"), &method, at, BY_NAME);
        self.claim(&scope("operations"), &name, at, BY_NAME);
        if !operation.query_parameters.is_empty() {
            self.claim(&scope("operations"), &params, at, BY_NAME);
        }
        let names = OperationNames {
            method: MethodName::new(method),
            name: TypeName::new(name),
            params: TypeName::new(params),
            path_parameters: self.parameters(
                &operation.id,
                "path",
                &operation.path_parameters,
                &reserved::OPERATION_FIELDS,
            ),
            query_parameters: self.parameters(
                &operation.id,
                "query",
                &operation.query_parameters,
                &reserved::MODEL_FIELDS,
            ),
        };
        self.names.operations.insert(operation.id.clone(), names);
    }

    fn parameters(&mut self, id: &str, place: &str, parameters: &[Parameter], taken: &[&str]) -> Vec<FieldName> {
        let scope = format!("{place} parameters of {id}");
        let names = parameters.iter().map(|parameter| {
            let made = ident::lower(words::snake(&parameter.wire), taken);
            let name = self.made(made, parameter.rust_name.as_ref(), &parameter.wire, &parameter.at, BY_NAME);
            self.claim(&scope, &name, &parameter.at, BY_NAME);
            FieldName::new(name)
        });
        names.collect()
    }
}

/// A service's name without `Service`, and with the version where it is not the first: `UserSearch`, `AppV2`.
pub(super) fn service(operation: &Operation) -> String {
    let name = words::pascal(&operation.service);
    let short = name.strip_suffix("Service").filter(|short| !short.is_empty()).unwrap_or(&name);
    match package::version(&operation.package) {
        0 | 1 => short.to_owned(),
        version => {
            let suffix = format!("V{version}");
            if short.contains(&suffix) { short.to_owned() } else { short.to_owned() + &suffix }
        }
    }
}
