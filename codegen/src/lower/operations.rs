//! Path items to operations.

use serde_json::Value;

use super::contents::success_statuses;
use super::presence::PresenceRules;
use super::read::{docs, entries, string};
use super::services::operation_id;
use super::{Lowering, descriptions};
use crate::casing;
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Docs, HttpMethod, Operation, OperationId, Owner, Site};
use crate::openapi::{pointer, server_url};

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
            // Some documents distinguish operations of one path by a fragment, which is never sent, or by a query.
            let is_protobuf = self.rules == PresenceRules::Protobuf;
            let sent = path.split_once('#').filter(|_| !is_protobuf).map_or(path, |(sent, _)| sent);
            let (path, query) = match sent.split_once('?') {
                Some((path, query)) if !is_protobuf && is_query(query) => (path, Some(query.to_owned())),
                _ => (sent, None),
            };
            let Some(operation) = self.operation(&id, path, method, operation, at) else { continue };
            let operation = Operation { query, ..operation };
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

    /// The URL of the first server of an operation that a client can use, if it has servers of its own.
    fn server(&mut self, operation: &Value, at: &str) -> Option<String> {
        let servers = operation["servers"].as_array()?;
        let server = servers.iter().find_map(server_url);
        if server.is_none() {
            let message = "none of these servers, which differ from those of the document, has an absolute https URL";
            let help = "correct them, or remove them, by an overlay";
            self.error(&codes::UNSUPPORTED_VALUE, &pointer::child(at, "servers"), message, help);
        }
        server
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
        let (package, operation) = (self.api[service].package, OperationId(self.api.operations.len()));
        let (request, success) = (Site::Request(operation), Site::Response(operation));
        let (request, success) = (Owner::new(package, id, request), Owner::new(package, id, success));
        let parameters = self.parameters(package, id, path, source, &at);
        let body = self.body(&source["requestBody"], &request, &pointer::child(&at, "requestBody"));
        let response = self.response(http_method, &source["responses"], &success, &pointer::child(&at, "responses"));
        let statuses = success_statuses(&source["responses"]);
        let stream = self.stream(&source["responses"], package, id, &pointer::child(&at, "responses"));
        let server = self.server(source, &at);
        let errors = self.error_bodies(&source["responses"], &pointer::child(&at, "responses"));
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
            query: None,
            server,
            parameters,
            body,
            response,
            statuses,
            stream,
            errors,
            idempotent: idempotent.unwrap_or_else(|| is_idempotent(http_method, path, method)),
            pagination: None,
            waiters: Vec::new(),
            pointer: at,
        };
        let pagination = self.pagination(&operation, source).unwrap_or_else(|error| {
            self.errors.push(error);
            None
        });
        Some(Operation { pagination, ..operation })
    }
}

/// Whether a text can be the query of each request: it has no parameters and needs no encoding.
fn is_query(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    !text.is_empty() && text.bytes().all(is_plain)
}

/// Whether repeating a request is safe: all but PATCH and POST, and those POSTs that only read.
fn is_idempotent(http_method: HttpMethod, path: &str, method: &str) -> bool {
    match http_method {
        HttpMethod::Get | HttpMethod::Put | HttpMethod::Delete => true,
        HttpMethod::Head | HttpMethod::Options | HttpMethod::Trace => true,
        HttpMethod::Post => {
            let verb = casing::snake(method);
            let verb = verb.split('_').next().unwrap_or_default();
            path.split('/').any(|segment| segment == "search") || matches!(verb, "list" | "search")
        }
        HttpMethod::Patch => false,
    }
}
