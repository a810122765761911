//! The grants of one client, in numbers.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::common::{Cell, Column, Row};
use crate::grant_row::GrantRow;

#[derive(Debug, Serialize)]
pub(crate) struct ClientSummary {
    pub(crate) client: String,
    pub(crate) grants: u64,
    pub(crate) owners: u64,
    pub(crate) grants_with_findings: u64,
    last_used_at: Option<DateTime<Utc>>,
}

impl ClientSummary {
    /// Returns the summaries, the client with the most grants first.
    pub(crate) fn of(grants: &[GrantRow]) -> Vec<Self> {
        let mut clients: BTreeMap<&str, Vec<&GrantRow>> = BTreeMap::new();
        for grant in grants {
            clients.entry(&grant.client).or_default().push(grant);
        }
        let mut summaries: Vec<Self> = clients.into_iter().map(|(client, grants)| Self::new(client, &grants)).collect();
        summaries.sort_by_key(|summary| Reverse(summary.grants));
        summaries
    }

    fn new(client: &str, grants: &[&GrantRow]) -> Self {
        let owners: BTreeSet<&str> = grants.iter().map(|grant| grant.owner.id.as_str()).collect();
        let flagged = grants.iter().filter(|grant| !grant.findings.is_empty());
        Self {
            client: client.to_owned(),
            grants: grants.len() as u64,
            owners: owners.len() as u64,
            grants_with_findings: flagged.count() as u64,
            last_used_at: grants.iter().filter_map(|grant| grant.last_used_at).max(),
        }
    }
}

impl Row for ClientSummary {
    const LIST: &'static str = "clients";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::shown("client", "Client", |summary| Cell::Text(&summary.client)),
        Column::shown("grants", "Grants", |summary| Cell::Number(summary.grants)),
        Column::shown("owners", "Owners", |summary| Cell::Number(summary.owners)),
        Column::shown("grants_with_findings", "With findings", |summary| Cell::Number(summary.grants_with_findings)),
        Column::shown("last_used_at", "Last used", |summary| Cell::Time(summary.last_used_at)),
    ];
}
