//! Which operations answer in pages.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};
use crate::ir::{Api, Body, FieldId, HttpMethod, ModelId, Operation, PageToken, Pagination, Type};
use crate::openapi::{Sources, pointer};

const TOKEN: &str = "pageToken";
const QUERY_TOKEN: &str = "page_token";
const NEXT_TOKEN: &str = "nextPageToken";
/// Holds the objects that items refer to, and never the items.
const EXPANDED: &str = "expanded";
const EXTENSION: &str = "x-speakeasy-pagination";

/// Sets the pagination of each operation: by `x-speakeasy-pagination` if it has one, else by its shape.
pub(super) fn resolve(api: &mut Api, document: &OpenAPI, sources: &Sources) -> Result<(), Diagnostics> {
    let declared = extensions(document);
    let mut errors = Vec::new();
    let mut resolved = Vec::new();
    for operation in &api.operations {
        let detect = Detect { api, operation, sources };
        let pagination = match declared.get(operation.id.as_str()) {
            Some(Value::Bool(false)) => Ok(None),
            Some(declared) => detect.declared(declared).map(Some),
            None => detect.by_shape(),
        };
        resolved.push(pagination.unwrap_or_else(|error| {
            errors.push(error);
            None
        }));
    }
    Diagnostics::none_or(errors, ())?;
    for (operation, pagination) in api.operations.iter_mut().zip(resolved) {
        operation.pagination = pagination;
    }
    Ok(())
}

/// The extension of each operation that has it, by operation id.
fn extensions(document: &OpenAPI) -> BTreeMap<&str, &Value> {
    let operations = super::operations(document);
    operations
        .filter_map(|(_, _, operation)| {
            Some((operation.operation_id.as_deref()?, operation.extensions.get(EXTENSION)?))
        })
        .collect()
}

struct Detect<'a> {
    api: &'a Api,
    operation: &'a Operation,
    sources: &'a Sources,
}

impl Detect<'_> {
    fn by_shape(&self) -> Result<Option<Pagination>, Diagnostic> {
        let Some(next_token) = self.string_field(self.operation.response, NEXT_TOKEN) else { return Ok(None) };
        let declared = self.token_in_body(TOKEN).or_else(|| self.token_in_query(QUERY_TOKEN));
        let is_get = self.operation.http_method == HttpMethod::Get;
        let undeclared = || is_get.then_some(PageToken::Undeclared(QUERY_TOKEN));
        match declared.or_else(undeclared) {
            Some(token) => Ok(Some(Pagination { token, next_token, items: self.items()? })),
            None => Ok(None),
        }
    }

    /// The list named `list`, or the only list.
    fn items(&self) -> Result<FieldId, Diagnostic> {
        let response = &self.api[self.operation.response];
        let is_list = |index: &usize| {
            let field = &response.fields[*index];
            matches!(field.ty, Type::List(_)) && field.wire != EXPANDED
        };
        let lists: Vec<usize> = (0..response.fields.len()).filter(is_list).collect();
        let named = lists.iter().copied().find(|index| response.fields[*index].wire == "list");
        match (named, lists.as_slice()) {
            (Some(index), _) | (None, &[index]) => Ok(FieldId { model: self.operation.response, index }),
            _ => {
                let message =
                    format!("the response `{}` has pages, but not exactly one list of items", Bounded(&response.name));
                let help = "name the list by `x-speakeasy-pagination` (outputs.results) in specs/overlay.yaml, or set \
                            it to `false`";
                let error = self.sources.error(&codes::AMBIGUOUS_PAGINATION, &self.operation.pointer, message);
                Err(error.help(help))
            }
        }
    }

    fn declared(&self, declared: &Value) -> Result<Pagination, Diagnostic> {
        let inputs = declared["inputs"].as_array().map(Vec::as_slice).unwrap_or_default();
        let cursor = inputs.iter().find(|input| input["type"] == "cursor");
        let cursor = cursor.ok_or_else(|| self.invalid("only pagination by a cursor is supported"))?;
        let name = cursor["name"].as_str().unwrap_or_default();
        let token = match cursor["in"].as_str() {
            Some("requestBody") => self.token_in_body(name),
            _ => self.token_in_query(name),
        };
        let token = token.ok_or_else(|| self.invalid("the request has no string with the cursor's name"))?;
        let output = |key: &str| declared["outputs"][key].as_str().and_then(|path| path.strip_prefix("$."));
        let next_token = output("nextCursor").and_then(|name| self.string_field(self.operation.response, name));
        let next_token = next_token.ok_or_else(|| self.invalid("the response has no string for the next cursor"))?;
        let items = match output("results").map(|path| path.trim_end_matches("[*]")) {
            None => self.items()?,
            Some(name) => self
                .field(self.operation.response, name, |ty| matches!(ty, Type::List(_)))
                .ok_or_else(|| self.invalid("the response has no list with the name of the results"))?,
        };
        Ok(Pagination { token, next_token, items })
    }

    fn invalid(&self, message: &str) -> Diagnostic {
        let at = pointer::child(&self.operation.pointer, EXTENSION);
        self.sources
            .error(&codes::INVALID_PAGINATION, &at, message)
            .help("correct it, or set it to `false`, by an action in specs/overlay.yaml")
    }

    fn token_in_body(&self, name: &str) -> Option<PageToken> {
        let Body::Model(body) = self.operation.body else { return None };
        self.string_field(body, name).map(PageToken::Body)
    }

    fn token_in_query(&self, name: &str) -> Option<PageToken> {
        let parameters = &self.operation.query_parameters;
        let index = parameters.iter().position(|parameter| parameter.wire == name)?;
        (parameters[index].ty == Type::String).then_some(PageToken::Query(index))
    }

    fn string_field(&self, model: ModelId, name: &str) -> Option<FieldId> {
        self.field(model, name, |ty| *ty == Type::String)
    }

    fn field(&self, model: ModelId, name: &str, is_wanted: impl Fn(&Type) -> bool) -> Option<FieldId> {
        let index = self.api[model].position(name)?;
        is_wanted(&self.api[model].fields[index].ty).then_some(FieldId { model, index })
    }
}
