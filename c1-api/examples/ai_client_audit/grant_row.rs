//! A grant as the program lists it.

use std::cmp::Ordering;

use c1_api::iam::v1::{ClientIdType, ExternalClientInfo};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::audit::{Owner, Usage};
use crate::common::{Cell, Column, Finding, Row, risk, wire_name};
use crate::host::{distrust, host_of};
use crate::kind;
use crate::policy::Policy;
use crate::rules::{INACTIVE_OWNER, UNKNOWN_CLIENT, UNTRUSTED_HOST, UNUSED};

#[derive(Debug, Serialize)]
pub(crate) struct GrantRow {
    pub(crate) client: String,
    client_type: String,
    display_name: String,
    client_name: String,
    client_id: String,
    client_id_type: String,
    metadata_url: String,
    metadata_host: String,
    verified_domain: String,
    role_ids: Vec<String>,
    pub(crate) owner: Owner,
    created_at: Option<DateTime<Utc>>,
    pub(crate) last_used_at: Option<DateTime<Utc>>,
    pub(crate) unused_days: Option<u64>,
    risk: u32,
    pub(crate) findings: Vec<Finding>,
}

impl GrantRow {
    pub(crate) fn new(grant: ExternalClientInfo, owner: Owner, policy: Policy<'_>) -> Self {
        let usage = Usage { created_at: grant.created_at, last_used_at: grant.last_used_at };
        let findings = findings(&grant, &owner, policy);
        Self {
            client: kind::label(&grant.well_known_client, &grant.client_name),
            client_type: kind::id(&grant.well_known_client),
            client_id_type: wire_name(grant.client_id_type.as_str(), "CLIENT_ID_TYPE_"),
            metadata_host: host_of(&grant.client_id_url),
            risk: risk(&findings),
            unused_days: usage.unused_days(policy.as_of),
            display_name: grant.display_name,
            client_name: grant.client_name,
            client_id: grant.client_id,
            metadata_url: grant.client_id_url,
            verified_domain: grant.verified_domain,
            role_ids: grant.role_ids,
            created_at: grant.created_at,
            last_used_at: grant.last_used_at,
            owner,
            findings,
        }
    }

    /// The worst first, then those that were unused for longest; ids make the order the same for each order of arrival.
    pub(crate) fn by_risk(&self, other: &Self) -> Ordering {
        let rank = |row: &Self| (std::cmp::Reverse(row.risk), std::cmp::Reverse(row.unused_days));
        rank(self)
            .cmp(&rank(other))
            .then_with(|| self.client.cmp(&other.client))
            .then_with(|| (&self.owner.id, &self.client_id).cmp(&(&other.owner.id, &other.client_id)))
    }
}

fn findings(grant: &ExternalClientInfo, owner: &Owner, policy: Policy<'_>) -> Vec<Finding> {
    let usage = Usage { created_at: grant.created_at, last_used_at: grant.last_used_at };
    let has_url = grant.client_id_type == ClientIdType::MetadataUrl || !grant.client_id_url.is_empty();
    let distrust = has_url.then(|| distrust(&grant.client_id_url, policy.allowed_hosts)).flatten();
    let unknown = (!kind::is_known(&grant.well_known_client)).then(|| "the type of the client is unknown".to_owned());
    let unused = usage.message_if_unused(policy.as_of, policy.unused_days);
    let all =
        [(INACTIVE_OWNER, owner.inactivity()), (UNTRUSTED_HOST, distrust), (UNKNOWN_CLIENT, unknown), (UNUSED, unused)];
    all.into_iter().filter_map(|(rule, message)| Some(rule.finding(message?))).collect()
}

impl Row for GrantRow {
    const LIST: &'static str = "grants";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::shown("client", "Client", |grant| Cell::Text(&grant.client)),
        Column::detail("client_type", |grant| Cell::Text(&grant.client_type)),
        Column::detail("owner_id", |grant| Cell::Text(&grant.owner.id)),
        Column::shown("owner", "Owner", |grant| Cell::Text(&grant.owner.display_name)),
        Column::shown("owner_status", "Status", |grant| Cell::Text(&grant.owner.status)),
        Column::shown("created_at", "Connected", |grant| Cell::Time(grant.created_at)),
        Column::shown("last_used_at", "Last used", |grant| Cell::Time(grant.last_used_at)),
        Column::detail("unused_days", |grant| grant.unused_days.map_or(Cell::Text(""), Cell::Number)),
        Column::shown("risk", "Risk", |grant| Cell::Number(grant.risk.into())),
        Column::shown("findings", "Findings", |grant| Cell::Findings(&grant.findings)),
        Column::shown("metadata_host", "Metadata host", |grant| Cell::Text(&grant.metadata_host)),
        Column::detail("metadata_url", |grant| Cell::Text(&grant.metadata_url)),
        Column::shown("owner_email", "Email", |grant| Cell::Text(&grant.owner.email)),
        Column::shown("display_name", "Name", |grant| Cell::Text(&grant.display_name)),
        Column::detail("client_name", |grant| Cell::Text(&grant.client_name)),
        Column::detail("client_id", |grant| Cell::Text(&grant.client_id)),
        Column::detail("client_id_type", |grant| Cell::Text(&grant.client_id_type)),
    ];
}
