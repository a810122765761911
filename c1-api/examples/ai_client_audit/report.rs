//! What follows the list of grants: a summary, charts, and the HTML report.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use crate::audit::{Bar, Chart, Page, WITH_FINDINGS, count_by_label, rule_rows};
use crate::client_summary::ClientSummary;
use crate::common::{Count, Outcome, Session, write_table};
use crate::grant_row::GrantRow;
use crate::rules::RULES;

/// The members of the JSON document after the grants.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    clients: Vec<ClientSummary>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Summary {
    grants: u64,
    grants_with_findings: u64,
    owners: u64,
    findings: Outcome,
}

impl Report {
    pub(crate) fn new(grants: &[GrantRow]) -> Self {
        let mut findings = Outcome::default();
        for grant in grants {
            findings.add(&grant.findings);
        }
        let clients = ClientSummary::of(grants);
        let owners: BTreeSet<&str> = grants.iter().map(|grant| grant.owner.id.as_str()).collect();
        let summary = Summary {
            grants: grants.len() as u64,
            grants_with_findings: clients.iter().map(|client| client.grants_with_findings).sum(),
            owners: owners.len() as u64,
            findings,
        };
        Self { clients, summary }
    }

    pub(crate) fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Summary { grants, owners, findings, .. } = &self.summary;
        writeln!(
            out,
            "{}, {}, {}",
            Count(*grants, "grant"),
            Count(*owners, "owner"),
            Count(findings.total(), "finding")
        )?;
        if self.clients.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nClients")?;
        write_table(out, &self.clients)?;
        self.clients_chart().write(out)?;
        Chart::of_rules(RULES, findings).write(out)
    }

    pub(crate) fn html(&self, grants: &[GrantRow], session: &Session, is_demo: bool) -> String {
        let summary = &self.summary;
        Page::new("External clients", session.as_of, is_demo)
            .figures(&[
                ("Grants", summary.grants),
                ("Clients", self.clients.len() as u64),
                ("Owners", summary.owners),
                ("Grants with findings", summary.grants_with_findings),
                ("Findings", summary.findings.total()),
            ])
            .charts(&[&self.clients_chart(), &Chart::of_rules(RULES, &summary.findings), &ages_chart(grants)])
            .table("Clients", &self.clients)
            .table("Rules", &rule_rows(RULES, &summary.findings))
            .table("Grants, by risk", grants)
            .finish()
    }

    pub(crate) fn into_outcome(self) -> Outcome {
        self.summary.findings
    }

    fn clients_chart(&self) -> Chart {
        let bar = |client: &ClientSummary| Bar {
            label: client.client.clone(),
            values: vec![client.grants_with_findings, client.grants - client.grants_with_findings],
        };
        Chart { title: "Grants by client", series: WITH_FINDINGS, bars: self.clients.iter().map(bar).collect() }
    }
}

/// Grants by the days since their last use.
fn ages_chart(grants: &[GrantRow]) -> Chart {
    const LABELS: [&str; 6] =
        ["up to 7 days", "up to 30 days", "up to 90 days", "up to 180 days", "longer", "never used"];
    let label = |grant: &GrantRow| match (grant.last_used_at, grant.unused_days.unwrap_or_default()) {
        (None, _) => LABELS[5],
        (_, 0..=7) => LABELS[0],
        (_, 8..=30) => LABELS[1],
        (_, 31..=90) => LABELS[2],
        (_, 91..=180) => LABELS[3],
        _ => LABELS[4],
    };
    let grants = grants.iter().map(|grant| (label(grant), grant.findings.as_slice()));
    count_by_label("Time since the last use", &LABELS, grants)
}
