//! The servers and the security schemes of a document, as the documentation and the builder of the emitted crate have them.

use std::fmt::Write as _;

use ::codegen::ir::HttpMethod;
use ::codegen::server_url;
use serde_json::{Map, Value};

const BUILDER: &str = "c1_api_core::ClientBuilder";

/// How to reach an API.
pub(super) struct Access {
    servers: Vec<Server>,
    schemes: Vec<Scheme>,
    /// The names of schemes that satisfy an operation together; no names if an operation requires none.
    combinations: Vec<Vec<String>>,
    is_required: bool,
}

struct Server {
    /// As declared, with its variables in braces.
    template: String,
    variables: Vec<String>,
    /// With the defaults of its variables, if a client can use it.
    url: Option<String>,
}

struct Scheme {
    name: String,
    /// Such as `an API key in the header X-Key`.
    description: String,
    /// The methods of the builder, such as `bearer_token`, and their arguments; none if the builder lacks the scheme.
    methods: Vec<(&'static str, String)>,
}

impl Access {
    pub(super) fn new(document: &Value) -> Self {
        let servers = document["servers"].as_array().into_iter().flatten().map(Server::new).collect();
        let mut combinations = Vec::new();
        let mut is_required = false;
        for operation in operations(document) {
            let declared = operation.get("security").or(document.get("security")).and_then(Value::as_array);
            let alternatives: Vec<Vec<String>> = match declared {
                Some(declared) if !declared.is_empty() => declared.iter().map(names).collect(),
                _ => vec![Vec::new()],
            };
            is_required |= !alternatives.iter().any(Vec::is_empty);
            for alternative in alternatives {
                if !combinations.contains(&alternative) {
                    combinations.push(alternative);
                }
            }
        }
        let declared = &document["components"]["securitySchemes"];
        let mut schemes: Vec<_> = declared.as_object().into_iter().flatten().map(Scheme::new).collect();
        for name in combinations.iter().flatten() {
            if !schemes.iter().any(|scheme| scheme.name == *name) {
                let description = "a scheme that the document lacks".to_owned();
                schemes.push(Scheme { name: name.clone(), description, methods: Vec::new() });
            }
        }
        Self { servers, schemes, combinations, is_required }
    }

    /// The calls that complete the default builder.
    pub(super) fn builder(&self) -> String {
        let base_url = self.urls().next().map(|url| format!(".default_base_url({url:?})")).unwrap_or_default();
        let credential = if self.is_required { "" } else { ".without_credential()" };
        base_url + credential
    }

    /// The elements of the constant with the servers.
    pub(super) fn servers(&self) -> String {
        self.urls().map(|url| format!("{url:?}")).collect::<Vec<_>>().join(", ")
    }

    /// The lines that document the servers, each with this prefix.
    pub(super) fn server_docs(&self, prefix: &str) -> String {
        let mut docs = String::new();
        for server in &self.servers {
            let variables: String = server.variables.iter().map(|variable| format!("; {variable}")).collect();
            let limit =
                if server.url.is_some() { "" } else { "; needs a `base_url`, as it is not an absolute `https` URL" };
            let _ = writeln!(docs, "{prefix}* {}{variables}{limit}", code(&server.template));
        }
        if docs.is_empty() {
            let _ = writeln!(docs, "{prefix}The document declares none: set a `base_url`.");
        }
        docs
    }

    /// The lines that document the security schemes, each with this prefix.
    pub(super) fn credential_docs(&self, prefix: &str) -> String {
        let combinations = self.combinations.iter().map(|names| match names.as_slice() {
            [] => "none".to_owned(),
            names => names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" with "),
        });
        let combinations = combinations.collect::<Vec<_>>().join("; or ");
        let mut docs = if self.combinations.iter().all(Vec::is_empty) {
            format!("{prefix}No operation requires a credential.\n")
        } else {
            format!("{prefix}Operations require {combinations}. All requests carry the credentials of the client.\n")
        };
        if !self.schemes.is_empty() {
            let _ = writeln!(docs, "{}", prefix.trim_end());
        }
        for Scheme { name, description, methods } in &self.schemes {
            let links =
                methods.iter().map(|(method, arguments)| format!("[`{method}`]({BUILDER}::{method}){arguments}"));
            let links = links.collect::<Vec<_>>().join(" or ");
            let how = match methods.as_slice() {
                [] => format!("not supported; add it by a [`layer`]({BUILDER}::layer)"),
                _ => links,
            };
            let _ = writeln!(docs, "{prefix}* {}, {}: {how}", code(name), visible(description));
        }
        docs
    }

