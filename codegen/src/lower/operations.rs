//! Path items to operations.

use openapiv3::{ReferenceOr, RequestBody, StatusCode};

use super::services::Address;
use super::types::schema_name;
use super::{Lowering, extensions};
use crate::casing;
use crate::diagnostics::codes;
use crate::ir::{Body, Docs, HttpMethod, ModelId, Operation};
use crate::openapi::pointer;

const JSON: &str = "application/json";

impl Lowering<'_> {
    /// Every operation of the document, and the services that they belong to.
    pub(super) fn operations(&mut self) {
        for (path, key, operation) in super::operations(self.document) {
            let at = pointer::join(["paths", path, key]);
            let Some(method) = HttpMethod::of_key(key) else { continue };
            if let Some(operation) = self.operation(path, method, operation, &at) {
                self.api.operations.push(operation);
            }
        }
        self.finish_operations();
    }

    fn operation(
        &mut self,
        path: &str,
        http_method: HttpMethod,
        operation: &openapiv3::Operation,
        at: &str,
    ) -> Option<Operation> {
        let id = operation.operation_id.clone().unwrap_or_default();
        let address = self.address(&id, operation, at)?;
        let package = self.package(&address.package);
        let (path_parameters, query_parameters) = self.parameters(package, &id, &address, operation, at);
        let path_parameters = self.in_path_order(path, path_parameters, at);
        let body = self.body(operation, at);
        let response = self.response(operation, at)?;
        let idempotent = self.bool_extension(&operation.extensions, "x-rust-idempotent", at);
        Some(Operation {
            service: self.service(package, &address.service),
            rust_name: self.string_extension(&operation.extensions, "x-rust-name", at),
            docs: self.operation_docs(operation, at),
            http_method,
            path: path.to_owned(),
            path_parameters,
            query_parameters,
            body,
            response,
            idempotent: idempotent.unwrap_or_else(|| is_idempotent(http_method, path, &address)),
            pagination: None,
            id,
            method: address.method,
            pointer: at.to_owned(),
        })
    }

    fn operation_docs(&mut self, operation: &openapiv3::Operation, at: &str) -> Docs {
        Docs {
            summary: operation.summary.clone().unwrap_or_default(),
            description: operation.description.clone().unwrap_or_default(),
            deprecated: operation.deprecated,
            sunset: extensions::sunset(&operation.extensions),
            stability: self.string_extension(&operation.extensions, "x-stability-level", at),
            ..Docs::default()
        }
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
        if response.is_none() {
            let message = "the operation has no response of status 200";
            self.error(&codes::UNSUPPORTED_CONTENT, &at, message, "define one");
        }
        self.json_schema(&response?.content, &at)
    }

    /// The named schema of a JSON content.
    fn json_schema(&mut self, content: &openapiv3::Content, at: &str) -> Option<ModelId> {
        let Some(schema) = content.get(JSON).and_then(|media| media.schema.as_ref()) else {
            let message = "the content has no schema for application/json";
            self.error(&codes::UNSUPPORTED_CONTENT, at, message, "define one");
            return None;
        };
        let at = pointer::join_to(at, ["content", JSON, "schema"]);
        let name = match schema {
            ReferenceOr::Reference { reference } => schema_name(reference),
            ReferenceOr::Item(_) => None,
        };
        let Some(name) = name else {
            let message = "a content that is not a reference to a named schema is not supported";
            let help = "name the schema under /components/schemas";
            self.error(&codes::UNSUPPORTED_CONTENT, &at, message, help);
            return None;
        };
        let id = self.schemas.get(name).copied();
        if id.is_none() {
            self.unknown_schema(name, &at);
        }
        id
    }
}

/// Whether repeating a request is safe: all but PATCH and POST, and those POSTs that only read.
fn is_idempotent(method: HttpMethod, path: &str, address: &Address) -> bool {
    let only_reads = || {
        let snake = casing::snake(&address.method);
        let first = snake.split('_').next().unwrap_or_default();
        path.split('/').any(|segment| segment == "search") || matches!(first, "list" | "search")
    };
    match method {
        HttpMethod::Get | HttpMethod::Put | HttpMethod::Delete => true,
        HttpMethod::Post => only_reads(),
        HttpMethod::Patch => false,
    }
}
