//! A credential with its findings.

use std::cmp::{Ordering, Reverse};

use c1_api::iam::v1::PersonalClient;
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::audit::{Owner, Usage};
use crate::common::{Cell, Column, Finding, Row, risk};
use crate::rules::{INACTIVE_OWNER, NEVER_EXPIRES, NO_CIDR, NO_ROLE_SCOPE, UNUSED};

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Credential {
    id: String,
    pub(crate) client_id: String,
    pub(crate) display_name: String,
    pub(crate) owner: Owner,
    pub(crate) created_at: Option<DateTime<Utc>>,
    pub(crate) last_used_at: Option<DateTime<Utc>>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
    pub(crate) allow_source_cidr: Vec<String>,
    pub(crate) scoped_roles: Vec<String>,
    /// `active`, `expired` or `deleted`. The findings are about active ones only.
    pub(crate) state: &'static str,
    pub(crate) risk: u32,
    #[serde(skip)]
    pub(crate) findings: Vec<Finding>,
}

impl Credential {
    pub(crate) fn new(client: PersonalClient, owner: Owner, unused_days: u32, as_of: DateTime<Utc>) -> Self {
        let state = match (client.deleted_at, client.expires_time) {
            (Some(_), _) => "deleted",
            (None, Some(end)) if end <= as_of => "expired",
            (None, _) => "active",
        };
        let findings = if state == "active" { findings(&client, &owner, unused_days, as_of) } else { Vec::new() };
        Self {
            id: client.id,
            client_id: client.client_id,
            display_name: client.display_name,
            owner,
            created_at: client.created_at,
            last_used_at: client.last_used_at,
            expires_at: client.expires_time,
            allow_source_cidr: client.allow_source_cidr,
            scoped_roles: client.scoped_roles,
            state,
            risk: risk(&findings),
            findings,
        }
    }

    /// The riskiest first; ids make the order the same for each order of arrival.
    pub(crate) fn by_risk(&self, other: &Self) -> Ordering {
        let rank = |credential: &Self| (Reverse(credential.risk), credential.last_used_at);
        rank(self).cmp(&rank(other)).then_with(|| self.id.cmp(&other.id))
    }
}

fn findings(client: &PersonalClient, owner: &Owner, unused_days: u32, as_of: DateTime<Utc>) -> Vec<Finding> {
    let usage = Usage { created_at: client.created_at, last_used_at: client.last_used_at };
    let message = |applies: bool, message: &str| applies.then(|| message.to_owned());
    let all = [
        (INACTIVE_OWNER, owner.inactivity()),
        (NEVER_EXPIRES, message(client.expires_time.is_none(), "never expires")),
        (NO_ROLE_SCOPE, message(client.scoped_roles.is_empty(), "has all permissions of its owner")),
        (NO_CIDR, message(allows_any_network(&client.allow_source_cidr), "is valid from any network")),
        (UNUSED, usage.message_if_unused(as_of, unused_days)),
    ];
    all.into_iter().filter_map(|(rule, message)| Some(rule.finding(message?))).collect()
}

/// Whether a list of CIDRs restricts nothing: it is empty, or it contains a network of all addresses.
fn allows_any_network(cidrs: &[String]) -> bool {
    cidrs.is_empty() || cidrs.iter().any(|cidr| cidr.trim().ends_with("/0"))
}

impl Row for Credential {
    const LIST: &'static str = "credentials";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::shown("name", "Name", |credential| Cell::Text(&credential.display_name)),
        Column::shown("client_id", "Client id", |credential| Cell::Text(&credential.client_id)),
        Column::shown("owner", "Owner", |credential| Cell::Text(&credential.owner.display_name)),
        Column::shown("owner_status", "Status", |credential| Cell::Text(&credential.owner.status)),
        Column::shown("state", "State", |credential| Cell::Text(credential.state)),
        Column::shown("created_at", "Created", |credential| Cell::Time(credential.created_at)),
        Column::shown("last_used_at", "Last used", |credential| Cell::Time(credential.last_used_at)),
        Column::shown("expires_at", "Expires", |credential| Cell::Time(credential.expires_at)),
        Column::shown("allow_source_cidr", "Networks", |credential| texts(&credential.allow_source_cidr)),
        Column::shown("risk", "Risk", |credential| Cell::Number(credential.risk.into())),
        Column::shown("findings", "Findings", |credential| Cell::Findings(&credential.findings)),
    ];
}

fn texts(texts: &[String]) -> Cell<'_> {
    Cell::List(texts.iter().map(String::as_str).collect())
}
