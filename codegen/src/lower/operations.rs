//! Path items to operations.

use openapiv3::{
    OpenAPI, Operation as SpecOperation, Parameter as SpecParameter, ParameterData, ParameterSchemaOrContent,
    ReferenceOr, RequestBody, StatusCode,
};

use super::{Described, Lower, flag_extension, referred, text_extension};
use crate::api::{Body, Docs, Operation, Parameter, Site, Type};
use crate::error::Bounded;
use crate::names::words;
use crate::pointer;

const JSON: &str = "application/json";

impl Lower {
    pub(super) fn operations(&mut self, document: &OpenAPI) {
        for (path, item) in &document.paths.paths {
            let ReferenceOr::Item(item) = item else { continue };
            for (method, operation) in item.iter() {
                let at = pointer::join(["paths", path, method]);
                if let Some(operation) = self.operation(path, method, operation, &at) {
                    self.operations.push(operation);
                }
            }
        }
        self.operations.sort_by(|left, right| left.id.cmp(&right.id));
        let repeated: Vec<(String, String, String)> = self
            .operations
            .windows(2)
            .filter(|pair| pair[0].id == pair[1].id)
            .map(|pair| (pair[1].at.clone(), pair[1].id.clone(), pair[0].at.clone()))
            .collect();
        for (at, id, first) in repeated {
            let message =
                format!("the operation id `{}` is that of {}#{first}, too", Bounded(&id), self.files.of(&first));
            self.error(&at, message, "give one of the two another id by an action in specs/overlay.yaml");
        }
    }

    fn operation(&mut self, path: &str, method: &str, operation: &SpecOperation, at: &str) -> Option<Operation> {
        let id = operation.operation_id.clone().unwrap_or_default();
        let (package, service, name) = self.addressed(&id, operation, at)?;
        let parameters = self.parameters(&package, &id, operation, at);
        let (path_parameters, query_parameters): (Vec<_>, Vec<_>) =
            parameters.into_iter().partition(|(in_path, _)| *in_path);
        let path_parameters =
            self.in_order(path, path_parameters.into_iter().map(|(_, parameter)| parameter).collect(), at);
        let idempotent = flag_extension(self, &operation.extensions, "x-rust-idempotent", at);
        Some(Operation {
            rust_name: text_extension(self, &operation.extensions, "x-rust-name", at),
            docs: Docs {
                summary: operation.summary.clone().unwrap_or_default(),
                description: operation.description.clone().unwrap_or_default(),
                deprecated: operation.deprecated,
                sunset: super::sunset(&operation.extensions),
                stability: text_extension(self, &operation.extensions, "x-stability-level", at),
                ..Docs::default()
            },
            http_method: capitals(method),
            path: path.to_owned(),
            path_parameters,
            query_parameters: query_parameters.into_iter().map(|(_, parameter)| parameter).collect(),
            body: self.body(operation, at),
            response: self.response(operation, at)?,
            idempotent: idempotent.unwrap_or_else(|| may_be_repeated(method, path, &name)),
            paging: None,
            pagination: operation.extensions.get("x-speakeasy-pagination").cloned(),
            id,
            package,
            service,
            method: name,
            at: at.to_owned(),
        })
    }

    /// Package, service and method: out of `package.Service.Method`, or where an id has no dots, by the first tag.
    fn addressed(&mut self, id: &str, operation: &SpecOperation, at: &str) -> Option<(String, String, String)> {
        let mut segments = id.rsplitn(3, '.');
        match (segments.next(), segments.next(), segments.next()) {
            (Some(method), Some(service), Some(package))
                if !method.is_empty() && !service.is_empty() && !package.is_empty() =>
            {
                Some((package.to_owned(), service.to_owned(), method.to_owned()))
            }
            (Some(method), None, None) if !method.is_empty() => {
                let Some(tag) = operation.tags.first() else {
                    self.error(
                        at,
                        "an operation id without dots, and no tag to order it by",
                        "add a tag by an action in specs/overlay.yaml",
                    );
                    return None;
                };
                Some((words::snake(tag), tag.clone(), method.to_owned()))
            }
            _ => {
                let message = format!("the operation id `{}` is not of the form package.Service.Method", Bounded(id));
                self.error(
                    &pointer::child(at, "operationId"),
                    message,
                    "correct it by an action in specs/overlay.yaml",
                );
                None
            }
        }
    }

