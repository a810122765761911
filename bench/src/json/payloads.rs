//! Responses as C1 writes them.

use serde_json::{Value, json};

use crate::bare::page::{page, user};

/// A JSON text.
#[derive(Debug)]
pub(super) struct Payload {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) text: String,
    /// The number of items in it.
    pub(super) items: usize,
}

/// How deep a free-form value is.
const DEPTH: usize = 50;

/// Pages of users.
pub(super) fn users(is_quick: bool) -> Vec<Payload> {
    sizes(is_quick)
        .map(|items| payload(&format!("users-{items}"), &format!("{items} users"), page(items), items))
        .collect()
}

/// Pages of external clients.
pub(super) fn clients(is_quick: bool) -> Vec<Payload> {
    let pages = sizes(is_quick).map(|items| {
        let list: Vec<Value> = (0..items).map(client).collect();
        let text = json!({ "list": list, "nextPageToken": "next" }).to_string();
        payload(&format!("clients-{items}"), &format!("{items} external clients"), text, items)
    });
    pages.collect()
}

/// The widest vendored model, with all its properties.
pub(super) fn widest() -> Payload {
    let mut user = user(1);
    let sources = user["emailSources"].clone();
    for (_, value) in user.as_object_mut().into_iter().flatten() {
        match value {
            Value::Null => *value = sources.clone(),
            Value::String(text) if text.is_empty() => *text = "2User00000000000000000002".to_owned(),
            _ => {}
        }
    }
    user["deletedAt"] = "2024-02-07T05:31:56Z".into();
    payload("widest", "a user with all 32 properties", user.to_string(), 1)
}

/// A user whose profile is a deep value.
pub(super) fn deep() -> Payload {
    let mut user = user(1);
    for level in 0..DEPTH {
        let inner = user["profile"].take();
        user["profile"] =
            json!({ "level": level, "name": format!("level {level}"), "inner": inner, "tags": ["a", "b"] });
    }
    payload("deep", &format!("a user with a profile of {DEPTH} levels"), user.to_string(), 1)
}

fn sizes(is_quick: bool) -> impl Iterator<Item = usize> {
    [100, 10_000].into_iter().take(if is_quick { 1 } else { 2 })
}

fn payload(key: &str, title: &str, text: String, items: usize) -> Payload {
    Payload { key: key.to_owned(), title: title.to_owned(), text, items }
}

fn client(index: usize) -> Value {
    json!({
        "clientId": format!("2client{index:020}"),
        "clientIdType": "CLIENT_ID_TYPE_METADATA_URL",
        "clientIdUrl": format!("https://client{index}.example.com/metadata.json"),
        "clientName": format!("Client {index}"),
        "createdAt": "2023-11-07T05:31:56.123456Z",
        "displayName": format!("Client {index} of Ada"),
        "lastUsedAt": "2024-01-07T05:31:56Z",
        "mcpClientId": "",
        "roleIds": ["role:member", "role:viewer"],
        "userId": format!("2User{index:020}"),
        "verifiedDomain": "example.com",
        "wellKnownClient": "WELL_KNOWN_CLIENT_CURSOR",
    })
}
