//! The request, response and retries of an operation, as sentences.

use ::codegen::index::wire;
use ::codegen::ir::{
    Api, Body, Condition, ModelId, Operation, PageToken, Pagination, Parameter, ParameterLocation, Presence, Waiter,
};

/// A label and the lines beside it.
pub(super) type Row = (&'static str, Vec<String>);

/// The facts of an operation, each with a label.
pub(super) fn facts(api: &Api, operation: &Operation) -> Vec<Row> {
    let parameters = |locations: &[ParameterLocation], note: &str| {
        let in_location = operation.parameters.iter().filter(|parameter| locations.contains(&parameter.location));
        let names = in_location.map(|Parameter { wire, ty, required, location, .. }| {
            let required = if *required && *location != ParameterLocation::Path { ", required" } else { "" };
            format!("{wire} ({}{required})", wire::type_name(api, ty))
        });
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| names.join(", ") + note)
    };
    let body = match &operation.body {
        Body::None => None,
        Body::Empty => Some("{}".to_owned()),
        Body::Content(content) => {
            let name = wire::content_name(api, Some(content));
            Some(content.model().map_or(name.clone(), |model| fields(api, &name, model)))
        }
    };
    let pages = operation.pagination.map_or_else(|| "no".to_owned(), |pages| pagination(api, operation, pages));
    let retried = if operation.idempotent {
        "yes, it is idempotent".to_owned()
    } else {
        let method = operation.http_method;
        format!("only if the server did not process it (no connection, 429), as {method} is not idempotent")
    };
    let facts = [
        ("request", Some(format!("{} {}", operation.http_method, operation.path))),
        ("server", operation.server.clone()),
        ("fixed query", operation.query.clone()),
        ("path", parameters(&[ParameterLocation::Path], "; must not be empty")),
        ("query", parameters(&[ParameterLocation::Query, ParameterLocation::ReservedQuery], "")),
        ("headers", parameters(&[ParameterLocation::Header], "")),
        ("cookies", parameters(&[ParameterLocation::Cookie], "")),
        ("body", body),
        ("response", Some(wire::content_name(api, operation.response.as_ref()))),
        ("stream", operation.stream.as_ref().map(|stream| wire::stream_name(api, Some(stream)))),
        ("pages", Some(pages)),
        ("retried", Some(retried)),
        ("stability", operation.docs.stability.clone()),
        ("waiters", waiters(operation)),
    ];
    facts.map(|(label, fact)| (label, Vec::from_iter(fact))).into()
}

/// The names of the states for which calls can wait.
fn waiters(operation: &Operation) -> Option<String> {
    let names: Vec<&str> = operation.waiters.iter().map(|waiter| waiter.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What a waiter waits for.
pub(super) fn awaited(waiter: &Waiter) -> String {
    let paths = waiter.paths.join(" or ");
    match &waiter.condition {
        Condition::Value { success, failure } if failure.is_empty() => format!("{paths} is {}", success.join(" or ")),
        Condition::Value { success, failure } => {
            format!("{paths} is {}; fails if it is {}", success.join(" or "), failure.join(" or "))
        }
        Condition::Present => format!("{paths} is present"),
        Condition::Absent => format!("{paths} is absent"),
        Condition::Contains => format!("{paths} contains the argument"),
        Condition::Lacks => format!("{paths} does not contain the argument"),
    }
}

/// When a value is sent.
pub(super) fn sent(presence: Presence) -> &'static str {
    match presence {
        Presence::Optional => "if set, even to zero",
        Presence::Implicit => "unless zero or empty (equal to absent)",
        Presence::Required => "always, even if zero",
        Presence::RequiredNullable => "always, `None` as null",
    }
}

/// The group of a property in [`fields`].
fn condition(presence: Presence) -> &'static str {
    match presence {
        Presence::Required | Presence::RequiredNullable => "always",
        Presence::Optional => "if set",
        Presence::Implicit => "unless zero",
    }
}

/// The properties of a request body, grouped by when they are sent.
fn fields(api: &Api, name: &str, model: ModelId) -> String {
    let mut text = name.to_owned();
    for group in ["always", "if set", "unless zero"] {
        let fields = api[model].fields.iter().filter(|field| condition(field.presence) == group);
        let names: Vec<&str> = fields.map(|field| field.wire.as_str()).collect();
        if !names.is_empty() {
            text.push_str(&format!("; {group}: {}", names.join(", ")));
        }
    }
    text
}

fn pagination(api: &Api, operation: &Operation, pagination: Pagination) -> String {
    let token = match pagination.token {
        PageToken::Body(field) => format!("`{}` in the body", api[field].wire),
        PageToken::Query(position) => format!("`{}` in the query", operation.parameters[position].wire),
        PageToken::Undeclared(name) => format!("`{name}` in the query (undeclared)"),
    };
    let (next, items) = (&api[pagination.next_token].wire, &api[pagination.items].wire);
    format!("page token: {token}, from `{next}`; items: `{items}`")
}
