//! Path items to operations.

use serde_json::Value;

use super::read::{docs, entries, schema_name, string};
use super::services::operation_id;
use super::{Lowering, descriptions};
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Body, Docs, HttpMethod, ModelId, Operation, OperationId, Type};
use crate::openapi::pointer;

const JSON: &str = "application/json";

impl Lowering<'_> {
    /// Every operation of the document by its id, and the services that they belong to.
    pub(super) fn operations(&mut self) {
        let items = entries(&self.document["paths"]).filter(|(path, _)| path.starts_with('/'));
        let operations = items.flat_map(|(path, item)| {
            entries(item).filter_map(move |(key, operation)| {
                let method = HttpMethod::of_key(key)?;
                Some((operation_id(method, path, operation), path, key, method, operation))
            })
        });
        let mut operations: Vec<_> = operations.collect();
        operations.sort_by(|(left, ..), (right, ..)| left.cmp(right));
        for (id, path, key, method, operation) in operations {
            let at = pointer::join(["paths", path, key]);
            let Some(operation) = self.operation(&id, path, method, operation, at) else { continue };
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
        id: &str,
        path: &str,
        http_method: HttpMethod,
        source: &Value,
        at: String,
    ) -> Option<Operation> {
        let (service, method) = self.service_and_method(id, path, source, &at)?;
        let (path_parameters, query_parameters) = self.parameters(service, id, path, source, &at);
        let body = self.body(source, &at);
        let response = &source["responses"]["200"];
        let response = self.json_schema(response, &pointer::join_to(&at, ["responses", "200"]))?;
        self.api.models[response.0].is_response = true;
        let mut docs = Docs { stability: string(source, "x-stability-level"), ..docs(source) };
        descriptions::deprecation(&mut docs);
        let idempotent = source["x-rust-idempotent"].as_bool();
        let operation = Operation {
            id: id.to_owned(),
            service,
            method: method.to_owned(),
            rust_name: string(source, "x-rust-name"),
            docs,
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

    fn body(&mut self, operation: &Value, at: &str) -> Body {
        let Some(body) = operation.get("requestBody") else { return Body::None };
        match self.json_schema(body, &pointer::child(at, "requestBody")) {
            Some(model) if self.api[model].fields.is_empty() => Body::Empty,
            Some(model) => {
                self.api.models[model.0].is_request = true;
                Body::Model(model)
            }
            None => Body::None,
        }
    }

    /// The named schema of the JSON content of a request body or response.
    fn json_schema(&mut self, body: &Value, at: &str) -> Option<ModelId> {
        let schema = &body["content"][JSON]["schema"];
        if schema.is_null() {
            let message = "the content has no schema for application/json";
            self.error(&codes::UNSUPPORTED_CONTENT, at, message, "define one");
            return None;
        }
        let at = pointer::join_to(at, ["content", JSON, "schema"]);
        let reference = schema["$ref"].as_str().filter(|reference| schema_name(reference).is_some());
        let Some(reference) = reference else {
            let message = "a content that is not a reference to a named schema is not supported";
            self.error(&codes::UNSUPPORTED_CONTENT, &at, message, "name the schema under /components/schemas");
            return None;
        };
        match self.schema(reference, &at)? {
            Type::Model(id) => Some(id),
            _ => {
                let message = "a content that is not an object is not supported";
                self.error(&codes::UNSUPPORTED_CONTENT, &at, message, "refer to an object");
                None
            }
        }
    }
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
