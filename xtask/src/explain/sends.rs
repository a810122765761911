//! What a client sends for an operation, and what comes of it, in words.

use ::codegen::catalog::{Body, Call, Catalog, Kind, Paging, Presence, Subject, TokenPlace};

/// Each fact of a call with what it is about.
pub(super) fn facts(catalog: &Catalog, operation: &Subject, call: &Call) -> Vec<(&'static str, String)> {
    let mut facts = vec![("sends", format!("{} {}", call.method, call.path))];
    let parameters = |kind| catalog.parts(kind, &operation.name).iter().map(member).collect::<Vec<_>>();
    let in_path = parameters(Kind::PathParameter);
    let in_query = parameters(Kind::QueryParameter);
    facts.extend((!in_path.is_empty()).then(|| ("path", format!("{}; an empty one is refused", in_path.join(", ")))));
    facts.extend((!in_query.is_empty()).then(|| ("query", in_query.join(", "))));
    facts.extend(body(catalog, &call.body).into_iter().map(|text| ("body", text)));
    facts.push(("answer", call.response.clone()));
    facts.push(("pages", call.paging.as_ref().map_or_else(|| "no".to_owned(), paging)));
    facts.push(("retried", retried(call)));
    facts.extend(call.stability.as_ref().map(|level| ("stability", level.clone())));
    facts
}

/// Whether a value is sent where it is zero.
pub(super) fn sent(presence: Presence) -> &'static str {
    match presence {
        Presence::Optional => "where it is set, even to zero",
        Presence::Implicit => "unless it is zero or empty, which means the same as absent",
        Presence::Required => "always, even where it is zero",
    }
}

fn body(catalog: &Catalog, body: &Body) -> Option<String> {
    match body {
        Body::None => None,
        Body::Empty => Some("{}".to_owned()),
        Body::Model(name) => Some(fields(catalog, name)),
    }
}

/// The properties of a body by when they are sent.
fn fields(catalog: &Catalog, name: &str) -> String {
    let mut text = name.to_owned();
    for (presence, when) in
        [(Presence::Required, "always"), (Presence::Optional, "where set"), (Presence::Implicit, "unless zero")]
    {
        let is_so = |property: &&Subject| property.value.as_ref().is_some_and(|value| value.presence == presence);
        let names: Vec<&str> =
            catalog.parts(Kind::Property, name).iter().filter(is_so).map(Subject::short_name).collect();
        if !names.is_empty() {
            text.push_str(&format!("; {when}: {}", names.join(", ")));
        }
    }
    text
}

fn member(parameter: &Subject) -> String {
    let ty = parameter.value.as_ref().map(|value| value.ty.as_str()).unwrap_or_default();
    format!("{} ({ty})", parameter.short_name())
}

fn paging(paging: &Paging) -> String {
    let token = match &paging.token {
        TokenPlace::Body(name) => format!("`{name}` in the body"),
        TokenPlace::Query(name) => format!("`{name}` in the query"),
        TokenPlace::Undeclared(name) => format!("`{name}` in the query, which the document does not declare,"),
    };
    format!("{token} asks for the page that `{}` tells of; the items are in `{}`", paging.next_token, paging.items)
}

fn retried(call: &Call) -> String {
    match call.idempotent {
        true => "yes, as it may be sent twice".to_owned(),
        false => format!(
            "only where the server did nothing (no connection, 429): a {} may change something each time",
            call.method
        ),
    }
}
