//! A finding as the program lists it, with its credential.

use serde::Serialize;

use crate::common::{Cell, Column, Finding, Row};
use crate::credential::Credential;

#[derive(Debug, Serialize)]
pub(crate) struct FindingRow {
    #[serde(flatten)]
    finding: Finding,
    credential: Credential,
}

impl FindingRow {
    pub(crate) fn of(credential: &Credential) -> impl Iterator<Item = Self> {
        let row = |finding: &Finding| Self { finding: finding.clone(), credential: credential.clone() };
        credential.findings.iter().map(row)
    }
}

impl Row for FindingRow {
    const LIST: &'static str = "findings";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::shown("severity", "Severity", |row| Cell::Severity(row.finding.severity)),
        Column::shown("rule", "Rule", |row| Cell::Text(row.finding.rule)),
        Column::shown("message", "Finding", |row| Cell::Text(&row.finding.message)),
        Column::shown("name", "Credential", |row| Cell::Text(&row.credential.display_name)),
        Column::shown("client_id", "Client id", |row| Cell::Text(&row.credential.client_id)),
        Column::detail("owner_id", |row| Cell::Text(&row.credential.owner.id)),
        Column::shown("owner", "Owner", |row| Cell::Text(&row.credential.owner.display_name)),
        Column::detail("owner_email", |row| Cell::Text(&row.credential.owner.email)),
        Column::shown("owner_status", "Status", |row| Cell::Text(&row.credential.owner.status)),
        Column::detail("created_at", |row| Cell::Time(row.credential.created_at)),
        Column::shown("last_used_at", "Last used", |row| Cell::Time(row.credential.last_used_at)),
        Column::detail("expires_at", |row| Cell::Time(row.credential.expires_at)),
        Column::shown("risk", "Risk", |row| Cell::Number(row.credential.risk.into())),
    ];
}
