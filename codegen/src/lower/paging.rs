//! Which operations answer page by page.

use serde_json::Value;

use crate::api::{Api, Body, Field, Model, Operation, Paging, TokenPlace, Type};
use crate::error::{Bounded, Error, Errors};
use crate::pointer;

const TOKEN: &str = "pageToken";
const QUERY_TOKEN: &str = "page_token";
const NEXT_TOKEN: &str = "nextPageToken";
/// Holds what items refer to, and never the items.
const EXPANDED: &str = "expanded";

/// Recognises paging by `x-speakeasy-pagination` where it is said, by its shape elsewhere.
pub(super) fn recognise(api: &mut Api) -> Result<(), Errors> {
    let mut errors = Vec::new();
    let mut found = Vec::new();
    for operation in &api.operations {
        let paging = match &operation.pagination {
            Some(Value::Bool(false)) => Ok(None),
            Some(stated) => stated_paging(api, operation, stated).map(Some),
            None => by_shape(api, operation),
        };
        match paging {
            Ok(paging) => found.push(paging),
            Err(error) => errors.push(error),
        }
    }
    Errors::none_or(errors, ())?;
    for (operation, paging) in api.operations.iter_mut().zip(found) {
        operation.paging = paging;
    }
    Ok(())
}

fn by_shape(api: &Api, operation: &Operation) -> Result<Option<Paging>, Error> {
    let Some(response) = api.models.get(&operation.response) else { return Ok(None) };
    let declared = token_in_body(api, operation, TOKEN).or_else(|| token_in_query(operation, QUERY_TOKEN));
    let undeclared = || (operation.http_method == "GET").then_some(TokenPlace::Undeclared(QUERY_TOKEN));
    match (text_field(response, NEXT_TOKEN), declared.or_else(undeclared)) {
        (true, Some(token)) => {
            let items = items(api, operation, response)?;
            Ok(Some(Paging { token, next_token: NEXT_TOKEN.to_owned(), items }))
        }
        _ => Ok(None),
    }
}

/// The list called `list`, else the only list.
fn items(api: &Api, operation: &Operation, response: &Model) -> Result<String, Error> {
    let is_list = |field: &&Field| matches!(field.ty, Type::List(_)) && field.wire != EXPANDED;
    let lists: Vec<&Field> = response.fields.iter().filter(is_list).collect();
    match lists.iter().find(|field| field.wire == "list").or(lists.first()) {
        Some(items) if items.wire == "list" || lists.len() == 1 => Ok(items.wire.clone()),
        _ => Err(api
            .error(&operation.at, format!("the answer `{}` has pages, but not one list of items", Bounded(&response.name)))
            .help("say by `x-speakeasy-pagination` which list holds the items (outputs.results), or `false`, in specs/overlay.yaml")),
    }
}

fn stated_paging(api: &Api, operation: &Operation, stated: &Value) -> Result<Paging, Error> {
    let at = pointer::child(&operation.at, "x-speakeasy-pagination");
    let wrong = |message: &str| {
        api.error(&at, message).help("correct it, or set it to `false`, by an action in specs/overlay.yaml")
    };
    let response = api.models.get(&operation.response).ok_or_else(|| wrong("the operation has no answer"))?;
    let inputs = stated["inputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let input = inputs
        .iter()
        .find(|input| input["type"] == "cursor")
        .ok_or_else(|| wrong("only paging by a cursor is supported"))?;
    let name = input["name"].as_str().unwrap_or_default();
    let token = match input["in"].as_str() {
        Some("requestBody") => token_in_body(api, operation, name),
        _ => token_in_query(operation, name),
    };
    let token = token.ok_or_else(|| wrong("the request has no string of the cursor's name"))?;
    let output = |key: &str| stated["outputs"][key].as_str().and_then(|path| path.strip_prefix("$."));
    let next_token = output("nextCursor")
        .filter(|name| text_field(response, name))
        .ok_or_else(|| wrong("the answer has no string for the next cursor"))?;
    let items = match output("results").map(|path| path.trim_end_matches("[*]")) {
        Some(name) if response.fields.iter().any(|field| field.wire == name && matches!(field.ty, Type::List(_))) => {
            name.to_owned()
        }
        Some(_) => return Err(wrong("the answer has no list of the results' name")),
        None => items(api, operation, response)?,
    };
    Ok(Paging { token, next_token: next_token.to_owned(), items })
}

fn token_in_body(api: &Api, operation: &Operation, name: &str) -> Option<TokenPlace> {
    let Body::Model(body) = &operation.body else { return None };
    text_field(api.models.get(body)?, name).then(|| TokenPlace::Body(name.to_owned()))
}

fn token_in_query(operation: &Operation, name: &str) -> Option<TokenPlace> {
    let token = operation.query_parameters.iter().find(|parameter| parameter.wire == name)?;
    (token.ty == Type::String).then(|| TokenPlace::Query(name.to_owned()))
}

fn text_field(model: &Model, name: &str) -> bool {
    model.fields.iter().any(|field| field.wire == name && field.ty == Type::String)
}
