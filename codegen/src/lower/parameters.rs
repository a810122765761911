//! Path and query parameters.

use openapiv3::{ParameterData, ParameterSchemaOrContent};

use super::{Lowering, descriptions, extensions, schemas};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{OperationId, Owner, Parameter, ServiceId, Type};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// The path parameters, in the order of the path, and the query parameters of an operation.
    pub(super) fn parameters(
        &mut self,
        service: ServiceId,
        path: &str,
        operation: &openapiv3::Operation,
        at: &str,
    ) -> (Vec<Parameter>, Vec<Parameter>) {
        let (mut in_path, mut in_query) = (Vec::new(), Vec::new());
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let at = pointer::join_to(at, ["parameters", &index.to_string()]);
            let Some(parameter) = parameter.as_item() else { continue };
            let is_in_path = matches!(parameter, openapiv3::Parameter::Path { .. });
            let parameters = if is_in_path { &mut in_path } else { &mut in_query };
            let data = parameter.parameter_data_ref();
            if parameters.iter().any(|other: &Parameter| other.wire == data.name) {
                let message = format!("the parameter `{}` is defined twice", Bounded(&data.name));
                self.error(&codes::DUPLICATE_PARAMETER, &at, message, "remove one of the two");
                continue;
            }
            let owner = Owner::Parameter {
                operation: OperationId(self.api.operations.len()),
                package: self.api[service].package,
                parameter: data.name.clone(),
                in_list: false,
            };
            parameters.extend(self.parameter(is_in_path, data, &owner, at));
        }
        (self.in_path_order(path, in_path, at), in_query)
    }

    fn parameter(&mut self, is_in_path: bool, data: &ParameterData, owner: &Owner, at: String) -> Option<Parameter> {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else { return None };
        let required_help = match (is_in_path, data.required) {
            (true, false) => Some(("a path parameter that is not `required`", "add `required: true`")),
            (false, true) => {
                Some(("a required query parameter is not supported", "remove `required`: the server checks it"))
            }
            _ => None,
        };
        if let Some((message, help)) = required_help {
            let help = format!("{help}, by an action in specs/overlay.yaml");
            self.error(&codes::UNSUPPORTED_PARAMETER, &at, message, help);
        }
        let schema_at = pointer::child(&at, "schema");
        let ty = self.typed(schema, owner, &schema_at);
        if !is_supported(&ty, is_in_path) {
            let message = "a parameter that is not a scalar, or in the query a list of scalars, is not supported";
            self.error(&codes::UNSUPPORTED_PARAMETER, &at, message, "remove it by an action in specs/overlay.yaml");
        }
        self.refuse_property_extensions(schema, &ty, &schema_at);
        let schema = schemas::data(schema);
        let nullable = schema.nullable;
        let mut docs = extensions::docs(schema);
        docs.deprecated = data.deprecated.unwrap_or_default();
        docs.description = data.description.clone().unwrap_or(docs.description);
        descriptions::deprecation(&mut docs);
        Some(Parameter {
            wire: data.name.clone(),
            rust_name: extensions::string(&data.extensions, "x-rust-name"),
            docs,
            presence: self.rules.declared(nullable, is_in_path),
            ty,
            pointer: at,
        })
    }

    /// The parameters in the order of the path: each that it names, and no other.
    fn in_path_order(&mut self, path: &str, mut defined: Vec<Parameter>, at: &str) -> Vec<Parameter> {
        let code = &codes::PATH_MISMATCH;
        let mut ordered = Vec::new();
        for name in placeholders(path) {
            match defined.iter().position(|parameter| parameter.wire == name) {
                Some(index) => ordered.push(defined.swap_remove(index)),
                None => {
                    let message = format!("the path's parameter `{}` is not defined (once)", Bounded(name));
                    self.error(code, at, message, "define it: in: path, required: true");
                }
            }
        }
        for parameter in defined {
            let message = format!("the path lacks the parameter `{}`", Bounded(&parameter.wire));
            self.error(code, &parameter.pointer, message, "correct the path, or remove the parameter");
        }
        if !is_template(path) {
            let message = format!("`{}` is not a path template", Bounded(path));
            let help = "begin it with `/`, close each `{name}`, and remove query, fragment and spaces";
            self.error(&codes::INVALID_PATH, at, message, help);
        }
        ordered
    }
}

/// Whether a path can be part of a URL once its parameters are filled in.
fn is_template(path: &str) -> bool {
    let all_closed = path.replace(['{', '}'], "").len() + 2 * placeholders(path).count() == path.len();
    let ends_path = |c: char| matches!(c, '?' | '#' | '\\') || c.is_whitespace() || c.is_control();
    let mut literals = path.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal));
    path.starts_with('/') && all_closed && !literals.any(|literal| literal.contains(ends_path))
}

/// The names in braces, in order.
fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Whether a parameter can have this type: a scalar, or in the query a list of scalars.
fn is_supported(ty: &Type, is_in_path: bool) -> bool {
    use Type::{Any, Empty, Json, JsonObject, List, Map, Model};
    match ty {
        List(inner) if !is_in_path => !matches!(**inner, List(_)) && is_supported(inner, is_in_path),
        other => !matches!(other, Json | JsonObject | Any | Empty | Model(_) | Map(_) | List(_)),
    }
}
