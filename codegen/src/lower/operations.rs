//! Path items to operations.

use openapiv3::{Content, ReferenceOr, RequestBody, StatusCode};

use super::types::schema_name;
use super::{Lowering, descriptions, extensions};
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Body, Docs, HttpMethod, ModelId, Operation, OperationId};
use crate::openapi::pointer;

const JSON: &str = "application/json";

impl Lowering<'_> {
    /// Every operation of the document by its id, and the services that they belong to.
    pub(super) fn operations(&mut self) {
        let items = self.document.paths.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
        let operations = items.flat_map(|(path, item)| item.iter().map(move |(key, operation)| (path, key, operation)));
        let mut operations: Vec<_> = operations.collect();
        operations.sort_by(|(.., left), (.., right)| left.operation_id.cmp(&right.operation_id));
        for (path, key, operation) in operations {
            let at = pointer::join(["paths", path, key]);
            let Some(method) = HttpMethod::of_key(key) else { continue };
            let Some(operation) = self.operation(path, method, operation, at) else { continue };
            if let Some(first) = self.api.operations.last().filter(|first| first.id == operation.id) {
                let (id, file, first) = (Bounded(&first.id), self.sources.file(&first.pointer), &first.pointer);
                let message = format!("the operation id `{id}` is also that of {file}#{first}");
                let help = "give one of the two another id by an action in specs/overlay.yaml";
                self.error(&codes::DUPLICATE_OPERATION_ID, &operation.pointer, message, help);
            }
            let id = OperationId(self.api.operations.len());
            self.api.services[operation.service.0].operations.push(id);
            self.api.operations.push(operation);
        }
    }

    fn operation(
        &mut self,
        path: &str,
        http_method: HttpMethod,
        source: &openapiv3::Operation,
        at: String,
    ) -> Option<Operation> {
        let (service, method) = self.service_and_method(source, &at)?;
        let (path_parameters, query_parameters) = self.parameters(service, path, source, &at);
        let body = self.body(source, &at);
        let response = self.response(source, &at)?;
        let idempotent = source.extensions.get("x-rust-idempotent").and_then(serde_json::Value::as_bool);
        let operation = Operation {
            id: source.operation_id.clone().unwrap_or_default(),
            service,
            method: method.to_owned(),
            rust_name: extensions::string(&source.extensions, "x-rust-name"),
            docs: docs(source),
            http_method,
            path: path.to_owned(),
            path_parameters,
            query_parameters,
            body,
            response,
            idempotent: idempotent.unwrap_or_else(|| is_idempotent(http_method, path, method)),
            pagination: None,
            pointer: at,
        };
        let pagination = self.pagination(&operation, source).unwrap_or_else(|error| {
            self.errors.push(error);
            None
        });
        Some(Operation { pagination, ..operation })
    }

    fn body(&mut self, operation: &openapiv3::Operation, at: &str) -> Body {
        let at = pointer::child(at, "requestBody");
        let Some(ReferenceOr::Item(RequestBody { content, .. })) = &operation.request_body else { return Body::None };
        match self.json_schema(content, &at) {
            Some(model) if self.api[model].fields.is_empty() => Body::Empty,
            Some(model) => Body::Model(model),
            None => Body::None,
        }
    }

    fn response(&mut self, operation: &openapiv3::Operation, at: &str) -> Option<ModelId> {
        let at = pointer::join_to(at, ["responses", "200"]);
        let response = operation.responses.responses.get(&StatusCode::Code(200)).and_then(ReferenceOr::as_item);
        self.json_schema(response.map_or(&Content::new(), |response| &response.content), &at)
    }

    /// The named schema of a JSON content.
    fn json_schema(&mut self, content: &Content, at: &str) -> Option<ModelId> {
        let Some(schema) = content.get(JSON).and_then(|media| media.schema.as_ref()) else {
            let message = "the content has no schema for application/json";
            self.error(&codes::UNSUPPORTED_CONTENT, at, message, "define one");
            return None;
        };
        let at = pointer::join_to(at, ["content", JSON, "schema"]);
        match schema {
            ReferenceOr::Reference { reference } if schema_name(reference).is_some() => self.schema(reference, &at),
            _ => {
                let message = "a content that is not a reference to a named schema is not supported";
                let help = "name the schema under /components/schemas";
                self.error(&codes::UNSUPPORTED_CONTENT, &at, message, help);
                None
            }
        }
    }
}

fn docs(operation: &openapiv3::Operation) -> Docs {
    let mut docs = Docs {
        summary: operation.summary.clone().unwrap_or_default(),
        description: operation.description.clone().unwrap_or_default(),
        deprecated: operation.deprecated,
        sunset: extensions::sunset(&operation.extensions),
        stability: extensions::string(&operation.extensions, "x-stability-level"),
        ..Docs::default()
    };
    descriptions::deprecation(&mut docs);
    docs
}

/// Whether repeating a request is safe: all but PATCH and POST, and those POSTs that only read.
fn is_idempotent(http_method: HttpMethod, path: &str, method: &str) -> bool {
    match http_method {
        HttpMethod::Get | HttpMethod::Put | HttpMethod::Delete => true,
        HttpMethod::Post => {
            let verb = casing::snake(method);
            let verb = verb.split('_').next().unwrap_or_default();
            path.split('/').any(|segment| segment == "search") || matches!(verb, "list" | "search")
        }
        HttpMethod::Patch => false,
    }
}
