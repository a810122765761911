//! The request, response and retries of an operation, as sentences.

use ::codegen::index::{Index, wire};
use ::codegen::ir::{Body, ModelId, Operation, PageToken, Pagination, Parameter, Presence};

/// The facts of an operation, each with a label.
pub(super) fn facts(index: &Index<'_>, operation: &Operation) -> Vec<(&'static str, String)> {
    let parameters = |parameters: &[Parameter]| {
        let parameter =
            |parameter: &Parameter| format!("{} ({})", parameter.wire, wire::type_name(index.api, &parameter.ty));
        parameters.iter().map(parameter).collect::<Vec<_>>().join(", ")
    };
    let in_path = parameters(&operation.path_parameters);
    let in_query = parameters(&operation.query_parameters);
    let mut facts = vec![("request", format!("{} {}", operation.http_method, operation.path))];
    facts.extend((!in_path.is_empty()).then(|| ("path", format!("{in_path}; must not be empty"))));
    facts.extend((!in_query.is_empty()).then_some(("query", in_query)));
    facts.extend(body(index, operation.body).map(|text| ("body", text)));
    facts.push(("response", index.api[operation.response].name.clone()));
    facts.push(("pages", operation.pagination.map_or_else(|| "no".to_owned(), |it| pagination(index, operation, it))));
    facts.push(("retried", retried(operation)));
    facts.extend(operation.docs.stability.as_ref().map(|level| ("stability", level.clone())));
    facts
}

/// When a value is sent.
pub(super) fn sent(presence: Presence) -> &'static str {
    match presence {
        Presence::Optional => "if set, even to zero",
        Presence::Implicit => "unless zero or empty (equal to absent)",
        Presence::Required => "always, even if zero",
    }
}

fn body(index: &Index<'_>, body: Body) -> Option<String> {
    match body {
        Body::None => None,
        Body::Empty => Some("{}".to_owned()),
        Body::Model(model) => Some(fields(index, model)),
    }
}

/// The properties of a request body, grouped by when they are sent.
fn fields(index: &Index<'_>, model: ModelId) -> String {
    let model = &index.api[model];
    let mut text = model.name.clone();
    for (presence, when) in
        [(Presence::Required, "always"), (Presence::Optional, "if set"), (Presence::Implicit, "unless zero")]
    {
        let fields = model.fields.iter().filter(|field| field.presence == presence);
        let names: Vec<&str> = fields.map(|field| field.wire.as_str()).collect();
        if !names.is_empty() {
            text.push_str(&format!("; {when}: {}", names.join(", ")));
        }
    }
    text
}

fn pagination(index: &Index<'_>, operation: &Operation, pagination: Pagination) -> String {
    let token = match pagination.token {
        PageToken::Body(field) => format!("`{}` in the body", index.api[field].wire),
        PageToken::Query(position) => format!("`{}` in the query", operation.query_parameters[position].wire),
        PageToken::Undeclared(name) => format!("`{name}` in the query (undeclared)"),
    };
    let (next, items) = (&index.api[pagination.next_token].wire, &index.api[pagination.items].wire);
    format!("page token: {token}, from `{next}`; items: `{items}`")
}

fn retried(operation: &Operation) -> String {
    if operation.idempotent {
        return "yes, it is idempotent".to_owned();
    }
    format!(
        "only if the server did not process it (no connection, 429), as {} is not idempotent",
        operation.http_method
    )
}
