//! Servers: those of path items become those of operations, where they differ from those of the document.

use serde_json::Value;

use crate::ir::HttpMethod;

/// Leaves servers only in operations that have others than the document.
pub(super) fn to_operations(document: &mut Value) {
    let of_document = document.get("servers").cloned().unwrap_or_default();
    let first = |servers: &Value| servers.as_array().into_iter().flatten().find_map(server_url);
    let is_own = |servers: &Value| {
        let is_empty = servers.as_array().is_some_and(Vec::is_empty);
        let is_first = first(servers).is_some_and(|first_url| first(&of_document) == Some(first_url));
        !is_empty && !is_first && *servers != of_document
    };
    let items = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    for item in items.filter_map(|(_, item)| item.as_object_mut()) {
        let of_item = item.remove("servers");
        for (_, operation) in item.iter_mut().filter(|(key, _)| HttpMethod::of_key(key).is_some()) {
            let Some(operation) = operation.as_object_mut() else { continue };
            let servers = operation.remove("servers").or_else(|| of_item.clone());
            operation.extend(servers.filter(is_own).map(|servers| ("servers".to_owned(), servers)));
        }
    }
}

/// The URL of a server with the defaults of its variables, if a client can use it: an absolute `https` URL.
pub fn server_url(server: &Value) -> Option<String> {
    let mut url = server["url"].as_str()?.trim_end_matches('/').to_owned();
    for (name, variable) in server["variables"].as_object().into_iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), variable["default"].as_str().unwrap_or_default());
    }
    Some(url).filter(|url| is_usable(url))
}

/// Whether a client can have this base URL.
fn is_usable(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let of_path = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '{' | '}' | '\\' | '"' | '<' | '>');
    host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.chars().all(of_host) && rest.chars().all(of_path)
}
