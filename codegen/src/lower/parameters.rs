//! Path and query parameters.

use serde_json::Value;

use super::read::string;
use super::{Lowering, descriptions};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{OperationId, Owner, Parameter, ServiceId, Site, Type};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// The path parameters, in the order of the path, and the query parameters of an operation.
    pub(super) fn parameters(
        &mut self,
        service: ServiceId,
        id: &str,
        path: &str,
        operation: &Value,
        at: &str,
    ) -> (Vec<Parameter>, Vec<Parameter>) {
        let (mut in_path, mut in_query) = (Vec::new(), Vec::new());
        for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
            let at = pointer::join_to(at, ["parameters", &index.to_string()]);
            let name = parameter["name"].as_str().unwrap_or_default();
            let is_in_path = parameter["in"] == "path";
            let parameters = if is_in_path { &mut in_path } else { &mut in_query };
            if parameters.iter().any(|other: &Parameter| other.wire == name) {
                let message = format!("the parameter `{}` is defined twice", Bounded(name));
                self.error(&codes::DUPLICATE_PARAMETER, &at, message, "remove one of the two");
                continue;
            }
            let operation = OperationId(self.api.operations.len());
            let site = Site::Parameter { operation, parameter: name.to_owned() };
            let owner = Owner::new(self.api[service].package, id, site);
            parameters.push(self.parameter(is_in_path, parameter, &owner, at));
        }
        (self.in_path_order(path, in_path, at), in_query)
    }

    fn parameter(&mut self, is_in_path: bool, parameter: &Value, owner: &Owner, at: String) -> Parameter {
        let required_help = match (is_in_path, parameter["required"] == true) {
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
        let (schema, schema_at) = (&parameter["schema"], pointer::child(&at, "schema"));
        let ty = self.typed(schema, owner, &schema_at);
        if !is_supported(&ty, is_in_path) {
            let message = "a parameter that is not a scalar, or in the query a list of scalars, is not supported";
            self.error(&codes::UNSUPPORTED_PARAMETER, &at, message, "remove it by an action in specs/overlay.yaml");
        }
        self.refuse_property_extensions(schema, &ty, &schema_at);
        let mut docs = self.field_docs(schema, &ty);
        docs.deprecated = parameter["deprecated"] == true;
        docs.description = string(parameter, "description").unwrap_or(docs.description);
        descriptions::deprecation(&mut docs);
        Parameter {
            wire: string(parameter, "name").unwrap_or_default(),
            rust_name: string(parameter, "x-rust-name"),
            docs,
            presence: self.rules.declared(schema["nullable"] == true, is_in_path, false),
            ty,
            pointer: at,
        }
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
