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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn operations_have_the_servers_that_differ_from_those_of_the_document() {
        let (own, other) = (json!([{"url": "https://a.example"}]), json!([{"url": "https://b.example"}]));
        let first = json!([{"url": "https://a.example/"}, {"url": "https://b.example"}]);
        let cases = [
            (json!({"servers": own}), json!({"servers": own}), json!(null)),
            (json!({"servers": []}), json!({"servers": []}), json!(null)),
            (json!({"servers": first}), json!({}), json!(null)),
            (json!({"servers": other}), json!({}), other.clone()),
            (json!({"servers": other}), json!({"servers": own}), json!(null)),
            (json!({}), json!({"servers": [{"url": "/b"}]}), json!([{"url": "/b"}])),
            (json!({"servers": "https://a.example"}), json!({}), json!("https://a.example")),
        ];
        for (path_item, operation, expected) in cases {
            let mut document = json!({"servers": own, "paths": {"/a": path_item}});
            document["paths"]["/a"]["get"] = operation;
            let before = document.clone();
            to_operations(&mut document);
            assert_eq!(document["paths"]["/a"]["get"]["servers"], expected, "{before}");
            assert!(document["paths"]["/a"].get("servers").is_none(), "{before}");
            let once = document.clone();
            to_operations(&mut document);
            assert_eq!(document, once);
        }
        let mut document = json!({"paths": {"/a": {"servers": own, "get": {}, "x-a": "b"}}});
        to_operations(&mut document);
        assert_eq!(document["paths"]["/a"], json!({"get": {"servers": own}, "x-a": "b"}));
        for mut document in [json!(null), json!([]), json!({"paths": []}), json!({"paths": {"/a": {"get": 1}}})] {
            let before = document.clone();
            to_operations(&mut document);
            assert_eq!(document, before);
        }
    }

    #[test]
    fn a_client_can_use_absolute_https_urls() {
        let variables = json!({"region": {"default": "eu"}});
        let cases = [
            ("https://{region}.a.example/v1/", Some("https://eu.a.example/v1")),
            ("https://a.example:8443", Some("https://a.example:8443")),
            ("https://{unknown}.example", None),
            ("http://a.example", None),
            ("https://user@a.example", None),
            ("https://a.example?x", None),
            ("/v1", None),
            ("", None),
        ];
        for (url, expected) in cases {
            assert_eq!(server_url(&json!({"url": url, "variables": variables})).as_deref(), expected, "{url}");
        }
        assert_eq!(server_url(&json!(null)), None);
    }
}