    /// The methods of the builder, for errors.
    pub(super) fn methods(&self) -> String {
        let methods = self.schemes.iter().flat_map(|scheme| &scheme.methods);
        let mut calls: Vec<_> = methods.map(|(method, _)| format!("{method}(..)")).collect();
        calls.sort_unstable();
        calls.dedup();
        if calls.is_empty() { "bearer_token(..) and token_provider(..)".to_owned() } else { calls.join(" and ") }
    }

    /// The schemes that the builder lacks, for the report.
    pub(super) fn unsupported(&self) -> String {
        let unsupported = self.schemes.iter().filter(|scheme| scheme.methods.is_empty());
        let line = |scheme: &Scheme| {
            let (name, description) = (code(&scheme.name), visible(&scheme.description));
            format!("the security scheme {name} is not supported: {description}\n")
        };
        unsupported.map(line).collect()
    }

    fn urls(&self) -> impl Iterator<Item = &str> {
        self.servers.iter().filter_map(|server| server.url.as_deref())
    }
}

impl Server {
    fn new(server: &Value) -> Self {
        let template = server["url"].as_str().unwrap_or_default().to_owned();
        let mut variables = Vec::new();
        for (name, variable) in server["variables"].as_object().into_iter().flatten() {
            let default = variable["default"].as_str().unwrap_or_default();
            let others = variable["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let others: String =
                others.filter(|value| *value != default).map(|value| format!(", or {}", code(value))).collect();
            variables.push(format!("{} is {} by default{others}", code(name), code(default)));
        }
        Self { template, variables, url: server_url(server) }
    }
}

impl Scheme {
    fn new((name, scheme): (&String, &Value)) -> Self {
        let text = |key: &str| scheme[key].as_str().unwrap_or_default();
        let token = || vec![("bearer_token", String::new()), ("token_provider", String::new())];
        let key = || format!(" with the name {}", code(text("name")));
        let http = text("scheme").to_ascii_lowercase();
        let (description, methods) = match (text("type"), text("in"), http.as_str()) {
            ("apiKey", "header", _) if is_token(text("name")) => {
                ("an API key in a header", vec![("api_key_header", key())])
            }
            ("apiKey", "query", _) if !text("name").is_empty() => {
                ("an API key in the query", vec![("api_key_query", key())])
            }
            ("apiKey", "cookie", _) if is_token(text("name")) => {
                ("an API key in a cookie", vec![("api_key_cookie", key())])
            }
            ("http", _, "basic") => ("a user and a password", vec![("basic_auth", String::new())]),
            ("http", _, "bearer") => ("a bearer token", token()),
            ("oauth2", ..) => ("an access token of OAuth 2", token()),
            ("openIdConnect", ..) => ("an access token of OpenID Connect", token()),
            ("mutualTLS", ..) => ("a client certificate", vec![("identity", String::new())]),
            (ty, ..) => {
                let description = format!("of the type {}", format!("{ty} {http}").trim());
                return Self { name: name.clone(), description, methods: Vec::new() };
            }
        };
        Self { name: name.clone(), description: description.to_owned(), methods }
    }
}

/// All operations, whose security may differ from that of the document.
fn operations(document: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let path_items = document["paths"].as_object().into_iter().flat_map(Map::values);
    let keys = || HttpMethod::ALL.into_iter().map(|method| method.as_str().to_ascii_lowercase());
    path_items.flat_map(move |path_item| keys().filter_map(|key| path_item.get(key)?.as_object()))
}

fn names(requirement: &Value) -> Vec<String> {
    requirement.as_object().into_iter().flat_map(Map::keys).cloned().collect()
}

/// Whether a text is a token of HTTP: the name of a header or a cookie.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Inline code of Markdown.
fn code(text: &str) -> String {
    format!("`{}`", visible(text))
}

/// A text of the document on one line, of which neither Markdown nor a terminal interprets anything.
fn visible(text: &str) -> String {
    text.chars().filter(|c| *c != '`' && (c.is_ascii_graphic() || *c == ' ')).take(200).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn servers_have_the_defaults_of_their_variables() {
        let document = json!({"servers": [
            {"url": "/v1"},
            {"url": "http://api.example"},
            {"url": "https://{region}.api.example/{version}", "variables": {
                "region": {"default": "eu", "enum": ["eu", "us"]}, "version": {"default": "v2"},
            }},
            {"url": "https://{unknown}.example"},
            {"url": "https://api.example:8443/v1"},
            {"url": "https://user@api.example\n`x`"},
        ]});
        let access = Access::new(&document);
        assert_eq!(access.servers(), r#""https://eu.api.example/v2", "https://api.example:8443/v1""#);
        assert_eq!(access.builder(), r#".default_base_url("https://eu.api.example/v2").without_credential()"#);
        let docs = access.server_docs("/// ");
        assert!(docs.starts_with("/// * `/v1`; needs a `base_url`"), "{docs}");
        assert!(docs.contains("; `region` is `eu` by default, or `us`; `version` is `v2` by default\n"), "{docs}");
        assert_eq!(docs.lines().count(), 6);
        assert!(Access::new(&json!({})).server_docs("").contains("declares none"));
    }

    #[test]
    fn each_scheme_has_its_methods() {
        let cases = [
            (json!({"type": "apiKey", "in": "header", "name": "X-Key"}), "api_key_header(..)"),
            (json!({"type": "apiKey", "in": "query", "name": "key"}), "api_key_query(..)"),
            (json!({"type": "apiKey", "in": "cookie", "name": "id"}), "api_key_cookie(..)"),
            (json!({"type": "http", "scheme": "Basic"}), "basic_auth(..)"),
            (json!({"type": "http", "scheme": "bearer"}), "bearer_token(..) and token_provider(..)"),
            (json!({"type": "oauth2", "flows": {}}), "bearer_token(..) and token_provider(..)"),
            (json!({"type": "openIdConnect"}), "bearer_token(..) and token_provider(..)"),
            (json!({"type": "mutualTLS"}), "identity(..)"),
        ];
        let unsupported = [
            json!({"type": "apiKey", "in": "header", "name": "X Key"}),
            json!({"type": "http", "scheme": "digest"}),
            json!({"$ref": "#/components/securitySchemes/b"}),
        ];
        for scheme in unsupported {
            let access = Access::new(&json!({"components": {"securitySchemes": {"a": scheme}}}));
            assert!(access.unsupported().starts_with("the security scheme `a` is not supported"), "{scheme}");
        }
        for (scheme, methods) in cases {
            let access = Access::new(&json!({"components": {"securitySchemes": {"a": scheme}}}));
            assert_eq!(access.methods(), methods, "{scheme}");
            assert_eq!(access.unsupported(), "", "{scheme}");
        }
    }

    #[test]
    fn a_credential_is_required_if_an_operation_requires_one() {
        let required = |document: Value| !Access::new(&document).builder().contains("without_credential");
        let paths = |operation: Value| json!({"/a": {"get": operation}});
        assert!(required(json!({"security": [{"a": []}], "paths": paths(json!({}))})));
        assert!(required(json!({"paths": paths(json!({"security": [{"a": []}, {"b": []}]}))})));
        assert!(!required(json!({"security": [{"a": []}], "paths": paths(json!({"security": []}))})));
        assert!(!required(json!({"security": [{"a": []}, {}], "paths": paths(json!({}))})));
        assert!(!required(json!({"components": {"securitySchemes": {"a": {}}}, "paths": paths(json!({}))})));
        let document = json!({"security": [{"a": [], "b": []}, {"c": []}], "paths": paths(json!({}))});
        let docs = Access::new(&document).credential_docs("//! ");
        assert!(docs.starts_with("//! Operations require `a` with `b`; or `c`. "), "{docs}");
    }
}
