//! Parameters in paths, queries, headers and cookies.

use serde_json::Value;

use super::read::{entries, string};
use super::{Lowering, descriptions};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{OperationId, Owner, PackageId, Parameter, ParameterLocation, ParameterStyle, Site, Type};
use crate::openapi::pointer;

/// Header parameters that OpenAPI defines elsewhere, and says to ignore.
const IGNORED_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

impl Lowering<'_> {
    /// The parameters of an operation: those in the path in its order, then the others in the order of the document.
    pub(super) fn parameters(
        &mut self,
        package: PackageId,
        id: &str,
        path: &str,
        operation: &Value,
        at: &str,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
            let at = pointer::join_to(at, ["parameters", &index.to_string()]);
            let name = parameter["name"].as_str().unwrap_or_default();
            let location = location(parameter);
            let is_header = location == ParameterLocation::Header;
            if is_header && IGNORED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
                continue;
            }
            if parameters.iter().any(|other| other.wire == name && other.location == location) {
                let message = format!("the parameter `{}` is defined twice", Bounded(name));
                self.error(&codes::DUPLICATE_PARAMETER, &at, message, "remove one of the two");
                continue;
            }
            if is_header && !is_token(name) {
                let message = format!("`{}` is not the name of a header", Bounded(name));
                self.error(&codes::UNSUPPORTED_PARAMETER, &at, message, "correct it, or remove the parameter");
            }
            let operation = OperationId(self.api.operations.len());
            let owner = Owner::new(package, id, Site::Parameter { operation, parameter: name.to_owned() });
            parameters.push(self.parameter(location, parameter, &owner, at));
        }
        let (in_path, others) =
            parameters.into_iter().partition(|parameter| parameter.location == ParameterLocation::Path);
        let mut parameters = self.in_path_order(path, in_path, at);
        parameters.extend::<Vec<_>>(others);
        parameters
    }

    fn parameter(&mut self, location: ParameterLocation, parameter: &Value, owner: &Owner, at: String) -> Parameter {
        // OpenAPI requires those in the path, whether the document says so or not.
        let required = location == ParameterLocation::Path || parameter["required"] == true;
        let (schema, schema_at) = self.parameter_schema(parameter, &at);
        let ty = self.typed(schema, owner, &schema_at).without_null();
        let style = self.style(location, parameter, &ty, &at);
        self.refuse_property_extensions(schema, &ty, &schema_at);
        let mut docs = self.field_docs(schema, &ty);
        docs.deprecated = parameter["deprecated"] == true;
        docs.description = string(parameter, "description").unwrap_or(docs.description);
        descriptions::deprecation(&mut docs);
        Parameter {
            wire: string(parameter, "name").unwrap_or_default(),
            location,
            style,
            required,
            rust_name: string(parameter, "x-rust-name"),
            docs,
            presence: self.rules.declared(self.is_nullable(schema), required, false),
            ty,
            pointer: at,
        }
    }

    /// The schema of a parameter, or that of its content, with its pointer.
    fn parameter_schema<'v>(&mut self, parameter: &'v Value, at: &str) -> (&'v Value, String) {
        let mut contents = entries(&parameter["content"]);
        match (parameter.get("schema"), contents.next(), contents.next()) {
            (Some(schema), None, _) => (schema, pointer::child(at, "schema")),
            (None, Some((name, media)), None) if name.starts_with("application/json") => {
                (&media["schema"], pointer::join_to(at, ["content", name, "schema"]))
            }
            _ => {
                let message = "a parameter needs a schema, or one content of the type application/json";
                self.error(&codes::UNSUPPORTED_PARAMETER, at, message, "correct it by an action in specs/overlay.yaml");
                (&Value::Null, at.to_owned())
            }
        }
    }

    /// How a parameter is written; an error if it cannot have its type.
    pub(super) fn style(
        &mut self,
        location: ParameterLocation,
        parameter: &Value,
        ty: &Type,
        at: &str,
    ) -> ParameterStyle {
        use ParameterLocation::{Cookie, Header, Path, Query, ReservedQuery};
        use ParameterStyle::{
            DeepObject, Exploded, Json, Label, LabelExploded, Matrix, MatrixExploded, Pipes, Plain, Simple, Spaces,
        };
        if parameter.get("content").is_some() {
            return Json;
        }
        let default = if matches!(location, Path | Header) { "simple" } else { "form" };
        let name = parameter["style"].as_str().unwrap_or(default);
        let explode = parameter["explode"].as_bool().unwrap_or(name == "form");
        let either = |exploded, plain| if explode { exploded } else { plain };
        let style = match (location, name) {
            (Path, "label") => either(LabelExploded, Label),
            (Path, "matrix") => either(MatrixExploded, Matrix),
            (Query | ReservedQuery, "spaceDelimited") if !explode => Spaces,
            (Query | ReservedQuery, "pipeDelimited") if !explode => Pipes,
            (Query | ReservedQuery, "deepObject") if !self.is_scalar(ty) && !matches!(ty, Type::List(_)) => DeepObject,
            (Path | Header, "simple") | (Query | ReservedQuery | Cookie, "form") => either(Exploded, Simple),
            (Query | ReservedQuery, "spaceDelimited" | "pipeDelimited") => Exploded,
            _ => {
                let message = format!("the style `{name}` is not one for a parameter of this kind and type");
                self.error(&codes::UNSUPPORTED_PARAMETER, at, message, "correct it by an action in specs/overlay.yaml");
                Simple
            }
        };
        if !self.has_text(ty) {
            let message = "a parameter with objects or lists within another is not supported";
            self.error(&codes::UNSUPPORTED_PARAMETER, at, message, "remove it by an action in specs/overlay.yaml");
        }
        let is_list = matches!(ty, Type::List(item) if self.is_scalar(item));
        match (location, style) {
            (Path, Simple | Exploded) | (Query, Simple | Exploded) if self.is_scalar(ty) => Plain,
            (Query, Exploded) if is_list => Plain,
            _ => style,
        }
    }

    /// Whether a type is written as one text.
    fn is_scalar(&self, ty: &Type) -> bool {
        use Type::{Any, Binary, Empty, Json, JsonObject, List, Map, Model, Union};
        !matches!(ty, Binary | Json | JsonObject | Any | Empty | Model(_) | Map(_) | List(_) | Union(_))
    }

    /// Whether a type is a scalar, or a list or an object of scalars. What is in a JSON value is checked when it is sent.
    fn has_text(&self, ty: &Type) -> bool {
        let is_scalar = |ty: &Type| self.is_scalar(ty) || *ty == Type::Json;
        match ty {
            Type::List(inner) | Type::Map(inner) => is_scalar(inner),
            Type::Model(id) => self.api[*id].fields.iter().all(|field| is_scalar(&field.ty)),
            Type::JsonObject => true,
            Type::Union(id) => self.api[*id].variants.iter().all(|variant| match &variant.ty {
                Type::List(item) => is_scalar(item),
                other => is_scalar(other),
            }),
            other => is_scalar(other),
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
            let help = "begin it with `/`, close each `{name}`, remove fragment and spaces, and declare what follows a `?` as \
                        parameters with `in: query`";
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

fn location(parameter: &Value) -> ParameterLocation {
    match parameter["in"].as_str() {
        Some("path") => ParameterLocation::Path,
        Some("header") => ParameterLocation::Header,
        Some("cookie") => ParameterLocation::Cookie,
        _ if parameter["allowReserved"] == true => ParameterLocation::ReservedQuery,
        _ => ParameterLocation::Query,
    }
}

/// Whether a text is a token, as the names of headers are.
fn is_token(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token)
}
