//! Pagination of operations.

use serde_json::Value;

use super::Lowering;
use crate::diagnostics::{Bounded, Diagnostic, codes};
use crate::ir::{
    Api, FieldId, HttpMethod, ModelId, Operation, PageToken, Pagination, Parameter, ParameterLocation, Type,
};
use crate::openapi::{Sources, pointer};

const TOKEN: &str = "pageToken";
const QUERY_TOKEN: &str = "page_token";
const NEXT_TOKEN: &str = "nextPageToken";
/// Holds the objects that items refer to, and never the items.
const EXPANDED: &str = "expanded";
const EXTENSION: &str = "x-speakeasy-pagination";

impl Lowering<'_> {
    /// The pagination of an operation: by `x-speakeasy-pagination` if it has one, else by its shape.
    pub(super) fn pagination(&self, operation: &Operation, source: &Value) -> Result<Option<Pagination>, Diagnostic> {
        let response = operation.response_model();
        let detect = |response| Detect { api: &self.api, operation, response, sources: self.sources };
        match (source.get(EXTENSION), response) {
            (Some(Value::Bool(false)), _) | (None, None) => Ok(None),
            (Some(declared), Some(response)) => detect(response).declared(declared).map(Some),
            (Some(_), None) => {
                let at = pointer::child(&operation.pointer, EXTENSION);
                let error = self.sources.error(&codes::INVALID_PAGINATION, &at, "the response is not always an object");
                Err(error.help("remove it, or set it to `false`, by an action in specs/overlay.yaml"))
            }
            (None, Some(response)) => detect(response).by_shape(),
        }
    }
}

struct Detect<'a> {
    api: &'a Api,
    operation: &'a Operation,
    response: ModelId,
    sources: &'a Sources,
}

impl Detect<'_> {
    fn by_shape(&self) -> Result<Option<Pagination>, Diagnostic> {
        let Some(next_token) = self.string_field(self.response, NEXT_TOKEN) else { return Ok(None) };
        let declared = self.token_in_body(TOKEN).or_else(|| self.token_in_query(QUERY_TOKEN));
        let undeclared = PageToken::Undeclared(QUERY_TOKEN);
        let token = declared.or((self.operation.http_method == HttpMethod::Get).then_some(undeclared));
        token.map(|token| Ok(Pagination { token, next_token, items: self.items()? })).transpose()
    }

    /// The list named `list`, or the only list.
    fn items(&self) -> Result<FieldId, Diagnostic> {
        let response = &self.api[self.response];
        let fields = response.fields.iter().enumerate();
        let lists = fields.filter(|(_, field)| matches!(field.ty, Type::List(_)) && field.wire != EXPANDED);
        let lists: Vec<(usize, &str)> = lists.map(|(index, field)| (index, field.wire.as_str())).collect();
        match (lists.iter().find(|(_, name)| *name == "list"), lists.as_slice()) {
            (Some(&(index, _)), _) | (None, &[(index, _)]) => Ok(FieldId { model: self.response, index }),
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
        let cursor = declared["inputs"].as_array().into_iter().flatten().find(|input| input["type"] == "cursor");
        let cursor = cursor.ok_or_else(|| self.invalid("only pagination by a cursor is supported"))?;
        let name = cursor["name"].as_str().unwrap_or_default();
        let token = match cursor["in"].as_str() {
            Some("requestBody") => self.token_in_body(name),
            _ => self.token_in_query(name),
        };
        let token = token.ok_or_else(|| self.invalid("the request has no string with the cursor's name"))?;
        let output = |key: &str| declared["outputs"][key].as_str().and_then(|path| path.strip_prefix("$."));
        let next_token = output("nextCursor").and_then(|name| self.string_field(self.response, name));
        let next_token = next_token.ok_or_else(|| self.invalid("the response has no string for the next cursor"))?;
        let items = match output("results").map(|path| path.trim_end_matches("[*]")) {
            None => self.items()?,
            Some(name) => self
                .field(self.response, name, |ty| matches!(ty, Type::List(_)))
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
        self.string_field(self.operation.body.model()?, name).map(PageToken::Body)
    }

    fn token_in_query(&self, name: &str) -> Option<PageToken> {
        let mut parameters = self.operation.parameters.iter();
        let is_token = |parameter: &Parameter| {
            let is_in_query = parameter.location == ParameterLocation::Query && !parameter.required;
            is_in_query && parameter.wire == name && parameter.ty == Type::String
        };
        parameters.position(is_token).map(PageToken::Query)
    }

    fn string_field(&self, model: ModelId, name: &str) -> Option<FieldId> {
        self.field(model, name, |ty| *ty == Type::String)
    }

    fn field(&self, model: ModelId, name: &str, is_wanted: impl Fn(&Type) -> bool) -> Option<FieldId> {
        let index = self.api[model].position(name)?;
        is_wanted(&self.api[model].fields[index].ty).then_some(FieldId { model, index })
    }
}
