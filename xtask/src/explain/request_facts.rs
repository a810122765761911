//! The request, response and retries of an operation, as sentences.

use ::codegen::index::wire;
use ::codegen::ir::{Api, Body, ModelId, Operation, PageToken, Pagination, Parameter, Presence};

/// A label and the lines beside it.
pub(super) type Row = (&'static str, Vec<String>);

/// The facts of an operation, each with a label.
pub(super) fn facts(api: &Api, operation: &Operation) -> Vec<Row> {
    let parameters = |parameters: &[Parameter], note: &str| {
        let type_name = |parameter: &Parameter| wire::type_name(api, &parameter.ty);
        let names = parameters.iter().map(|parameter| format!("{} ({})", parameter.wire, type_name(parameter)));
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| names.join(", ") + note)
    };
    let body = match operation.body {
        Body::None => None,
        Body::Empty => Some("{}".to_owned()),
        Body::Model(model) => Some(fields(api, model)),
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
        ("path", parameters(&operation.path_parameters, "; must not be empty")),
        ("query", parameters(&operation.query_parameters, "")),
        ("body", body),
        ("response", Some(api[operation.response].name.clone())),
        ("pages", Some(pages)),
        ("retried", Some(retried)),
        ("stability", operation.docs.stability.clone()),
    ];
    facts.map(|(label, fact)| (label, Vec::from_iter(fact))).into()
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
fn fields(api: &Api, model: ModelId) -> String {
    let mut text = api[model].name.clone();
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
        PageToken::Query(position) => format!("`{}` in the query", operation.query_parameters[position].wire),
        PageToken::Undeclared(name) => format!("`{name}` in the query (undeclared)"),
    };
    let (next, items) = (&api[pagination.next_token].wire, &api[pagination.items].wire);
    format!("page token: {token}, from `{next}`; items: `{items}`")
}