    /// Each parameter, and whether it stands in the path.
    fn parameters(&mut self, package: &str, id: &str, operation: &SpecOperation, at: &str) -> Vec<(bool, Parameter)> {
        let mut parameters: Vec<(bool, Parameter)> = Vec::new();
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let at = pointer::join_to(at, ["parameters", &index.to_string()]);
            let (in_path, data) = match parameter {
                ReferenceOr::Item(SpecParameter::Path { parameter_data, .. }) => (true, parameter_data),
                ReferenceOr::Item(SpecParameter::Query { parameter_data, .. }) => (false, parameter_data),
                _ => continue,
            };
            if parameters.iter().any(|(other_in_path, other)| *other_in_path == in_path && other.wire == data.name) {
                self.error(
                    &at,
                    format!("the parameter `{}` stands here twice", Bounded(&data.name)),
                    "remove one of the two",
                );
                continue;
            }
            if let Some(parameter) = self.parameter(package, id, in_path, data, at) {
                parameters.push((in_path, parameter));
            }
        }
        parameters
    }

    fn parameter(
        &mut self,
        package: &str,
        id: &str,
        in_path: bool,
        data: &ParameterData,
        at: String,
    ) -> Option<Parameter> {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else { return None };
        self.check_required(in_path, data.required, &at);
        let site = Site::Parameter {
            package: package.to_owned(),
            operation: id.to_owned(),
            parameter: data.name.clone(),
            in_list: false,
        };
        let typed = self.typed(schema.into(), &site, &pointer::child(&at, "schema"));
        if !is_plain(&typed.ty, in_path) {
            self.error(
                &at,
                "a parameter that is no plain value is not supported",
                "remove it by an action in specs/overlay.yaml",
            );
        }
        self.only_named(schema.into(), &typed.ty, &pointer::child(&at, "schema"));
        let schema = Described::from(schema).schema();
        let described = schema.map(|schema| super::docs(&schema.schema_data)).unwrap_or_default();
        Some(Parameter {
            wire: data.name.clone(),
            rust_name: text_extension(self, &data.extensions, "x-rust-name", &at),
            docs: Docs {
                description: data.description.clone().unwrap_or(described.description.clone()),
                deprecated: data.deprecated.unwrap_or_default(),
                ..described
            },
            presence: self.rules.stated(typed.nullable, in_path),
            ty: typed.ty,
            at,
        })
    }

    /// Holds that the path's parameters are required, and the query's are not.
    fn check_required(&mut self, in_path: bool, required: bool, at: &str) {
        if required == in_path {
            return;
        }
        let (message, help) = match in_path {
            true => ("a parameter in the path that is not `required`", "add `required: true`"),
            false => ("a required parameter in the query is not supported", "remove `required`: the server checks it"),
        };
        self.error(at, message, format!("{help}, by an action in specs/overlay.yaml"));
    }

    /// The parameters in the order in which the path names them: each of them, and no other.
    fn in_order(&mut self, path: &str, mut declared: Vec<Parameter>, at: &str) -> Vec<Parameter> {
        let mut ordered = Vec::new();
        for name in placeholders(path) {
            match declared.iter().position(|parameter| parameter.wire == name) {
                Some(index) => ordered.push(declared.swap_remove(index)),
                None => {
                    let message = format!("the path has a parameter `{}` that is not described (once)", Bounded(name));
                    self.error(at, message, "describe it: in: path, required: true");
                }
            }
        }
        for parameter in declared {
            let message = format!("the path lacks the parameter `{}`", Bounded(&parameter.wire));
            self.error(&parameter.at, message, "correct the path, or remove the parameter");
        }
        if !is_template(path) {
            self.error(
                at,
                format!("`{}` is no path template", Bounded(path)),
                "it begins with `/`, each `{name}` in it is closed, and it has no query, fragment or blank",
            );
        }
        ordered
    }

    fn body(&mut self, operation: &SpecOperation, at: &str) -> Body {
        let at = pointer::child(at, "requestBody");
        let Some(ReferenceOr::Item(RequestBody { content, .. })) = &operation.request_body else { return Body::None };
        match self.json(content, &at) {
            Some(name) if self.models.get(&name).is_some_and(|model| model.fields.is_empty()) => Body::Empty,
            Some(name) => Body::Model(name),
            None => Body::None,
        }
    }

    fn response(&mut self, operation: &SpecOperation, at: &str) -> Option<String> {
        let at = pointer::join_to(at, ["responses", "200"]);
        match operation.responses.responses.get(&StatusCode::Code(200)).and_then(ReferenceOr::as_item) {
            Some(response) => self.json(&response.content, &at),
            None => {
                self.error(&at, "an operation without an answer of status 200", "describe it");
                None
            }
        }
    }

    /// The name of the schema that a JSON content refers to.
    fn json(&mut self, content: &openapiv3::Content, at: &str) -> Option<String> {
        let Some(schema) = content.get(JSON).and_then(|media| media.schema.as_ref()) else {
            self.error(at, "there is no content of application/json with a schema", "describe it");
            return None;
        };
        let reference = match schema {
            ReferenceOr::Reference { reference } => referred(reference),
            ReferenceOr::Item(_) => None,
        };
        let at = pointer::join_to(at, ["content", JSON, "schema"]);
        match reference {
            Some(name) => {
                self.references.push((name.to_owned(), at));
                Some(name.to_owned())
            }
            None => {
                self.error(
                    &at,
                    "a content that is not a reference to a named schema is not supported",
                    "name the schema under /components/schemas",
                );
                None
            }
        }
    }
}

/// Whether a path can be one of a URL once its parameters are filled in.
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

fn capitals(method: &str) -> &'static str {
    match method {
        "get" => "GET",
        "put" => "PUT",
        "delete" => "DELETE",
        "patch" => "PATCH",
        _ => "POST",
    }
}

/// Whether sending a request twice does what sending it once does.
fn may_be_repeated(method: &str, path: &str, name: &str) -> bool {
    let reads = || {
        let snake = words::snake(name);
        let first = snake.split('_').next().unwrap_or_default();
        path.split('/').any(|segment| segment == "search") || matches!(first, "list" | "search")
    };
    match method {
        "get" | "put" | "delete" => true,
        "post" => reads(),
        _ => false,
    }
}

/// Whether a parameter can be of this type: a value that has one text, or in the query a list of those.
fn is_plain(ty: &Type, in_path: bool) -> bool {
    let has_text = |ty: &Type| {
        !matches!(
            ty,
            Type::Json | Type::JsonObject | Type::Any | Type::Empty | Type::Model(_) | Type::Map(_) | Type::List(_)
        )
    };
    match ty {
        Type::List(inner) => !in_path && has_text(inner),
        other => has_text(other),
    }
}
