//! Path and query parameters.

use openapiv3::{ParameterData, ParameterSchemaOrContent, ReferenceOr};

use super::extensions::docs;
use super::services::Address;
use super::{Lowering, SchemaOrRef};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Docs, Owner, PackageId, Parameter, Type};
use crate::openapi::pointer;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Query,
}

impl Lowering<'_> {
    /// The path parameters and the query parameters of an operation.
    pub(super) fn parameters(
        &mut self,
        package: PackageId,
        id: &str,
        address: &Address,
        operation: &openapiv3::Operation,
        at: &str,
    ) -> (Vec<Parameter>, Vec<Parameter>) {
        let (mut in_path, mut in_query) = (Vec::new(), Vec::new());
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let at = pointer::join_to(at, ["parameters", &index.to_string()]);
            let (place, data) = match parameter {
                ReferenceOr::Item(openapiv3::Parameter::Path { parameter_data, .. }) => (Place::Path, parameter_data),
                ReferenceOr::Item(openapiv3::Parameter::Query { parameter_data, .. }) => (Place::Query, parameter_data),
                _ => continue,
            };
            let parameters = if place == Place::Path { &mut in_path } else { &mut in_query };
            if parameters.iter().any(|other: &Parameter| other.wire == data.name) {
                let message = format!("the parameter `{}` is defined twice", Bounded(&data.name));
                self.error(&codes::DUPLICATE_PARAMETER, &at, message, "remove one of the two");
                continue;
            }
            let owner = Owner::Parameter {
                operation: id.to_owned(),
                method: address.method.clone(),
                service: address.service.clone(),
                package,
                parameter: data.name.clone(),
                in_list: false,
            };
            parameters.extend(self.parameter(place, data, &owner, at));
        }
        (in_path, in_query)
    }

    fn parameter(&mut self, place: Place, data: &ParameterData, owner: &Owner, at: String) -> Option<Parameter> {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else { return None };
        self.check_required(place, data.required, &at);
        let schema_at = pointer::child(&at, "schema");
        let typed = self.typed(schema.into(), owner, &schema_at);
        if !is_supported(&typed.ty, place) {
            let message = "a parameter that is not a scalar, or in the query a list of scalars, is not supported";
            self.error(&codes::UNSUPPORTED_PARAMETER, &at, message, "remove it by an action in specs/overlay.yaml");
        }
        self.refuse_property_extensions(schema.into(), &typed.ty, &schema_at);
        let schema = SchemaOrRef::from(schema).schema();
        let of_schema = schema.map(|schema| docs(&schema.schema_data)).unwrap_or_default();
        Some(Parameter {
            wire: data.name.clone(),
            rust_name: self.string_extension(&data.extensions, "x-rust-name", &at),
            docs: Docs {
                description: data.description.clone().unwrap_or(of_schema.description.clone()),
                deprecated: data.deprecated.unwrap_or_default(),
                ..of_schema
            },
            presence: self.rules.declared(typed.nullable, place == Place::Path),
            ty: typed.ty,
            pointer: at,
        })
    }

    /// Path parameters must be required, and query parameters optional.
    fn check_required(&mut self, place: Place, required: bool, at: &str) {
        let (message, help) = match (place, required) {
            (Place::Path, true) | (Place::Query, false) => return,
            (Place::Path, false) => ("a path parameter that is not `required`", "add `required: true`"),
            (Place::Query, true) => {
                ("a required query parameter is not supported", "remove `required`: the server checks it")
            }
        };
        let help = format!("{help}, by an action in specs/overlay.yaml");
        self.error(&codes::UNSUPPORTED_PARAMETER, at, message, help);
    }

    /// The parameters in the order of the path: each that it names, and no other.
    pub(super) fn in_path_order(&mut self, path: &str, mut defined: Vec<Parameter>, at: &str) -> Vec<Parameter> {
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
fn is_supported(ty: &Type, place: Place) -> bool {
    let is_scalar = |ty: &Type| {
        use Type::{Any, Empty, Json, JsonObject, List, Map, Model};
        !matches!(ty, Json | JsonObject | Any | Empty | Model(_) | Map(_) | List(_))
    };
    match ty {
        Type::List(inner) => place == Place::Query && is_scalar(inner),
        other => is_scalar(other),
    }
}
