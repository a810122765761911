//! Types of clients.

use c1_api::iam::v1::WellKnownClient;

use crate::common::wire_name;

const PREFIX: &str = "WELL_KNOWN_CLIENT_";

/// Reads the type of a client, such as `claude-code`.
pub(crate) fn parse(text: &str) -> Result<WellKnownClient, String> {
    let value = format!("{PREFIX}{}", text.to_ascii_uppercase().replace('-', "_"));
    let kind = WellKnownClient::from(value.as_str());
    if kind.is_unlisted() {
        let known: Vec<String> = WellKnownClient::VALUES.iter().map(|kind| id(kind).replace('_', "-")).collect();
        return Err(format!("expected one of {}", known.join(", ")));
    }
    Ok(kind)
}

/// The type in lower case, such as `claude_code`.
pub(crate) fn id(kind: &WellKnownClient) -> String {
    wire_name(kind.as_str(), PREFIX)
}

/// Whether this program knows what the client is. It does not know types that are newer than this version of the SDK.
pub(crate) fn is_known(kind: &WellKnownClient) -> bool {
    !kind.is_unlisted() && !matches!(kind, WellKnownClient::Unspecified | WellKnownClient::Unknown)
}

/// The name of a client. One of an unknown type has the name that it gave itself.
pub(crate) fn label(kind: &WellKnownClient, client_name: &str) -> String {
    match kind {
        WellKnownClient::ClaudeAi => "Claude".to_owned(),
        WellKnownClient::ClaudeDesktop => "Claude Desktop".to_owned(),
        WellKnownClient::ClaudeCode => "Claude Code".to_owned(),
        WellKnownClient::McpInspector => "MCP Inspector".to_owned(),
        WellKnownClient::Chatgpt => "ChatGPT".to_owned(),
        WellKnownClient::Vscode => "VS Code".to_owned(),
        WellKnownClient::Cursor => "Cursor".to_owned(),
        WellKnownClient::Windsurf => "Windsurf".to_owned(),
        WellKnownClient::Zed => "Zed".to_owned(),
        WellKnownClient::Jetbrains => "JetBrains".to_owned(),
        WellKnownClient::DockerMcpToolkit => "Docker MCP Toolkit".to_owned(),
        kind if kind.is_unlisted() => format!("new type: {}", id(kind)),
        _ => format!("unknown: {client_name}"),
    }
}
