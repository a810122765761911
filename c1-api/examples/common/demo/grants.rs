//! The external clients that people of the demo connected.

use c1_api::iam::v1::{ClientIdType, ExternalClientInfo, WellKnownClient};
use c1_api::user::v1::{User, UserStatus, UserType};

use super::days_ago;
use super::dice::Dice;

/// A client: its type, its name, and the URL of its metadata if it has one.
type Client = (WellKnownClient, &'static str, &'static str);

const COMMON: &[Client] = &[
    (WellKnownClient::ClaudeCode, "Claude Code", "https://claude.ai/oauth/claude-code-client-metadata"),
    (WellKnownClient::ClaudeCode, "Claude Code", "https://claude.ai/oauth/claude-code-client-metadata"),
    (WellKnownClient::ClaudeDesktop, "Claude Desktop", ""),
    (WellKnownClient::ClaudeAi, "Claude", ""),
    (WellKnownClient::Cursor, "Cursor", "https://cursor.com/.well-known/oauth-client"),
    (WellKnownClient::Cursor, "Cursor", "https://cursor.com/.well-known/oauth-client"),
    (WellKnownClient::Chatgpt, "ChatGPT", ""),
    (WellKnownClient::Vscode, "Visual Studio Code", "https://vscode.dev/oauth/client-metadata.json"),
];

const RARE: &[Client] = &[
    (WellKnownClient::McpInspector, "MCP Inspector", ""),
    (WellKnownClient::Windsurf, "Windsurf", ""),
    (WellKnownClient::Zed, "Zed", "https://zed.dev/oauth/client.json"),
    (WellKnownClient::Jetbrains, "JetBrains AI Assistant", ""),
    (WellKnownClient::DockerMcpToolkit, "Docker MCP Toolkit", ""),
    (WellKnownClient::Unknown, "meeting-notes-sync", "https://notes.example.net/oauth/client.json"),
    (WellKnownClient::Unknown, "my-agent (localhost)", ""),
    (WellKnownClient::Cursor, "Cursor", "https://cursor.com.updates.example.org/.well-known/oauth-client"),
];

/// The grants, in the order of the users who gave them.
pub(super) fn grants(people: &[User]) -> Vec<ExternalClientInfo> {
    let mut dice = Dice::new(23);
    let mut grants = Vec::new();
    for user in people.iter().filter(|user| user.r#type == UserType::Human) {
        let chance = match user.department.as_str() {
            "Engineering" | "Data" => 75,
            "Security" | "Product" | "IT" => 55,
            _ => 25,
        };
        while dice.percent(chance) {
            let clients = if dice.percent(18) { RARE } else { COMMON };
            if let Some(client) = dice.pick(clients) {
                grants.push(grant(&mut dice, user, client, grants.len()));
            }
            if dice.percent(70) {
                break;
            }
        }
    }
    grants
}

fn grant(dice: &mut Dice, user: &User, (kind, name, url): &Client, index: usize) -> ExternalClientInfo {
    let created = 1 + dice.below(400);
    // Who left uses nothing since.
    let left = if user.status == UserStatus::Enabled { 0 } else { 20 + dice.below(60) };
    let used = if dice.percent(78) { dice.below(30) } else { dice.below(400) };
    let host = url.trim_start_matches("https://").split('/').next().unwrap_or_default();
    let (client_id_type, client_id) = if url.is_empty() {
        (ClientIdType::Dcr, format!("dcr-{:08x}", 0x51ab_0000 + index * 7_919))
    } else {
        (ClientIdType::MetadataUrl, (*url).to_owned())
    };
    let display_name = if dice.percent(15) { format!("{name} on my laptop") } else { (*name).to_owned() };
    ExternalClientInfo {
        client_id,
        client_id_type,
        client_id_url: (*url).to_owned(),
        client_name: (*name).to_owned(),
        created_at: days_ago(created),
        display_name,
        last_used_at: if dice.percent(5) { None } else { days_ago((left + used).min(created)) },
        mcp_client_id: format!("mcp{index:04}"),
        role_ids: vec!["role-user".to_owned()],
        user_id: user.id.clone(),
        verified_domain: host.to_owned(),
        well_known_client: kind.clone(),
        ..Default::default()
    }
}
